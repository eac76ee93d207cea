"""The laws of the ledger: order, repetition and grouping change nothing, and nobody can write credit away or up."""

from __future__ import annotations

import datetime
import functools
import itertools
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import assume, given, strategies as st

from builders import ABIM, ACEP, AMA, LEARNER, NAME, NOW, a_session, an_activity, at, numbers, on
from cmecore.activities import Activity, Part
from cmecore.assessment import assess
from cmecore.balances import balance
from cmecore.certificates import certify
from cmecore.chain import verify
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.periods import Period, Span
from cmecore.credit.rounding import down, nearest
from cmecore.designations import Designation
from cmecore.earning import earn
from cmecore.entries import (
    Adjusted,
    Certificate,
    Claim,
    ClaimLine,
    Earned,
    Erased,
    Extended,
    Hold,
    Merged,
    Observed,
    Overridden,
    Purged,
    Refusal,
    Retracted,
    Terms,
    Voided,
)
from cmecore.errors import CmeError, LedgerConflict
from cmecore.evidence import (
    Attempt,
    Attended,
    Declared,
    Evaluated,
    Feedback,
    Item,
    Participation,
    Progress,
    TimeSpent,
)
from cmecore.handling import Handling, Retention
from cmecore.ledger import Ledger
from cmecore.merging import Merging, merge, unmerge
from cmecore.observing import observe
from cmecore.provenance import Traced
from cmecore.retention import erase_all, purge
from cmecore.rules.awards import (
    AsAttested,
    AsBase,
    Asks,
    ByStages,
    ByTime,
    Component,
    InProportion,
    RestsOn,
    Whole,
    WithBonus,
    over_units,
)
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, evaluated, given_feedback, passed
from cmecore.rules.windows import Anchor, Window

if TYPE_CHECKING:
    from collections.abc import Sequence

QUARTERS = nearest("0.25")
DAYS = st.dates(on(3, 5), on(3, 12))
EVENING = at(on(3, 9), 18)

# Evidence in any order.

#: Rules under which more evidence never means less; each with what makes its activity.
_BONUS = Component(code="feedback", test=given_feedback().test, worth="0.25")
_AWARDS: list[tuple[Any, Any, dict[str, Any]]] = [
    (InProportion(), QUARTERS, {}),
    (InProportion(), down("0.5"), {}),
    (Whole(), None, {}),
    (ByTime(), QUARTERS, {}),
    (ByTime(), down("0.25"), {"parts": [a_session("S1", EVENING, 60), a_session("S2", EVENING, 30)]}),
    (WithBonus(InProportion(), [_BONUS]), QUARTERS, {}),
    (
        ByStages(
            [
                Component(code="A", test=completed("0.50").test, worth="0.50"),
                Component(code="B", test=evaluated().test, worth=1),
            ]
        ),
        None,
        {},
    ),
    (over_units({"m1": 30, "m2": 45}), QUARTERS, {"parts": [Part(code="m1", title="1"), Part(code="m2", title="2")]}),
]
#: From whichever day the time to claim is counted, it must not hang on the order in which things became known.
_WINDOWS = [
    None,
    Period(days=30),
    Window(within=Period(months=1), of_first=True),
    Window(within=Period(days=30), anchor=Anchor.RELEASED),
    Window(within=Period(days=30), anchor=Anchor.COMPLETED),
    Window(within=Period(days=30), anchor=Anchor.LAST_DAY),
    Window(within=Period(days=30), until=on(4, 5)),
]
_ASKED = [(), (completed("0.50"),), (evaluated(),), (passed("0.70"), evaluated())]


@st.composite
def offers(draw: st.DrawFn) -> Activity:
    """Draw an activity with credit, and perhaps points that rest on it."""
    award, rounding, fields = draw(st.sampled_from(_AWARDS))
    policy = Policy(
        code="p",
        award=award,
        rounding=rounding,
        requirements=draw(st.sampled_from(_ASKED)),
        claim_within=draw(st.sampled_from(_WINDOWS)),
    )
    designations = [Designation(maximum=AMA("2.00"), policy=policy)]
    if draw(st.booleans()):
        ways: list[tuple[Any, Asks]] = [(AsBase(), Asks.CLAIM), (Whole(), Asks.WHOLE_CLAIM)]
        how, asks = draw(st.sampled_from(ways))
        points = Policy(code="m", award=how, rests_on=RestsOn(AMA, asks), requirements=given_feedback())
        designations.append(Designation(maximum=ABIM("2.00"), policy=points))
    return an_activity(
        **{
            "designations": designations,
            "completion": draw(st.sampled_from(_ASKED)),
            "offered": draw(st.sampled_from([Span(on(3, 6), on(3, 11)), Span(on(3, 1), None)])),
            **fields,
        }
    )


