"""The chain: what is changed in a ledger is found and located; what a chain cannot tell of itself, its anchored head does."""

import copy
import datetime
import enum
import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import attrs
import pytest

from builders import (
    CHICAGO,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    UTC,
    WHY,
    a_life,
    at,
    attendance,
    decided,
    done,
    observed,
    on,
    stated,
    written,
)
from cmecore.chain import Fault, Head, erase, genesis, past, payload_digest, verify, write
from cmecore.entries import ENTRIES, Erased, Followed, Hold, Joined, Merged, Purged, Record, Renamed
from cmecore.errors import InvalidValue
from cmecore.evidence import Evaluated
from cmecore.ledger import Ledger
from cmecore.rules.requirements import evaluated
from cmecore.serial import dumps, loads

SECRET = b"sixteen random b"
LIFE = a_life(SECRET)
RECORDS = LIFE.records


def places(faults: tuple[Fault, ...]) -> list[tuple[int, str]]:
    """List where something is wrong, and what."""
    return [(fault.place, fault.code) for fault in faults]


def rewritten(records: Sequence[Record], learner: str = LEARNER) -> tuple[Record, ...]:
    """Compute a chain again over what some records say, as somebody could who writes to the database."""
    made: list[Record] = []
    for record in records:
        assert not isinstance(record.entry, Erased)
        after = made[-1].link if made else genesis(learner)
        made.append(write(record.entry, after=after, at=record.at, actor=record.actor, reason=record.reason))
    return tuple(made)


def test_an_intact_chain_has_no_fault() -> None:
    """M40: a life with every class of entry verifies, with the head and without, and so does every earlier state of it."""
    assert verify(LEARNER, RECORDS) == ()
    assert verify(LEARNER, RECORDS, LIFE.head) == ()
    assert verify(LEARNER, (), Ledger(LEARNER).head) == ()
    for version in range(len(RECORDS)):
        anchored = Head(LEARNER, version, RECORDS[version - 1].link if version else genesis(LEARNER))
        assert verify(LEARNER, RECORDS, anchored) == ()


def test_a_chain_can_be_checked_with_other_tools() -> None:
    """The link and the salt, worked out with nothing but hashlib and hmac, as the documentation says them."""
    entry = done()
    record = write(entry, after=genesis(LEARNER), at=NOW, actor="lms", secret=SECRET)
    first = hashlib.sha256(b"cmecore ledger\0dr-42").hexdigest()
    assert genesis(LEARNER) == first
    assert record.salt == hmac.new(SECRET, (first + entry.identity).encode(), "sha256").hexdigest()[:32]
    said = f"{first}\0{entry.identity}\0002026-04-01T15:00:00.000000+00:00\0{record.digest}"
    assert record.link == hashlib.sha256(said.encode()).hexdigest()
    assert (record.at, record.actor, record.reason, record.identity) == (NOW, "lms", "", entry.identity)


def test_an_instant_is_the_same_in_every_zone() -> None:
    """A record written at ten in Chicago is the record written at three in the afternoon in UTC, and verifies."""
    there = write(done(), after=genesis(LEARNER), at=at(on(4, 1), 10, zone=CHICAGO), actor="lms")
    assert there == write(done(), after=genesis(LEARNER), at=NOW, actor="lms")
    ledger = Ledger(LEARNER).add(done(), at=at(on(4, 1), 10, zone=CHICAGO), actor="lms")
    assert verify(LEARNER, ledger.records, ledger.head) == ()
    assert ledger == written(Ledger(LEARNER), done())


