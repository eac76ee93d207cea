"""Credit of nurses, pharmacists, psychologists, social workers, technologists and trainers, from activity to claim."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from builders import CHICAGO, LAKESIDE, LEARNER, NOW, a_session, assessed, at, made, on, written
from cmecore.activities import ENDURING, LIVE, Activity, Part
from cmecore.admission import admitted
from cmecore.assessment import Assessment, assess
from cmecore.authorities import (
    aacn,
    aanp,
    acpe,
    alabama_social_work,
    ama,
    ancc,
    aorn,
    apa,
    arrt,
    aswb,
    boc,
    cccep,
    iacet,
    ipce,
    type_named,
)
from cmecore.bodies.accreditations import Accreditation
from cmecore.bodies.body import Body
from cmecore.bodies.equivalences import convert, equivalence
from cmecore.bodies.reporting import Reporter, reporting
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Approval, Purpose
from cmecore.certificates import certify, certify_participation
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.periods import Span
from cmecore.credit.rounding import Direction, Rounding, Total, down, nearest
from cmecore.designating import designable
from cmecore.designations import Designation
from cmecore.earning import earn
from cmecore.entries import Certificate
from cmecore.errors import InvalidValue
from cmecore.evidence import Attended, Item, Participation, Practises, TimeSpent
from cmecore.identifiers import Uan
from cmecore.ledger import Ledger
from cmecore.linting import lint
from cmecore.providers import Provider
from cmecore.rules.awarding import weigher
from cmecore.rules.awards import Whole
from cmecore.rules.criteria import Outcome
from cmecore.rules.facts import STRETCHES, TIME, Value, identifier
from cmecore.rules.requirements import PROFESSION, attended
from cmecore.rules.times import ASSESSMENT, BREAK, EVALUATION, HANDS_ON, LEARNING, PANEL, Stretch

NINTH = on(3, 9)
NINE = at(NINTH, 9, zone=CHICAGO)
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)
SINCE = on(1, 1, 2020)
BODIES = (ancc, aorn, aacn, aanp, acpe, ipce, apa, aswb, arrt, boc, iacet, alabama_social_work, cccep)

TALK = a_session("S1", NINE, 60)
FORM = a_session("EV", NINE + 60 * MINUTE, 15, kind=EVALUATION)
BY_AMA = ama.LIVE(counts={EVALUATION: 0})
BY_ANCC = ancc.HOURS(rounding=down("0.1"))


def grand_rounds(*, provider: Provider = LAKESIDE, **fields: Any) -> Activity:
    """Offer an hour, and a quarter for the evaluation: to physicians for 1.00 AMA credit, to nurses for 1.20 contact hours."""
    return Activity(
        code="GR-1",
        title="Airway rounds",
        course="Airway rounds",
        format=LIVE,
        provider=provider,
        parts=[TALK, FORM],
        completion=[attended()],
        designations=[
            Designation(maximum=ama.CATEGORY_1("1.00"), policy=BY_AMA),
            Designation(maximum=ancc.CONTACT_HOUR("1.20"), policy=BY_ANCC),
        ],
        **fields,
    )


def seen(profession: str | None, *more: Item, activity: Activity | None = None) -> Assessment:
    """See somebody of a profession, or of none that was reported, stay from the first minute to the last."""
    stay = Attended(NINE, NINE + 75 * MINUTE)
    practises = [] if profession is None else [Practises(profession, SINCE)]
    return assess(Participation(LEARNER, activity or grand_rounds(), [stay, *practises, *more]))


def ledger_of(assessment: Assessment) -> Ledger:
    """Write down what an assessment earned."""
    return written(Ledger(LEARNER), *earn(Ledger(LEARNER), assessment))


def awarded(ruling: Ruling, minutes: Mapping[str, int], maximum: str = "9.00", **call: Any) -> str:
    """Award by a rule for minutes of several kinds, whatever else it asks left out."""
    policy = attrs.evolve(ruling(**call), requirements=())
    stretches = tuple(Stretch(many * MINUTE, kind=kind) for kind, many in minutes.items())
    facts: dict[str, Value] = {TIME.name: sum(minutes.values()) * MINUTE, STRETCHES.name: stretches}
    return str(Credits(weigher(policy, ruling.type(maximum))(facts)[1], ruling.type).amount)


def test_a_nurse_at_an_activity_for_physicians_and_nurses() -> None:
    """M149, M167: of AMA and ANCC credit a nurse earns ANCC contact hours, and is told why no AMA credit."""
    found = seen("nurse")
    of_ama, of_ancc = found.appraisals
    assert (of_ama.outcome, of_ama.credits.steps) == (Outcome.UNMET, 0)
    (asked,) = [finding for finding in of_ama.findings if finding.code == PROFESSION]
    assert (asked.says, asked.outcome) == ("Be a physician", Outcome.UNMET)
    assert any("only physicians" in source.says for source in asked.sources)
    # 60 minutes of talk and 15 of evaluation are 1.25 hours, down to tenths.
    assert (of_ancc.outcome, str(of_ancc.credits)) == (Outcome.MET, "1.20 ANCC contact hours")
    assert "AMA PRA Category 1 Credit™: nothing earned, unmet" in found.explain()


def test_a_nurses_default_type_is_her_own() -> None:
    """M147, M148, M167: the first type she may be awarded is claimed by default, and nothing of the other is swept along."""
    ledger = ledger_of(seen("nurse"))
    (account,) = ledger.claimable()
    assert account == ("GR-1", ancc.CONTACT_HOUR)
    (line,) = made(claim(ledger, ALL, at=NOW, request="basket-1")).lines
    assert str(line.credits) == "1.20 ANCC contact hours"


def test_a_physicians_default_type_is_ama() -> None:
    """M147: to a physician the same activity gives AMA credit by default; the contact hours are there for who names them."""
    ledger = ledger_of(seen("physician"))
    (line,) = made(claim(ledger, ALL, at=NOW, request="basket-1")).lines
    assert str(line.credits) == "1.00 AMA PRA Category 1 Credit™"
    (hours,) = made(claim(ledger, ALL, at=NOW, request="basket-2", type=ancc.CONTACT_HOUR)).lines
    assert str(hours.credits) == "1.20 ANCC contact hours"


def test_somebody_of_whom_nothing_is_known() -> None:
    """An unknown profession earns nothing of a type that asks for one, and the sentence names it."""
    of_ama, of_ancc = seen(None).appraisals
    assert (of_ama.outcome, of_ancc.outcome) == (Outcome.UNKNOWN, Outcome.MET)
    assert "being a physician (not reported)" in [finding.to_do for finding in of_ama.findings]


def test_her_certificates_award_contact_hours_and_say_what_was_designated() -> None:
    """A nurse's certificate awards contact hours; one of participation says what was designated, and awards nothing."""
    ledger = ledger_of(seen("nurse"))
    taken = made(claim(ledger, ALL, at=NOW, request="basket-1"))
    (credit,) = certify(ledger, taken, name="Mina Roy, RN", at=NOW)
    assert str(credit.total) == "1.20 ANCC contact hours"
    participation = certify_participation(ledger, "GR-1", name="Mina Roy, RN", at=NOW, hours="1.25")
    assert isinstance(participation, Certificate)
    assert (participation.total, participation.hours) == (None, Decimal("1.25"))
    assert [str(one) for one in participation.designated] == ["1.00 AMA PRA Category 1 Credit™", "1.20 ANCC contact hours"]
    said = ama.BODY.wording(Purpose.PARTICIPATION, type=ama.CATEGORY_1).fill(amount=participation.designated[0])
    assert str(said) == "This activity was designated for 1.00 AMA PRA Category 1 Credit(s)™."
    assert not lint(said, bodies=[ama.BODY, ancc.BODY])


