"""Whoever changes a ledger past the library is found, and told where: each field, each record, each order of records.

What a chain cannot tell of itself is shown as plainly: a cut end, an older state put back and a chain that was computed again
are found only with a head that was kept elsewhere.
"""

from __future__ import annotations

import copy
import datetime
import enum
import functools
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import pytest
from hypothesis import given, strategies as st

from builders import ABIM, AMA, LEARNER, NAME, NOW, an_activity, numbers, on
from cmecore.assessment import assess
from cmecore.certificates import certify, certify_participation
from cmecore.chain import Head, erase, genesis, verify, write
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import Credits
from cmecore.credit.periods import Period, Span
from cmecore.credit.rounding import nearest
from cmecore.designations import Designation
from cmecore.earning import earn
from cmecore.entries import (
    ENTRIES,
    Acknowledged,
    Adjusted,
    Answered,
    Certificate,
    Claim,
    Corrected,
    Document,
    Erased,
    Extended,
    Followed,
    Hold,
    Lifted,
    Merged,
    Observed,
    Ordered,
    Overridden,
    Purged,
    Record,
    Reevaluated,
    Renamed,
    Reported,
    Retracted,
    Retrieved,
    Unmerged,
    Voided,
)
from cmecore.evidence import Entitled, Evaluated, Feedback, Progress
from cmecore.ledger import Ledger
from cmecore.rules.awards import AsBase, Asks, InProportion, RestsOn
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, entitled, evaluated, given_feedback

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where something lies in a value: the names of fields and the places in tuples.
Path: TypeAlias = tuple[str | int, ...]

SECRET = b"sixteen bytes it"
_CREDIT = Policy(
    code="online",
    requirements=completed("0.50"),
    award=InProportion(),
    rounding=nearest("0.25"),
    gates=entitled("Premium"),
    claim_within=Period(years=3),
)
_POINTS = Policy(code="points", requirements=given_feedback(), award=AsBase(), rests_on=RestsOn(AMA, Asks.CLAIM))
COURSE = an_activity(
    completion=(evaluated(),),
    designations=(Designation(maximum=AMA("2.00"), policy=_CREDIT), Designation(maximum=ABIM("2.00"), policy=_POINTS)),
    held=Span(on(3, 1), on(3, 31)),
    statements=("Lakeside CME designates this for 2.00 credits.",),
    edition="2026",
    place="Chicago",
)
MEMBER = Entitled("Premium", on(1, 1))


def other_ledger() -> Ledger:
    """Write down what another account of the same person holds."""
    ledger = Ledger("dr-17", secret=SECRET)
    seen = Observed(learner="dr-17", activity="EM-101", item=Progress(12, 20, on(3, 5)), source="lms", event="o-1")
    ledger = ledger.add(seen, at=NOW, actor="lms")
    return ledger.add(*earn(ledger, assess(ledger.participation(COURSE))), at=NOW, actor="lms")