def changes(value: Any) -> Iterator[Any]:
    """Give copies of a value with exactly one thing in it changed, down to the last leaf."""
    match value:
        case enum.Enum():
            yield next(other for other in type(value) if other is not value)
        case bool():
            yield not value
        case str():
            yield from (f"{value}x", value[1:]) if value else ("x",)
        case int() | Decimal():
            yield value + 1
        case datetime.datetime():
            yield value + datetime.timedelta(microseconds=1)
        case datetime.date():
            yield value + datetime.timedelta(days=1)
        case None:
            yield "x"
        case tuple():
            yield (*value, value[0] if value else evaluated())
            yield from ((*value[:place], *value[place + 1 :]) for place in range(len(value)))
            yield from ((*value[:place], one, *value[place + 1 :]) for place, held in enumerate(value) for one in changes(held))
        case _:
            assert attrs.has(type(value)), type(value)
            for field in attrs.fields(type(value)):
                for one in changes(getattr(value, field.name)):
                    made = copy.copy(value)
                    object.__setattr__(made, field.name, one)
                    yield made


@pytest.mark.parametrize(
    "entry", {type(record.entry): record.entry for record in RECORDS}.values(), ids=lambda one: type(one).__name__
)
def test_whatever_is_changed_in_a_record_is_found_at_its_place(entry: Any) -> None:
    """M40: each field of each class of entry, of what it holds, and of the record around it: a change is found, and where."""
    stub = isinstance(entry, Erased)
    first = write(done() if stub else entry, after=genesis(LEARNER), at=NOW, actor="lms", reason=WHY, secret=SECRET)
    first = erase(first) if stub else first
    purge = Purged(learner=LEARNER, purge="2032-03", erased=[first.identity])
    second = write(purge if stub else Hold(learner=LEARNER, hold="H-1"), after=first.link, at=NOW, actor="lms")
    assert verify(LEARNER, [first, second]) == ()
    count = 0
    for changed in changes(first):
        faults = verify(LEARNER, [changed, second])
        assert faults, changed
        assert faults[0].place == 1
        count += 1
    assert count >= 8


def test_every_class_of_entry_is_changed_here() -> None:
    """Only the entry of an account that follows another is in no life of it; it is as any other."""
    assert {type(record.entry) for record in RECORDS} == {*ENTRIES, Erased} - {Followed}


@pytest.mark.parametrize("place", range(1, len(RECORDS) + 1))
def test_the_fields_of_every_record_of_a_life_are_watched(place: int) -> None:
    """M40: the instant, the actor, the reason, the salt, the digest and the link of each record, wherever it stands."""
    record = RECORDS[place - 1]
    for name in ("at", "actor", "reason", "salt", "digest", "link"):
        for one in changes(getattr(record, name)):
            changed = copy.copy(record)
            object.__setattr__(changed, name, one)
            faults = verify(LEARNER, [*RECORDS[: place - 1], changed, *RECORDS[place:]])
            assert faults[0].place == place, name
            # One break is told once, and not by everything that follows.
            assert {fault.place for fault in faults} <= {place, place + 1}


TAMPERED: dict[str, Callable[[list[Record], int], list[Record]]] = {
    "removed": lambda records, place: records[: place - 1] + records[place:],
    "swapped": lambda records, place: [*records[: place - 1], records[place], records[place - 1], *records[place + 1 :]],
    "repeated": lambda records, place: [*records[:place], records[place - 1], *records[place:]],
    "moved to the end": lambda records, place: [*records[: place - 1], *records[place:], records[place - 1]],
}


@pytest.mark.parametrize("place", range(1, len(RECORDS)))
@pytest.mark.parametrize("how", TAMPERED)
def test_a_record_that_is_moved_is_found(how: str, place: int) -> None:
    """M40: removed, swapped with the next, repeated, or moved to the end: found at the place at which the chain breaks."""
    faults = verify(LEARNER, TAMPERED[how](list(RECORDS), place))
    assert faults[0].place == (place + 1 if how == "repeated" else place)
    assert faults[0].code == "link"
    assert str(faults[0]) == (
        f"record {faults[0].place} does not follow the one before it: one was removed, inserted, moved or changed here"
    )