def items(activity: Activity) -> st.SearchStrategy[Item]:
    """Draw one thing that was seen."""
    where = st.sampled_from(["", *(part.code for part in activity.parts)])
    return st.one_of(
        st.builds(lambda done, day, part: Progress(done, 20, day, part), st.integers(0, 20), DAYS, where),
        st.builds(lambda day, part: Progress(20, 20, day, part), DAYS, where),
        st.builds(Evaluated, DAYS),
        st.builds(Feedback, DAYS),
        st.builds(lambda right, day: Attempt(f"{right}/20", day), st.integers(10, 20), DAYS),
        st.builds(TimeSpent, st.integers(0, 120), DAYS, where),
        st.builds(
            lambda begins, lasts: Attended(
                EVENING + datetime.timedelta(minutes=begins), EVENING + datetime.timedelta(minutes=begins + lasts)
            ),
            st.integers(-30, 60),
            st.integers(1, 90),
        ),
    )


def lived(activity: Activity, groups: Sequence[Sequence[Item]]) -> Ledger:
    """Write down some evidence group by group, and what each group earns."""
    ledger = Ledger(LEARNER)
    for place, group in enumerate(groups):
        when = NOW + datetime.timedelta(hours=place)
        seen = observe(ledger, Participation(LEARNER, activity, group), at=when)
        ledger = ledger.add(*seen.entries, at=when, actor="lms")
        ledger = ledger.add(*earn(ledger, assess(ledger.participation(activity))), at=when, actor="lms")
    return ledger


@st.composite
def grouped(draw: st.DrawFn, found: list[Item]) -> list[list[Item]]:
    """Put evidence in another order, in groups, and some of it twice."""
    again = draw(st.lists(st.sampled_from(found), max_size=2))
    order = draw(st.permutations([*found, *again]))
    cuts = sorted(draw(st.lists(st.integers(0, len(order)), max_size=4)))
    return [order[first:last] for first, last in itertools.pairwise([0, *cuts, len(order)])]


@given(st.data())
def test_evidence_in_any_order_and_grouping_gives_the_same_state(data: st.DataObject) -> None:
    """A state is what was seen, not how it came in; what is written in between is another history of the same."""
    activity = data.draw(offers(), "activity")
    found = data.draw(st.lists(items(activity), min_size=1, max_size=6), "items")
    at_once = lived(activity, [found])
    groups = data.draw(grouped(found), "groups")
    bit_by_bit = lived(activity, groups)
    assert bit_by_bit.state_digest == at_once.state_digest
    assert lived(activity, groups).head == bit_by_bit.head


@given(st.data())
@pytest.mark.parametrize("anchor", [Anchor.COMPLETED, Anchor.LAST_DAY])
def test_time_to_claim_from_the_completion_does_not_hang_on_what_was_known_first(anchor: Anchor, data: st.DataObject) -> None:
    """The completion, or an earlier one, is known later than the credit, or before it: the last day to claim is the same."""
    policy = Policy(
        code="p", award=InProportion(), rounding=QUARTERS, claim_within=Window(within=Period(days=30), anchor=anchor)
    )
    activity = an_activity(completion=(evaluated(),), designations=[Designation(maximum=AMA("2.00"), policy=policy)])
    forms = data.draw(st.lists(DAYS, min_size=1, max_size=3), "evaluated")
    found: list[Item] = [Progress(17, 20, on(3, 9)), *map(Evaluated, forms)]
    ledger = lived(activity, data.draw(grouped(found), "groups"))
    assert ledger.state_digest == lived(activity, [found]).state_digest
    assert ledger.standing["EM-101", AMA].terms.claim_by == Period(days=30).after(min(forms))


def declared(*words: tuple[int, int], order: Sequence[int]) -> Ledger:
    """Declare amounts on days of March, written down in some order."""
    activity = an_activity(
        completion=(), designations=[Designation(maximum=AMA("20.00"), policy=Policy(code="d", award=AsAttested()))]
    )
    said = [Declared(Credits(steps, AMA), on(3, day)) for steps, day in words]
    return lived(activity, [[said[place]] for place in order])


@given(st.data())
def test_the_latest_word_counts_in_any_order(data: st.DataObject) -> None:
    """Of what the learner declares the latest word counts, and of two on one day the larger; whatever was said before."""
    words = data.draw(st.lists(st.tuples(st.integers(1, 80), st.integers(1, 9)), min_size=1, max_size=5))
    order = data.draw(st.permutations(range(len(words))))
    ledger = declared(*words, order=order)
    latest = max(words, key=lambda word: (word[1], word[0]))
    standing = ledger.standing["EM-101", AMA]
    assert (standing.level.steps, standing.since) == (latest[0], on(3, latest[1]))
    assert ledger.state_digest == declared(*words, order=range(len(words))).state_digest


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_latest_word_counts_also_when_it_was_said_before(order: tuple[int, ...]) -> None:
    """5.00, then 3.00, then 5.00 again: 5.00, in whatever order the three become known."""
    words = ((20, 1), (12, 2), (20, 3))
    ledger = declared(*words, order=order)
    assert ledger.standing["EM-101", AMA].level == AMA("5.00")
    assert ledger.state_digest == declared(*words, order=range(3)).state_digest


