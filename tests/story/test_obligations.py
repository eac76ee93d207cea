"""The calendar of obligations: claims that lapse, records and papers that leave, reports that are due, each on its last day."""

import datetime
from typing import Any

import attrs
import pytest

from builders import ABIM, AMA, LEARNER, NAME, NINTH, a_designation, at, made, numbers, on, paying, seen
from cmecore.activities import LIVE, Activity
from cmecore.assessment import assess
from cmecore.bodies.reporting import Reporter, Reporting
from cmecore.certificates import certify
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Period, Span
from cmecore.earning import earn
from cmecore.entries import Answered, Entry, Extended, Hold, Lifted, Reported, Voided
from cmecore.errors import InvalidValue
from cmecore.evidence import Evaluated
from cmecore.handling import Availability, Handling, Retention
from cmecore.ledger import Ledger
from cmecore.merging import merge, unmerge
from cmecore.obligations import Obligation, obligations
from cmecore.plans import Plan
from cmecore.rules.awards import Asks, RestsOn
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import evaluated
from hostile import label

EVER = on(1, 1, 2090)
NOW = at(on(4, 1))
SIX = Retention(keep=Period(years=6))
THREE_YEARS = Period(years=3)
OFFICE: dict[str, Any] = {"at": NOW, "actor": "office", "reason": "case C-7"}


def offered(code: str = "A", *, keep: Retention | None = None, rule: Any = None, **fields: Any) -> Activity:
    """Offer two credits to whoever sends in the form; by default for ever in every way."""
    handling = Handling(keep=keep or Retention(), available=fields.pop("available", ()))
    return attrs.evolve(
        paying(Policy(code="p", claim_within=rule), **{"completion": [evaluated()], "handling": handling, **fields}), code=code
    )


def earned(*activities: Activity, done: datetime.date = NINTH) -> Ledger:
    """Earn the credit of some activities on a day."""
    ledger = Ledger(LEARNER)
    for activity in activities:
        ledger = ledger.add(*earn(ledger, assess(seen(activity, Evaluated(done)))), at=NOW, actor="lms")
    return ledger


def put(ledger: Ledger, *entries: Entry) -> Ledger:
    """Write entries of the office."""
    return ledger.add(*entries, at=NOW, actor="office", reason="case C-7")


def claimed(ledger: Ledger, wanted: Any = ALL, **fields: Any) -> Ledger:
    """Claim."""
    return put(ledger, made(claim(ledger, wanted, at=NOW, request="r-1", **fields)))


def due(ledger: Ledger, *, until: datetime.date = EVER, when: datetime.datetime = NOW, **fields: Any) -> list[tuple[Any, ...]]:
    """List obligations by day, code and activity."""
    return [(one.day, one.code, one.activity) for one in obligations(ledger, until=until, at=when, **fields)]


def test_nothing_falls_due_where_everything_is_for_ever() -> None:
    """Without windows, lengths and channels the calendar is empty; so it is of an empty ledger."""
    assert obligations(earned(offered()), until=EVER, at=NOW) == obligations(Ledger(LEARNER), until=EVER, at=NOW) == ()


def test_m70_the_end_of_each_claim_is_in_the_calendar() -> None:
    """M70 [002]: expiry is tracked: what is left to claim, and its last day."""
    ledger = claimed(earned(offered(rule=THREE_YEARS)), {"A": "0.75"})
    (one,) = obligations(ledger, until=on(3, 9, 2029), at=NOW)
    assert one == Obligation(
        day=on(3, 9, 2029),
        code="claim-by",
        activity="A",
        says="1.25 AMA PRA Category 1 Credits of A can be claimed until 2029-03-09",
        credits=AMA("1.25"),
    )
    assert str(one) == one.says


def test_m84_nothing_is_left_to_lapse_of_what_is_claimed_upon_completion() -> None:
    """M84 [002]: credit is claimed by a formal act upon completion, and with it leaves the calendar of what can lapse."""
    ledger = earned(offered(rule=THREE_YEARS))
    assert due(ledger) == [(on(3, 9, 2029), "claim-by", "A")]
    assert made(claim(ledger, ALL, at=at(NINTH, 23), request="r-1")).totals == {AMA: AMA("2.00")}
    assert due(claimed(ledger)) == []


def test_m144_typically_three_years() -> None:
    """M144 [003]: three years from earning, as the provider's guideline says; another provider says another length."""
    assert due(earned(offered(rule=THREE_YEARS))) == [(on(3, 9, 2029), "claim-by", "A")]
    assert due(earned(offered(rule=Period(days=7)))) == []  # a week from March 9 was over on April 1
    assert due(earned(offered(rule=Period(days=7))), when=at(NINTH)) == [(on(3, 16), "claim-by", "A")]


