"""Earning writes levels: what raises one is written once, whatever arrives, how often and in which order."""

import datetime

import attrs
import pytest

from builders import (
    ABIM,
    AMA,
    CHICAGO,
    LEARNER,
    NINTH,
    ONLINE,
    SEPSIS,
    a_designation,
    a_ledger,
    a_meeting,
    a_participation,
    a_session,
    an_activity,
    assessed,
    at,
    decided,
    observed,
    on,
    paying,
    seen,
    taking,
    written,
)
from cmecore.activities import Activity, Part
from cmecore.assessment import assess
from cmecore.credit.periods import Period, Span
from cmecore.credit.rounding import nearest
from cmecore.earning import earn
from cmecore.entries import Adjusted, Assessed, Completed, Earned, Merged, Purged
from cmecore.errors import LedgerConflict
from cmecore.evidence import Attempt, Attended, Declared, Evaluated, Feedback, Item, Progress
from cmecore.handling import Again, Availability, Handling, Loss, Moment, Paper, Release, Retention
from cmecore.ledger import Ledger
from cmecore.rules.awards import AsAttested, Component, InProportion, Whole, WithBonus
from cmecore.rules.criteria import at_least
from cmecore.rules.facts import CONTENT
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, entitled, evaluated, given_feedback, passed
from cmecore.rules.windows import Anchor, Anchors, Window

ACCOUNT = ("EM-101", AMA)


def test_a_first_assessment_writes_a_completion_and_a_level() -> None:
    """What was completed and what was earned are two entries, each with its day."""
    entries = earn(Ledger(LEARNER), assess(a_participation()))
    assert [type(entry) for entry in entries] == [Completed, Earned]
    done, earned = entries
    assert isinstance(done, Completed)
    assert isinstance(earned, Earned)
    assert (done.heading.activity, done.on, done.zone) == ("EM-101", NINTH, CHICAGO)
    assert (earned.account, earned.level, earned.since, earned.maximum) == (ACCOUNT, AMA("1.75"), NINTH, AMA("2.00"))
    assert (earned.version, earned.terms.zone) == (ONLINE.version, CHICAGO)


def test_earning_the_same_again_is_nothing() -> None:
    """Assessing twice adds no entry the second time."""
    ledger = a_ledger()
    assert earn(ledger, assess(a_participation())) == ()
    assert written(ledger, *earn(ledger, assess(a_participation()))) is ledger


def test_coming_back_for_the_rest_raises_the_level() -> None:
    """A learner who returns and finishes has a level of 2.00, not of 1.75 and 2.00 together."""
    ledger = a_ledger(a_participation(), a_participation(Progress(20, 20, on(3, 20))))
    assert (ledger.standing[ACCOUNT].level, ledger.standing[ACCOUNT].since) == (AMA("2.00"), on(3, 20))
    assert ledger.claimable() == {ACCOUNT: AMA("2.00")}


def test_less_evidence_lowers_nothing() -> None:
    """An older record that arrives late neither lowers the level nor moves its day."""
    full, part = a_participation(done=20), a_participation(done=17, day=on(3, 1))
    ledger = a_ledger(full)
    assert earn(ledger, assess(part))[-1] == earn(Ledger(LEARNER), assess(part))[0]  # completed earlier, earned no more
    assert a_ledger(full, part).standing == ledger.standing


def test_the_same_level_since_an_earlier_day_is_written() -> None:
    """A late report that shows the same amount for an earlier day moves the day forward, and only so."""
    late, early = a_participation(day=on(3, 20)), a_participation(day=on(3, 1))
    for order in ((late, early), (early, late)):
        ledger = a_ledger(*order)
        assert (ledger.standing[ACCOUNT].since, ledger.completed["EM-101"].on) == (on(3, 1), on(3, 1))


def test_nothing_is_earned_for_less_than_met() -> None:
    """Unmet and unknown write nothing, neither a level nor a completion."""
    for participation in (a_participation(done=15), a_participation(score=None)):
        assert earn(Ledger(LEARNER), assess(participation)) == ()


def test_an_amount_of_nothing_is_not_written() -> None:
    """Requirements that are met by work worth nothing leave no level behind."""
    assert earn(Ledger(LEARNER), assessed(paying(Policy(code="live", award=AsAttested())), Declared(AMA("0.00"), NINTH))) == ()