@pytest.mark.parametrize("place", range(1, len(RECORDS) + 1))
def test_a_record_that_is_inserted_is_found(place: int) -> None:
    """M40: a forged record that follows the one before it correctly breaks the link of the one after it."""
    after = RECORDS[place - 2].link if place > 1 else genesis(LEARNER)
    forged = write(stated("2.00", "EM-666"), after=after, at=NOW, actor="lms", secret=SECRET)
    assert places(verify(LEARNER, [*RECORDS[: place - 1], forged, *RECORDS[place - 1 :]])) == [(place + 1, "link")]


def test_what_is_written_behind_an_anchored_head_is_growth() -> None:
    """A chain cannot tell who wrote its end: a record behind the head is not wrong, and the next head will hold it."""
    grown = written(LIFE, stated("2.00", "EM-666"))
    assert verify(LEARNER, grown.records, LIFE.head) == ()
    assert places(verify(LEARNER, RECORDS, grown.head)) == [(len(RECORDS), "cut")]


@pytest.mark.parametrize("version", range(len(RECORDS)))
def test_a_cut_end_is_found_with_the_anchored_head_and_only_with_it(version: int) -> None:
    """M40: a ledger whose last records are gone is intact in itself; the head that was kept elsewhere shows it."""
    kept = RECORDS[:version]
    unnamed = [fault for fault in verify(LEARNER, kept) if fault.code != "erased"]
    assert unnamed == []
    (*_, fault) = verify(LEARNER, kept, LIFE.head)
    assert (fault.place, fault.code) == (version, "cut")
    assert fault.says == (
        f"there are {version} records, and the anchored head has {len(RECORDS)}: "
        f"the end was cut off, or an older state was put back"
    )


def test_an_older_state_that_was_put_back_and_grew_is_found_with_the_head_and_only_with_it() -> None:
    """M40: a roll-back that was written on until it is as long, or longer, is another history than the anchored one."""
    ledger = written(Ledger(LEARNER), done())
    held, instead = written(ledger, stated("1.75")), written(ledger, stated("2.00"), stated("2.00", "EM-102"))
    assert verify(LEARNER, instead.records) == ()
    (fault,) = verify(LEARNER, instead.records, held.head)
    assert (fault.place, fault.code) == (2, "rewritten")
    assert fault.says == "up to record 2 this is another history than the anchored one"
    # What was anchored before the two histories part tells nothing of it: anchor often.
    assert verify(LEARNER, instead.records, ledger.head) == ()


def test_a_chain_that_was_computed_again_is_found_with_the_head_and_only_with_it() -> None:
    """M40: who can write can change an entry and all links after it; nothing but the head from elsewhere tells."""
    ledger = written(Ledger(LEARNER), done(), stated("1.75"), done("EM-102"))
    forged = [attrs.evolve(one, entry=stated("2.00")) if one is ledger.records[1] else one for one in ledger.records]
    assert places(verify(LEARNER, forged)) == [(2, "link"), (2, "payload")]
    again = rewritten(forged)
    assert verify(LEARNER, again) == ()
    assert Ledger(LEARNER, again).standing["EM-101", stated().level.type].level == stated("2.00").level
    assert places(verify(LEARNER, again, ledger.head)) == [(3, "rewritten")]
    assert places(verify(LEARNER, again, Head(LEARNER, 2, ledger.records[1].link))) == [(2, "rewritten")]
    assert verify(LEARNER, again, Head(LEARNER, 1, ledger.records[0].link)) == ()


def test_the_head_of_another_ledger_proves_nothing() -> None:
    """A head belongs to one learner, and is refused for another's ledger by a fault that names neither."""
    (fault,) = verify(LEARNER, RECORDS, Ledger("dr-43").head)
    assert (fault.place, fault.code, fault.says) == (0, "other-ledger", "the anchored head is of another ledger")


def test_the_records_of_one_learner_are_no_chain_of_another() -> None:
    """The first link holds the learner."""
    assert places(verify("dr-43", RECORDS[:3])) == [(1, "link")]


