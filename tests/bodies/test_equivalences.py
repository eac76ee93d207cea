"""What credit of one type is worth as credit of another: directed, dated, and never rounded without being told how."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st

from cmecore.bodies.equivalences import Conversion, Converts, Equivalence, convert, equivalence
from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.periods import Span
from cmecore.credit.rounding import Total, down, nearest
from cmecore.credit.sources import Source, Sureness
from cmecore.errors import InvalidValue
from cmecore.rules.criteria import Outcome, is_false, is_true
from cmecore.rules.facts import Fact, FactKind
from cmecore.rules.requirements import Requirement

UNMET, UNKNOWN, MET = Outcome


def a_type(code: str, step: str = "0.25") -> CreditType:
    """Make a type whose name is its code, in words that stay readable in a sentence."""
    return CreditType(code=code, name=f"{code} credit", step=step)


AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
ELECTIVE, PRESCRIBED, SECTION_1, SECTION_3 = map(a_type, ("Elective", "Prescribed", "Section 1", "Section 3"))
ECMEC = a_type("ECMEC", "0.5")
PI, SELF_ASSESSMENT, NCCPA = map(a_type, ("PI-CME", "self-assessment", "NCCPA Category 1"))
CONTACT_HOUR, CEU, FINE_CEU = a_type("contact hour", "0.25"), a_type("CEU", "0.01"), a_type("fine CEU", "0.001")

DAY = datetime.date(2026, 3, 9)
AGREED = Span(datetime.date(2017, 1, 1), datetime.date(2020, 12, 31))
RC_INT = Source(title="Royal College international agreements", section="AMA", sureness=Sureness.ISSUER_DATED)
LIVE = Fact(name="acme.live", kind=FactKind.FLAG, says="a live activity")
IN_CANADA = Fact(name="acme.in-canada", kind=FactKind.FLAG, says="held in Canada")

TO_ELECTIVE = Equivalence(of=AMA, into=ELECTIVE)
BY_HOURS = Equivalence(of=SECTION_3, into=AMA, converts=Converts.HOURS, in_force=AGREED, sources=[RC_INT])
WITH_FEE = Equivalence(
    of=ECMEC, into=AMA, converts=Converts.HOURS, application="an application to the AMA, with a fee", rounding=nearest("0.25")
)
OUTSIDE_CANADA = Equivalence(
    of=ECMEC,
    into=SECTION_1,
    asks=[
        Requirement(code="acme.live", says="Be a live activity", test=is_true(LIVE)),
        Requirement(code="acme.outside", says="Be held outside Canada", test=is_false(IN_CANADA)),
    ],
)
FIRST_20_TWICE = Equivalence(of=PI, into=NCCPA, factor=2, first=20, counting_only=True)
ONE_AND_A_HALF = Equivalence(of=SELF_ASSESSMENT, into=NCCPA, factor="1.5", counting_only=True)
TO_CEU = Equivalence(of=CONTACT_HOUR, into=CEU, factor="0.1")
KNOWN = [TO_ELECTIVE, BY_HOURS, WITH_FEE, OUTSIDE_CANADA, FIRST_20_TWICE, ONE_AND_A_HALF, TO_CEU]


def hours(count: str) -> datetime.timedelta:
    """Write a length of time in decimal hours."""
    return datetime.timedelta(minutes=int(Fraction(count) * 60))


def codes(conversion: Conversion) -> list[str]:
    """Name what a conversion still hangs on."""
    return [point.code for point in conversion.points if point.outcome is not MET]


# What is worth what


def test_ama_credit_becomes_elective_and_nothing_becomes_ama_by_that() -> None:
    """AMA Cat 1 → AAFP is Elective, never Prescribed, and the rule has one direction: rules.md 2.1 [S] (AAFP-types)."""
    assert equivalence(iter(KNOWN), of=AMA, into=ELECTIVE, on=DAY) is TO_ELECTIVE
    with pytest.raises(InvalidValue) as refused:
        equivalence(KNOWN, of=AMA, into=PRESCRIBED, on=DAY)
    assert refused.value.expected == "AMA PRA Category 1 Credit into Elective credit"
    with pytest.raises(InvalidValue) as turned:
        equivalence(KNOWN, of=ELECTIVE, into=AMA, on=DAY)
    assert turned.value.expected == "one of them: none of those handed in converts Elective credit"
    elsewhere = "the rule may stand at another body: hand in its equivalences too"
    assert turned.value.advice == f"the other direction is known, and is another rule; {elsewhere}"
    assert refused.value.advice == elsewhere


def test_a_type_that_becomes_several_names_them() -> None:
    """What is known of the source is said, in order."""
    with pytest.raises(InvalidValue, match="ECMEC credit into AMA PRA Category 1 Credit or Section 1 credit"):
        equivalence(KNOWN, of=ECMEC, into=ELECTIVE, on=DAY)


@pytest.mark.parametrize(
    ("day", "advice"),
    [
        (datetime.date(2016, 12, 31), "what held before 2017-01-01 was not found, and nothing is guessed"),
        (datetime.date(2021, 1, 1), "what held then was not found"),
    ],
)
def test_outside_the_known_days_nothing_is_guessed(day: datetime.date, advice: str) -> None:
    """Royal College → AMA is known for 2017-01-01 to 2020-12-31: rules.md 2.1 [S-old] (RC-int)."""
    with pytest.raises(InvalidValue) as refused:
        equivalence(KNOWN, of=SECTION_3, into=AMA, on=day)
    assert refused.value.advice == advice
    assert "2017-01-01 to 2020-12-31 [Royal College international agreements, AMA]" in refused.value.expected
    found = convert(SECTION_3("6.00"), BY_HOURS, on=day, hours=hours("2"))
    assert (found.outcome, found.credits, codes(found)) == (UNKNOWN, None, ["in-force"])
    assert str(day) in found.reasons[0]


@pytest.mark.parametrize("day", [AGREED.first, AGREED.last])
def test_both_days_of_an_agreement_count(day: datetime.date) -> None:
    """The first and the last day are inclusive."""
    assert equivalence(KNOWN, of=SECTION_3, into=AMA, on=day) is BY_HOURS
    assert convert(SECTION_3("6.00"), BY_HOURS, on=day, hours=hours("2")).credits == AMA("2.00")


def test_where_two_texts_are_known_the_caller_names_one() -> None:
    """EACCME e-learning once did not convert and later did, and the day is not known: rules.md 2.1 [S-old] (EBNM-a, EBNM-b)."""
    live = Requirement(code="acme.live", says="Be a live activity", test=is_true(LIVE))
    older = Equivalence(of=ECMEC, into=AMA, asks=[live], version="older")
    later = Equivalence(of=ECMEC, into=AMA, version="later")
    with pytest.raises(InvalidValue) as refused:
        equivalence([older, later], of=ECMEC, into=AMA, on=DAY)
    assert refused.value.found == "2 rules that hold on 2026-03-09"
    assert refused.value.advice == 'name the text, as in version="later"; known are later, older'
    assert equivalence([older, later], of=ECMEC, into=AMA, on=DAY, version="older") is older
    with pytest.raises(InvalidValue, match="did you mean later"):
        equivalence([older, later], of=ECMEC, into=AMA, on=DAY, version="latter")
    with pytest.raises(InvalidValue, match="leave out the others"):
        equivalence([TO_ELECTIVE, TO_ELECTIVE], of=AMA, into=ELECTIVE, on=DAY)


# Converting


def test_section_3_converts_by_the_hours_attended() -> None:
    """2 h of Section 3 are 6.00 there and 2.00 AMA, not 6.00: rules.md 2.1 [S-old] (RC-int), 3 an hour in 0 [S] (RCPSC)."""
    found = convert(SECTION_3("6.00"), BY_HOURS, on=datetime.date(2019, 5, 1), hours=hours("2"))
    assert (found.outcome, found.credits, found.exact) == (MET, AMA("2.00"), Fraction(2))
    assert str(found) == ("6.00 Section 3 credits → 2.00 AMA PRA Category 1 Credits (120 min attended × 1 an hour = 2)")


def test_without_the_hours_the_answer_is_unknown_and_names_them() -> None:
    """The credits of the source do not tell how many hours were attended."""
    found = convert(SECTION_3("6.00"), BY_HOURS, on=datetime.date(2019, 5, 1))
    assert (found.outcome, found.credits, found.exact, found.receipt) == (UNKNOWN, None, None, "")
    assert str(found).splitlines() == [
        "6.00 Section 3 credits: not yet AMA PRA Category 1 Credit",
        "  The hours attended, which convert: not reported",
    ]


@pytest.mark.parametrize(
    ("applied", "outcome", "reason"),
    [
        (None, UNKNOWN, "Needs an application to the AMA, with a fee: not reported"),
        (False, UNMET, "Needs an application to the AMA, with a fee: not made or not granted"),
        (True, MET, None),
    ],
)
def test_an_application_stands_between(*, applied: bool | None, outcome: Outcome, reason: str | None) -> None:
    """EACCME → AMA is one for one of the hours attended, by an application with a fee: rules.md 2.1 [2nd] (EAPM24, ESCRS24)."""
    found = convert(ECMEC("6.5"), WITH_FEE, on=DAY, hours=hours("5.75"), applied=applied)
    assert found.outcome is outcome
    assert found.exact == Fraction(23, 4)
    assert found.credits == (AMA("5.75") if applied else None)
    assert found.reasons == ((reason,) if reason else ())
    word = {None: "not yet ", False: "not ", True: "→ "}[applied]
    assert word in str(found).splitlines()[0]
    assert ("not yet" in str(found)) is (applied is None)


@pytest.mark.parametrize(
    ("facts", "outcome", "open_points"),
    [
        ({}, UNKNOWN, ["acme.live", "acme.outside"]),
        ({"acme.live": True}, UNKNOWN, ["acme.outside"]),
        ({"acme.live": True, "acme.in-canada": True}, UNMET, ["acme.outside"]),
        ({"acme.live": False}, UNMET, ["acme.live", "acme.outside"]),
        ({"acme.live": True, "acme.in-canada": False}, MET, []),
    ],
)
def test_live_and_outside_canada_are_asked_for(facts: dict[str, bool], outcome: Outcome, open_points: list[str]) -> None:
    """EACCME live outside Canada → Royal College Section 1: rules.md 2.1 [2nd] (EAPM24)."""
    found = convert(ECMEC("1.5"), OUTSIDE_CANADA, on=DAY, facts=facts)
    assert (found.outcome, codes(found)) == (outcome, open_points)
    assert found.credits == (SECTION_1("1.50") if outcome is MET else None)
    assert found.exact == Fraction(3, 2)
    assert len(found.points) == 2


def test_prescribed_credit_keeps_its_name() -> None:
    """Prescribed counts toward the PRA, "reported as Prescribed Credit, not as Category 1": rules.md 2.1 [CODE/S] (AAFP-gl)."""
    said = "must be reported as Prescribed Credit, not as Category 1"
    found = convert(PRESCRIBED("1.25"), Equivalence(of=PRESCRIBED, into=AMA, reported_as=said), on=DAY)
    assert str(found) == f"1.25 Prescribed credits → 1.25 AMA PRA Category 1 Credits (1.25 × 1 = 1.25); {said}"


# Weights for counting


@pytest.mark.parametrize(
    ("amount", "before", "worth"),
    [
        ("30.00", None, "50.00"),
        ("20.00", None, "40.00"),
        ("20.25", None, "40.25"),
        ("0.25", None, "0.50"),
        ("10.00", "15.00", "15.00"),
        ("10.00", "20.00", "10.00"),
        ("10.00", "35.00", "10.00"),
    ],
)
def test_the_first_twenty_of_a_cycle_count_twice(amount: str, before: str | None, worth: str) -> None:
    """The first 20 PI-CME of a cycle × 2, so that 30 PI are 50: rules.md 2.3 [S] (NCCPA-qa)."""
    earlier = PI(before) if before else None
    assert convert(PI(amount), FIRST_20_TWICE, on=DAY, counting=True, before=earlier).credits == NCCPA(worth)


def test_self_assessment_counts_one_and_a_half_times() -> None:
    """Self-assessment × 1.5, so that 10 are 15: rules.md 2.3 [S] (NCCPA-qa)."""
    assert convert(SELF_ASSESSMENT("10.00"), ONE_AND_A_HALF, on=DAY, counting=True).credits == NCCPA("15.00")


def test_a_weight_for_counting_never_reaches_a_certificate() -> None:
    """The weights apply at counting time, not on the certificate: rules.md 2.3 [S] (NCCPA-qa), [2nd] (KPA)."""
    found = convert(SELF_ASSESSMENT("10.00"), ONE_AND_A_HALF, on=DAY)
    assert (found.outcome, found.credits) == (UNMET, None)
    assert found.reasons == (
        (
            "The weight 1.5 applies only where a body counts, never on a certificate: "
            "nobody counts here; where a body does, write counting=True"
        ),
    )
    assert convert(AMA("1.00"), TO_ELECTIVE, on=DAY, counting=True).credits == ELECTIVE("1.00")


# Between two steps


def test_an_amount_between_two_steps_waits_for_a_rounding() -> None:
    """0.75 contact hours are 0.075 CEU, which is no hundredth: rules.md 0 [2nd] (MNurs); nobody rounds it by himself."""
    found = convert(CONTACT_HOUR("0.75"), TO_CEU, on=DAY)
    assert (found.outcome, found.credits, found.exact) == (UNKNOWN, None, Fraction(75, 1000))
    assert found.reasons == ("A rounding, since 0.075 lies between 0.07 and 0.08 CEU credits: the body names none; name one",)
    rounded = convert(CONTACT_HOUR("0.75"), TO_CEU, on=DAY, rounding=down("0.01"))
    assert (rounded.outcome, rounded.credits) == (MET, CEU("0.07"))
    assert rounded.receipt == "0.75 × 0.1 = 0.075 → down to 0.01"
    fine = Equivalence(of=CONTACT_HOUR, into=FINE_CEU, factor="0.1")
    assert convert(CONTACT_HOUR("0.75"), fine, on=DAY).credits == FINE_CEU("0.075")


def test_the_body_s_own_rounding_stands() -> None:
    """50 minutes to the nearest quarter are 0.75; a caller who names another rounding is refused."""
    fifty = datetime.timedelta(minutes=50)
    found = convert(ECMEC("1.0"), WITH_FEE, on=DAY, hours=fifty, applied=True)
    assert (found.credits, found.exact) == (AMA("0.75"), Fraction(5, 6))
    assert found.receipt == "50 min attended × 1 an hour = 5/6 → to the nearest 0.25"
    same = convert(ECMEC("1.0"), WITH_FEE, on=DAY, hours=fifty, applied=True, rounding=nearest("0.25"))
    assert same == found
    with pytest.raises(InvalidValue, match=r"the body rounds to the nearest 0\.25"):
        convert(ECMEC("1.0"), WITH_FEE, on=DAY, hours=fifty, applied=True, rounding=down("0.25"))


def test_an_amount_of_three_quarters_of_an_hour_and_more_is_spelled_as_a_fraction() -> None:
    """100 minutes are 1 2/3 h: no decimal number says that."""
    bare = Equivalence(of=SECTION_3, into=AMA, converts=Converts.HOURS)
    found = convert(SECTION_3("5.00"), bare, on=DAY, hours=datetime.timedelta(minutes=100))
    assert found.reasons[0].startswith("A rounding, since 1 2/3 lies between 1.50 and 1.75 AMA PRA Category 1 Credits")


def test_nothing_attended_is_worth_nothing() -> None:
    """Nought hours are known, and are not the same as hours that nobody reported."""
    assert convert(SECTION_3("6.00"), BY_HOURS, on=AGREED.last or DAY, hours=datetime.timedelta()).credits == AMA(0)


# Laws

FACTORS = st.fractions(min_value=Fraction(1, 20), max_value=20, max_denominator=60)
STEPS = st.integers(0, 400)


@given(st.lists(STEPS, max_size=6), FACTORS)
def test_converting_and_summing_commute_where_nothing_is_rounded(parts: list[int], factor: Fraction) -> None:
    """With no rounding and no first credits, the exact worth of a sum is the sum of the exact worths."""
    rule = Equivalence(of=AMA, into=ELECTIVE, factor=factor)
    whole = convert(Credits(sum(parts), AMA), rule, on=DAY)
    pieces = [convert(Credits(part, AMA), rule, on=DAY) for part in parts]
    assert whole.exact == sum((piece.exact or 0 for piece in pieces), Fraction())
    if all(piece.credits is not None for piece in pieces):
        assert whole.credits is not None
        assert whole.credits.steps == sum(piece.credits.steps for piece in pieces if piece.credits is not None)


def test_they_do_not_commute_where_the_body_rounds() -> None:
    """Five times 8 minutes are 5 × 0.25, and 40 minutes 0.75: rules.md 0, arithmetic notes."""
    rule = Equivalence(of=SECTION_3, into=AMA, converts=Converts.HOURS, rounding=nearest("0.25"))
    five = [convert(SECTION_3("0.25"), rule, on=DAY, hours=datetime.timedelta(minutes=8)).credits for _ in range(5)]
    assert five == [AMA("0.25")] * 5
    assert convert(SECTION_3("1.25"), rule, on=DAY, hours=datetime.timedelta(minutes=40)).credits == AMA("0.75")


@given(STEPS, STEPS)
def test_the_first_credits_commute_only_with_what_came_before(one: int, two: int) -> None:
    """Two halves of a cycle add up to the whole when the second knows the first, and are never worth less without it."""
    whole, first = (convert(Credits(steps, PI), FIRST_20_TWICE, on=DAY, counting=True).exact for steps in (one + two, one))
    after = convert(Credits(two, PI), FIRST_20_TWICE, on=DAY, counting=True, before=Credits(one, PI)).exact
    alone = convert(Credits(two, PI), FIRST_20_TWICE, on=DAY, counting=True).exact
    assert None not in (whole, first, after, alone)
    assert whole == (first or 0) + (after or 0)
    assert (after or 0) <= (alone or 0)


@given(STEPS, STEPS, FACTORS)
def test_more_credit_is_never_worth_less(one: int, two: int, factor: Fraction) -> None:
    """Whatever the factor and the rounding."""
    assume(one <= two)
    rule = Equivalence(of=AMA, into=ELECTIVE, factor=factor, rounding=nearest("0.25"))
    less, more = (convert(Credits(steps, AMA), rule, on=DAY).credits for steps in (one, two))
    assert less is not None
    assert more is not None
    assert less <= more


# Saying and refusing


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (TO_ELECTIVE, "1 AMA PRA Category 1 Credit is worth 1 Elective credit"),
        (
            BY_HOURS,
            f"1 hour attended for Section 3 credit is worth 1 AMA PRA Category 1 Credit [{RC_INT}]",
        ),
        (
            FIRST_20_TWICE,
            "1 PI-CME credit is worth 2 NCCPA Category 1 credit, for the first 20 of a cycle, only where it is counted",
        ),
    ],
)
def test_an_equivalence_says_itself(rule: Equivalence, said: str) -> None:
    """A sentence with the source it comes from."""
    assert str(rule) == said


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"of": "ama-pra-1"}, "of"),
        ({"into": None}, "into"),
        ({"into": AMA}, "into of the equivalence of ama-pra-1"),
        ({"factor": 0}, "factor"),
        ({"factor": 1.5}, "factor"),
        ({"factor": Fraction(-1, 2)}, "factor"),
        ({"factor": 10_000}, "factor"),
        ({"factor": Fraction(1, 10**12)}, "factor"),
        ({"converts": "hours"}, "converts"),
        ({"application": None}, "application"),
        ({"asks": ["live"]}, "asks[0]"),
        ({"first": 0}, "first"),
        ({"first": 10_000}, "first"),
        ({"first": 20, "converts": Converts.HOURS}, "first of the equivalence of ama-pra-1"),
        ({"counting_only": 1}, "counting_only"),
        ({"rounding": "nearest"}, "rounding"),
        ({"rounding": nearest("0.25", on=Total.DAY)}, "rounding"),
        ({"rounding": nearest("0.1")}, "rounding step"),
        ({"in_force": DAY}, "in_force"),
        ({"sources": [1]}, "sources[0]"),
    ],
)
def test_what_is_no_equivalence_is_refused(change: dict[str, Any], field: str) -> None:
    """Each field refuses what it cannot hold, by its name; a float was rounded before it came."""
    whole: dict[str, Any] = {"of": AMA, "into": ELECTIVE}
    with pytest.raises(InvalidValue) as refused:
        Equivalence(**whole | change)
    assert refused.value.field == field


def test_a_weight_within_one_type_is_for_counting() -> None:
    """A type is worth itself; only a body that counts may weigh it."""
    assert Equivalence(of=AMA, into=AMA, factor="1.5", counting_only=True).into == AMA


@pytest.mark.parametrize(
    ("amount", "given_", "field"),
    [
        (AMA("1.00"), {"on": "2026-03-09"}, "on"),
        ("1.00", {}, "amount"),
        (ELECTIVE("1.00"), {}, "amount"),
        (AMA("1.00"), {"hours": 2}, "hours"),
        (AMA("1.00"), {"hours": datetime.timedelta(minutes=-1)}, "hours"),
        (AMA("1.00"), {"before": ELECTIVE("1.00")}, "before"),
        (AMA("1.00"), {"applied": "no"}, "applied"),
        (AMA("1.00"), {"counting": "no"}, "counting"),
        (AMA("1.00"), {"rounding": "0.25"}, "rounding"),
        (AMA("1.00"), {"rounding": nearest("0.25", on=Total.SESSION)}, "rounding"),
    ],
)
def test_what_cannot_be_converted_is_refused(amount: Any, given_: dict[str, Any], field: str) -> None:
    """A program that hands over another thing is told which."""
    with pytest.raises(InvalidValue) as refused:
        convert(amount, TO_ELECTIVE, **{"on": DAY} | given_)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"of": "AMA"}, "of"), ({"into": "AMA"}, "into"), ({"on": None}, "on"), ({"version": 1}, "version")],
)
def test_a_look_up_takes_types_and_a_day(asked: dict[str, Any], field: str) -> None:
    """Codes are no types."""
    whole: dict[str, Any] = {"of": AMA, "into": ELECTIVE, "on": DAY}
    with pytest.raises(InvalidValue) as refused:
        equivalence(KNOWN, **whole | asked)
    assert refused.value.field == field
    with pytest.raises(InvalidValue):
        equivalence(["AMA to AAFP"], **whole)  # type: ignore[list-item]