def test_a_nursing_certificate_shows_what_is_required() -> None:
    """The provider's address and the statement of accreditation belong on it; the linter names what is missing: CNA."""
    stated = ancc.BODY.wording(Purpose.ACCREDITATION, type=ancc.CONTACT_HOUR).fill(provider="Lakeside CME")
    homeless = Provider(name="Lakeside CME", zone=CHICAGO)
    for provider, statements, missing in (
        (LAKESIDE, [str(stated)], []),
        (LAKESIDE, [], ["accreditation statement"]),
        (homeless, [], ["address of the provider", "accreditation statement"]),
    ):
        ledger = ledger_of(seen("nurse", activity=grand_rounds(provider=provider, statements=statements)))
        taken = made(claim(ledger, ALL, at=NOW, request="basket-1"))
        (credit,) = certify(ledger, taken, name="Mina Roy, RN", at=NOW)
        remarks = [remark for remark in lint(credit, bodies=[ancc.BODY]) if remark.code == "missing-item"]
        assert [remark.says for remark in remarks] == [
            f"the {item} is missing, which American Nurses Credentialing Center asks for" for item in missing
        ]


@pytest.mark.parametrize(("last", "hours"), [(NINTH, "1.20"), (NINTH - DAY, "0.00")])
def test_outside_the_accreditation_no_contact_hours_are_earned(last: datetime.date, hours: str) -> None:
    """M171: ANCC accredited the provider until a day, that day included; after it nothing new is earned."""
    until = Provider(
        name="Lakeside CME",
        zone=CHICAGO,
        accreditations=[Accreditation(by="ANCC", types=[ancc.CONTACT_HOUR], in_force=Span(None, last))],
    )
    _, of_ancc = seen("nurse", activity=grand_rounds(provider=until)).appraisals
    assert str(of_ancc.credits.amount) == hours


