"""To whom credit can be awarded: the profession decides, also on what is claimed by default; others get participation."""

import datetime
import itertools
from typing import Any

import attrs
import pytest

from builders import (
    AMA,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    a_designation,
    amounts,
    an_activity,
    assessed,
    codes,
    made,
    numbers,
    on,
    paying,
    seen,
    written,
)
from cmecore.activities import Activity
from cmecore.assessment import assess
from cmecore.certificates import certify, certify_participation
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import CreditType
from cmecore.credit.rounding import nearest
from cmecore.earning import earn
from cmecore.entries import Certificate, Refusal
from cmecore.errors import InvalidValue
from cmecore.evidence import Evaluated, Item, Practises, Progress
from cmecore.ledger import Ledger
from cmecore.measuring import facts
from cmecore.rendering.text import Text
from cmecore.rules.awards import InProportion
from cmecore.rules.criteria import Outcome
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, practises

ANCC = CreditType(code="ancc", name="nursing contact hour", step="0.1")
OPEN = CreditType(code="acme.attendance", name="hour of attendance", step="0.5")
PHYSICIANS = Policy(code="ama", requirements=[practises("physician")])
NURSES = Policy(code="ancc", requirements=[practises("nurse", "nurse practitioner")])
ANYONE = Policy(code="anyone")
#: AMA credit comes first, so that it is what is claimed by default; nurses may be awarded contact hours instead.
BOTH = an_activity(
    completion=[completed("0.80")],
    designations=[a_designation("2.00", PHYSICIANS), a_designation("1.6", NURSES, type=ANCC)],
)
DONE = Progress(20, 20, NINTH)
BORN_WITH_IT = on(1, 1, 2000)


def of(profession: str, since: datetime.date = BORN_WITH_IT, until: datetime.date | None = None) -> Practises:
    """Practise since long ago."""
    return Practises(profession, since, until)


def earned(*items: Item, activity: Activity = BOTH) -> Ledger:
    """Write down what these items earn."""
    return written(Ledger(LEARNER), *earn(Ledger(LEARNER), assess(seen(activity, *items))))


def taken(ledger: Ledger, wanted: Any = ALL, **fields: Any) -> dict[str, str]:
    """Claim, and list the amounts by their types."""
    answer = made(claim(ledger, wanted, at=NOW, request="r-1", **fields))
    return {kind.code: str(credits.amount) for kind, credits in answer.totals.items()}


@pytest.mark.parametrize(
    ("items", "amount", "default"),
    [
        ([of("physician")], ["2.00", "0.0"], "ama-pra-1"),
        ([of("nurse")], ["0.00", "1.6"], "ancc"),
        ([of("nurse practitioner")], ["0.00", "1.6"], "ancc"),
        # Whoever is both may be awarded both, and claims the first.
        ([of("nurse"), of("physician")], ["2.00", "1.6"], "ama-pra-1"),
    ],
)
def test_the_profession_decides_what_is_awarded_and_what_is_claimed_by_default(
    items: list[Item], amount: list[str], default: str
) -> None:
    """M147 [003]: AMA credit is the default of those to whom it can be awarded, and for a nurse the contact hours are."""
    assert amounts(assessed(BOTH, DONE, *items)) == amount
    ledger = earned(DONE, *items)
    assert list(taken(ledger)) == [default]
    assert [entry.terms.default for entry in ledger.standing.values()] == [
        entry.level.type.code == default for entry in ledger.standing.values()
    ]


def test_an_unknown_profession_awards_nothing_and_is_named() -> None:
    """Nobody guesses that a learner is a physician: the answer is *unknown*, and the sentence says what was not told."""
    first, second = assessed(BOTH, DONE).appraisals
    assert (first.outcome, first.steps, second.outcome, second.steps) == (Outcome.UNKNOWN, 0, Outcome.UNKNOWN, 0)
    (finding,) = first.findings
    assert (finding.code, finding.says, finding.to_do) == ("profession", "Be a physician", "being a physician (not reported)")
    assert "being a physician (not reported)" in assessed(BOTH, DONE).explain()
    assert codes(claim(earned(DONE), ALL, at=NOW, request="r-1")) == ["nothing-claimable"]


def test_another_profession_is_a_no() -> None:
    """A pharmacist on an activity for physicians and nurses: unmet, and what was found of both is said."""
    first, second = assessed(BOTH, DONE, of("pharmacist")).appraisals
    assert (first.outcome, second.outcome) == (Outcome.UNMET, Outcome.UNMET)
    assert first.findings[0].found == "no"
    assert second.findings[0].found == "being a nurse no; being a nurse practitioner no"