@functools.cache
def history() -> tuple[Ledger, ...]:
    """Live through something of every kind; every state is kept."""
    states = [Ledger(LEARNER, secret=SECRET)]
    now = [NOW]

    def add(*entries: Any, reason: str = "") -> Ledger:
        now[0] += datetime.timedelta(hours=7)
        states.append(states[-1].add(*entries, at=now[0], actor="office", reason=reason))
        return states[-1]

    def observed(event: str, item: Any) -> Observed:
        return Observed(learner=LEARNER, activity="EM-101", item=item, source="lms", event=event)

    number = numbers()
    mine: dict[str, Any] = {"learner": LEARNER}
    add(observed("e-1", Progress(17, 20, on(3, 9))), observed("e-2", Feedback(on(3, 9))), observed("e-3", Evaluated(on(3, 8))))
    add(observed("e-4", Evaluated(on(3, 7))))
    ledger = add(Retracted(**mine, observed="observed:lms:e-4"), reason="another learner's")
    ledger = add(*earn(ledger, assess(ledger.participation(COURSE))))
    paper = certify_participation(ledger, "EM-101", name=NAME, at=NOW, number=number, hours="2.5")
    assert isinstance(paper, Certificate)
    ledger = add(paper)
    part = claim(ledger, {"EM-101": "1.00"}, at=NOW, request="r-1", entitlements=[MEMBER])
    assert isinstance(part, Claim)
    ledger = add(part, *certify(ledger.add(part, at=NOW, actor="x"), part, name=NAME, at=NOW, number=number))
    rest = claim(ledger, ALL, at=NOW, request="r-2", type=[AMA, ABIM], entitlements=[MEMBER])
    assert isinstance(rest, Claim)
    address = "https://verify.example.org/{}".format
    papers = certify(ledger.add(rest, at=NOW, actor="x"), rest, name=NAME, at=NOW, number=number, address=address)
    ledger = add(rest, *papers)
    last = papers[0].number
    assert last is not None
    granted = attrs.evolve(ledger.standing["EM-101", AMA], level=AMA("2.00"))
    add(Overridden(**mine, earned=granted, by="R. Mills", case="C-1"), reason="was online")
    add(Extended(**mine, activity="EM-101", type=AMA, claim_by=on(1, 1, 2040), case="C-2"), reason="was ill")
    add(Adjusted(**mine, activity="EM-101", level=AMA("1.75"), case="C-3"), reason="left early")
    add(Retrieved(**mine, number=last, channel="app"), Ordered(**mine, order="o-1", number=last, to="board", why="asked"))
    add(Acknowledged(**mine, order="o-1", delivered=False, says="no such address"))
    sheet = Document(name="sheet.pdf", sha256="0" * 64, media_type="application/pdf", place="archive/1")
    add(Corrected(**mine, case="C-4", about="claim:r-1", documents=[sheet]), reason="typing error")
    add(Renamed(**mine, name="Ada Okoro-Hill, MD", case="C-5"), Hold(**mine, hold="H-1", activity="EM-101"), reason="law suit")
    add(Lifted(**mine, hold="H-1"), reason="settled")
    add(Reported(**mine, report="p-1", activity="EM-101", type=AMA, body="accme"))
    add(Answered(**mine, report="p-1", accepted=False, code="E-12", says="unknown licence"))
    add(Reevaluated(**mine, plan="5d1e", activities=["EM-101"]))
    add(Voided(**mine, number=last, credit=True), reason="not attended")
    add(Merged(**mine, merge="M-1", other="dr-17", records=other_ledger().records), reason="same person")
    add(Observed(learner="dr-17", activity="EM-101", item=Progress(13, 20, on(3, 6)), source="lms", event="o-2"))
    add(Unmerged(**mine, merge="M-1"), reason="two persons")
    add(Followed(**mine, merge="M-2", into="dr-99"))
    return tuple(states)


def whole() -> Ledger:
    """Return the last state."""
    return history()[-1]


@functools.cache
def purged() -> Ledger:
    """Erase most of it at the end of its retention; only stubs stay of what it said."""
    ledger = next(state for state in history() if any(isinstance(one, Voided) for one in state.entries()))
    gone = [one.identity for one in ledger.entries() if not isinstance(one, Hold | Lifted | Renamed)]
    gone = [name for name in gone if not name.startswith("observed:lms:e-2")]
    return ledger.add(
        Purged(learner=LEARNER, purge="2032", erased=gone),
        Hold(learner=LEARNER, hold="H-2"),
        at=NOW + datetime.timedelta(days=3_000),
        actor="office",
        reason="retention",
    )


def test_the_history_holds_an_entry_of_every_kind_and_is_intact() -> None:
    kinds = {type(entry) for entry in (*whole().entries(), *purged().entries())}
    assert kinds >= {*ENTRIES, Erased}
    for ledger in (*history(), purged()):
        assert verify(LEARNER, ledger.records, ledger.head) == ()


# One field of one record.


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Walk to everything in a value that can be changed by itself: plain fields, and tuples that can lose or gain."""
    if attrs.has(type(value)) and not isinstance(value, enum.Enum):
        for field in attrs.fields(type(value)):
            if field.init:
                yield from leaves(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, tuple):
        yield path, value
        for place, item in enumerate(value):
            yield from leaves(item, (*path, place))
    else:
        yield path, value


def others(value: Any) -> list[Any]:
    """Give values of the same kind that somebody might put in a field's place."""
    match value:
        case enum.Enum():
            return [one for one in type(value) if one is not value]
        case bool():
            return [not value]
        case int():
            return [value + 1, value - 1]
        case str():
            return [value + "x", value[1:]] if value else ["x"]
        case Decimal() | Fraction():
            return [value + 1, -value]
        case datetime.datetime():
            return [value + datetime.timedelta(microseconds=1), value - datetime.timedelta(days=1)]
        case datetime.date():
            return [value + datetime.timedelta(days=1), None]
        case datetime.timedelta():
            return [value + datetime.timedelta(microseconds=1)]
        case None:
            return [on(3, 9), "x"]
        case tuple() if value:
            turned = [value[::-1]] if value[::-1] != value else []
            return [(), value[1:], (*value, value[0]), *turned]
        case tuple():
            return []
        case frozenset():
            return [frozenset({"x"}), value | {"x"}]
    return [None]


def changed(value: Any, path: Path, new: Any) -> Any:
    """Return a copy with something else in one place, past every check, as an editor of a database would."""
    if not path:
        return new
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        return (*value[:first], changed(value[first], rest, new), *value[first + 1 :])
    again = copy.copy(value)
    object.__setattr__(again, first, changed(getattr(value, first), rest, new))
    return again