# Levels in any order.

HEADINGS = {code: an_activity(code).heading for code in ("EM-101", "EM-102")}


def level(
    steps: int, day: int, *, code: str = "EM-101", kind: CreditType = AMA, learner: str = LEARNER, **terms: Any
) -> Earned:
    """State a level."""
    return Earned(
        learner=learner,
        heading=HEADINGS[code],
        level=Credits(steps, kind),
        since=on(3, day),
        maximum=kind("20.00"),
        version=f"v-{terms.get('claim_by')}",
        terms=Terms(zone="UTC", **terms),
    )


LEVELS = st.builds(
    lambda steps, day, months, code, kind: level(
        steps, day, code=code, kind=kind, claim_by=None if months is None else on(3 + months, 1)
    ),
    st.integers(1, 12),
    st.integers(1, 9),
    st.sampled_from([None, 1, 2]),
    st.sampled_from(sorted(HEADINGS)),
    st.sampled_from([AMA, ACEP]),
)


@given(st.lists(LEVELS, min_size=1, max_size=6), st.data())
def test_top_ups_in_any_order_give_the_same_state(levels: list[Earned], data: st.DataObject) -> None:
    """Levels and never differences, so repeats and orders are nothing."""
    once = Ledger(LEARNER).add(*levels, at=NOW, actor="lms")
    order = data.draw(st.permutations(levels * 2))
    assert Ledger(LEARNER).add(*order, at=NOW, actor="lms").state_digest == once.state_digest
    for account, standing in once.standing.items():
        mine = [one for one in levels if one.account == account]
        assert standing.level == max(one.level for one in mine)
        assert standing.since == min(one.since for one in mine if one.level == standing.level)


@given(st.data())
def test_a_declared_level_and_another_one_stand_in_any_order(data: st.DataObject) -> None:
    """Where a rule was changed from what is declared to what is measured, both kinds of level meet in one account."""
    levels = [level(8, 1), level(4, 9, whole=True)]
    order = data.draw(st.permutations(levels))
    once, other = (Ledger(LEARNER).add(*some, at=NOW, actor="lms") for some in (levels, order))
    assert once.standing["EM-101", AMA].level == other.standing["EM-101", AMA].level


@given(st.lists(LEVELS, min_size=1, max_size=4), st.integers(0, 12), st.data())
def test_a_ceiling_commutes_with_levels(levels: list[Earned], steps: int, data: st.DataObject) -> None:
    """Adjusted before or after more is earned: the account holds at most what was set, until that is lifted."""
    first, *more = levels
    cap = Adjusted(learner=LEARNER, activity=first.activity, level=Credits(steps, first.level.type), case="C-1")
    mixed: list[Any] = [cap, *more]
    order = data.draw(st.permutations(mixed))
    start = Ledger(LEARNER).add(first, at=NOW, actor="lms")
    bounded = start.add(*order, at=NOW, actor="office", reason="left early")
    assert bounded.state_digest == start.add(*more, cap, at=NOW, actor="office", reason="left early").state_digest
    free = start.add(*more, at=NOW, actor="lms")
    assert bounded.standing[first.account].level == min(free.standing[first.account].level, cap.level)
    lifted = bounded.add(attrs.evolve(cap, case="C-2", lifted=True), at=NOW, actor="office", reason="was wrong")
    assert lifted.state_digest == free.state_digest


# Two and more accounts of one person.


@st.composite
def accounts(draw: st.DrawFn, learner: str, number: Any) -> Ledger:
    """Draw the ledger of one account: levels, one of them set lower, and claims with their certificates."""
    ledger = Ledger(learner, secret=learner.encode() * 8)
    levels = [attrs.evolve(one, learner=learner) for one in draw(st.lists(LEVELS, max_size=3))]
    ledger = ledger.add(*levels, at=NOW, actor="lms")
    for place, held in enumerate(list(ledger.standing)):
        left = ledger.standing[held].level.steps
        taken = draw(st.integers(0, left))
        if taken:
            wanted = {held[0]: Credits(taken, held[1])}
            made = claim(ledger, wanted, at=at(on(3, 20)), request=f"{learner}-{place}", type=held[1])
            assert isinstance(made, Claim), made.explain()
            papers = certify(ledger.add(made, at=NOW, actor="x"), made, name=NAME, at=NOW, number=number)
            ledger = ledger.add(made, *papers, at=NOW, actor="learner")
    for held in list(ledger.standing)[:1]:
        if draw(st.booleans()):
            cap = Adjusted(learner=learner, activity=held[0], level=Credits(draw(st.integers(0, 9)), held[1]), case="C-1")
            ledger = ledger.add(cap, at=NOW, actor="office", reason="left early")
    seen = Observed(learner=learner, activity="EM-101", item=Progress(draw(st.integers(0, 20)), 20, on(3, 9)), event=learner)
    return ledger.add(seen, at=NOW, actor="lms")