def test_credit_without_evidence_is_not_written() -> None:
    """A policy that asks nothing awards nobody who was never seen."""
    assert earn(Ledger(LEARNER), assessed(paying(Policy(code="generous")))) == ()


def test_completion_is_written_without_credit_and_credit_without_completion() -> None:
    """Participation and credit are earned apart."""
    free = an_activity(designations=())
    assert [type(entry) for entry in earn(Ledger(LEARNER), assess(a_participation(activity=free)))] == [Completed]
    plain = an_activity(completion=())
    assert [type(entry) for entry in earn(Ledger(LEARNER), assess(a_participation(activity=plain)))] == [Earned]


def test_each_type_has_an_account_of_its_own() -> None:
    """Credits and points of one activity are two levels; only the type designated first is the default."""
    points = Policy(code="moc", requirements=[passed("0.70")])
    activity = an_activity(designations=[a_designation(), a_designation(policy=points, type=ABIM)])
    ledger = a_ledger(a_participation(activity=activity))
    assert {account: earned.terms.default for account, earned in ledger.standing.items()} == {
        ACCOUNT: True,
        ("EM-101", ABIM): False,
    }


def test_the_assessment_of_another_learner_is_refused() -> None:
    """Nobody earns by another's work."""
    with pytest.raises(LedgerConflict, match="another learner") as raised:
        earn(Ledger("dr-43"), assess(a_participation()))
    assert "dr-4" not in str(raised.value)


@pytest.mark.parametrize(
    ("award", "whole"),
    [
        (AsAttested(), True),
        (WithBonus(AsAttested(), [Component(code="b", test=at_least(CONTENT, "1"), worth="0.25")]), True),
        (Whole(), False),
        (WithBonus(Whole(), [Component(code="b", test=at_least(CONTENT, "1"), worth="0.25")]), False),
    ],
)
def test_declared_credit_is_claimed_whole(award: AsAttested | Whole | WithBonus, whole: bool) -> None:  # noqa: FBT001
    """What the learner declared settles the activity, a bonus on it included; other credit may be divided."""
    activity = paying(Policy(code="p", award=award))
    (earned,) = earn(Ledger(LEARNER), assessed(activity, Declared(AMA("1.00"), NINTH), Progress(1, 2, NINTH)))
    assert isinstance(earned, Earned)
    assert earned.terms.whole is whole


@pytest.mark.parametrize(
    ("within", "since", "claim_by"),
    [
        (None, NINTH, None),
        (Period(years=3), NINTH, on(3, 9, 2029)),
        (Period(years=3), on(2, 29, 2024), on(2, 28, 2027)),
        (Period(days=90), NINTH, on(6, 7)),
    ],
)
def test_how_long_it_can_be_claimed(within: Period | None, since: datetime.date, claim_by: datetime.date | None) -> None:
    """The last day for claiming is computed forward from the day on which it was earned, and kept in the entry."""
    activity = paying(Policy(code="p", requirements=[completed("0.5")], claim_within=within))
    (earned,) = earn(Ledger(LEARNER), assessed(activity, Progress(1, 1, since)))
    assert isinstance(earned, Earned)
    assert earned.terms.claim_by == claim_by


def test_gates_travel_in_the_entry() -> None:
    """What has to be met at the claim is kept with what was earned, so that no old rule is looked up."""
    gate = entitled("Premium membership")
    (earned,) = earn(Ledger(LEARNER), assessed(paying(Policy(code="p", gates=[gate])), Evaluated(NINTH)))
    assert isinstance(earned, Earned)
    assert earned.terms.gates == (gate,)


def test_topics_and_specialties_travel_in_the_entry() -> None:
    """The parts of the amount by topic and specialty are kept; those of no credit are left out."""
    parts = [
        Part(code="m1", title="1", minutes=30, topics=["opioid"], specialty="Pain"),
        Part(code="m2", title="2", minutes=30, topics=["ethics"], specialty="Ethics"),
    ]
    activity = paying(Policy(code="p", award=InProportion(), rounding=nearest("0.25")), parts=parts)
    (earned,) = earn(Ledger(LEARNER), assess(seen(activity, Progress(1, 1, NINTH, "m1"))))
    assert isinstance(earned, Earned)
    assert (earned.topics, earned.specialties) == ((("opioid", AMA("1.00")),), (("Pain", AMA("1.00")),))