def test_what_was_earned_under_an_older_accreditation_stays_claimable() -> None:
    """M171: the accreditation ended on the day after; three weeks later the contact hours are claimed all the same."""
    until = Provider(
        name="Lakeside CME",
        zone=CHICAGO,
        accreditations=[Accreditation(by="ANCC", types=[ancc.CONTACT_HOUR], in_force=Span(None, NINTH + DAY))],
    )
    ledger = ledger_of(seen("nurse", activity=grand_rounds(provider=until)))
    assert made(claim(ledger, ALL, at=NOW, request="basket-1")).lines


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        (ancc.CONTACT_HOUR, Reporter.LEARNER),
        (aanp.CONTACT_HOUR, Reporter.LEARNER),
        (apa.CE, Reporter.LEARNER),
        (acpe.PHARMACIST_HOUR, Reporter.PROVIDER),
        (acpe.TECHNICIAN_CEU, Reporter.PROVIDER),
    ],
)
def test_who_reports_what(kind: CreditType, by: Reporter) -> None:
    """M172, M178: only pharmacy credit is the provider's to report; of every other type here nothing is transmitted."""
    reportings = [rule for module in BODIES for rule in module.BODY.reportings]
    assert reporting(reportings, kind, NINTH).by is by


def test_cpe_monitor_waits_for_the_profile_and_the_birthday() -> None:
    """Without the e-Profile id and the day of birth nothing is sent to CPE Monitor, and what is missing is named."""
    rule = reporting(acpe.BODY.reportings, acpe.PHARMACIST_HOUR, NINTH, to="CPE Monitor")
    assert rule.readiness({}).pending == ("identified:NABP e-Profile ID", "identified:birth month and day")
    known = {identifier("NABP e-Profile ID").name: True}
    assert rule.readiness(known).pending == ("identified:birth month and day",)
    assert rule.readiness({**known, identifier("birth month and day").name: True}).outcome is Outcome.MET


@pytest.mark.parametrize(
    ("hours", "ceu"), [("0.75", "0.075"), ("3", "0.3"), ("1.1", "0.11"), ("0.25", "0.025"), ("12.5", "1.25"), ("0.07", "0.007")]
)
def test_a_ceu_of_pharmacy_is_exact(hours: str, ceu: str) -> None:
    """0.75 contact hours are 0.075 CEU, where a platform that multiplies by 0.1 prints 0.07500000000000001."""
    assert str(float(hours) * 0.1) != ceu or hours in {"12.5", "0.25"}
    for hour, unit in ((acpe.PHARMACIST_HOUR, acpe.PHARMACIST_CEU), (acpe.TECHNICIAN_HOUR, acpe.TECHNICIAN_CEU)):
        rule = equivalence(acpe.BODY.equivalences, of=hour, into=unit, on=NINTH)
        found = convert(hour(hours), rule, on=NINTH)
        assert found.credits == unit(ceu)
        assert found.credits.amount == Decimal(ceu)


@given(st.integers(0, 999_999))
def test_contact_hours_and_ceu_of_pharmacy_go_there_and_back(hundredths: int) -> None:
    """Every hundredth of an hour is a thousandth of a CEU, and comes back as it was."""
    there = equivalence(acpe.BODY.equivalences, of=acpe.PHARMACIST_HOUR, into=acpe.PHARMACIST_CEU, on=NINTH)
    back = equivalence(acpe.BODY.equivalences, of=acpe.PHARMACIST_CEU, into=acpe.PHARMACIST_HOUR, on=NINTH)
    ceu = convert(Credits(hundredths, acpe.PHARMACIST_HOUR), there, on=NINTH).credits
    assert ceu is not None
    assert ceu.amount * 10 == Decimal(hundredths) / 100
    assert convert(ceu, back, on=NINTH).credits == Credits(hundredths, acpe.PHARMACIST_HOUR)