def places(records: tuple[Record, ...]) -> set[int]:
    """Tell the first place at which anything is wrong."""
    return {fault.place for fault in verify(LEARNER, records)[:1]}


def everywhere(records: tuple[Record, ...]) -> set[int]:
    """Tell every place at which anything is wrong."""
    return {fault.place for fault in verify(LEARNER, records)}


def put(records: tuple[Record, ...], place: int, record: Any) -> tuple[Record, ...]:
    """Put a record in the place of another, counted from 0."""
    return (*records[:place], record, *records[place + 1 :])


@pytest.mark.parametrize("place", range(45))
def test_every_changed_field_of_every_record_is_found_and_located(place: int) -> None:
    """G12: whatever field, however deep, inside a merged account too; what is told first is its place."""
    records = whole().records[: place + 2]
    if place >= len(whole().records):
        assert place > len(whole().records) - 1
        return
    tried = 0
    for path, leaf in leaves(records[place]):
        # Deep inside a merged account every fourth field says enough: all of it is one payload.
        if len(path) > 5 and hash_of(path) % 4:
            continue
        for new in others(leaf)[:1]:
            edited = put(records, place, changed(records[place], path, new))
            assert places(edited) == {place + 1}, path
            tried += 1
    assert tried > 5


def hash_of(path: Path) -> int:
    """Pick evenly, and the same on every machine."""
    return sum(map(ord, "/".join(map(str, path))))


@given(st.data())
def test_a_changed_field_is_found_in_any_ledger(data: st.DataObject) -> None:
    """G12: drawn from every state of the history, and from one that was purged."""
    ledger = data.draw(st.sampled_from([*history()[1:], purged()]), "ledger")
    place = data.draw(st.integers(0, ledger.version - 1), "place")
    record = ledger.records[place]
    path, leaf = data.draw(st.sampled_from([one for one in leaves(record) if others(one[1])]), "field")
    new = data.draw(st.sampled_from(others(leaf)), "new")
    edited = put(ledger.records, place, changed(record, path, new))
    assert place + 1 in everywhere(edited)
    # A head kept elsewhere does not hide what the chain itself tells.
    assert set(verify(LEARNER, edited, ledger.head)) >= set(verify(LEARNER, edited))


@pytest.mark.parametrize("field", ["actor", "reason", "salt"])
def test_words_put_into_what_was_erased_are_found(field: str) -> None:
    """What is left of an erased record says nothing; an actor or a reason in it was put there."""
    ledger = purged()
    place = next(place for place, one in enumerate(ledger.records) if isinstance(one.entry, Erased))
    edited = put(ledger.records, place, changed(ledger.records[place], (field,), "abc"))
    assert places(edited) == {place + 1}


# Whole records.


@given(st.data())
def test_a_removed_record_is_found(data: st.DataObject) -> None:
    """Any but the last: the chain cannot tell that its end is missing.  Without a purge, what it erased is unaccounted for."""
    records = data.draw(st.sampled_from([whole(), purged()])).records
    place = data.draw(st.integers(0, len(records) - 2), "place")
    found = everywhere((*records[:place], *records[place + 1 :]))
    assert place + 1 in found
    assert min(found) == place + 1 or isinstance(records[place].entry, Purged)


@given(st.data())
def test_two_swapped_records_are_found(data: st.DataObject) -> None:
    records = list(data.draw(st.sampled_from([whole(), purged()])).records)
    one, two = sorted(data.draw(st.lists(st.integers(0, len(records) - 1), min_size=2, max_size=2, unique=True), "places"))
    records[one], records[two] = records[two], records[one]
    assert places(tuple(records)) == {one + 1}


@given(st.data())
def test_a_record_that_is_written_twice_is_found(data: st.DataObject) -> None:
    records = data.draw(st.sampled_from([whole(), purged()])).records
    copied = data.draw(st.integers(0, len(records) - 1), "copied")
    place = data.draw(st.integers(0, len(records)), "place")
    edited = (*records[:place], records[copied], *records[place:])
    # Beside itself, the second of the two does not follow.
    assert places(edited) == {place + 2 if copied == place else place + 1}


@given(st.data())
def test_an_inserted_record_is_found(data: st.DataObject) -> None:
    """Also one that was made to follow the record before it: then the one behind it does not."""
    records = whole().records
    place = data.draw(st.integers(0, len(records) - 1), "place")
    after = records[place - 1].link if place else genesis(LEARNER)
    link = data.draw(st.sampled_from([after, records[place].link, genesis("dr-99")]), "after")
    forged = write(Renamed(learner=LEARNER, name="Eve", case="F-1"), after=link, at=records[place].at, actor="eve")
    edited = (*records[:place], forged, *records[place:])
    assert places(edited) == {place + 2 if link == after else place + 1}


