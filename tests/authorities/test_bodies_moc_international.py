"""Certifying boards, and bodies outside the United States, by their own rules: from what was seen to what is claimed."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from builders import NINTH, NOW, a_meeting, a_session, amounts, an_activity, assessed, at, codes, made, on, seen, written
from cmecore.activities import LIVE
from cmecore.assessment import assess
from cmecore.authorities import aba, abim, abp, abs as surgery, ama, bodies, dha, doh, eaccme, ebac, royal_college, scfhs
from cmecore.bodies.equivalences import convert, equivalence
from cmecore.bodies.limits import counted
from cmecore.bodies.recognition import Recognition, recognised
from cmecore.bodies.reporting import Reporter, reporting
from cmecore.bodies.wordings import Purpose
from cmecore.claiming import ALL, claim
from cmecore.credit.rounding import down, nearest
from cmecore.credit.sources import Source, Sureness
from cmecore.designations import Designation
from cmecore.earning import earn
from cmecore.errors import InvalidValue
from cmecore.evidence import Attempt, Attended, Evaluated, Feedback, Practises, Progress
from cmecore.ledger import Ledger
from cmecore.linting import lint
from cmecore.rules.awards import Component, SumOf
from cmecore.rules.criteria import Outcome, is_true
from cmecore.rules.facts import presence

if TYPE_CHECKING:
    from cmecore.activities import Activity, Part
    from cmecore.assessment import Assessment
    from cmecore.bodies.reporting import Reporting
    from cmecore.bodies.rulings import Ruling
    from cmecore.entries import Claim, Refusal
    from cmecore.evidence import Item
    from cmecore.rules.policies import Policy

UNMET, UNKNOWN, MET = Outcome
DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
PHYSICIAN = Practises("physician", on(7, 1, 2010))
NURSE = Practises("nurse", on(7, 1, 2010))
POINTS = [abim.KNOWLEDGE_RULE, abim.PRACTICE_RULE, abim.SAFETY_RULE]


def offering(*rules: tuple[Ruling, str], amount: str = "2.00") -> Activity:
    """Offer enduring material for AMA credit, and for the points of boards that rest on it."""
    credit = Designation(maximum=ama.CATEGORY_1(amount), policy=ama.ENDURING(passing="0.70"))
    points = [Designation(maximum=rule.type(most), policy=_called(rule)) for rule, most in rules]
    return an_activity(completion=(), designations=(credit, *points))


def _called(rule: Ruling) -> Policy:
    return rule(passing="0.70") if rule.passing else rule()


def worked(done: int = 17, *, day: datetime.date = NINTH, score: str | None = "0.80") -> list[Item]:
    """See a physician do some of 20 units, and pass."""
    return [PHYSICIAN, Progress(done, 20, day), *([] if score is None else [Attempt(score, day)])]


def outcomes(found: Assessment) -> list[Outcome]:
    """List what became of each designation."""
    return [appraisal.outcome for appraisal in found.appraisals]


def ledger_of(activity: Activity, *items: Item) -> Ledger:
    """Write down what was earned."""
    ledger = Ledger("dr-42")
    return written(ledger, *earn(ledger, assess(seen(activity, *items))))


def claims(ledger: Ledger, wanted: Any, request: str, type: Any = None) -> Claim | Refusal:
    """Claim some weeks later."""
    return claim(ledger, wanted, at=NOW, request=request, type=type)


# ABIM: points rest on the credit that is claimed


@pytest.mark.parametrize("rule", POINTS, ids=lambda rule: rule.code)
def test_points_are_as_many_as_the_credits(rule: Ruling) -> None:
    """M61, M169: 17 of 20 units of 2.00 credits are 1.75 credits, and as many points, of whichever kind is registered."""
    found = assessed(offering((rule, "2.00")), *worked(), Feedback(NINTH))
    assert amounts(found) == ["1.75", "1.75"]
    assert found.appraisals[1].credits.type is rule.type


@pytest.mark.parametrize("rule", POINTS, ids=lambda rule: rule.code)
def test_points_are_never_claimed_beyond_the_credits_claimed(rule: Ruling) -> None:
    """M169: "equivalent to the amount of CME credits claimed": 1.00 claimed of 1.75 carries 1.00 point, and no more."""
    ledger = ledger_of(offering((rule, "2.00")), *worked(), Feedback(NINTH))
    assert codes(claims(ledger, ALL, "points alone", rule.type)) == ["base-not-claimed"]
    part = made(claims(ledger, {"EM-101": "1.00"}, "credit"))
    assert [str(amount) for amount in part.totals.values()] == ["1.00 AMA PRA Category 1 Credit™"]
    ledger = written(ledger, part)
    assert codes(claims(ledger, {"EM-101": "1.25"}, "too much", rule.type)) == ["base-not-claimed"]
    points = made(claims(ledger, ALL, "points", rule.type))
    assert points.totals == {rule.type: rule.type("1.00")}
    ledger = written(ledger, points)
    both = made(claims(ledger, ALL, "the rest", [ama.CATEGORY_1, rule.type]))
    assert both.totals == {ama.CATEGORY_1: ama.CATEGORY_1("0.75"), rule.type: rule.type("0.75")}


def test_without_feedback_points_are_pending_and_the_credit_stands() -> None:
    """M169: the points ask for feedback with the rationale; its absence is named, and takes nothing from the CME."""
    found = assessed(offering((abim.KNOWLEDGE_RULE, "2.00")), *worked())
    assert outcomes(found) == [MET, UNKNOWN]
    assert amounts(found) == ["1.75", "0.00"]
    assert [finding.code for finding in found.appraisals[1].findings if finding.outcome is not MET] == ["feedback"]
    ledger = ledger_of(offering((abim.KNOWLEDGE_RULE, "2.00")), *worked())
    assert made(claims(ledger, ALL, "all")).totals == {ama.CATEGORY_1: ama.CATEGORY_1("1.75")}
    told = assessed(offering((abim.KNOWLEDGE_RULE, "2.00")), *worked(), Feedback(NINTH + 3 * DAY))
    assert told.since == (NINTH, NINTH + 3 * DAY)


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ("identified:ABIM ID", "ABIM ID"),
        ("identified:month and day of birth", "month and day of birth"),
        ("permitted:the ABIM", "permission to report to the ABIM"),
    ],
)
def test_what_reporting_needs_takes_nothing_from_what_was_earned(missing: str, named: str) -> None:
    """M169: without the board's id, the birthday or the permission the report waits, by name; credit and points are claimed."""
    ledger = ledger_of(offering((abim.KNOWLEDGE_RULE, "2.00")), *worked(), Feedback(NINTH))
    taken = made(claims(ledger, ALL, "both", [ama.CATEGORY_1, abim.MEDICAL_KNOWLEDGE]))
    assert [str(amount.amount) for amount in taken.totals.values()] == ["1.75", "1.75"]
    rule = reporting(abim.BODY.reportings, abim.MEDICAL_KNOWLEDGE, NINTH)
    everything = {need.code: True for need in rule.needs}
    assert rule.readiness(everything).outcome is MET
    without = rule.readiness({code: value for code, value in everything.items() if code != missing})
    assert (without.outcome, without.pending) == (UNKNOWN, (missing,))
    assert named in str(without)
    assert rule.readiness({**everything, missing: False}).outcome is UNMET