@pytest.mark.parametrize(
    ("body", "ceu", "hour", "version", "hours"),
    [
        (iacet.BODY, iacet.CEU, iacet.CONTACT_HOUR, "", 10),
        (acpe.BODY, acpe.PHARMACIST_CEU, acpe.PHARMACIST_HOUR, "", 10),
        (boc.BODY, boc.CEU, boc.CONTACT_HOUR, "", 1),
        (alabama_social_work.BODY, alabama_social_work.CEU, alabama_social_work.CONTACT_HOUR, "1 contact hour", 1),
        (alabama_social_work.BODY, alabama_social_work.CEU, alabama_social_work.CONTACT_HOUR, "10 contact hours", 10),
    ],
)
def test_a_ceu_is_not_a_ceu(body: Body, ceu: CreditType, hour: CreditType, version: str, hours: int) -> None:
    """Ten contact hours here, one there; and no CEU of one body adds to that of another."""
    there = equivalence(body.equivalences, of=ceu, into=hour, on=NINTH, version=version)
    back = equivalence(body.equivalences, of=hour, into=ceu, on=NINTH, version=version)
    assert convert(ceu(1), there, on=NINTH).credits == hour(hours)
    assert there.factor * back.factor == 1
    other = boc.CEU if ceu is not boc.CEU else iacet.CEU
    with pytest.raises(InvalidValue, match="found none of"):
        equivalence(body.equivalences, of=other, into=ceu, on=NINTH)


def test_the_social_workers_of_alabama_have_two_texts() -> None:
    """Two accounts differ on what a CEU is: nothing is chosen for the caller, and both are named."""
    rules = alabama_social_work.BODY.equivalences
    with pytest.raises(InvalidValue, match=r"2 rules that hold.*known are 1 contact hour, 10 contact hours"):
        equivalence(rules, of=alabama_social_work.CEU, into=alabama_social_work.CONTACT_HOUR, on=NINTH)


@pytest.mark.parametrize(
    ("ruling", "call", "amount"),
    [
        # 50 minutes of learning and 10 of evaluation: an hour where both count, 5/6 of one where the evaluation does not.
        (ancc.HOURS, {"rounding": down("0.01")}, "1.00"),
        (aswb.HOURS, {"rounding": down("0.01", minimum="0.5")}, "1.00"),
        (aacn.HOURS, {}, "1.2"),
        (aanp.HOURS, {"rounding": down("0.01")}, "0.83"),
    ],
)
def test_evaluation_counts_here_and_not_there(ruling: Ruling, call: dict[str, Any], amount: str) -> None:
    """Time for the evaluation counts for ANCC, ASWB and AACN, and not for AANP."""
    assert awarded(ruling, {LEARNING: 50, EVALUATION: 10}, **call) == amount


@pytest.mark.parametrize("ruling", [acpe.PHARMACISTS, apa.HOURS, boc.LIVE, arrt.QUARTERS, iacet.HOURS])
def test_where_nobody_spoke_of_evaluation_the_caller_does(ruling: Ruling) -> None:
    """A kind of time that the text does not speak of is refused by its name, until the caller weighs it."""
    needed: dict[str, Any] = (
        {"rounding": nearest(ruling.step or "0.25", minimum=ruling.minimum or 0)} if ruling.asks_rounding else {}
    )
    with pytest.raises(InvalidValue, match="kind of time: found 'evaluation'; expected one that the rule speaks of"):
        awarded(ruling, {LEARNING: 600, EVALUATION: 600}, **needed)
    weighed = awarded(ruling, {LEARNING: 600, EVALUATION: 600}, "25.0", counts={EVALUATION: 0}, **needed)
    assert weighed == awarded(ruling, {LEARNING: 600}, "25.0", **needed)