def test_a_change_of_the_activity_changes_nothing_that_was_written() -> None:
    """An entry holds a copy of what is printed: a corrected title tomorrow is not on what was earned today."""
    ledger = a_ledger()
    renamed = an_activity(title="Early sepsis, revised")
    assert earn(ledger, assess(a_participation(activity=renamed))) == ()
    assert ledger.standing[ACCOUNT].heading.title == "Early sepsis"


# What travels in the entries, so that no later step looks up an old activity or rule.

DAY_BEFORE_RELEASE, EXPIRES = on(2, 1), on(12, 31)
#: Six years from the last day, three where nobody claims; the system claims, and the certificate waits for the evaluation.
KEEPING = Handling(
    automatic=True,
    loss=Loss.UNCLAIMED,
    topped_up=Again.ADD,
    releases=[
        Release(of=Paper.CREDIT, after=[evaluated(), given_feedback()]),
        Release(of=Paper.PARTICIPATION, after=[evaluated()]),
    ],
    keep=Retention(keep=Period(years=6), hard=True, unclaimed=Period(years=3)),
)


def earned_of(activity: Activity, *items: Item) -> Earned:
    """Earn by some items, and give the level."""
    (level,) = [entry for entry in earn(Ledger(LEARNER), assessed(activity, *items)) if isinstance(entry, Earned)]
    return level


def completed_of(activity: Activity, *items: Item) -> Completed:
    """Complete by some items, and give the completion."""
    (done,) = [entry for entry in earn(Ledger(LEARNER), assessed(activity, *items)) if isinstance(entry, Completed)]
    return done


@pytest.mark.parametrize(
    ("window", "claim_by"),
    [
        (Window(within=Period(years=3)), on(3, 9, 2029)),
        (Window(within=Period(years=3), anchor=Anchor.COMPLETED), on(3, 9, 2029)),
        (Window(within=Period(years=1), anchor=Anchor.RELEASED), on(2, 1, 2027)),
        (Window(within=Period(days=90), anchor=Anchor.LAST_DAY), on(3, 31, 2027)),
        (Window(until=on(6, 30)), on(6, 30)),
        (Window(within=Period(years=3), until=on(6, 30)), on(6, 30)),
    ],
    ids=str,
)
def test_a_window_is_resolved_when_credit_is_earned(window: Window, claim_by: datetime.date) -> None:
    """The day stands in the entry: counted from earning, completion, release or the last day, or fixed; the earlier of two."""
    policy = Policy(code="p", requirements=[completed("0.5")], claim_within=window)
    activity = paying(policy, offered=Span(DAY_BEFORE_RELEASE, EXPIRES), completion=[completed("0.5")])
    assert earned_of(activity, Progress(1, 1, NINTH)).terms.claim_by == claim_by


def test_a_window_of_an_activity_that_names_no_release_has_no_end() -> None:
    """Nothing lapses because a day is not known."""
    policy = Policy(code="p", claim_within=Window(within=Period(years=1), anchor=Anchor.RELEASED))
    assert earned_of(paying(policy), Evaluated(NINTH)).terms.claim_by is None


@pytest.mark.parametrize(("of_first", "claim_by"), [(False, on(3, 20, 2029)), (True, on(3, 9, 2029))])
def test_a_window_of_the_first_level_or_of_the_last(of_first: bool, claim_by: datetime.date) -> None:  # noqa: FBT001
    """M91: 1.75 on the 9th and the rest on the 20th: counted from the day of the first level where the policy says so."""
    policy = attrs.evolve(ONLINE, claim_within=Window(within=Period(years=3), of_first=of_first))
    activity = an_activity(designations=[a_designation(policy=policy)])
    ledger = a_ledger(*(a_participation(*more, activity=activity) for more in ([], [Progress(20, 20, on(3, 20))])))
    assert (ledger.standing[ACCOUNT].level, ledger.standing[ACCOUNT].since) == (AMA("2.00"), on(3, 20))
    assert ledger.standing[ACCOUNT].terms.claim_by == claim_by