@pytest.mark.parametrize("rule", [*POINTS, abp.PART_2_LATER, surgery.SELF_ASSESSMENT_RULE], ids=lambda rule: rule.code)
@pytest.mark.parametrize("who", [[NURSE], []], ids=["a nurse", "nobody said"])
def test_points_never_stand_without_the_credit(rule: Ruling, who: list[Item]) -> None:
    """M169: who is awarded no AMA credit earns no points on it, whatever he did; CME may lack MOC, never the reverse."""
    items = [*who, *worked()[1:], Feedback(NINTH)]
    found = assessed(offering((rule, "2.00")), *items)
    assert [outcome is MET for outcome in outcomes(found)] == [False, False]
    assert f"award:earned:{ama.CATEGORY_1.code}" in [finding.code for finding in found.appraisals[1].findings]
    assert ledger_of(offering((rule, "2.00")), *items).claimable() == {}


@given(
    st.sampled_from([abim.KNOWLEDGE_RULE, surgery.SELF_ASSESSMENT_RULE, abp.PART_2_LATER]),
    st.integers(0, 20),
    st.sampled_from([None, "0.50", "0.70", "0.74", "0.75", "1.00"]),
    st.booleans(),
    st.booleans(),
)
def test_no_points_beyond_the_credits_earned(
    rule: Ruling,
    done: int,
    score: str | None,
    told: bool,  # noqa: FBT001 - drawn, not chosen
    physician: bool,  # noqa: FBT001 - likewise
) -> None:
    """M168, M169: whatever was done, points and self-assessment never exceed the CME of the same activity."""
    items = worked(done, score=score)[0 if physician else 1 :] + ([Feedback(NINTH)] if told else [])
    credit, points = assessed(offering((rule, "2.00"), amount="2.00"), *items).appraisals
    assert points.credits.amount <= credit.credits.amount
    assert points.outcome is not MET or credit.outcome is MET