def test_a_kind_of_part_that_nobody_spoke_of_is_refused_by_name() -> None:
    """An activity with a panel cannot be designated by a rule that does not say what a panel weighs."""
    panel = a_session("P1", NINE + 75 * MINUTE, 30, kind=PANEL)

    def offered(**call: Any) -> Activity:
        policy = ancc.HOURS(rounding=down("0.1"), **call)
        designated = Designation(maximum=ancc.CONTACT_HOUR("1.50"), policy=policy)
        return Activity(
            code="GR-2", title="Panel", format=LIVE, provider=LAKESIDE, parts=[TALK, FORM, panel], designations=[designated]
        )

    with pytest.raises(InvalidValue, match="kind of part P1 of GR-2: found 'panel'; expected a kind that policy ancc-hours"):
        offered()
    # 60 + 15 minutes, and half of 30: 90 minutes.
    assert designable(
        offered(counts={PANEL: "0.5"}), ancc.CONTACT_HOUR, ancc.HOURS(rounding=down("0.1"), counts={PANEL: "0.5"})
    ) == (ancc.CONTACT_HOUR("1.50"))


def test_tenths_and_hundredths_are_one_type() -> None:
    """No source says which step ANCC hours have: one type holds both, and the caller's rounding says which are given."""
    assert ancc.HOURS.asks_rounding
    hundred = {LEARNING: 100}  # 1.666… hours
    assert awarded(ancc.HOURS, hundred, rounding=down("0.1")) == "1.60"
    assert awarded(ancc.HOURS, hundred, rounding=down("0.01")) == "1.66"
    assert ancc.CONTACT_HOUR("1.60") < ancc.CONTACT_HOUR("1.66")
    with pytest.raises(InvalidValue, match=r"known is direction down.*write rounding=down"):
        ancc.HOURS()


@pytest.mark.parametrize("direction", [Direction.UP, Direction.NEAREST])
@pytest.mark.parametrize("ruling", [ancc.HOURS, ancc.SELF_PACED])
def test_contact_hours_of_nurses_never_go_up(ruling: Ruling, direction: Direction) -> None:
    """The direction is known though the step is not: down, never up (AORN)."""
    with pytest.raises(InvalidValue, match="expected a rounding that agrees with what is known of the body's: direction down"):
        ruling(rounding=Rounding(direction=direction, step="0.1"))


@given(st.integers(0, 1_000), st.integers(0, 1_000))
def test_contact_hours_of_nurses_by_law(minutes: int, more: int) -> None:
    """Never more than the time, tenths never more than hundredths, and more minutes never less."""
    exact = Fraction(minutes, 60)
    tenths = Fraction(awarded(ancc.HOURS, {LEARNING: minutes}, "99.00", rounding=down("0.1")))
    hundredths = Fraction(awarded(ancc.HOURS, {LEARNING: minutes}, "99.00", rounding=down("0.01")))
    assert exact - Fraction(1, 10) < tenths <= hundredths <= exact
    assert tenths <= Fraction(awarded(ancc.HOURS, {LEARNING: minutes + more}, "99.00", rounding=down("0.1")))


@given(st.integers(0, 600), st.integers(0, 600), st.sampled_from([LEARNING, EVALUATION]))
def test_two_stretches_of_one_session_are_one(first: int, second: int, kind: str) -> None:
    """Splitting attendance within a session never changes an award."""
    policy = ancc.HOURS(rounding=down("0.1", on=Total.SESSION))
    weigh = weigher(policy, ancc.CONTACT_HOUR("99.00"))
    apart = (Stretch(first * MINUTE, session="S1"), Stretch(second * MINUTE, kind=kind, session="S1"))
    together = (Stretch((first + second) * MINUTE, session="S1"),)
    assert weigh({STRETCHES.name: apart}) == weigh({STRETCHES.name: together})


def test_260_minutes_of_critical_care_are_5_2() -> None:
    """AACN's own example: 50 minutes an hour, down to the tenth; the tenth above is never given."""
    assert [awarded(aacn.HOURS, {LEARNING: minutes}) for minutes in (255, 259, 260, 264, 265)] == [
        "5.1",
        "5.1",
        "5.2",
        "5.2",
        "5.3",
    ]