def joined(into: Ledger, other: Ledger, name: str) -> tuple[Ledger, Ledger]:
    """Merge two accounts."""
    plan = merge(into, other, merge=name)
    assert isinstance(plan, Merging), plan.explain()
    first, second = plan.applied(into, other, at=NOW, actor="office", reason="one person")
    return first, second


@given(st.data())
def test_merges_in_any_order_give_the_same_state(data: st.DataObject) -> None:
    """One after the other, the other way round, one within the other, or into another of the three."""
    number = numbers()
    one, two, three = (data.draw(accounts(learner, number), learner) for learner in ("dr-1", "dr-2", "dr-3"))
    forwards = joined(joined(one, two, "M-1")[0], three, "M-2")[0]
    backwards = joined(joined(one, three, "M-2")[0], two, "M-1")[0]
    within = joined(one, joined(two, three, "M-3")[0], "M-4")[0]
    elsewhere = joined(joined(three, two, "M-5")[0], one, "M-6")[0]
    digests = {ledger.state_digest for ledger in (forwards, backwards, within, elsewhere)}
    assert len(digests) == 1
    for held in (forwards, backwards, within, elsewhere):
        found = balance(held, at=at(on(3, 20)))
        for account, told in found.items():
            parts = [balance(ledger, at=at(on(3, 20))).get(account) for ledger in (one, two, three)]
            assert told.earned.steps == sum(part.earned.steps for part in parts if part is not None)
            claimed = sum(part.claimed.steps for part in parts if part is not None)
            assert told.claimed.steps + told.withheld.steps == claimed


@given(st.data())
def test_unmerging_restores_both(data: st.DataObject) -> None:
    """Merge and unmerge, in whatever order the merges were made: every account holds its own again."""
    number = numbers()
    ledgers = {learner: data.draw(accounts(learner, number), learner) for learner in ("dr-1", "dr-2", "dr-3")}
    before = {learner: ledger.state_digest for learner, ledger in ledgers.items()}
    into, *going = data.draw(st.permutations(sorted(ledgers)), "into")
    for other in going:
        ledgers[into], ledgers[other] = joined(ledgers[into], ledgers[other], f"M-{other}")
    for other in data.draw(st.permutations(going), "out"):
        plan = unmerge(ledgers[into], ledgers[other], merge=f"M-{other}")
        assert isinstance(plan, Merging), plan.explain()
        ledgers[into], ledgers[other] = plan.applied(
            ledgers[into], ledgers[other], at=NOW, actor="office", reason="two persons"
        )
    assert {learner: ledger.state_digest for learner, ledger in ledgers.items()} == before
    assert all(verify(learner, ledger.records, ledger.head) == () for learner, ledger in ledgers.items())


# Writing.


@functools.cache
def told() -> tuple[tuple[Any, str], ...]:
    """List entries of a whole life with their reasons, in an order in which they can be written."""
    ledger = Ledger(LEARNER)
    entries: list[tuple[Any, str]] = []

    def add(*some: Any, reason: str = "") -> Ledger:
        entries.extend((one, reason) for one in some)
        return ledger.add(*some, at=NOW, actor="office", reason=reason)

    number = numbers()
    ledger = add(Observed(learner=LEARNER, activity="EM-101", item=Progress(17, 20, on(3, 9)), source="lms", event="1"))
    ledger = add(level(7, 9, claim_by=on(5, 1)), level(4, 9, kind=ACEP, default=False), level(3, 8, code="EM-102"))
    made = claim(ledger, {"EM-101": "1.00"}, at=at(on(3, 20)), request="r-1")
    assert isinstance(made, Claim)
    ledger = add(made)
    papers = certify(ledger, made, name=NAME, at=NOW, number=number)
    ledger = add(*papers)
    ledger = add(Extended(learner=LEARNER, activity="EM-101", type=AMA, claim_by=on(6, 1), case="C-1"), reason="was ill")
    ledger = add(Adjusted(learner=LEARNER, activity="EM-101", level=AMA("1.25"), case="C-2"), reason="left early")
    rest = claim(ledger, ALL, at=at(on(3, 21)), request="r-2")
    assert isinstance(rest, Claim)
    ledger = add(rest)
    more = certify(ledger, rest, name=NAME, at=NOW, number=number)
    ledger = add(*more)
    ledger = add(Hold(learner=LEARNER, hold="H-1"), reason="law suit")
    ledger = add(Voided(learner=LEARNER, number=more[-1].number or "", credit=True), reason="not attended")
    ledger = add(Retracted(learner=LEARNER, observed="observed:lms:1"), reason="wrong row")
    return tuple(entries)