@pytest.mark.parametrize("anchor", [Anchor.COMPLETED, Anchor.LAST_DAY])
def test_a_window_from_the_completion_is_counted_from_it_once_it_is_known(anchor: Anchor) -> None:
    """Credit of a course without an end is of the 9th; the form that completes it is of the 20th, or after all of the 12th."""
    policy = Policy(code="p", requirements=[completed("0.5")], claim_within=Window(within=Period(years=3), anchor=anchor))
    activity = paying(policy, completion=[evaluated()])
    half, later, earlier = Progress(10, 20, NINTH), Evaluated(on(3, 20)), Evaluated(on(3, 12))
    ledger, told = Ledger(LEARNER), []
    for known in ([half], [half, later], [half, later, earlier], [half, later]):
        ledger = written(ledger, *earn(ledger, assessed(activity, *known)))
        terms = ledger.standing[ACCOUNT].terms
        told.append((terms.claim_by, terms.awaits_completion))
    assert told == [(on(3, 9, 2029), True), (on(3, 20, 2029), False), (on(3, 12, 2029), False), (on(3, 12, 2029), False)]


def test_time_to_claim_that_was_counted_from_another_day_is_not_counted_anew() -> None:
    """What the provider changes afterwards, a day of the activity or the rule, shortens nothing that was promised."""
    for anchor in (Anchor.RELEASED, Anchor.LAST_DAY, Anchor.COMPLETED):
        policy = Policy(code="p", requirements=[completed("0.5")], claim_within=Window(within=Period(years=3), anchor=anchor))
        activity = paying(policy, offered=Span(DAY_BEFORE_RELEASE, EXPIRES), completion=[completed("0.5")])
        ledger = written(Ledger(LEARNER), *earn(Ledger(LEARNER), assessed(activity, Progress(1, 1, NINTH))))
        shorter = attrs.evolve(policy, claim_within=Window(within=Period(days=30), anchor=anchor))
        changed = attrs.evolve(activity, offered=Span(on(1, 1), on(6, 30)), designations=[a_designation(policy=shorter)])
        moved = attrs.evolve(activity, offered=Span(on(1, 1), on(6, 30)))
        for other in (changed, moved):
            assert earn(ledger, assessed(other, Progress(1, 1, NINTH))) == ()


def test_the_first_day_of_any_credit() -> None:
    """The day on which an appraisal was worth anything; none where it never was."""
    policy = Policy(code="p", award=InProportion(), rounding=nearest("0.25"))
    steps = [Progress(1, 40, on(3, 2)), Progress(17, 20, NINTH), Progress(20, 20, on(3, 20))]
    assessment = assessed(paying(policy), *steps)
    assert (assessment.first_since(0), assessment.since[0]) == (NINTH, on(3, 20))
    assert assessed(paying(policy), *steps[:1]).first_since(0) is None
    assert assessed(paying(policy)).first_since(0) is None


def test_the_anchors_of_a_meeting_are_its_own_days() -> None:
    """A meeting ends on its last day; an online activity on the day on which it expires."""
    starts = at(NINTH, 14, zone=CHICAGO)
    meeting = a_meeting(
        a_session("S1", starts, 60),
        a_session("S2", starts + datetime.timedelta(days=2), 60),
        policy=Policy(code="p"),
        offered=Span(DAY_BEFORE_RELEASE, EXPIRES),
        completion=[evaluated()],
        handling=KEEPING,
    )
    stayed = Attended(starts, starts + datetime.timedelta(hours=1), "S1")
    done = completed_of(meeting, stayed, Evaluated(on(3, 12)))
    assert done.anchors == Anchors(completed=on(3, 12), last_day=on(3, 11), released=DAY_BEFORE_RELEASE)
    assert done.keep_until == on(3, 11, 2032)
    held = a_meeting(policy=Policy(code="p"), held=Span(NINTH, on(3, 10)), completion=[evaluated()])
    assert completed_of(held, Evaluated(on(3, 12))).anchors.last_day == on(3, 10)


def test_what_is_done_with_it_travels_in_the_entries() -> None:
    """How long each is kept, and what the provider does, are copied; a later change of the activity reaches neither."""
    activity = paying(Policy(code="p"), offered=Span(DAY_BEFORE_RELEASE, EXPIRES), completion=[evaluated()], handling=KEEPING)
    done, level = completed_of(activity, Evaluated(NINTH)), earned_of(activity, Evaluated(NINTH))
    assert done.anchors == Anchors(completed=NINTH, last_day=EXPIRES, released=DAY_BEFORE_RELEASE)
    assert (done.handling, done.keep_until) == (KEEPING, on(12, 31, 2032))
    assert (level.terms.handling, level.terms.keep_until, level.terms.unclaimed_until) == (
        KEEPING,
        on(12, 31, 2032),
        on(3, 9, 2029),
    )
    changed = attrs.evolve(activity, handling=Handling())
    ledger = written(Ledger(LEARNER), done, level)
    assert earn(ledger, assessed(changed, Evaluated(NINTH))) == ()