def test_pharmacology_is_inside_the_hours() -> None:
    """AANP: 2.5 contact hours with 0.5 of pharmacology are 2.5 in all, never 3.0."""
    drugs = a_session("S2", NINE + 120 * MINUTE, 30, topics=[aanp.PHARMACOLOGY])
    policy = aanp.HOURS(rounding=nearest("0.25"))
    course = Activity(
        code="NP-1",
        title="Heart failure",
        format=LIVE,
        provider=LAKESIDE,
        parts=[a_session("S1", NINE, 120), drugs],
        designations=[Designation(maximum=aanp.CONTACT_HOUR("2.50"), policy=policy)],
    )
    (appraisal,) = assessed(course, Attended(NINE, NINE + 150 * MINUTE)).appraisals
    assert str(appraisal.credits) == "2.50 AANP contact hours"
    assert {topic: str(part.amount) for topic, part in appraisal.by_topic.items()} == {"pharmacology": "0.50"}
    # Whoever left before the drugs has none of it.
    (early,) = assessed(course, Attended(NINE, NINE + 120 * MINUTE)).appraisals
    assert str(early.credits) == "2.00 AANP contact hours"
    assert not any(early.by_topic.values())


def pharmacy(**fields: Any) -> Activity:
    """Offer an hour of pharmacy, to pharmacists and to technicians, each with credit of their own."""
    given: dict[str, Any] = {
        "code": "RX-1",
        "title": "Anticoagulants",
        "format": LIVE,
        "provider": LAKESIDE,
        "parts": [TALK],
        "designations": [
            Designation(maximum=ruling.type("1.00"), policy=ruling(rounding=down("0.25", minimum="0.25")))
            for ruling in (acpe.PHARMACISTS, acpe.TECHNICIANS)
        ],
    }
    return Activity(**{**given, **fields})


@pytest.mark.parametrize(
    ("profession", "pharmacist", "technician"),
    [
        ("pharmacist", "1.00", "0.00"),
        ("pharmacy technician", "0.00", "1.00"),
        ("nurse", "0.00", "0.00"),
    ],
)
def test_pharmacists_and_technicians_earn_apart(profession: str, pharmacist: str, technician: str) -> None:
    """Credit of a number that ends in P is the pharmacist's, of one that ends in T the technician's; neither is the other's."""
    found = seen(profession, activity=pharmacy())
    assert [str(one.credits.amount) for one in found.appraisals] == [pharmacist, technician]
    for number, ruling in (("0798-9999-18-246-L04-P", acpe.PHARMACISTS), ("0798-9999-18-246-L04-T", acpe.TECHNICIANS)):
        (asked,) = ruling.policy.requirements
        assert asked.says == {"P": "Be a pharmacist", "T": "Be a pharmacy technician"}[Uan(number).audience]


def test_live_pharmacy_is_credited_on_its_dates_only() -> None:
    """Presence on another day than those that were registered is set aside: ACPE, live format."""
    later = Attended(NINE + DAY, NINE + DAY + 60 * MINUTE)
    both = Participation(LEARNER, pharmacy(), [Practises("pharmacist", SINCE), later])
    assert [aside.code for aside in admitted(both)[1]] == ["not-held-then"]
    assert not any(one.credits for one in assess(both).appraisals)


@pytest.mark.parametrize(
    ("day", "amount", "code"),
    [
        (on(4, 1, 2023), "1.00", []),
        (on(3, 31, 2026), "1.00", []),
        (on(4, 1, 2026), "0.00", ["after-expiry"]),
        (on(3, 31, 2023), "0.00", ["before-release"]),
    ],
)
def test_home_study_of_pharmacy_counts_on_its_first_and_last_day(day: datetime.date, amount: str, code: list[str]) -> None:
    """Three years from release to expiration, both included: any such day is a valid day of participation."""
    home = pharmacy(
        format=ENDURING,
        parts=[Part(code="S1", title="Anticoagulants", minutes=60)],
        offered=Span(on(4, 1, 2023), on(3, 31, 2026)),
    )
    done = Participation(LEARNER, home, [Practises("pharmacist", SINCE), TimeSpent(60, day, "S1")])
    assert str(assess(done).appraisals[0].credits.amount) == amount
    assert [aside.code for aside in admitted(done)[1]] == code


def test_a_recording_is_another_activity_with_the_same_sequence() -> None:
    """Live and home study have two numbers with one sequence."""
    live, home = Uan("0798-9999-18-246-L04-P"), Uan("0798-9999-18-246-H04-P")
    assert (live.live, home.live, live.same_content_as(home)) == (True, False, True)