# Twenty sessions, of which five qualify


def sessions(count: int = 20) -> list[Part]:
    """Schedule so many hours, eight a day."""
    return [a_session(f"S{n + 1}", at(on(3, 1 + n // 8), 8 + n % 8), 60) for n in range(count)]


def a_large_meeting() -> Activity:
    """Offer 20 sessions for 20.00 credits, of which the first five are registered for points."""
    qualify = SumOf(Component(code=f"S{n}", test=is_true(presence(f"S{n}")), worth="1") for n in range(1, 6))
    return a_meeting(
        *sessions(),
        policy=ama.LIVE(),
        designations=(
            Designation(maximum=ama.CATEGORY_1("20.00"), policy=ama.LIVE()),
            Designation(maximum=abim.MEDICAL_KNOWLEDGE("5.00"), policy=abim.KNOWLEDGE_RULE(passing="0.70", award=qualify)),
        ),
    )


def attended(*numbers: int) -> list[Item]:
    """See a physician attend some sessions, pass and get feedback."""
    held = {part.code: part.schedule[0] for part in sessions()}
    last = on(3, 3)
    return [PHYSICIAN, *(Attended(*held[f"S{n}"], f"S{n}") for n in numbers), Attempt("0.80", last), Feedback(last)]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (range(1, 21), ["20.00", "5.00"]),
        (range(4, 21), ["17.00", "2.00"]),
        (range(6, 21), ["15.00", "0.00"]),
        (range(1, 4), ["3.00", "3.00"]),
    ],
)
def test_fewer_points_than_credits_when_only_some_sessions_qualify(numbers: range, expected: list[str]) -> None:
    """M169: ACCME's own example: 20 sessions, of which 5 qualify, are 20 credits and 5 points; the other 15 give none."""
    assert amounts(assessed(a_large_meeting(), *attended(*numbers))) == expected


def test_points_of_the_sessions_that_qualify_stay_below_the_claim() -> None:
    """M169: of 20 credits earned 2 are claimed: then 2 of the 5 points can be."""
    ledger = ledger_of(a_large_meeting(), *attended(*range(1, 21)))
    ledger = written(ledger, made(claims(ledger, {"LIVE-1": "2.00"}, "credit")))
    points = made(claims(ledger, ALL, "points", abim.MEDICAL_KNOWLEDGE))
    assert points.totals == {abim.MEDICAL_KNOWLEDGE: abim.MEDICAL_KNOWLEDGE("2.00")}
    assert points.left_out[0].code == "base-not-claimed"


# ABP: whole points or quarters

THEN, NOW_AND_LATER = on(5, 10, 2017), NINTH


def test_whole_points_by_the_text_of_2016() -> None:
    """M168: 3.25 credits are 3 points, and less than everything is nothing at all."""
    activity = offering((abp.PART_2_2016, "3"), amount="3.25")
    told = Feedback(THEN)
    assert amounts(assessed(activity, *worked(20, day=THEN), told)) == ["3.25", "3.00"]
    nearly = assessed(activity, *worked(19, day=THEN), told)
    assert (amounts(nearly), outcomes(nearly)) == (["3.00", "0.00"], [MET, UNMET])


def test_quarter_points_by_the_later_text() -> None:
    """M168: 8 of 20 units of 3.25 credits are 1.3, so 1.25 credits and 1.25 points; another learner earns another amount."""
    activity = offering((abp.PART_2_LATER, "3.25"), amount="3.25")
    told = Feedback(NOW_AND_LATER)
    assert amounts(assessed(activity, *worked(8), told)) == ["1.25", "1.25"]
    assert amounts(assessed(activity, *worked(20), told)) == ["3.25", "3.25"]


def test_whole_points_are_claimed_with_all_of_the_credit() -> None:
    """M168: all or nothing: while a quarter of the credit is unclaimed, no point is claimed."""
    ledger = ledger_of(offering((abp.PART_2_2016, "3"), amount="3.25"), *worked(20, day=THEN), Feedback(THEN))
    ledger = written(ledger, made(claims(ledger, {"EM-101": "3.00"}, "most of it")))
    assert codes(claims(ledger, ALL, "points", abp.PART_2)) == ["base-not-claimed"]
    ledger = written(ledger, made(claims(ledger, ALL, "the rest")))
    assert made(claims(ledger, ALL, "points now", abp.PART_2)).totals == {abp.PART_2: abp.PART_2("3.00")}


def test_quarter_points_are_claimed_with_part_of_the_credit() -> None:
    """M168: by the later text 1.25 credits claimed carry 1.25 points."""
    ledger = ledger_of(offering((abp.PART_2_LATER, "3.25"), amount="3.25"), *worked(20), Feedback(NINTH))
    ledger = written(ledger, made(claims(ledger, {"EM-101": "1.25"}, "some of it")))
    assert made(claims(ledger, ALL, "points", abp.PART_2)).totals == {abp.PART_2: abp.PART_2("1.25")}


@pytest.mark.parametrize("format", ["live activity", "enduring material"])
def test_the_caller_names_the_text_where_the_day_of_the_change_is_unknown(format: str) -> None:
    """M168: before November 2, 2016 nothing is known; up to March 12, 2018 one text is; after that the caller chooses."""
    since, still = on(11, 2, 2016), on(3, 12, 2018)
    with pytest.raises(InvalidValue, match="what held before 2016-11-02 was not found, and nothing is guessed"):
        abp.BODY.ruling(format, on=since - DAY)
    for day in (since, still):
        assert abp.BODY.ruling(format, on=day).version == "2016 text"
    with pytest.raises(InvalidValue, match=r"name the text, .*known are 2016 text, later text"):
        abp.BODY.ruling(format, on=still + DAY)
    chosen = [abp.BODY.ruling(format, on=still + DAY, version=text) for text in ("2016 text", "later text")]
    assert [one.policy.rounding for one in chosen] == [nearest("1"), None]
    with pytest.raises(InvalidValue, match="2018-03-13"):
        abp.BODY.ruling(format, on=still, version="later text")


def test_both_texts_are_about_the_same_points() -> None:
    """M168: a ledger holds points of both texts in one account type; their sum is one number."""
    old = an_activity("OLD", completion=(), designations=offering((abp.PART_2_2016, "3"), amount="3.25").designations)
    new = an_activity("NEW", completion=(), designations=offering((abp.PART_2_LATER, "3.25"), amount="3.25").designations)
    ledger = Ledger("dr-42")
    for activity, day in ((old, THEN), (new, NINTH)):
        ledger = written(ledger, *earn(ledger, assess(seen(activity, *worked(20, day=day), Feedback(day)))))
    taken = made(claims(ledger, ALL, "all", [ama.CATEGORY_1, abp.PART_2]))
    assert taken.totals[abp.PART_2] == abp.PART_2("6.25")


def test_once_or_once_a_day() -> None:
    """M168: by the text of 2016 a learner is reported once; by the later one once a day, and journal CME without that limit."""
    tuesday = NINTH + DAY
    once, daily, journal = (
        reporting(abp.BODY.reportings, abp.PART_2, tuesday, version=text)
        for text in ("2016 text", "later text", "later text for journal-based CME")
    )
    entries: list[tuple[Reporting, bool, bool]] = [(once, False, False), (daily, True, False), (journal, True, True)]
    for rule, on_another_day, on_that_day in entries:
        assert rule.takes(NINTH, reported=[])
        assert rule.takes(tuesday, reported=[NINTH]) is on_another_day
        assert rule.takes(NINTH, reported=[NINTH]) is on_that_day
    assert "identified:month and day of birth" in {need.code for need in once.needs}
    assert "identified:month and day of birth" not in {need.code for need in daily.needs}


# Who reports


#: Med-Challenger's help: it sends ABP MOC Part 2 to the board, and nothing else to anybody.
MED_CHALLENGER = [one for one in abp.BODY.reportings if one.version == abp.LATER_TEXT]
OTHER_TYPES = [kind for one in bodies() for kind in one.types if kind != abp.PART_2]


def test_one_provider_transmits_one_type() -> None:
    """M168, M178: Med-Challenger transmits ABP MOC Part 2, to PARS, with the board's id, the name and the permission."""
    found = reporting(MED_CHALLENGER, abp.PART_2, NINTH)
    assert (found.by, found.to, found.due(NINTH)) == (Reporter.PROVIDER, "ACCME PARS", on(4, 8))
    assert {"identified:ABP ID", "identified:first and last name", "permitted:the ABP"} <= {need.code for need in found.needs}


@pytest.mark.parametrize("kind", OTHER_TYPES, ids=lambda kind: kind.code)
def test_no_other_type_is_transmitted(kind: Any) -> None:
    """M178: of every other type in the library the learner tells the body himself, and no place or day is invented."""
    found = reporting(MED_CHALLENGER, kind, NINTH)
    assert (found.by, found.to, found.due(NINTH), found.needs) == (Reporter.LEARNER, "", None, ())


def test_sending_certificates_to_a_moc_authority_is_not_the_provider_s_duty() -> None:
    """M172: what a board takes through PARS is the board's rule; a provider that reports nothing leaves it to the learner."""
    assert reporting(abim.BODY.reportings, abim.MEDICAL_KNOWLEDGE, NINTH).by is Reporter.PROVIDER
    for kind in (abim.MEDICAL_KNOWLEDGE, abim.PATIENT_SAFETY, abp.PART_4, surgery.SELF_ASSESSMENT):
        assert str(reporting(MED_CHALLENGER, kind, NINTH)) == f"{kind.name}: the learner reports"
    ledger = ledger_of(offering((abim.KNOWLEDGE_RULE, "2.00")), *worked(), Feedback(NINTH))
    # A claim makes points the learner's; nothing in it says that anybody was told.
    taken = made(claims(ledger, ALL, "both", [ama.CATEGORY_1, abim.MEDICAL_KNOWLEDGE]))
    assert "report" not in taken.explain()


# ABS and ABA


def test_self_assessment_waits_while_cme_stands() -> None:
    """ABS: a score of 75 %, with repeated attempts: 74 % keeps the CME and earns no self-assessment until it is repeated."""
    activity = offering((surgery.SELF_ASSESSMENT_RULE, "2.00"))
    assert amounts(assessed(activity, *worked(20, score="0.74"))) == ["2.00", "0.00"]
    again = assessed(activity, *worked(20, score="0.74"), Attempt("0.75", NINTH + DAY))
    assert amounts(again) == ["2.00", "2.00"]
    assert again.since == (NINTH, NINTH + DAY)


def test_caps_apply_where_credit_is_counted_and_never_where_it_is_earned() -> None:
    """ABS, ABA: 14 credits of a day are earned and claimed; the ABS counts 12 of them, the ABA all."""
    hours = [ama.CATEGORY_1("8.00"), ama.CATEGORY_1("6.00")]
    day = [(NINTH, credits) for credits in hours]
    assert counted(surgery.BODY.limits[0], day).total == ama.CATEGORY_1("12.00")
    assert counted(aba.BODY.limits[0], day).total == ama.CATEGORY_1("14.00")


# The Emirates


def test_recognised_in_all_emirates_is_three_authorities_decision() -> None:
    """M57: the DoH speaks for Abu Dhabi, and on a condition; of Dubai and of the other emirates nothing is known."""
    known = [*doh.BODY.recognitions, *dha.BODY.recognitions]
    listed = {"attested:The accrediting system is on the DoH's list of equivalent systems": True}

    def answered(by: str, **facts: bool) -> Outcome:
        return recognised(known, ama.CATEGORY_1, by=by, on=NINTH, facts={**facts}).outcome

    assert answered("DoH Abu Dhabi") is UNKNOWN
    assert recognised(known, ama.CATEGORY_1, by="DoH Abu Dhabi", on=NINTH, facts=listed).outcome is MET
    for other in ("DHA", "MOHAP"):
        found = recognised(known, ama.CATEGORY_1, by=other, on=NINTH, facts=listed)
        assert (found.outcome, found.recognition) == (UNKNOWN, None)
        assert "known: DoH Abu Dhabi (AE-AZ) counts AMA PRA Category 1 Credit™ as Category 1" in found.says


def test_what_a_provider_says_of_the_emirates_is_recorded_as_its_word() -> None:
    """M57: "recognised in all UAE emirates" is kept with the provider's page as its source, for each authority by itself."""
    page = Source(title="MedMatrix, Accreditation", says="recognised across all UAE emirates", sureness=Sureness.ISSUER)
    said = [
        Recognition(type=ama.CATEGORY_1, by=by, jurisdiction=where, sources=[page])
        for by, where in (("DHA", "AE-DU"), ("DoH Abu Dhabi", "AE-AZ"), ("MOHAP", "AE"))
    ]
    for one in said:
        found = recognised([*said, *dha.BODY.recognitions], ama.CATEGORY_1, by=one.by, on=NINTH)
        assert (found.outcome, found.recognition) == (MET, one)
        assert "MedMatrix, Accreditation" in found.says
    assert recognised(said, abim.MEDICAL_KNOWLEDGE, by="DHA", on=NINTH).outcome is UNKNOWN


# Canada

S1, S3 = royal_college.SECTION_1, royal_college.SECTION_3
AS_PHYSICIAN = {"profession:physician": True}


def into_ama(section: Any, day: datetime.date) -> Any:
    """Look up what the college's credit is worth to the AMA on a day."""
    return equivalence(royal_college.BODY.equivalences, of=section, into=ama.CATEGORY_1, on=day)


@pytest.mark.parametrize("section", [S1, S3], ids=["Section 1", "Section 3"])
@pytest.mark.parametrize("day", [on(1, 1, 2013), on(12, 31, 2016), on(1, 1, 2017), on(3, 9, 2019), on(12, 31, 2020)])
def test_sections_convert_by_hours_while_an_agreement_holds(section: Any, day: datetime.date) -> None:
    """One hour of participation is one AMA credit for all activities: 3 an hour of Section 3 do not convert as 3."""
    found = convert(section("6.00"), into_ama(section, day), on=day, hours=2 * HOUR, applied=True, facts=AS_PHYSICIAN)
    assert found.credits == ama.CATEGORY_1("2.00")
    without_hours = convert(section("6.00"), into_ama(section, day), on=day, applied=True, facts=AS_PHYSICIAN)
    assert (without_hours.outcome, without_hours.credits) == (UNKNOWN, None)


@pytest.mark.parametrize("section", [S1, S3], ids=["Section 1", "Section 3"])
@pytest.mark.parametrize(
    ("day", "says"),
    [
        (on(12, 31, 2012), "what held before 2013-01-01 was not found, and nothing is guessed"),
        (on(1, 1, 2021), "what held then was not found"),
    ],
)
def test_outside_the_agreements_nothing_is_guessed(section: Any, day: datetime.date, says: str) -> None:
    """A day before the first agreement, or after the last one that was found, is told so, with the days that are known."""
    with pytest.raises(InvalidValue, match=says) as refused:
        into_ama(section, day)
    assert "2013-01-01 to 2016-12-31" in refused.value.expected
    assert "2017-01-01 to 2020-12-31" in refused.value.expected


def test_a_day_before_the_agreement_of_2017_is_another_agreement() -> None:
    """Each agreement answers for its own days: that of 2017 to 2020 says nothing of December 31, 2016."""
    newer, older = into_ama(S3, on(1, 1, 2017)), into_ama(S3, on(12, 31, 2016))
    assert (newer.in_force.first, older.in_force.last) == (on(1, 1, 2017), on(12, 31, 2016))
    early = convert(S3("6.00"), newer, on=on(12, 31, 2016), hours=2 * HOUR, applied=True, facts=AS_PHYSICIAN)
    assert (early.outcome, early.credits) == (UNKNOWN, None)
    assert "what held on 2016-12-31 was not found" in str(early)


# Europe and Saudi Arabia


def live(designation: Designation, *parts: Part) -> Activity:
    """Offer a meeting for credit of one type."""
    return an_activity("LIVE-1", format=LIVE, parts=parts, completion=(), designations=(designation,))


def test_european_credit_waits_for_the_feedback_form() -> None:
    """EACCME: "once he/she has completed the feedback form": 50 minutes are nothing before, and half a credit after it."""
    policy = eaccme.LIVE(rounding=down("0.5"))
    start = at(on(6, 1), 9)
    meeting = live(Designation(maximum=eaccme.ECMEC("1.0"), policy=policy), a_session("S1", start, 60))
    stay = Attended(start, start + datetime.timedelta(minutes=50), "S1")
    before = assessed(meeting, stay)
    assert (amounts(before), outcomes(before)) == (["0.0"], [UNKNOWN])
    assert [finding.code for finding in before.appraisals[0].findings if finding.outcome is not MET] == ["evaluated"]
    assert amounts(assessed(meeting, stay, Evaluated(on(6, 2)))) == ["0.5"]


@pytest.mark.parametrize("ruling", [eaccme.LIVE, eaccme.LIVE_OLDER, ebac.LIVE, royal_college.GROUP_LEARNING, scfhs.MEETING])
def test_where_no_source_says_how_a_body_rounds_the_caller_does(ruling: Ruling) -> None:
    """Nothing is invented: without a rounding there is no policy, and the refusal says why."""
    assert ruling.asks_rounding
    with pytest.raises(InvalidValue, match="a rounding that you name, since no source says how the body rounds"):
        ruling()


def _a_morning(start: datetime.datetime) -> list[Part]:
    """Schedule what one meeting has between nine and one."""
    minutes = (
        ("R", 30, "registration"),
        ("T", 45, "learning"),
        ("Q", 15, "discussion"),
        ("P", 60, "panel"),
        ("W", 90, "hands-on"),
    )
    parts = []
    for code, long, kind in minutes:
        parts.append(a_session(code, start, long, kind=kind))
        start += datetime.timedelta(minutes=long)
    return parts


@pytest.mark.parametrize(
    ("kind", "policy", "expected"),
    [
        # 45 + 0.5 × 60 + 0.5 × 90 = 120 minutes: discussion is not recognised, panel and workshop by half.
        (scfhs.HOUR, scfhs.MEETING(rounding=down("0.25")), "2.00"),
        # 45 + 15 + 60 + 90 = 210 minutes, once the caller has weighed what the text does not speak of.
        (ebac.CREDIT, ebac.LIVE(counts={"registration": 0, "panel": 1, "hands-on": 1}, rounding=down("1")), "3"),
        (ama.CATEGORY_1, ama.LIVE(), "3.50"),
    ],
    ids=["SCFHS", "EBAC", "AMA"],
)
def test_one_morning_is_another_amount_to_each_body(kind: Any, policy: Policy, expected: str) -> None:
    """The same four hours, seen by three bodies: each counts other minutes, and rounds in its own way."""
    start = at(on(6, 1), 9)
    morning = _a_morning(start)
    meeting = live(Designation(maximum=kind("10"), policy=policy), *morning)
    stays = [Attended(*part.schedule[0], part.code) for part in morning]
    assert amounts(assessed(meeting, PHYSICIAN, *stays)) == [expected]


# Statements


STATED = [wording for one in (abim.BODY, abp.BODY, eaccme.BODY, ebac.BODY) for wording in one.wordings]
FILLED = {"amount": "2", "title": "Heart Failure Days", "place": "Lausanne", "dates": "12/06/2024 – 15/06/2024"}


@pytest.mark.parametrize("wording", STATED, ids=lambda wording: wording.code)
def test_a_statement_is_read_back_and_passes_the_linter(wording: Any) -> None:
    """What is filled in is recognised as the same wording with the same values, and no body objects to it."""
    values = {name: FILLED[name] for name in wording.fields}
    said = wording.fill(**values)
    assert wording.recognise(str(said)) == values
    assert lint(said, bodies=bodies()) == ()


def test_each_kind_of_points_has_its_statement() -> None:
    """M61: the mandatory ABIM statement names the kind of points that the activity is registered for."""
    kinds = {abim.MEDICAL_KNOWLEDGE: "Medical Knowledge", abim.PRACTICE_ASSESSMENT: "Practice", abim.PATIENT_SAFETY: "Patient"}
    for kind, words in kinds.items():
        assert words in abim.BODY.wording(Purpose.MOC, type=kind).text