@given(st.lists(st.integers(0, 40), max_size=6))
def test_entries_one_by_one_or_together_give_the_same_records(cuts: list[int]) -> None:
    """How a program groups what it writes is no part of the history."""
    entries = told()
    one_by_one, together = Ledger(LEARNER, secret=b"s" * 16), Ledger(LEARNER, secret=b"s" * 16)
    for entry, _ in entries:
        one_by_one = one_by_one.add(entry, at=NOW, actor="office", reason="because")
    bounds = sorted({0, *(cut for cut in cuts if cut < len(entries)), len(entries)})
    for first, last in itertools.pairwise(bounds):
        together = together.add(*(entry for entry, _ in entries[first:last]), at=NOW, actor="office", reason="because")
    assert together == one_by_one
    assert together.state_digest == one_by_one.state_digest


def whole(*, hours: Sequence[int] = ()) -> Ledger:
    """Write that life down, an entry each at an hour."""
    ledger = Ledger(LEARNER, secret=b"s" * 16)
    for place, (entry, reason) in enumerate(told()):
        later = hours[place] if place < len(hours) else place
        ledger = ledger.add(entry, at=NOW + datetime.timedelta(hours=later), actor="office", reason=reason)
    return ledger


@given(st.lists(st.sampled_from([entry for entry, _ in told()]), max_size=8))
def test_what_is_written_is_not_written_twice(again: list[Any]) -> None:
    """Any of it, in any order, at any later time and without a reason: nothing."""
    ledger = whole()
    later = ledger.add(*again, at=NOW + datetime.timedelta(days=9), actor="somebody else")
    assert later is ledger


@given(st.lists(st.integers(0, 30), min_size=20, max_size=20), st.integers(-1, 31))
def test_as_of_an_instant_is_what_was_written_by_then(hours: list[int], hour: int) -> None:
    """Also where the clock of the writing program went back: the history ends before the first entry that is later."""
    ledger, when = whole(hours=hours), NOW + datetime.timedelta(hours=hour)
    then = ledger.as_of(when)
    expected = Ledger(LEARNER, secret=b"s" * 16)
    for place, (entry, reason) in enumerate(told()):
        if hours[place] > hour:
            break
        expected = expected.add(entry, at=NOW + datetime.timedelta(hours=hours[place]), actor="office", reason=reason)
    assert then == expected
    assert (then.state_digest, then.head) == (expected.state_digest, expected.head)
    assert verify(LEARNER, then.records, then.head) == ()


@given(st.data())
def test_a_claim_that_is_tried_again_is_the_same_claim(data: st.DataObject) -> None:
    """After any later entry, a day later, with the same numbers; and with another asking it is an error."""
    levels = data.draw(st.lists(LEVELS, min_size=1, max_size=4))
    ledger = Ledger(LEARNER).add(*levels, at=NOW, actor="lms")
    when, number = at(on(3, 20)), numbers()
    wanted: Any = data.draw(st.sampled_from([ALL, ["EM-101"], {"EM-101": "0.25"}]))
    made = claim(ledger, wanted, at=when, request="r-1")
    if isinstance(made, Refusal):
        with pytest.raises(LedgerConflict):
            ledger.add(made, at=NOW, actor="learner")
        return
    papers = certify(ledger.add(made, at=NOW, actor="x"), made, name=NAME, at=NOW, number=number)
    ledger = ledger.add(made, *papers, at=NOW, actor="learner")
    ledger = ledger.add(*data.draw(st.lists(LEVELS, max_size=3)), at=NOW, actor="lms")
    later = when + datetime.timedelta(days=data.draw(st.integers(0, 900)))
    again = claim(ledger, wanted, at=later, request="r-1")
    assert again == made
    assert certify(ledger, again, name="Somebody Else", at=later, number=number) == papers
    assert ledger.add(again, *papers, at=later, actor="learner") is ledger
    with pytest.raises(LedgerConflict):
        claim(ledger, {"EM-101": "0.50"}, at=when, request="r-1")


# Whatever anybody writes.