def test_what_nobody_claims_is_kept_from_the_day_it_was_earned() -> None:
    """Three years from the 9th, on which it was earned, though the course was completed on the 20th."""
    activity = an_activity(
        completion=[completed("1")],
        designations=[a_designation(policy=Policy(code="p", requirements=[completed("0.5")]))],
        handling=KEEPING,
    )
    assessment = assessed(activity, Progress(12, 20, NINTH), Progress(20, 20, on(3, 20)))
    done, level = earn(Ledger(LEARNER), assessment)
    assert isinstance(done, Completed)
    assert isinstance(level, Earned)
    assert (done.on, level.since, level.terms.unclaimed_until) == (on(3, 20), NINTH, on(3, 9, 2029))


def test_without_a_promise_records_are_kept_for_ever() -> None:
    """Nothing is said of an end where the provider named none."""
    activity = paying(Policy(code="p"), completion=[evaluated()])
    assert completed_of(activity, Evaluated(NINTH)).keep_until is None
    terms = earned_of(activity, Evaluated(NINTH)).terms
    assert (terms.keep_until, terms.unclaimed_until, terms.handling) == (None, None, Handling())


def test_what_a_release_waits_for_is_noted_when_it_is_met() -> None:
    """The completion says which of the awaited things were done; one that is done later is written as a further completion."""
    activity = paying(Policy(code="p"), completion=[completed("1")], handling=KEEPING)
    ledger = written(Ledger(LEARNER), *earn(Ledger(LEARNER), assessed(activity, Progress(1, 1, NINTH))))
    assert ledger.completed["EM-101"].met == ()
    seen_later = (Progress(1, 1, NINTH), Evaluated(on(3, 12)))
    ledger = written(ledger, *earn(ledger, assessed(activity, *seen_later)))
    assert (ledger.completed["EM-101"].met, ledger.completed["EM-101"].on) == ((evaluated(),), NINTH)
    assert earn(ledger, assessed(activity, *seen_later)) == ()
    ledger = written(ledger, *earn(ledger, assessed(activity, *seen_later, Feedback(on(3, 20)))))
    assert {asked.code for asked in ledger.completed["EM-101"].met} == {evaluated().code, given_feedback().code}


# A ledger that keeps the evidence.


def test_that_the_evidence_was_looked_at_is_written_once() -> None:
    """Where the ledger holds the evidence, what came of it for each type is written too, met or not."""
    ledger = written(Ledger(LEARNER), observed(Progress(8, 20, NINTH), "row-1"))
    first = earn(ledger, assess(ledger.participation(SEPSIS)))
    (looked,) = first
    assert isinstance(looked, Assessed)
    assert (looked.activity, looked.outcomes) == ("EM-101", (("ama-pra-1", "unmet"),))
    ledger = written(ledger, *first)
    assert earn(ledger, assess(ledger.participation(SEPSIS))) == ()
    ledger = written(ledger, observed(Progress(17, 20, NINTH), "row-2"), observed(Attempt("0.71", NINTH), "row-3"))
    ledger = written(ledger, observed(Evaluated(NINTH), "row-4"))
    again = earn(ledger, assess(ledger.participation(SEPSIS)))
    assert [type(entry) for entry in again] == [Assessed, Completed, Earned]
    assert isinstance(again[0], Assessed)
    assert again[0].outcomes == (("ama-pra-1", "met"),)
    assert again[0].identity != looked.identity


def test_an_account_that_was_merged_earns_in_the_ledger_that_goes_on() -> None:
    """M129: what is reported of the old account is earned under it, in the ledger that holds both, and nowhere else."""
    ledger = decided(Ledger(LEARNER), Merged(learner=LEARNER, merge="M-1", other="dr-17", records=()))
    entries = earn(ledger, assess(a_participation(learner="dr-17")))
    assert {entry.learner for entry in entries} == {"dr-17"}
    assert written(ledger, *entries).claimable() == {ACCOUNT: AMA("1.75")}
    with pytest.raises(LedgerConflict, match="another learner"):
        earn(Ledger(LEARNER), assess(a_participation(learner="dr-17")))


