"""Credit of physicians and physician assistants in the United States, from designation to claim, by its bodies' own rules."""

import datetime
import itertools
from typing import Any

import pytest

from builders import CHICAGO, LAKESIDE, LEARNER, NOW, a_ledger, a_session, amounts, assessed, at, codes, made, on, seen
from cmecore import authorities
from cmecore.activities import ENDURING, INTERNET_LIVE, LIVE, PERFORMANCE_IMPROVEMENT, Activity, Format, Part
from cmecore.assessment import assess
from cmecore.authorities import aafp, aap, aapa, accme, acep, ama, aoa, illinois, nccpa
from cmecore.bodies.accreditations import Accreditation
from cmecore.bodies.equivalences import convert, equivalence
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Approval, Purpose
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.periods import Span
from cmecore.credit.rounding import down, nearest
from cmecore.designating import designable
from cmecore.designations import Designation
from cmecore.earning import earn
from cmecore.entries import Claim, Earned, Refusal
from cmecore.errors import InvalidValue
from cmecore.evidence import Attempt, Attended, Item, Practises, Progress
from cmecore.ledger import Ledger
from cmecore.linting import lint
from cmecore.providers import Provider
from cmecore.rules.awards import InProportion
from cmecore.rules.criteria import Outcome
from cmecore.rules.policies import Policy
from cmecore.rules.times import BREAK, INTRODUCTION, LEARNING

NINTH = on(3, 9)
NINE = at(NINTH, 9, zone=CHICAGO)
PHYSICIAN = Practises("physician", on(1, 1, 2020))
ASSISTANT = Practises("physician assistant", on(1, 1, 2020))
NURSE = Practises("nurse", on(1, 1, 2020))
QUARTERS = nearest("0.25")


def sessions(*minutes: int, kinds: tuple[str, ...] = ()) -> list[Part]:
    """Schedule sessions one after the other, from nine o'clock on the ninth of March."""
    parts: list[Part] = []
    for long, kind in itertools.zip_longest(minutes, kinds, fillvalue=LEARNING):
        start = parts[-1].ends if parts else NINE
        parts.append(a_session(f"S{len(parts) + 1}", start or NINE, int(long), kind=kind))
    return parts


def rounds(parts: list[Part], *policies: tuple[CreditType, Policy], format: Format = LIVE, **fields: Any) -> Activity:
    """Offer an activity, designated by each policy for as much as its time is worth."""
    given: dict[str, Any] = {
        "title": "Airway rounds",
        "course": "Emergency Medicine",
        "provider": LAKESIDE,
        "code": "GR-7",
        **fields,
    }
    undesignated = Activity(format=format, parts=parts, **given)
    designations = [Designation(maximum=designable(undesignated, kind, policy), policy=policy) for kind, policy in policies]
    return Activity(format=format, parts=parts, designations=designations, **given)


def all_of(activity: Activity) -> list[Item]:
    """See somebody stay from the first minute to the last."""
    return [Attended(part.starts, part.ends, part.code) for part in activity.parts if part.starts and part.ends]


def claimed(answer: Claim | Refusal) -> list[Credits]:
    """List what a claim took."""
    return [line.credits for line in made(answer).lines]


def ledger_of(activity: Activity, *items: Item) -> Ledger:
    """Write down what was earned by some evidence."""
    return a_ledger(seen(activity, *items))


def test_ama_pra_category_1_from_designation_to_claim() -> None:
    """M58: 25 and 15 minutes on either side of a pause are 40, which are 0.75 credits, and 0.75 are claimed."""
    talk = a_session("S1", NINE, 60, breaks=((25, 45),))
    activity = rounds([talk], (ama.CATEGORY_1, ama.LIVE()))
    assert [one.maximum for one in activity.designations] == [ama.CATEGORY_1("0.75")]
    ledger = ledger_of(activity, *all_of(activity), PHYSICIAN)
    taken = claimed(claim(ledger, ALL, at=NOW, request="r1"))
    assert [str(credits) for credits in taken] == ["0.75 AMA PRA Category 1 Credit™"]