def forged(number: int, lines: Sequence[tuple[str, CreditType, int]], request: str, supersedes: Sequence[str]) -> Certificate:
    """Make a certificate by hand, as a careless program might."""
    from cmecore.entries import CREDIT, Line

    held = [Line(activity=code, title="x", on=on(3, 9), credits=Credits(steps, kind)) for code, kind, steps in lines]
    return Certificate(
        number=f"X-{number}",
        kind=CREDIT,
        learner=LEARNER,
        name=NAME,
        provider=HEADINGS["EM-101"].provider,
        course="Emergency Medicine",
        issued_on=on(3, 20),
        lines=held,
        total=Credits(sum(steps for _, _, steps in lines), lines[0][1]),
        request=request,
        supersedes=supersedes,
    )


_CODES = st.sampled_from(sorted(HEADINGS))
_REQUESTS = st.sampled_from(["r-1", "r-2", "r-3"])
_STEPS = st.integers(0, 8)
#: Entries of careless programs: any certificate of any claim, any void, any bound, any claim.
CARELESS = st.one_of(
    LEVELS,
    st.builds(
        lambda request, codes, steps: Claim(
            request=request,
            learner=LEARNER,
            asked="x",
            at=NOW,
            lines=[ClaimLine(earned=level(20, 9, code=code), credits=Credits(steps, AMA)) for code in codes],
        ),
        _REQUESTS,
        st.lists(_CODES, min_size=1, max_size=3),
        _STEPS,
    ),
    st.builds(
        lambda number, codes, steps, request, old: forged(number, [(code, AMA, steps) for code in codes], request, old),
        st.integers(1, 5),
        st.lists(_CODES, min_size=1, max_size=2, unique=True),
        _STEPS,
        _REQUESTS,
        st.lists(st.sampled_from(["X-1", "X-2", "X-3"]), max_size=2, unique=True),
    ),
    st.builds(
        lambda number, credit: Voided(learner=LEARNER, number=f"X-{number}", credit=credit), st.integers(1, 5), st.booleans()
    ),
    st.builds(
        lambda code, steps, case, lifted: Adjusted(
            learner=LEARNER, activity=code, level=Credits(steps, AMA), case=f"C-{case}", lifted=lifted
        ),
        _CODES,
        _STEPS,
        st.integers(1, 4),
        st.booleans(),
    ),
    st.builds(
        lambda steps, case: Overridden(learner=LEARNER, earned=level(steps, 5), by="R. Mills", case=f"C-{case}"),
        _STEPS,
        st.integers(1, 4),
    ),
)


@given(st.lists(CARELESS, min_size=1, max_size=25))
def test_no_program_can_write_credit_away_or_up(entries: list[Any]) -> None:
    """What is refused changes nothing, and what is not keeps every balance even and none below zero."""
    ledger = Ledger(LEARNER).add(level(8, 9), level(6, 8, code="EM-102"), at=NOW, actor="lms")
    for entry in entries:
        before = ledger.head, ledger.state_digest
        try:
            after = ledger.add(entry, at=NOW, actor="office", reason="because")
        except CmeError:
            assert (ledger.head, ledger.state_digest) == before
            continue
        for account in ledger.standing:
            gone, taken = after.withheld(account).steps, after.claimed(account).steps
            assert 0 <= gone <= taken
            assert taken >= ledger.claimed(account).steps
            assert gone >= ledger.withheld(account).steps
        for told in balance(after, at=NOW).values():
            there = (told.claimed, told.claimable, told.blocked, told.lapsed, told.withheld, told.set_aside)
            assert told.earned.steps + told.over_claimed.steps == sum(credits.steps for credits in there)
        ledger = after
    # Whatever is certified stands on one certificate at most.
    certified: dict[tuple[str, tuple[str, CreditType]], int] = {}
    for one in ledger.certificates:
        if one.number not in ledger.superseded and one.number not in ledger.voided:
            for line in one.lines:
                assert line.credits is not None
                key = one.request, (line.activity, line.credits.type)
                certified[key] = certified.get(key, 0) + line.credits.steps
    assert Ledger(LEARNER, ledger.records).state_digest == ledger.state_digest
    for account in ledger.standing:
        assert sum(steps for (_, about), steps in certified.items() if about == account) <= ledger.claimed(account).steps


# The end of keeping.

_LEAVING = Policy(code="p", award=InProportion(), rounding=QUARTERS, claim_within=Period(days=30))


def leaving(code: str, days: int) -> Activity:
    """Offer a course whose records leave so many days after its completion."""
    kept = Retention(keep=Period(days=days), anchor=Anchor.COMPLETED, hard=True)
    held = [Designation(maximum=AMA("2.00"), policy=_LEAVING)]
    return an_activity(code, completion=(completed("0.10"),), designations=held, handling=Handling(keep=kept))


LEAVING = {code: leaving(code, days) for code, days in (("A", 40), ("B", 60), ("C", 400))}