def test_what_was_declared_and_claimed_is_settled() -> None:
    """A later declaration counts until the first was claimed."""
    activity = paying(Policy(code="p", award=AsAttested()))
    first, second = (assessed(activity, Declared(AMA(amount), day)) for amount, day in (("1.00", NINTH), ("1.50", on(3, 12))))
    ledger = written(Ledger(LEARNER), *earn(Ledger(LEARNER), first))
    assert [entry.level for entry in earn(ledger, second) if isinstance(entry, Earned)] == [AMA("1.50")]
    claimed = written(ledger, taking("r-1", (ledger.standing[ACCOUNT], "1.00")))
    assert earn(claimed, second) == ()


def test_what_was_purged_is_not_earned_again() -> None:
    """M40: the records of a course are gone; its evidence, reported again, brings neither a completion nor credit."""
    ledger = a_ledger()
    names = [record.identity for record in ledger.records]
    ledger = decided(ledger, Purged(learner=LEARNER, purge="P-1", erased=names, activities=["EM-101"]))
    for again in (a_participation(), a_participation(done=20, day=on(3, 20))):
        assert written(ledger, *earn(ledger, assess(again))).claimable() == {}


def test_an_adjusted_level_is_not_earned_again() -> None:
    """M127: what was set lower by hand stays so, though the same evidence is assessed again."""
    ledger = decided(a_ledger(), Adjusted(learner=LEARNER, activity="EM-101", level=AMA("1.00"), case="C-1"))
    assert earn(ledger, assess(a_participation())) == ()
    assert ledger.claimable() == {ACCOUNT: AMA("1.00")}


@pytest.mark.parametrize(("paper", "moment"), [(Paper.PARTICIPATION, Moment.COMPLETION), (Paper.CREDIT, Moment.CLAIM)])
def test_a_release_has_the_moment_of_its_paper(paper: Paper, moment: Moment) -> None:
    """A certificate of participation needs no claim, and one of credit does; both can wait for their first retrieval."""
    assert Release(of=paper).on is moment
    assert Release(of=paper, on=Moment.RETRIEVAL).on is Moment.RETRIEVAL
    assert Release(of=paper) in Handling().releases


def test_a_provider_who_says_nothing_takes_nothing_away() -> None:
    """The defaults: nobody claims for the learner, nothing is un-earned, nothing is hidden and everything is kept."""
    usual = Handling()
    assert (usual.automatic, usual.loss, usual.gates_hide, usual.available) == (False, Loss.NEVER, False, ())
    assert usual.keep.last(Anchors(last_day=NINTH)) is None


@pytest.mark.parametrize(
    ("keep", "last"),
    [
        (Retention(keep=Period(years=6)), on(2, 28, 2030)),
        (Retention(keep=Period(years=4)), on(2, 29, 2028)),
        (Retention(keep=Period(years=6), anchor=Anchor.COMPLETED), on(3, 1, 2030)),
        (Retention(keep=Period(years=6), anchor=Anchor.RELEASED), None),
        (Retention(), None),
    ],
)
def test_a_retention_ends_a_length_after_its_anchor(keep: Retention, last: datetime.date | None) -> None:
    """Computed forward from the last day unless another is named; a 29 February that there is none of is the 28th."""
    assert keep.last(Anchors(completed=on(3, 1, 2024), last_day=on(2, 29, 2024))) == last


@pytest.mark.parametrize(
    ("channel", "last"),
    [
        (Availability("web"), None),
        (Availability("app", Span(None, on(3, 26))), on(3, 26)),
        (Availability("app", within=Period(days=10)), on(3, 19)),
        (Availability("app", Span(None, on(3, 15)), within=Period(days=10)), on(3, 15)),
        (Availability("app", Span(None, on(3, 26)), within=Period(days=10)), on(3, 19)),
        (Availability("app", within=Period(days=10), anchor=Anchor.RELEASED), None),
    ],
)
def test_a_channel_closes_on_its_day(channel: Availability, last: datetime.date | None) -> None:
    """On a day of its own, a length after an anchor, or on the earlier of the two; never because a day is not known."""
    assert channel.last(Anchors(completed=NINTH)) == last