@pytest.mark.parametrize("written", ["ACCME credits", "ACCME Credit", "accme  credit(s)", "ACCME CME credits"])
def test_accme_credit_is_a_name_that_has_to_be_mapped(written: str) -> None:
    """M59: the ACCME grants no credit, so on input only the provider can say which type is meant."""
    with pytest.raises(InvalidValue, match="accredits providers and grants no credit: map the name"):
        authorities.type_named(written)
    assert authorities.type_named(written, also={written: ama.CATEGORY_1}) is ama.CATEGORY_1
    assert authorities.type_named("ACCME credits", also={"ACCME credit(s)": ama.CATEGORY_1}) is ama.CATEGORY_1


def test_accme_credit_is_no_type_and_no_name_for_output() -> None:
    """M59: the accreditor has statements and no type, and a text that speaks of its credit is remarked on."""
    assert accme.BODY.types == ()
    with pytest.raises(InvalidValue, match="it grants none of its own"):
        accme.BODY.type("ACCME credit")
    remarks = lint("This certifies 2.00 ACCME credits.", bodies=authorities.bodies())
    assert [remark.code for remark in remarks] == ["misnomer"]
    assert lint("This certifies 2.00 AMA PRA Category 1 Credits™.", bodies=authorities.bodies()) == ()


def test_a_type_is_chosen_from_the_list_and_the_ama_s_is_the_default() -> None:
    """M147: every body's types can be listed and chosen from; where nothing is chosen, the one designated first is claimed."""
    listed = {kind.name: kind for body in authorities.bodies() for kind in body.types}
    assert {"AMA PRA Category 1 Credit™", "AAFP Prescribed credit", "ACEP Category I Credit", "AAP Credit"} <= listed.keys()
    chosen = listed["ACEP Category I Credit"]
    activity = rounds(sessions(60), (ama.CATEGORY_1, ama.LIVE()), (chosen, acep.HOURS(rounding=QUARTERS)))
    ledger = ledger_of(activity, *all_of(activity), PHYSICIAN)
    by_default = made(claim(ledger, ALL, at=NOW, request="r1"))
    assert [line.credits for line in by_default.lines] == [ama.CATEGORY_1("1.00")]
    assert [reason.code for reason in by_default.left_out] == ["other-type"]
    assert claimed(claim(ledger, ALL, at=NOW, request="r2", type=chosen)) == [acep.CATEGORY_I("1.00")]


def test_a_course_may_offer_one_type_only() -> None:
    """M148: what a course does not offer cannot be claimed from it, and the refusal says what it does offer."""
    activity = rounds(sessions(60), (aafp.PRESCRIBED, aafp.LIVE()))
    ledger = ledger_of(activity, *all_of(activity), PHYSICIAN)
    assert claimed(claim(ledger, ["GR-7"], at=NOW, request="r1")) == [aafp.PRESCRIBED("1.00")]
    refused = claim(ledger, ["GR-7"], at=NOW, request="r2", type=ama.CATEGORY_1)
    assert codes(refused) == ["other-type"]
    assert isinstance(refused, Refusal)
    assert "AAFP Prescribed credit" in refused.explain()


def test_a_course_may_offer_several_types() -> None:
    """M149: the same hour carries AMA and ACEP credit, each with an account of its own."""
    activity = rounds(sessions(50, 50), (ama.CATEGORY_1, ama.LIVE()), (acep.CATEGORY_I, acep.HOURS(rounding=down("0.5"))))
    ledger = ledger_of(activity, *all_of(activity), PHYSICIAN)
    # 100 minutes are 6 2/3 quarters for the AMA, and three half hours for a provider who gives half hours of ACEP's.
    assert {account: earned.level for account, earned in ledger.standing.items()} == {
        ("GR-7", ama.CATEGORY_1): ama.CATEGORY_1("1.75"),
        ("GR-7", acep.CATEGORY_I): acep.CATEGORY_I("1.50"),
    }
    both = claim(ledger, ALL, at=NOW, request="r1", type=[ama.CATEGORY_1, acep.CATEGORY_I])
    assert claimed(both) == [ama.CATEGORY_1("1.75"), acep.CATEGORY_I("1.50")]


