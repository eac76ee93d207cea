"""The order in which evidence arrives, repeats of it and how it is split over records change nothing."""

import datetime
import itertools
from typing import Any

import pytest
from hypothesis import given, strategies as st

from builders import (
    AMA,
    LEARNER,
    NINTH,
    a_designation,
    an_activity,
    on,
    paying,
    written,
)
from cmecore.activities import Activity
from cmecore.assessment import assess
from cmecore.credit.periods import Span
from cmecore.credit.rounding import nearest
from cmecore.designations import Designation, RuleDay
from cmecore.earning import earn
from cmecore.evidence import (
    Attempt,
    Attended,
    Declared,
    Entitled,
    Evaluated,
    Item,
    Participation,
    Practises,
    Progress,
    TimeSpent,
)
from cmecore.ledger import Ledger
from cmecore.rules.awards import AsAttested, InProportion
from cmecore.rules.facts import Counting
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, entitled, evaluated, passed

QUARTERS = nearest("0.25")
PROPORTION = InProportion()
MEMBERSHIP = Entitled("Premium", on(1, 1), on(3, 31))


def versions(old: str, new: str, *, rule_day: RuleDay | None = None, **fields: Any) -> Activity:
    """Offer an activity whose rule asks for another share of the content from July on."""
    first = Policy(
        code="online", requirements=[completed(old)], award=PROPORTION, rounding=QUARTERS, in_force=Span(None, on(6, 30))
    )
    second = Policy(
        code="online", requirements=[completed(new)], award=PROPORTION, rounding=QUARTERS, in_force=Span(on(7, 1), None)
    )
    return an_activity(
        completion=(),
        designations=[Designation(maximum=AMA("2.00"), policy=[first, second], rule_day=rule_day)],
        **fields,
    )


def done(count: int, day: datetime.date) -> Progress:
    """Do so many of twenty units by a day."""
    return Progress(count, 20, day)


FOUR: list[Item] = [done(17, NINTH), Attempt("0.71", on(3, 10)), Evaluated(on(3, 11)), done(20, on(3, 12))]
LAST_COUNTS: list[Item] = [done(20, NINTH), Attempt("0.80", on(3, 10)), Evaluated(on(3, 10)), Attempt("0.60", on(3, 12))]
MEMBER: list[Item] = [MEMBERSHIP, done(17, NINTH), Evaluated(on(3, 10)), done(20, on(4, 5))]
FIRST_DECLARED: list[Item] = [
    Declared(AMA("1.00"), NINTH),
    Declared(AMA("1.50"), on(3, 10)),
    Evaluated(on(3, 11)),
    TimeSpent(5, NINTH),
]


def standing(activity: Activity, order: tuple[Item, ...]) -> tuple[str, datetime.date]:
    """Earn after each item that arrives, and read the standing level."""
    ledger, participation = Ledger(LEARNER), Participation(LEARNER, activity)
    for item in order:
        participation |= [item]
        ledger = written(ledger, *earn(ledger, assess(participation)))
    (earned,) = ledger.standing.values()
    return str(earned.level.amount), earned.since


@pytest.mark.parametrize(
    ("policy", "items", "level", "since"),
    [
        pytest.param(
            Policy(
                code="p",
                requirements=[completed("0.80"), passed("0.70"), evaluated()],
                award=PROPORTION,
                rounding=QUARTERS,
            ),
            FOUR,
            "2.00",
            on(3, 12),
            id="growing",
        ),
        pytest.param(Policy(code="p", award=AsAttested()), FIRST_DECLARED, "1.50", on(3, 10), id="declared"),
        pytest.param(
            Policy(
                code="p",
                requirements=[entitled("Premium"), completed("0.80"), evaluated()],
                award=PROPORTION,
                rounding=QUARTERS,
            ),
            MEMBER,
            "1.75",
            on(3, 10),
            id="a membership that lapsed",
        ),
    ],
)
def test_every_order_of_arrival_leads_to_the_same_level(
    policy: Policy, items: list[Item], level: str, since: datetime.date
) -> None:
    """In each of the twenty-four orders of four items the ledger ends with the same level since the same day."""
    orders = itertools.permutations(items)
    assert {standing(paying(policy), order) for order in orders} == {(level, since)}