def test_a_type_that_asks_for_no_profession_is_open_to_everyone() -> None:
    """It is the default of whoever cannot be awarded the first one, the profession known or not."""
    activity = an_activity(
        completion=(), designations=[a_designation("2.00", PHYSICIANS), a_designation("2.0", ANYONE, type=OPEN)]
    )
    assert taken(earned(DONE, activity=activity)) == {"acme.attendance": "2.0"}
    assert taken(earned(DONE, of("nurse"), activity=activity)) == {"acme.attendance": "2.0"}
    assert taken(earned(DONE, of("physician"), activity=activity)) == {"ama-pra-1": "2.00"}


@pytest.mark.parametrize("profession", ["physician", "acme.paramedic"])
def test_a_profession_of_your_own_is_a_profession(profession: str) -> None:
    """Rules and evidence name it by the same word."""
    activity = paying(Policy(code="p", requirements=[practises(profession)]))
    assert amounts(assessed(activity, DONE, of(profession))) == ["2.00"]


@pytest.mark.parametrize("kinds", [(AMA, ANCC), [ANCC, AMA]])
def test_several_types_are_claimed_by_naming_them(kinds: Any) -> None:
    """M149 [003]: whoever may be awarded both takes both in one act, in whatever order they are named."""
    ledger = earned(DONE, of("physician"), of("nurse"))
    assert taken(ledger, type=kinds) == {"ama-pra-1": "2.00", "ancc": "1.6"}
    assert taken(ledger, ["EM-101"], type=kinds) == {"ama-pra-1": "2.00", "ancc": "1.6"}
    assert taken(ledger, type=ANCC) == taken(ledger, type=[ANCC, ANCC]) == {"ancc": "1.6"}


def test_a_course_may_offer_one_type_only() -> None:
    """M148 [003]: where there is one type it is the default, and another one was not earned."""
    ledger = earned(DONE, of("physician"), activity=paying(PHYSICIANS))
    assert taken(ledger) == {"ama-pra-1": "2.00"}
    answer = claim(ledger, ["EM-101"], at=NOW, request="r-1", type=(AMA, ANCC))
    assert isinstance(answer, Refusal)
    assert answer.explain() == "EM-101 earned AMA PRA Category 1 Credit, not nursing contact hour, which was not earned"
    assert codes(claim(ledger, ["EM-101"], at=NOW, request="r-1", type=[OPEN, ANCC])) == ["other-type"]


@pytest.mark.parametrize(
    ("kinds", "said"), [([], "no type"), ([None], "CreditType"), (AMA("1.00"), "several"), ("ama-pra-1", "CreditType")]
)
def test_what_is_claimed_by_name_is_a_type_or_several(kinds: Any, said: str) -> None:
    """No types at all, and what is no type, are refused before anything is claimed."""
    with pytest.raises(InvalidValue, match=rf"^type: .*{said}"):
        claim(earned(DONE, of("physician")), ALL, at=NOW, request="r-1", type=kinds)


def test_the_same_types_in_another_order_are_the_same_request() -> None:
    """A retry that lists the types the other way round gets the claim that it made."""
    ledger = earned(DONE, of("physician"), of("nurse"))
    first = made(claim(ledger, ALL, at=NOW, request="r-1", type=(AMA, ANCC)))
    ledger = written(ledger, first)
    assert claim(ledger, ALL, at=NOW, request="r-1", type=(ANCC, AMA)) == first
    # One type in a list is that type.
    single = made(claim(earned(DONE, of("physician")), ALL, at=NOW, request="r-2", type=[AMA]))
    assert claim(written(earned(DONE, of("physician")), single), ALL, at=NOW, request="r-2", type=AMA) == single


MARCH_31, APRIL_1 = on(3, 31), on(4, 1)


@pytest.mark.parametrize(
    ("items", "amount"),
    [
        # A student until March who is a physician from April on.
        ([of("student", until=MARCH_31), of("physician", APRIL_1), DONE], "0.00"),
        ([of("student", until=MARCH_31), of("physician", APRIL_1), Progress(20, 20, APRIL_1)], "2.00"),
        # A physician who retired after, on, and before the day on which it was done.
        ([of("physician", until=MARCH_31), DONE], "2.00"),
        ([of("physician", until=NINTH), DONE], "2.00"),
        ([of("physician", until=on(3, 8)), DONE], "0.00"),
        # What was reached as a physician stays, though some was done later.
        ([of("physician", until=MARCH_31), DONE, Evaluated(on(5, 1))], "2.00"),
        # Two reports of one profession: one that holds is enough.
        ([of("physician", until=on(3, 8)), of("physician", NINTH), DONE], "2.00"),
    ],
)
def test_the_profession_of_the_day_counts(items: list[Item], amount: str) -> None:
    """Credit goes to whoever was a physician on the day on which the activity was completed."""
    for order in itertools.permutations(items):
        assert amounts(assessed(paying(PHYSICIANS), *order)) == [amount]