@given(st.data())
def test_a_purge_keeps_the_chain_and_what_remains_is_exact(data: st.DataObject) -> None:
    """G12: purges in any number: every verify stays clean, against every head before them; the rest is as it was."""
    ledger = Ledger(LEARNER, secret=b"s" * 16)
    number, heads = numbers(), [ledger.head]
    for code, activity in LEAVING.items():
        seen = Observed(learner=LEARNER, activity=code, item=Progress(data.draw(st.integers(1, 20)), 20, on(3, 9)), event=code)
        ledger = ledger.add(seen, at=NOW, actor="lms")
        ledger = ledger.add(*earn(ledger, assess(ledger.participation(activity))), at=NOW, actor="lms")
    for place, wanted in enumerate(data.draw(st.lists(st.lists(st.sampled_from("ABC"), min_size=1, unique=True), max_size=2))):
        made = claim(ledger, wanted, at=at(on(3, 20)), request=f"r-{place}")
        if isinstance(made, Claim):
            papers = certify(ledger.add(made, at=NOW, actor="x"), made, name=NAME, at=NOW, number=number)
            ledger = ledger.add(made, *papers, at=NOW, actor="learner")
            heads.append(ledger.head)
    before = ledger
    for place, days in enumerate(data.draw(st.lists(st.integers(0, 500), min_size=1, max_size=3))):
        when = NOW + datetime.timedelta(days=days)
        plan = purge(ledger, at=when, purge=f"P-{place}")
        if isinstance(plan, Purged):
            ledger = ledger.add(plan, at=when, actor="office", reason="retention")
            heads.append(ledger.head)
    assert [verify(LEARNER, ledger.records, head) for head in heads] == [()] * len(heads)
    for was, now in zip(before.records, ledger.records, strict=False):
        assert (now.link, now.digest, now.at, now.identity) == (was.link, was.digest, was.at, was.identity)
        if isinstance(now.entry, Erased):
            assert (now.actor, now.reason, now.salt) == ("", "", "")
            assert LEARNER not in repr(now)
        else:
            assert now == was
    # Whole accounts leave; the others hold what they held.
    for account, standing in before.standing.items():
        if account in ledger.standing:
            assert ledger.standing[account] == standing
            assert ledger.claimed(account) == before.claimed(account)
        else:
            assert not ledger.claimed(account)
            assert account[0] not in {one.activity for one in ledger.entries() if isinstance(one, Observed)}
    assert set(ledger.standing) <= set(before.standing)


@given(st.sets(st.integers(0, 19), min_size=1))
def test_a_purge_by_hand_undoes_no_decision(chosen: set[int]) -> None:
    """Erasing a void, a bound or a retraction must not let stand again what it ended: all of it leaves, or none."""
    ledger = whole()
    names = [record.identity for place, record in enumerate(ledger.records) if place in chosen]
    assume(names)
    try:
        after = ledger.add(Purged(learner=LEARNER, purge="P-1", erased=names), at=NOW, actor="office", reason="by hand")
    except LedgerConflict:
        return
    assert verify(LEARNER, after.records) == ()
    for account, standing in after.standing.items():
        assert standing.level <= ledger.standing[account].level
        assert after.claimable().get(account, Credits(0, account[1])) <= ledger.claimable().get(account, Credits(0, account[1]))
    current = {one.number for one in after.certificates} - set(after.voided) - set(after.superseded)
    assert current <= {one.number for one in ledger.certificates} - set(ledger.voided) - set(ledger.superseded)
    assert all(items <= ledger.evidence.get(code, frozenset()) for code, items in after.evidence.items())


def _only_completed(learner: str) -> Ledger:
    seen = Observed(learner=learner, activity="A", item=Progress(20, 20, on(3, 9)), source="lms", event=learner)
    ledger = Ledger(learner, secret=learner.encode() * 8).add(seen, at=NOW, actor="lms")
    return ledger.add(*earn(ledger, assess(ledger.participation(LEAVING["A"]))), at=NOW, actor="lms")


def test_a_purge_does_not_cut_off_an_account_that_was_joined() -> None:
    """Late entries follow the alias, also after everything that was merged has left."""
    into, other = joined(_only_completed("dr-1"), _only_completed("dr-2"), "M-1")
    later = NOW + datetime.timedelta(days=900)
    plan = purge(into, at=later, purge="P-1")
    assert isinstance(plan, Purged)
    into = into.add(plan, at=later, actor="office", reason="retention")
    late = Observed(learner="dr-2", activity="C", item=Progress(20, 20, on(3, 9)), source="lms", event="late")
    assert into.add(late, at=later, actor="lms").evidence
    assert unmerge(into, other, merge="M-1")