@pytest.mark.parametrize("order", list(itertools.permutations([done(17, on(6, 1)), done(18, on(7, 5)), Evaluated(on(8, 1))])))
def test_every_order_leads_to_the_same_level_over_a_change_of_rule(order: tuple[Item, ...]) -> None:
    """A rule that changed between two reports does not make their order matter."""
    assert standing(versions("0.80", "0.95"), order) == ("1.75", on(6, 1))


ITEMS = st.lists(
    st.one_of(
        st.builds(done, st.integers(0, 20), st.dates(on(6, 20), on(7, 10))),
        st.builds(Attempt, st.sampled_from(["0.5", "0.69", "0.7", "17/20"]), st.dates(on(6, 20), on(7, 10))),
        st.builds(Evaluated, st.dates(on(6, 20), on(7, 10))),
        st.builds(TimeSpent, st.integers(0, 200), st.dates(on(6, 20), on(7, 10))),
    ),
    max_size=8,
)
ASKED = an_activity(
    designations=[
        a_designation(
            policy=(
                Policy(
                    code="o",
                    requirements=[completed("0.50"), passed("0.70")],
                    award=PROPORTION,
                    rounding=QUARTERS,
                    in_force=Span(None, on(6, 30)),
                ),
                Policy(
                    code="n",
                    requirements=[completed("0.80"), evaluated()],
                    award=PROPORTION,
                    rounding=QUARTERS,
                    in_force=Span(on(7, 1), None),
                ),
            )
        )
    ]
)


@given(ITEMS, st.data())
def test_order_repeats_and_splitting_do_not_matter(items: list[Item], data: st.DataObject) -> None:
    """Evidence in another order, given twice, or split over two records and joined is assessed alike."""
    shuffled = data.draw(st.permutations([*items, *items]))
    cut = data.draw(st.integers(0, len(shuffled)))
    one, other = Participation(LEARNER, ASKED, shuffled[:cut]), Participation(LEARNER, ASKED, shuffled[cut:])
    whole = assess(Participation(LEARNER, ASKED, items))
    joined = assess(one | other)
    assert joined == whole == assess(other | one)
    assert joined.explain() == whole.explain()


@given(ITEMS)
def test_more_evidence_never_lowers_what_was_earned(items: list[Item]) -> None:
    """Day by day the amount only grows, and the day since when of an amount that stays is the same."""
    reached: tuple[int, datetime.date | None] = (0, None)
    for count in range(len(items) + 1):
        ordered = sorted(items, key=lambda item: item.on if not isinstance(item, Entitled | Practises | Attended) else NINTH)
        assessment = assess(Participation(LEARNER, ASKED, ordered[:count]))
        now = assessment.appraisals[0].steps, assessment.since[0]
        assert now[0] >= reached[0]
        if now[0] == reached[0] and reached[1] is not None:
            assert now[1] == reached[1]
        reached = now


def test_a_last_attempt_takes_back_what_was_not_yet_written() -> None:
    """Where the last attempt counts, a pass undone by a later attempt earns nothing, unless the ledger already holds it."""
    policy = Policy(
        code="p",
        requirements=[completed("0.80"), passed("0.70", counting=Counting.LAST), evaluated()],
        award=PROPORTION,
        rounding=QUARTERS,
    )
    whole = Participation(LEARNER, paying(policy), LAST_COUNTS)
    assert earn(Ledger(LEARNER), assess(whole)) == ()
    assert standing(paying(policy), tuple(LAST_COUNTS)) == ("2.00", on(3, 10))