@pytest.mark.parametrize(
    ("day", "version", "code"),
    [
        (on(6, 1, 2005), "", "arrt-50-minutes-until-2005"),
        (on(12, 31, 2005), "50 to 60 minutes", "arrt-50-minutes-until-2005"),
        (on(1, 1, 2006), "50 to 60 minutes", "arrt-50-minutes"),
        (on(1, 1, 2006), "15 minutes", "arrt-quarters-until-2021"),
        (on(12, 31, 2021), "15 minutes", "arrt-quarters-until-2021"),
        (on(1, 1, 2022), "", "arrt-quarters"),
        (NINTH, "15 minutes", "arrt-quarters"),
    ],
)
def test_which_hour_of_the_technologists_holds(day: datetime.date, version: str, code: str) -> None:
    """The text is chosen by its day, and by its name where the day of the change was not found."""
    assert arrt.BODY.ruling("live activity", type=arrt.CATEGORY_A, on=day, version=version).code == code


def test_between_2006_and_2021_the_caller_names_the_text() -> None:
    """Nobody wrote down when fifty minutes gave way to quarters: both are named, and neither is guessed."""
    with pytest.raises(InvalidValue, match=r"2 rules that hold on 2010-06-01.*15 minutes, 50 to 60 minutes"):
        arrt.BODY.ruling("live activity", on=on(6, 1, 2010))
    with pytest.raises(InvalidValue, match=r"2006-01-01.*nothing is guessed"):
        arrt.BODY.ruling("live activity", on=on(6, 1, 2005), version="15 minutes")


def test_post_tests_counted_until_2005() -> None:
    """Twenty minutes of learning and forty of post-test were one credit, and are not enough for any since 2006."""
    halves = down("0.5")
    spent = {LEARNING: 20, ASSESSMENT: 40}
    assert awarded(arrt.FIFTY_TO_SIXTY_AND_TEST, spent, rounding=halves) == "1.00"
    assert awarded(arrt.FIFTY_TO_SIXTY, spent, rounding=halves) == "0.00"
    assert awarded(arrt.QUARTERS, {HANDS_ON: 60}, rounding=nearest("0.25")) == "0.50"


@pytest.mark.parametrize(
    ("minutes", "year", "amount"), [(120, 2026, "2.00"), (90, 2026, "0.00"), (120, 2021, "2.00"), (90, 2021, "1.50")]
)
def test_a_technologist_stays_to_the_end_since_2022(minutes: int, year: int, amount: str) -> None:
    """Until 2021 a part of an activity earned a part of its credit; from January 1, 2022 it earns none."""
    nine = at(on(3, 9, year), 9, zone=CHICAGO)
    ruling = arrt.BODY.ruling("live activity", type=arrt.CATEGORY_A, on=on(3, 9, year), version="15 minutes")
    imaging = Activity(
        code="XR-1",
        title="Imaging",
        format=LIVE,
        provider=LAKESIDE,
        parts=[a_session(f"S{n}", nine + n * 60 * MINUTE, 60, attended_from="1") for n in (0, 1)],
        designations=[Designation(maximum=arrt.CATEGORY_A("2.00"), policy=ruling(rounding=nearest("0.25")))],
    )
    (appraisal,) = assessed(imaging, Attended(nine, nine + minutes * MINUTE)).appraisals
    assert str(appraisal.credits.amount) == amount


def test_psychologists_have_at_least_an_hour_in_quarters() -> None:
    """Below one hour nothing is given, quarters above; how they are rounded the caller says, and only that."""
    nearest_quarter = nearest("0.25", minimum=1)
    assert [awarded(apa.HOURS, {LEARNING: m, BREAK: 30}, rounding=nearest_quarter) for m in (45, 60, 75, 68)] == [
        "0.00",
        "1.00",
        "1.25",
        "1.25",
    ]
    for wrong in (down("0.1", minimum=1), nearest("0.25"), nearest("0.25", minimum="0.5")):
        with pytest.raises(InvalidValue, match=r"agrees with what is known of the body's: step 0.25, minimum 1"):
            apa.HOURS(rounding=wrong)
    assert not lint("This course is worth 1.25 APA CE credits.", bodies=[apa.BODY])
    (remark,) = lint("Earn 3 APA CEUs!", bodies=[apa.BODY])
    assert (remark.code, remark.says) == ("misnomer", "not “APA CEU” but “APA CE credit”")


@pytest.mark.parametrize("ruling", [acpe.PHARMACISTS, aswb.HOURS, apa.HOURS])
def test_all_or_nothing_needs_no_rounding(ruling: Ruling) -> None:
    """A provider that gives the whole or nothing says so, and then there is nothing to round."""
    policy = ruling(award=Whole())
    assert (policy.award, policy.rounding) == (Whole(), None)