def test_aafp_prescribed_leaves_out_the_welcome() -> None:
    """M163: ten minutes of welcome and fifty of lecture are 0.75 credits, and of two sessions at the same time one counts."""
    activity = rounds(sessions(10, 50, kinds=(INTRODUCTION,)), (aafp.PRESCRIBED, aafp.LIVE()))
    ledger = ledger_of(activity, *all_of(activity), PHYSICIAN)
    assert claimed(claim(ledger, ALL, at=NOW, request="r1")) == [aafp.PRESCRIBED("0.75")]
    at_once = [a_session("S1", NINE, 60), a_session("S2", NINE, 60)]
    assert [one.maximum for one in rounds(at_once, (aafp.PRESCRIBED, aafp.LIVE())).designations] == [aafp.PRESCRIBED("1.00")]


def test_a_session_of_an_aafp_series_is_capped() -> None:
    """M163: four hours of grand rounds are worth 3.75, another hour 1 more."""
    series = Format("regularly scheduled series", live=True)
    policy = authorities.body("aafp").ruling(series.name, type=aafp.PRESCRIBED)()
    activity = rounds(sessions(240, 60), (aafp.PRESCRIBED, policy), format=series)
    assert amounts(assessed(activity, *all_of(activity))) == ["4.75"]


def test_an_aafp_improvement_project_is_worth_its_stages() -> None:
    """M163: stage A is worth 5, A and B 10, all three 20, and B alone nothing."""
    parts = [Part(code=stage, title=f"Stage {stage}") for stage in "ABC"]
    project = Activity(
        code="PI-1",
        title="Sepsis bundle",
        format=PERFORMANCE_IMPROVEMENT,
        provider=LAKESIDE,
        parts=parts,
        designations=[Designation(maximum=aafp.PRESCRIBED("20.00"), policy=aafp.PERFORMANCE_IMPROVEMENT())],
    )
    worth = {
        stages: amounts(assessed(project, *(Progress(1, 1, NINTH, stage) for stage in stages)))
        for stages in ("A", "AB", "ABC", "B")
    }
    assert worth == {"A": ["5.00"], "AB": ["10.00"], "ABC": ["20.00"], "B": ["0.00"]}


def test_a_physician_assistant_is_awarded_aapa_credit_by_default() -> None:
    """M164: of an activity for both, a physician claims AMA credit and a physician assistant AAPA credit, without choosing."""
    activity = rounds(sessions(95), (ama.CATEGORY_1, ama.LIVE()), (aapa.CATEGORY_1, aapa.LIVE()))
    for learner, credits in ((PHYSICIAN, ama.CATEGORY_1("1.50")), (ASSISTANT, aapa.CATEGORY_1("1.50"))):
        ledger = ledger_of(activity, *all_of(activity), learner)
        assert claimed(claim(ledger, ALL, at=NOW, request="r1")) == [credits]


def test_precepting_asks_for_a_physician_assistant() -> None:
    """M164: a week of precepting earns a physician assistant 2 and a nurse nothing; an unknown profession stays unknown."""
    weekly = Format("week of precepting a PA student", live=False)
    policy = authorities.body("aapa").ruling(weekly.name, on=NINTH)()
    week = Activity(
        code="PRE-1",
        title="Clinical year",
        format=weekly,
        provider=LAKESIDE,
        parts=[Part(code="week", title="The week", minutes=2400)],
        designations=[Designation(maximum=aapa.CATEGORY_1("2.00"), policy=policy)],
    )
    done = Progress(1, 1, NINTH)
    outcomes = [assessed(week, done, *who).appraisals[0].outcome for who in ([ASSISTANT], [NURSE], [])]
    assert outcomes == [Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN]
    assert amounts(assessed(week, done, ASSISTANT)) == ["2.00"]
    with pytest.raises(InvalidValue, match="what held before 2019-07-01 was not found, and nothing is guessed"):
        authorities.body("aapa").ruling(weekly.name, on=on(6, 30, 2019))