def test_what_a_merge_brought_is_verified_as_well() -> None:
    """M40: the inner records are within the digest of the merge, and a chain that was broken before is told of by its place."""
    theirs = written(Ledger("dr-17"), done(learner="dr-17"), stated(learner="dr-17")).records
    broken = [theirs[1], theirs[0]]
    merged = Merged(learner=LEARNER, merge="M-1", other="dr-17", records=broken)
    record = write(merged, after=genesis(LEARNER), at=NOW, actor="office", reason=WHY)
    faults = verify(LEARNER, [record])
    assert places(faults) == [(1, "link"), (1, "link")]
    assert faults[0].says.startswith("in the account merged by record 1, record 1 does not follow the one before it")
    assert "dr-17" not in str(faults)
    whole = attrs.evolve(record, entry=attrs.evolve(merged, records=theirs))
    assert places(verify(LEARNER, [whole])) == [(1, "payload")]


# Salts, and what is erased.


def purged(secret: bytes = SECRET) -> tuple[Ledger, Ledger]:
    """Purge the records in which a name stands."""
    ledger = written(Ledger(LEARNER, secret=secret), done(), attendance("LK-9"))
    ledger = decided(ledger, Renamed(learner=LEARNER, name=NAME, case="C-4"))
    names = ["certificate:LK-9", "renamed:C-4"]
    return ledger, decided(ledger, Purged(learner=LEARNER, purge="2032-03", erased=names), when=at(on(3, 1, 2032)))


def test_what_a_purge_erased_verifies() -> None:
    """M40: names are gone, the chain stands with its old links, and a head that was anchored before still proves it."""
    before, after = purged()
    assert [record.link for record in after.records[:3]] == [record.link for record in before.records]
    assert verify(LEARNER, after.records) == ()
    assert verify(LEARNER, after.records, before.head) == ()
    assert [type(entry) for entry in after.entries()][1:3] == [Erased, Erased]
    for record in after.records[1:3]:
        assert (record.actor, record.reason, record.salt) == ("", "", "")
    assert (after.name, after.certificates) == ("", ())


def test_what_was_erased_without_a_purge_is_found() -> None:
    """M40: nobody takes away what was written and calls it erased."""
    ledger = purged()[0]
    faults = verify(LEARNER, [ledger.records[0], erase(ledger.records[1]), ledger.records[2]])
    assert places(faults) == [(2, "erased")]
    assert str(faults[0]) == "record 2 was erased, and no purge names it"


def test_the_past_of_what_was_purged_later_verifies() -> None:
    """M40, M118: every earlier state, with the head that it had; and only for who asks the ledger of later."""
    before, after = purged()
    for version in range(len(after.records) + 1):
        then = past(after.records, version)
        assert then == after.records[:version]
        head = Head(LEARNER, version, then[-1].link if version else genesis(LEARNER))
        assert verify(LEARNER, then, head) == ()
        assert then == past(past(after.records, version + 1), version)
    assert verify(LEARNER, past(before.records, 2)) == ()
    # What is stored cannot say it, so nobody gets round a missing purge by writing it there.
    stub = past(after.records, 2)[1]
    assert places(verify(LEARNER, [after.records[0], loads(dumps(stub), Record)])) == [(2, "erased")]
    faults = verify(LEARNER, [after.records[0], stub, *after.records[2:]])
    assert list(map(str, faults)) == ["record 2 was erased, and not by a later purge, as it says"]


def test_a_second_purge_that_keeps_accounts_joined_is_found() -> None:
    """What a merge joined is said by the purge that erased it, and by no other one."""
    ledger = decided(Ledger(LEARNER), Merged(learner=LEARNER, merge="M-1", other="dr-17", records=[]))
    kept = Joined(merge="M-1", learners=["dr-17"])
    purge = Purged(learner=LEARNER, purge="P-1", erased=["merged:M-1"], joined=[kept])
    ledger = decided(ledger, purge)
    assert verify(LEARNER, ledger.records) == ()
    forged = attrs.evolve(purge, purge="P-2", joined=[attrs.evolve(kept, learners=["dr-17", "dr-99"])])
    again = write(forged, after=ledger.records[-1].link, at=NOW, actor="office", reason=WHY)
    (fault,) = verify(LEARNER, [*ledger.records, again])
    assert (fault.place, fault.code) == (3, "merge")
    assert str(fault) == "record 3 keeps accounts joined by merge M-1, and is not the purge that erased it"