@pytest.mark.parametrize(
    ("until", "when", "listed"),
    [
        (on(3, 8, 2029), NOW, False),
        (on(3, 9, 2029), NOW, True),
        # The evening of the last day in Chicago, and midnight.
        (EVER, at(on(3, 10, 2029), 5, 59), True),
        (EVER, at(on(3, 10, 2029), 6), False),
    ],
)
def test_both_ends_of_the_calendar_count(until: datetime.date, when: datetime.datetime, listed: bool) -> None:  # noqa: FBT001
    """What ends on the last day asked about is in it, and so is what ends today, in the activity's zone."""
    assert bool(due(earned(offered(rule=THREE_YEARS)), until=until, when=when)) is listed


def test_an_extension_moves_the_day() -> None:
    """The standing terms count, and not those of the day it was earned."""
    ledger = earned(offered(rule=THREE_YEARS))
    more = Extended(learner=LEARNER, activity="A", type=AMA, claim_by=on(4, 30, 2029), case="C-1")
    assert due(put(ledger, more)) == [(on(4, 30, 2029), "claim-by", "A")]


def test_m43_learners_are_urged_to_keep_copies_before_the_period_ends() -> None:
    """M43 [001]: before records leave their retention, or papers their channel, the calendar urges to keep copies."""
    app = Availability("app", Span(None, on(4, 26)))
    ledger = claimed(earned(offered(keep=SIX, available=[app, Availability("web")])))
    channel, retention = obligations(ledger, until=on(3, 9, 2032), at=NOW)
    assert channel == Obligation(
        day=on(4, 26),
        code="available-until",
        activity="A",
        says="papers of A can be had through app until 2026-04-26; keep copies of your own",
        place="app",
    )
    assert retention == Obligation(
        day=on(3, 9, 2032),
        code="keep-until",
        activity="A",
        says="records of A are kept until 2032-03-09; keep copies of your own",
    )
    assert due(ledger, until=on(3, 8, 2032)) == [(on(4, 26), "available-until", "A")]
    assert due(ledger, when=at(on(3, 10, 2032))) == []


def test_m39_a_meeting_leaves_on_the_same_day_for_everyone() -> None:
    """M39 [001]: six years from its last day, whenever the form came."""
    meeting: dict[str, Any] = {"format": LIVE, "held": Span(on(10, 24, 2025), on(10, 29, 2025)), "keep": SIX}
    for done in (on(10, 24, 2025), on(1, 15)):
        assert due(claimed(earned(offered(**meeting), done=done))) == [(on(10, 29, 2031), "keep-until", "A")]


def test_what_is_kept_for_a_claim_says_so() -> None:
    """A record that outlives its retention, because its credit can still be claimed, ends with the claim."""
    ledger = earned(offered(keep=attrs.evolve(SIX, keep=Period(years=1)), rule=THREE_YEARS))
    assert [str(one) for one in obligations(ledger, until=EVER, at=NOW)] == [
        "2.00 AMA PRA Category 1 Credits of A can be claimed until 2029-03-09",
        "records of A are kept until 2029-03-09, since credit can be claimed as long; keep copies of your own",
    ]


def test_m145_unclaimed_credit_leaves_before_the_rest() -> None:
    """M145 [003]: what nobody claims leaves after three years, the completion never; what was claimed stays with it."""
    ledger = earned(offered(keep=Retention(unclaimed=THREE_YEARS), rule=THREE_YEARS))
    (claim_by, leaving) = obligations(ledger, until=EVER, at=NOW)
    assert (claim_by.code, claim_by.credits) == ("claim-by", AMA("2.00"))
    assert leaving == Obligation(
        day=on(3, 9, 2029),
        code="keep-until",
        activity="A",
        says="records of AMA PRA Category 1 Credit of A are kept until 2029-03-09; keep copies of your own",
        credits=AMA("2.00"),
    )
    assert due(claimed(ledger)) == []


def test_claimed_credit_leaves_with_its_completion() -> None:
    """A completion that is kept longer keeps what was claimed of it, and only the later day is named."""
    ledger = claimed(earned(offered(keep=SIX)))
    ledger = put(ledger, attrs.evolve(ledger.completed["A"], on=on(3, 8), keep_until=on(3, 8, 2040)))
    assert due(ledger) == [(on(3, 8, 2040), "keep-until", "A")]


def test_credit_without_a_completion_is_in_the_calendar() -> None:
    """An activity that paid for a part and was never completed is kept, and leaves, as well."""
    ledger = earned(offered(keep=SIX, completion=()))
    assert "A" not in ledger.completed
    assert due(claimed(ledger)) == [(on(3, 9, 2032), "keep-until", "A")]