@pytest.mark.parametrize(
    ("kind", "ruling"), [(acep.CATEGORY_I, acep.HOURS), (aap.CREDIT, aap.ON_TOP)], ids=["ACEP (M165)", "AAP (M166)"]
)
def test_credit_on_top_of_ama_credit_needs_its_designation(kind: CreditType, ruling: Ruling) -> None:
    """M165 and M166: without an AMA designation there is none of it; with one it is claimed without claiming AMA credit."""
    policy = ruling(rounding=QUARTERS)
    with pytest.raises(InvalidValue, match=f"{kind} without AMA PRA Category 1 Credit™"):
        rounds(sessions(60), (kind, policy))
    activity = rounds(sessions(60), (ama.CATEGORY_1, ama.LIVE()), (kind, policy))
    ledger = ledger_of(activity, *all_of(activity), Progress(1, 1, NINTH), PHYSICIAN)
    assert claimed(claim(ledger, ALL, at=NOW, request="r1", type=kind)) == [kind("1.00")]


def test_how_acep_rounds_is_the_caller_s_to_say() -> None:
    """M165: an hour for an hour is all that ACEP says, so 50 minutes are what the provider's rounding makes of them."""
    with pytest.raises(InvalidValue, match="no source says how the body rounds"):
        acep.HOURS()
    worth = {}
    for named in (nearest("0.25"), down("0.5"), nearest("0.01")):
        activity = rounds(sessions(50), (ama.CATEGORY_1, ama.LIVE()), (acep.CATEGORY_I, acep.HOURS(rounding=named)))
        worth[str(named)] = amounts(assessed(activity, *all_of(activity), PHYSICIAN))[1]
    assert worth == {"to the nearest 0.25": "0.75", "down to 0.5": "0.50", "to the nearest 0.01": "0.83"}


def test_aap_credit_of_enduring_material_is_a_share_of_its_maximum() -> None:
    """M166: 17 of 20 units of 2 hours are 1.7, which a provider who gives quarters rounds to 1.75."""
    parts = [Part(code=f"m{place}", title="A module", minutes=6) for place in range(20)]
    activity = rounds(
        parts,
        (ama.CATEGORY_1, ama.ENDURING(passing="0.70")),
        (aap.CREDIT, aap.ON_TOP(rounding=QUARTERS)),
        format=ENDURING,
    )
    work = [Progress(1, 1, NINTH, part.code) for part in parts[:17]]
    found = assessed(activity, *work, Attempt("0.80", NINTH), PHYSICIAN)
    assert amounts(found) == ["1.75", "1.75"]
    assert str(found.appraisals[1].receipt) == "17 of 20 × 2.00 = 1.7 → to the nearest 0.25 → 1.75 (at most 2.00)"


def test_state_required_cme_is_a_part_of_other_credit() -> None:
    """M170: an hour and a half of AMA credit holds half an hour on opioids: inside the amount, and under the topic's name."""
    parts = [a_session("S1", NINE, 30, topics=("opioid",)), a_session("S2", at(NINTH, 10, zone=CHICAGO), 60)]
    activity = rounds(parts, (ama.CATEGORY_1, ama.LIVE()))
    found = assessed(activity, *all_of(activity), PHYSICIAN)
    assert found.appraisals[0].credits == ama.CATEGORY_1("1.50")
    assert found.appraisals[0].by_topic == {"opioid": ama.CATEGORY_1("0.50")}
    (earned,) = (entry for entry in earn(Ledger(LEARNER), found) if isinstance(entry, Earned))
    assert earned.topics == (("opioid", ama.CATEGORY_1("0.50")),)
    absent = assessed(activity, *all_of(activity)[1:], PHYSICIAN)
    assert absent.appraisals[0].by_topic == {"opioid": ama.CATEGORY_1("0.00")}


def test_a_provider_that_sells_state_required_cme_as_a_type_makes_one() -> None:
    """M170: where a provider sells it as a type of its own, the type is constructed, and has its own account and rounding."""
    required = CreditType(code="lakeside-opioid", name="Opioid prescribing hour", step="0.5")
    policy = Policy(code="lakeside-opioid", award=InProportion(), rounding=down("0.5"))
    parts = [Part(code="m1", title="Opioids", minutes=100, topics=["opioid"])]
    activity = rounds(parts, (ama.CATEGORY_1, ama.ENDURING(passing="0.70")), (required, policy), format=ENDURING)
    assert [one.maximum for one in activity.designations] == [ama.CATEGORY_1("1.75"), required("1.5")]
    ledger = ledger_of(activity, Progress(1, 1, NINTH), Attempt("0.80", NINTH), PHYSICIAN)
    assert claimed(claim(ledger, ALL, at=NOW, request="r1", type=required)) == [required("1.5")]
    assert ledger.claimable()["GR-7", ama.CATEGORY_1] == ama.CATEGORY_1("1.75")