def test_credit_reached_before_a_profession_ended_stands() -> None:
    """A physician until the 9th did half by then, and the rest as something else: half is credit."""
    items: list[Item] = [Progress(10, 20, NINTH), Progress(20, 20, on(3, 20)), Practises("physician", on(1, 1, 2020), NINTH)]
    in_proportion = attrs.evolve(PHYSICIANS, award=InProportion(), rounding=nearest("0.25"))
    assert amounts(assessed(paying(in_proportion), *items)) == ["1.00"]


def test_a_profession_is_no_work() -> None:
    """Being a physician is no evidence of anything done, and completes nothing."""
    assessment = assessed(paying(ANYONE), of("physician"))
    assert assessment.appraisals[0].outcome is Outcome.UNKNOWN
    assert facts(seen(paying(PHYSICIANS), of("physician"))) == {"profession:physician": True}
    assert earn(Ledger(LEARNER), assessment) == ()


def test_only_professions_that_a_rule_asks_for_or_that_are_held_are_facts() -> None:
    """Of a nurse it is known that she is no physician; of other professions nothing is said."""
    found = facts(seen(BOTH, DONE, of("nurse"), of("acme.paramedic")))
    assert {name: held for name, held in found.items() if name.startswith("profession:")} == {
        "profession:physician": False,
        "profession:nurse": True,
        "profession:nurse practitioner": False,
        "profession:acme.paramedic": True,
    }


def test_a_default_that_was_written_stays_the_only_one() -> None:
    """A type that opens later, when the profession becomes known, is claimed by name: one claim sweeps no second type along."""
    activity = an_activity(
        completion=(), designations=[a_designation("2.00", PHYSICIANS), a_designation("2.0", ANYONE, type=OPEN)]
    )
    ledger = earned(DONE, activity=activity)
    ledger = written(ledger, *earn(ledger, assess(seen(activity, DONE, of("physician")))))
    assert len(ledger.standing) == 2
    answer = made(claim(ledger, ALL, at=NOW, request="r-1"))
    assert list(answer.totals) == [OPEN]
    assert "EM-101 also earned 2.00 AMA PRA Category 1 Credits; claim that type by name" in answer.explain()
    assert taken(ledger, type=AMA) == {"ama-pra-1": "2.00"}
    # A level that rises keeps its place.
    assert all(earn(ledger, assess(seen(activity, DONE, of("physician")))) == () for _ in range(2))


def test_a_nurse_gets_a_certificate_of_participation_that_awards_nothing() -> None:
    """M1 and M4: it may say what the activity was designated for, and the hours that she claims; no amount is hers."""
    activity = paying(PHYSICIANS, completion=[completed("0.80")])
    ledger = earned(DONE, of("nurse"), activity=activity)
    assert ledger.claimable() == {}
    certificate = certify_participation(ledger, "EM-101", name=NAME, at=NOW, number=numbers(), hours="1.5")
    assert isinstance(certificate, Certificate)
    assert (certificate.total, certificate.maximum, certificate.designated) == (None, None, (AMA("2.00"),))
    text = " ".join(Text().render([certificate]).data.decode().split())
    assert "This activity was designated for a maximum of 2.00 AMA PRA Category 1 Credits; no credit is awarded" in text
    assert "Hours of participation, as claimed by the participant: 1.5" in text
    assert "is awarded 2.00" not in text


def test_whoever_earned_credit_has_both_certificates() -> None:
    """The certificate of credit carries the amount and the maximum; the one of participation awards nothing."""
    ledger = earned(DONE, of("physician"))
    answer = made(claim(ledger, ALL, at=NOW, request="r-1"))
    (credit,) = certify(ledger, answer, name=NAME, at=NOW, number=numbers())
    assert (credit.total, credit.maximum, credit.designated, credit.hours) == (AMA("2.00"), AMA("2.00"), (), None)
    ledger = written(ledger, answer, credit)
    attended = certify_participation(ledger, "EM-101", name=NAME, at=NOW, number=numbers(2))
    assert isinstance(attended, Certificate)
    assert (attended.total, attended.designated, attended.hours) == (None, (AMA("2.00"), ANCC("1.6")), None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("profession", "fysician"),
        ("profession", ""),
        ("profession", None),
        ("profession", 5),
        ("since", "2026-03-09"),
        ("until", on(1, 1, 1999)),
        ("until", "never"),
    ],
)
def test_a_report_of_a_profession_is_checked_where_it_is_made(field: str, value: Any) -> None:
    """A known word or one of your own, a first day, and a last one that is no earlier."""
    with pytest.raises(InvalidValue, match=rf"^{field}: "):
        Practises(**{"profession": "physician", "since": BORN_WITH_IT, field: value})
    assert of("physician", NINTH).span.last is None


def test_a_name_in_the_place_of_a_profession_is_not_repeated() -> None:
    """A mapping of columns that is off by one puts names there; the advice names known words only."""
    with pytest.raises(InvalidValue) as raised:
        Practises("Ada Okoro", NINTH)
    assert "Ada" not in str(raised.value)
    assert "Okoro" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__
    assert "physician" in str(raised.value)