def test_what_is_held_leaves_on_no_day() -> None:
    """While a legal hold stands, nothing is said to end; it does not lengthen the time to claim."""
    ledger = put(earned(offered(keep=SIX, rule=THREE_YEARS)), Hold(learner=LEARNER, hold="H-1"))
    assert [code for _, code, _ in due(ledger)] == ["claim-by"]
    assert [code for _, code, _ in due(put(ledger, Lifted(learner=LEARNER, hold="H-1")))] == ["claim-by", "keep-until"]


def test_a_channel_that_is_not_open_yet_ends_as_well() -> None:
    """A season to come is in the calendar by its last day; one that is over is not."""
    season, past = Availability("app", Span(on(5, 1), on(5, 31))), Availability("desk", Span(None, on(3, 31)))
    assert due(earned(offered(available=[season, past]))) == [(on(5, 31), "available-until", "A")]


PARS = Reporting(type=AMA, by=Reporter.PROVIDER, to="ACCME PARS", within=Period(days=30), by_year_end=True)


def test_m70_a_claim_is_reported_by_its_day() -> None:
    """Claimed credit that a rule says somebody reports is in the calendar until it was sent."""
    ledger = claimed(earned(offered()), {"A": "0.75"})
    (one,) = obligations(ledger, until=EVER, at=NOW, reports=[PARS])
    assert one == Obligation(
        day=on(4, 8),
        code="report-by",
        activity="A",
        says="the provider reports 0.75 AMA PRA Category 1 Credit of A to ACCME PARS by 2026-04-08",
        credits=AMA("0.75"),
        place="ACCME PARS",
    )
    sent = Reported(learner=LEARNER, report="R-1", activity="A", type=AMA, body="accme")
    assert due(put(ledger, sent), reports=[PARS]) == []


def test_what_nobody_claimed_is_not_reported() -> None:
    """A claim comes first; what a void withholds is none."""
    ledger = earned(offered())
    assert due(ledger, reports=[PARS]) == []
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    ledger = put(ledger, taken, *certify(ledger, taken, name=NAME, number=numbers(), at=NOW))
    assert due(ledger, reports=[PARS]) == [(on(4, 8), "report-by", "A")]
    assert due(put(ledger, Voided(learner=LEARNER, number="LK-000001", credit=True)), reports=[PARS]) == []


def test_a_report_that_was_refused_is_due_again() -> None:
    """The body's *no* leaves the obligation, also after its day; a *yes* ends it."""
    sent = Reported(learner=LEARNER, report="R-1", activity="A", type=AMA, body="accme")
    ledger = put(claimed(earned(offered())), sent)
    refused = put(ledger, Answered(learner=LEARNER, report="R-1", accepted=False, code="E-12"))
    assert due(refused, reports=[PARS], when=at(on(6, 1))) == [(on(4, 8), "report-by", "A")]
    assert due(put(ledger, Answered(learner=LEARNER, report="R-1", accepted=True)), reports=[PARS]) == []
    again = put(refused, attrs.evolve(sent, report="R-2"))
    assert due(again, reports=[PARS]) == []


def of_two(*entries: Entry, answers: tuple[Entry, ...] = ()) -> tuple[Ledger, Ledger]:
    """Join an account to the first one, after each claimed the credit and some entries were written; answers come after."""
    other = Ledger("dr-17").add(*earn(Ledger("dr-17"), assess(seen(offered(), Evaluated(NINTH), learner="dr-17"))), **OFFICE)
    both = [claimed(earned(offered())), other.add(made(claim(other, ALL, at=NOW, request="r-2")), **OFFICE)]
    both = [put(ledger, *(entry for entry in entries if entry.learner == ledger.learner)) for ledger in both]
    plan = merge(*both, merge="M-1")
    assert isinstance(plan, Plan)
    into, joined = plan.applied(*both, **OFFICE)
    return put(into, *answers), joined


def sent_by(learner: str) -> Reported:
    """Send the one report."""
    return Reported(learner=learner, report="R-1", activity="A", type=AMA, body="accme")


def test_a_report_of_an_account_that_parted_is_not_this_ones() -> None:
    """M-h: what was reported of the other account ends the duty while they are one person, and not after."""
    into, other = of_two(sent_by("dr-17"))
    assert due(into, reports=[PARS]) == []
    plan = unmerge(into, other, merge="M-1")
    assert isinstance(plan, Plan)
    back, again = plan.applied(into, other, **OFFICE)
    assert due(back, reports=[PARS]) == [(on(4, 8), "report-by", "A")]
    assert due(again, reports=[PARS]) == []