@given(st.data())
def test_whoever_was_joined_stays_joined_through_purges_until_they_part(data: st.DataObject) -> None:
    """M129: purges in any number, of accounts joined within each other: late entries find their place, and go along."""
    one, two, three = map(_only_completed, ("dr-1", "dr-2", "dr-3"))
    if data.draw(st.booleans(), "the third was joined to the second before"):
        two, three = joined(two, three, "M-0")
    one, two = joined(one, two, "M-1")
    people, late = one.learners, []
    for place, days in enumerate(data.draw(st.lists(st.integers(0, 500), min_size=1, max_size=3))):
        when = NOW + datetime.timedelta(days=days)
        plan = purge(one, at=when, purge=f"P-{place}")
        if isinstance(plan, Purged):
            one = one.add(plan, at=when, actor="office", reason="retention")
        assert one.learners == Ledger("dr-1", one.records).learners == Traced("dr-1", one.records).learners == people
        who, seen = data.draw(st.sampled_from(sorted(people))), Progress(20, 20, on(3, 9 + place))
        late.append(Observed(learner=who, activity="B", item=seen, event=f"late-{place}"))
        one = one.add(late[-1], at=when, actor="lms")
        one = one.add(*earn(one, assess(one.participation(LEAVING["B"]))), at=when, actor="lms")
    held = [entry for entry in late if entry in one.entries()]
    parting = unmerge(one, two, merge="M-1")
    assert isinstance(parting, Merging), parting.explain()
    one, two = parting.applied(one, two, at=NOW, actor="office", reason="two persons")
    assert (set(one.learners), two.learners) == ({"dr-1"}, people - {"dr-1"})
    for ledger in (one, two):
        mine = {entry.item for entry in held if entry.learner in ledger.learners}
        assert {item for item in ledger.evidence.get("B", ()) if item in {entry.item for entry in late}} == mine
        assert {earned.learner for earned in ledger.standing.values()} <= ledger.learners
        assert Ledger(ledger.learner, ledger.records).state_digest == ledger.state_digest
        assert verify(ledger.learner, ledger.records, ledger.head) == ()
        traced = Traced(ledger.learner, ledger.records)
        assert traced.learners == ledger.learners
        assert {code: frozenset(found.values()) for code, found in traced.items.items() if found} == ledger.evidence
    forgotten = erase_all(one, purge="P-9")
    assert not forgotten or one.add(forgotten, at=NOW, actor="office", reason="asked").learners == {"dr-1"}


def test_the_past_of_a_purged_ledger_verifies() -> None:
    """As of a day before a purge, its records are what is left of them; nothing is wrong with that."""
    ledger, later = _only_completed("dr-1"), NOW + datetime.timedelta(days=900)
    plan = purge(ledger, at=later, purge="P-1")
    assert isinstance(plan, Purged)
    ledger = ledger.add(plan, at=later, actor="office", reason="retention")
    assert verify("dr-1", ledger.as_of(NOW).records) == ()


def test_what_was_erased_is_not_earned_again() -> None:
    """What left at the end of its retention stays known by name: assessing what is seen again offers nothing for ever."""
    ledger, later = _only_completed("dr-1"), NOW + datetime.timedelta(days=900)
    plan = purge(ledger, at=later, purge="P-1")
    assert isinstance(plan, Purged)
    ledger = ledger.add(plan, at=later, actor="office", reason="retention")
    seen = Observed(learner="dr-1", activity="A", item=Progress(20, 20, on(3, 9)), source="lms", event="again")
    ledger = ledger.add(seen, at=later, actor="lms")
    ledger = ledger.add(*earn(ledger, assess(ledger.participation(LEAVING["A"]))), at=later, actor="lms")
    assert earn(ledger, assess(ledger.participation(LEAVING["A"]))) == ()


def test_joining_an_account_that_had_parted_from_another_wipes_nothing() -> None:
    """An account that was joined to a second and parted from it is joined to a third, which keeps what it has."""
    one, two, three = (Ledger(name).add(level(8, 9, learner=name), at=NOW, actor="lms") for name in ("dr-1", "dr-2", "dr-3"))
    two, three = joined(two, three, "M-1")
    plan = unmerge(two, three, merge="M-1")
    assert isinstance(plan, Merging)
    two, three = plan.applied(two, three, at=NOW, actor="office", reason="two persons")
    into, _ = joined(one, two, "M-2")
    assert into.learners == {"dr-1", "dr-2"}
    assert into.standing == one.standing
    assert joined(into, three, "M-3")[0].learners == {"dr-1", "dr-2", "dr-3"}


def test_merging_by_hand_an_account_that_holds_the_learner_is_refused() -> None:
    into, other = (Ledger(name).add(level(8, 9, learner=name), at=NOW, actor="lms") for name in ("dr-1", "dr-2"))
    into, _ = joined(into, other, "M-1")
    again = Merged(learner="dr-1", merge="M-2", other="dr-2", records=other.records)
    with pytest.raises(LedgerConflict):
        into.add(again, at=NOW, actor="office", reason="again")