def test_credit_of_an_earlier_accreditation_stays() -> None:
    """M171: on the last day of an accreditation credit is earned, a day later none; what was earned is claimed years later."""
    term = Accreditation(by="ACCME", types=[ama.CATEGORY_1], in_force=Span(on(1, 1, 2023), on(6, 30)))
    provider = Provider(name="Lakeside CME", zone=CHICAGO, accreditations=[term])
    parts = [Part(code="m1", title="Early sepsis", minutes=60)]
    policy = ama.ENDURING(passing="0.70")
    activity = rounds(parts, (ama.CATEGORY_1, policy), format=ENDURING, provider=provider)

    def done(day: datetime.date) -> list[Item]:
        return [Progress(1, 1, day), Attempt("0.80", day), PHYSICIAN]

    late = assess(seen(activity, *done(on(7, 1))))
    assert [finding.code for finding in late.appraisals[0].findings] == ["not-accredited"]
    assert earn(Ledger(LEARNER), late) == ()
    ledger = ledger_of(activity, *done(on(6, 30)))
    assert ledger.standing["GR-7", ama.CATEGORY_1].since == on(6, 30)
    assert claimed(claim(ledger, ALL, at=at(on(2, 1, 2029)), request="r1")) == [ama.CATEGORY_1("1.00")]


def test_credit_under_a_renewed_accreditation_is_earned_again() -> None:
    """M171: the provider's terms are kept one after the other; in the gap between two of them nothing is earned."""
    terms = [Span(on(1, 1, 2019), on(12, 31, 2022)), Span(on(2, 1, 2023), None)]
    provider = Provider(
        name="Lakeside CME",
        zone=CHICAGO,
        accreditations=[Accreditation(by="ACCME", types=[ama.CATEGORY_1], in_force=term) for term in terms],
    )
    activity = rounds(
        [Part(code="m1", title="Early sepsis", minutes=60)],
        (ama.CATEGORY_1, ama.ENDURING(passing="0.70")),
        format=ENDURING,
        provider=provider,
    )
    earned = {
        str(day): amounts(assessed(activity, Progress(1, 1, day), Attempt("0.80", day), PHYSICIAN))
        for day in (on(12, 31, 2022), on(1, 15, 2023), on(2, 1, 2023))
    }
    assert earned == {"2022-12-31": ["1.00"], "2023-01-15": ["0.00"], "2023-02-01": ["1.00"]}


def test_prescribed_credit_is_the_ama_s_equivalent_only_where_it_counts() -> None:
    """Prescribed credit counts toward the PRA under its own name; the AMA's module means the AAFP's own type."""
    rule = equivalence(ama.BODY.equivalences, of=aafp.PRESCRIBED, into=ama.CATEGORY_1, on=NINTH)
    assert (rule.of.name, rule.of.step) == (aafp.PRESCRIBED.name, aafp.PRESCRIBED.step)
    counts = convert(aafp.PRESCRIBED("3.00"), rule, on=NINTH, counting=True)
    assert (counts.outcome, counts.credits) == (Outcome.MET, ama.CATEGORY_1("3.00"))
    assert "reported as Prescribed credit and not as Category 1" in str(counts)
    printed = convert(aafp.PRESCRIBED("3.00"), rule, on=NINTH)
    assert (printed.outcome, printed.credits) == (Outcome.UNMET, None)


def test_an_equivalence_has_one_direction_and_one_target() -> None:
    """AMA credit becomes Elective, never Prescribed and never osteopathic; Elective becomes nothing for the NCCPA."""
    for rules, of, into in (
        (aafp.BODY.equivalences, ama.CATEGORY_1, aafp.PRESCRIBED),
        (aoa.BODY.equivalences, ama.CATEGORY_1, aoa.CATEGORY_1_A),
        (nccpa.BODY.equivalences, aafp.ELECTIVE, nccpa.CATEGORY_1),
        (aafp.BODY.equivalences, aafp.ELECTIVE, ama.CATEGORY_1),
    ):
        with pytest.raises(InvalidValue, match=f"none of {of.name} into {into.name}"):
            equivalence(rules, of=of, into=into, on=NINTH)