def test_a_refusal_is_about_the_report_of_its_own_account() -> None:
    """M-h: two accounts may each have a report of one name; an answer that is about neither's own is about the one there is."""
    no = Answered(learner=LEARNER, report="R-1", accepted=False)
    both = sent_by(LEARNER), sent_by("dr-17")
    assert due(of_two(*both, answers=(no,))[0], reports=[PARS]) == []
    two = (no, attrs.evolve(no, learner="dr-17"))
    assert due(of_two(*both, answers=two)[0], reports=[PARS]) == [(on(4, 8), "report-by", "A")]
    assert due(of_two(both[1], answers=(no,))[0], reports=[PARS]) == [(on(4, 8), "report-by", "A")]


def test_each_place_has_its_own_report() -> None:
    """Where a type goes to several places, a report says to which, and the others stay."""
    monitor = Reporting(type=AMA, by=Reporter.LEARNER, to="CPE Monitor", within=Period(days=60))
    ledger = claimed(earned(offered()))
    both = obligations(ledger, until=EVER, at=NOW, reports=[PARS, monitor])
    assert [(one.day, one.place, one.says.split(" reports")[0]) for one in both] == [
        (on(4, 8), "ACCME PARS", "the provider"),
        (on(5, 8), "CPE Monitor", "the learner"),
    ]
    sent = Reported(learner=LEARNER, report="R-1", activity="A", type=AMA, body="ACCME PARS")
    assert due(put(ledger, sent), reports=[PARS, monitor]) == [(on(5, 8), "report-by", "A")]


@pytest.mark.parametrize(
    "rule",
    [
        Reporting(type=AMA, by=Reporter.LEARNER),
        Reporting(type=ABIM, by=Reporter.PROVIDER, within=Period(days=30)),
        attrs.evolve(PARS, in_force=Span(on(3, 10), None)),
        attrs.evolve(PARS, in_force=Span(None, on(3, 8))),
    ],
    ids=["no deadline", "another type", "not yet in force", "not in force any more"],
)
def test_a_report_without_a_day_is_in_no_calendar(rule: Reporting) -> None:
    """A rule of another type or another time, or one that sets no day, makes nothing due, and raises nothing."""
    assert due(claimed(earned(offered())), reports=[rule]) == []


def test_of_two_texts_about_one_place_the_earlier_day_holds() -> None:
    """Where nobody knows when a text changed, the calendar takes no risk; a place without a name is one as well."""
    longer = Reporting(type=AMA, by=Reporter.PROVIDER, within=Period(days=90))
    (one,) = obligations(
        claimed(earned(offered())), until=EVER, at=NOW, reports=[longer, attrs.evolve(longer, within=Period(days=45))]
    )
    assert one.says == "the provider reports 2.00 AMA PRA Category 1 Credits of A by 2026-04-23"


def test_the_earliest_comes_first() -> None:
    """By day, then by what it is, the activity, and the type."""
    points = Policy(code="m", requirements=[evaluated()], rests_on=RestsOn(AMA, Asks.DESIGNATION), claim_within=THREE_YEARS)
    designations = [a_designation("2.00", Policy(code="p", claim_within=THREE_YEARS)), a_designation("1.00", points, type=ABIM)]
    ledger = earned(
        offered("C", rule=Period(years=1)), offered("B", designations=designations), offered("A", rule=THREE_YEARS, keep=SIX)
    )
    listed = obligations(ledger, until=EVER, at=NOW)
    assert [(one.day.year, one.code, one.activity, one.credits and one.credits.type.code) for one in listed] == [
        (2027, "claim-by", "C", "ama-pra-1"),
        (2029, "claim-by", "A", "ama-pra-1"),
        (2029, "claim-by", "B", "abim-moc"),
        (2029, "claim-by", "B", "ama-pra-1"),
        (2032, "keep-until", "A", None),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": NOW},
        {"until": "2026-12-31"},
        {"at": on(4, 1)},
        {"at": datetime.datetime(2026, 4, 1)},  # noqa: DTZ001
        {"reports": PARS},
        {"reports": [AMA]},
    ],
    ids=label,
)
def test_a_calendar_runs_from_an_instant_to_a_day(wrong: dict[str, Any]) -> None:
    """Anything else is refused."""
    with pytest.raises(InvalidValue):
        obligations(Ledger(LEARNER), **{"until": EVER, "at": NOW, **wrong})


def test_a_calendar_is_about_a_ledger() -> None:
    """The account of a learner is not his ledger."""
    wrong: Any = LEARNER
    with pytest.raises(InvalidValue):
        obligations(wrong, until=EVER, at=NOW)


def test_a_large_ledger_has_its_calendar_at_once() -> None:
    """Each activity is looked at once: four hundred of them make no work of squares."""
    kind: CreditType = AMA
    ledger = earned(*(offered(f"A{place}", rule=THREE_YEARS, keep=SIX) for place in range(400)))
    listed = obligations(ledger, until=EVER, at=NOW)
    assert len(listed) == 800
    assert {one.credits and one.credits.type for one in listed} == {kind, None}