@given(st.data())
def test_an_exchanged_entry_is_found(data: st.DataObject) -> None:
    """An entry of the same name that says something else, under the digests of the one that was written."""
    records = whole().records
    claims = [place for place, one in enumerate(records) if isinstance(one.entry, Claim)]
    place = data.draw(st.sampled_from(claims), "place")
    entry = records[place].entry
    assert isinstance(entry, Claim)
    line = attrs.evolve(entry.lines[0], credits=Credits(entry.lines[0].credits.steps + 1, AMA))
    forged = attrs.evolve(records[place], entry=attrs.evolve(entry, lines=[line, *entry.lines[1:]]))
    assert [(fault.place, fault.code) for fault in verify(LEARNER, put(records, place, forged))] == [(place + 1, "payload")]
    stub = put(records, place, erase(records[place]))
    assert [(fault.place, fault.code) for fault in verify(LEARNER, stub)] == [(place + 1, "erased")]


def test_what_was_erased_cannot_be_written_in_again() -> None:
    """Nobody can make up what an erased record said: without its salt no words give its digest."""
    ledger = purged()
    before = next(state for state in history() if any(isinstance(one, Voided) for one in state.entries()))
    for place, record in enumerate(ledger.records):
        if isinstance(record.entry, Erased):
            written = before.records[place]
            guessed = attrs.evolve(record, entry=written.entry, actor=written.actor, reason=written.reason)
            assert places(put(ledger.records, place, guessed)) == {place + 1}
            # Only the record as it was written, from a copy that somebody kept, fits.
            assert verify(LEARNER, put(ledger.records, place, written)) == ()


def test_a_ledger_of_somebody_else_is_no_ledger_of_this_learner() -> None:
    assert [fault.place for fault in verify("dr-99", whole().records)] == [1]
    assert [fault.code for fault in verify("dr-99", (), Ledger(LEARNER).head)] == ["other-ledger"]


# What only a head that was kept elsewhere can tell.


@given(st.data())
def test_a_cut_end_is_found_with_the_anchored_head_and_not_without(data: st.DataObject) -> None:
    """Plainly: a chain without its last records is a chain."""
    ledger = data.draw(st.sampled_from([whole(), purged()]))
    kept = data.draw(st.integers(0, ledger.version - 1), "kept")
    assert verify(LEARNER, whole().records[:kept]) == ()
    faults = verify(LEARNER, ledger.records[:kept], ledger.head)
    assert [(fault.place, fault.code) for fault in faults if fault.code == "cut"] == [(kept, "cut")]


@given(st.data())
def test_an_older_state_that_was_put_back_is_found_with_the_anchored_head_and_not_without(data: st.DataObject) -> None:
    """Put back, and written on as if nothing had been: as long as the anchored one, or longer."""
    states = history()
    older = data.draw(st.integers(0, len(states) - 3), "older")
    ledger, more = states[older], 0
    while not ledger.follows and ledger.version < whole().version:
        more += 1
        ledger = ledger.add(Hold(learner=LEARNER, hold=f"F-{more}"), at=NOW, actor="eve", reason="none")
    assert verify(LEARNER, ledger.records) == ()
    faults = verify(LEARNER, ledger.records, whole().head)
    assert [(fault.place, fault.code) for fault in faults] == [(whole().version, "rewritten")]
    # Against a head from before the fork nothing is wrong: keep the latest.
    assert verify(LEARNER, ledger.records, states[older].head) == ()


@given(st.data())
def test_a_chain_that_was_computed_again_is_found_with_the_anchored_head_and_not_without(data: st.DataObject) -> None:
    """Whoever can write to the database can change an entry and compute every digest after it again."""
    records = whole().records
    place = data.draw(st.integers(0, len(records) - 1), "place")
    link = records[place - 1].link if place else genesis(LEARNER)
    rewritten = list(records[:place])
    for record in records[place:]:
        assert not isinstance(record.entry, Erased)
        actor = "eve" if record is records[place] else record.actor
        again = write(record.entry, after=link, at=record.at, actor=actor, reason=record.reason, secret=SECRET)
        rewritten.append(again)
        link = again.link
    assert verify(LEARNER, rewritten) == ()
    faults = verify(LEARNER, rewritten, whole().head)
    assert [(fault.place, fault.code) for fault in faults] == [(len(records), "rewritten")]
    early = [state.head for state in history() if state.version <= place]
    assert all(verify(LEARNER, rewritten, head) == () for head in early)


def test_no_good_ledger_raises_a_false_alarm() -> None:
    """Every state against every head that was seen before it, and after a purge against all of them."""
    heads: list[Head] = []
    for state in history():
        heads.append(state.head)
        assert [verify(LEARNER, state.records, head) for head in heads] == [()] * len(heads)
    kept = [head for head in heads if head.version < purged().version - 2]
    assert [verify(LEARNER, purged().records, head) for head in kept] == [()] * len(kept)