def test_the_weight_of_pi_credit_is_for_the_first_twenty_of_a_cycle() -> None:
    """30 in one entry or in two weigh 50 together, however they are split."""
    rule = equivalence(nccpa.BODY.equivalences, of=aapa.PERFORMANCE_IMPROVEMENT, into=nccpa.CATEGORY_1, on=NINTH)
    points = aapa.PERFORMANCE_IMPROVEMENT
    for first in ("0.25", "12.00", "20.00", "29.75"):
        rest = points("30.00") - points(first)
        parts = [
            convert(points(first), rule, on=NINTH, counting=True).credits,
            convert(rest, rule, on=NINTH, counting=True, before=points(first)).credits,
        ]
        assert sum(part.amount for part in parts if part is not None) == 50


def test_a_format_with_rules_for_two_types_asks_which() -> None:
    """The AAFP computes Prescribed and Elective alike, and which one an activity is approved for it decides itself."""
    with pytest.raises(InvalidValue, match="name the type: aafp-elective or aafp-prescribed"):
        aafp.BODY.ruling("live activity")
    for ruling in aafp.BODY.rulings:
        if ruling.type == aafp.ELECTIVE:
            twin = aafp.BODY.ruling(ruling.formats[0], type=aafp.PRESCRIBED)
            assert (ruling.policy.award, ruling.policy.rounding) == (twin.policy.award, twin.policy.rounding)
    assert aafp.BODY.ruling("live knowledge self-assessment").type == aafp.PRESCRIBED


def test_a_pending_statement_is_for_what_is_pending() -> None:
    """Before approval there is the statement that it is pending, and the save-the-date card waits for the letter."""
    pending = aafp.BODY.wording(Purpose.APPROVAL, approval=Approval.PENDING, type=aafp.PRESCRIBED, on=NINTH)
    assert pending.code == "aafp-pending"
    with pytest.raises(InvalidValue, match="approval: found 'pending'"):
        aafp.BODY.wording(Purpose.ANNOUNCEMENT, approval=Approval.PENDING, type=aafp.PRESCRIBED, on=NINTH)


@pytest.mark.parametrize(
    ("day", "code"), [(on(1, 1, 2015), "accme-joint-sponsorship"), (on(1, 2, 2015), "accme-joint-providership")]
)
def test_joint_sponsorship_became_joint_providership(day: datetime.date, code: str) -> None:
    """What is published after January 1, 2015 speaks of providership."""
    assert accme.BODY.wording(Purpose.JOINT_PROVIDERSHIP, on=day).code == code


def test_an_hour_is_counted_again_in_a_state() -> None:
    """The AMA gives 1.25 for 75 minutes; Illinois counts the first hour, and no half of the next."""
    activity = rounds(sessions(75), (ama.CATEGORY_1, ama.LIVE()), (illinois.HOUR, illinois.HOURS()), format=INTERNET_LIVE)
    found = assessed(activity, *all_of(activity), PHYSICIAN)
    assert [str(one.credits) for one in found.appraisals] == ["1.25 AMA PRA Category 1 Credits™", "1.0 Illinois CME hour"]


def test_a_kind_of_time_that_a_body_does_not_speak_of_is_asked_for() -> None:
    """The AAPA's text says nothing of breaks: no weight is guessed, and the caller names one."""
    parts = sessions(60, 30, kinds=(LEARNING, BREAK))
    with pytest.raises(InvalidValue, match="name its weight in `counts`"):
        Activity(
            code="GR-7",
            title="Airway rounds",
            format=LIVE,
            provider=LAKESIDE,
            parts=parts,
            designations=[Designation(maximum=aapa.CATEGORY_1("1.50"), policy=aapa.LIVE())],
        )
    activity = rounds(parts, (aapa.CATEGORY_1, aapa.LIVE(counts={BREAK: 0})))
    assert amounts(assessed(activity, *all_of(activity), ASSISTANT)) == ["1.00"]