@pytest.mark.parametrize("field", ["actor", "reason", "salt"])
def test_nothing_is_put_in_the_place_of_what_was_erased(field: str) -> None:
    """M40: an erased record says nothing, so that nobody puts words into it."""
    records = list(purged()[1].records)
    invented: dict[str, Any] = {field: "invented"}
    records[1] = attrs.evolve(records[1], **invented)
    faults = verify(LEARNER, records)
    assert places(faults) == [(2, "payload")]
    assert str(faults[0]) == "record 2 was erased, and something was put in its place"


def test_two_secrets_make_two_digests_of_one_entry() -> None:
    """The same entry, written with two secrets, has two salts and two digests; with one secret it has the same ones."""
    one, other = (write(done(), after=genesis(LEARNER), at=NOW, actor="lms", secret=secret) for secret in (b"one", b"other"))
    assert one.salt != other.salt
    assert one.digest != other.digest
    assert one == write(done(), after=genesis(LEARNER), at=NOW, actor="lms", secret=b"one")


def test_a_salt_is_used_once_and_tells_nothing_of_the_secret() -> None:
    """No two records share a salt, which is half of a keyed digest: neither the secret nor another salt follows from it."""
    salts = [record.salt for record in RECORDS if not isinstance(record.entry, Erased)]
    assert len(set(salts)) == len(salts)
    assert {len(salt) for salt in salts} == {32}
    assert SECRET.hex() not in "".join(salts)
    after, entry = genesis(LEARNER), done()
    said = (after + entry.identity).encode()
    for guess in (hashlib.sha256(SECRET + said), hashlib.sha256(said + SECRET), hashlib.sha256(said)):
        assert guess.hexdigest()[:32] != write(entry, after=after, at=NOW, actor="lms", secret=SECRET).salt


def test_names_can_be_tried_against_an_unsalted_digest_and_against_no_salted_one() -> None:
    """Without a secret the digest that a purge leaves tells a name to whoever guesses it; with one it does not."""
    for secret, told in ((b"", True), (SECRET, False)):
        ledger, left = purged(secret)
        assert (ledger.records[2].salt == "") is told
        guess = Renamed(learner=LEARNER, name=NAME, case="C-4")
        tried = payload_digest(guess, at=left.records[2].at, actor="R. Mills", reason=WHY, salt="")
        assert (tried == left.records[2].digest) is told


def test_a_digest_is_of_everything_that_is_said() -> None:
    """The entry, the instant, the actor, the reason and the salt: each of them makes another digest."""
    said: dict[str, Any] = {"at": NOW, "actor": "lms", "reason": "", "salt": ""}
    first = payload_digest(done(), **said)
    others = [
        payload_digest(done("EM-102"), **said),
        *(
            payload_digest(done(), **{**said, name: value})
            for name, value in {"at": at(on(4, 2)), "actor": "office", "reason": WHY, "salt": "9f"}.items()
        ),
        payload_digest(observed(Evaluated(NINTH)), **said),
    ]
    assert len({first, *others}) == 7


@pytest.mark.parametrize(("version", "link"), [("2", "9f"), (True, "9f"), (2, "")], ids=repr)
def test_a_head_is_a_count_and_a_link(version: Any, link: str) -> None:
    """Anything else is refused, without the learner."""
    with pytest.raises(InvalidValue) as raised:
        Head(LEARNER, version, link)
    assert LEARNER not in str(raised.value)


def test_a_record_is_written_at_an_instant() -> None:
    """A time without its zone is refused."""
    with pytest.raises(InvalidValue, match="an instant with its zone"):
        write(done(), after=genesis(LEARNER), at=datetime.datetime(2026, 4, 1, tzinfo=UTC).replace(tzinfo=None), actor="lms")