def test_the_team_credit_is_known_since_2017() -> None:
    """IPCE credit was announced on September 12, 2017; for a day before, nothing is guessed."""
    first = on(9, 12, 2017)
    assert ipce.BODY.ruling("live activity", on=first).code == "ipce-team"
    said = ipce.BODY.wording(Purpose.INTERPROFESSIONAL, type=ipce.CREDIT, on=first).fill(amount="1.25")
    assert "will receive 1.25 Interprofessional Continuing Education (IPCE) credit(s) for learning and change" in str(said)
    with pytest.raises(InvalidValue, match="was not found, and nothing is guessed"):
        ipce.BODY.ruling("live activity", on=first - DAY)
    with pytest.raises(InvalidValue, match="no wording is known before 2017-09-12"):
        ipce.BODY.wording(Purpose.INTERPROFESSIONAL, type=ipce.CREDIT, on=first - DAY)


def test_the_statement_of_joint_accreditation_stands_alone() -> None:
    """It is a wording of its own, complete, with the three accreditors and with nobody's credits in it."""
    said = str(ipce.BODY.wording(Purpose.ACCREDITATION).fill(provider="Lakeside Health"))
    assert all(short in said for short in ("(ACCME)", "(ACPE)", "(ANCC)"))
    assert said.endswith("to provide continuing education for the healthcare team.")
    assert "credits" not in said


def test_who_approved_and_who_is_accredited_are_two_statements() -> None:
    """A provider's own accreditation and an approver's word are two statements of ANCC, chosen by the state of approval."""
    own = ancc.BODY.wording(Purpose.ACCREDITATION, type=ancc.CONTACT_HOUR)
    others = ancc.BODY.wording(Purpose.ACCREDITATION, type=ancc.CONTACT_HOUR, approval=Approval.APPROVED)
    assert (own.fields, others.fields) == (("provider",), ("approver",))


def test_since_may_2014_a_providers_certificate_is_not_official() -> None:
    """Only CPE Monitor's statement is, from May 1, 2014; before that day no notice is known."""
    since = on(5, 1, 2014)
    assert (
        str(acpe.BODY.wording(Purpose.NOTICE, type=acpe.PHARMACIST_HOUR, on=since).fill())
        == "This is not an official ACPE certificate"
    )
    with pytest.raises(InvalidValue, match="no wording is known before 2014-05-01"):
        acpe.BODY.wording(Purpose.NOTICE, type=acpe.PHARMACIST_HOUR, on=since - DAY)


@pytest.mark.parametrize("name", ["ANCC CNE", "ancc cne contact hours", "ANCC NCPD contact hour", "ANCC contact hours"])
def test_names_of_nursing_hours_are_read(name: str) -> None:
    """M167: ANCC CNE, as a provider's list of types spells it, is the contact hour of ANCC."""
    assert type_named(name) is ancc.CONTACT_HOUR


@pytest.mark.parametrize("name", ["contact hour", "contact hours", "CEU", "CE"])
def test_a_name_that_many_bodies_use_is_nobodys(name: str) -> None:
    """Whose contact hour, and whose CEU, has to be said: ten minutes and nine hours lie between them."""
    with pytest.raises(InvalidValue, match="credit type: found"):
        type_named(name)


FILLINGS: dict[str, str] = {
    "provider": "Lakeside CME",
    "approver": "Lakeside Nurses",
    "partners": "Acme Society",
    "amount": "1.50",
    "pharmacology": "0.50",
    "ceu": "0.150",
    "uan": "0798-9999-18-246-H04-P",
    "category": "A",
    "file": "00012345",
}
WORDINGS = [(module.BODY, wording) for module in BODIES for wording in module.BODY.wordings]


@pytest.mark.parametrize(("body", "wording"), WORDINGS, ids=[wording.code for _, wording in WORDINGS])
def test_every_statement_is_read_back_and_passes_the_linter(body: Body, wording: Any) -> None:
    """What the library prints it also recognises, and none of these bodies objects to it."""
    values = {field: FILLINGS[field] for field in wording.fields}
    said = wording.fill(**values)
    assert wording.recognise(str(said)) == values
    assert not lint(said, bodies=[module.BODY for module in BODIES], on=NINTH)
