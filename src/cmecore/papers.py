"""Papers: every certificate of a ledger by its number, and what became of it.

Whether somebody may rely on a certificate is never a yes or no: a document can end while its credit stands, another one can
have taken its place, and what left at the end of its retention is not the same as what never was.
"""

from __future__ import annotations

import datetime
import enum
from collections import defaultdict
from collections.abc import Iterator, Sequence

import attrs

from cmecore.credit.fields import expect
from cmecore.credit.periods import civil_day, in_words
from cmecore.credit.text import checked
from cmecore.entries import Certificate, Claim, ClaimLine, Erased, Followed, Merged, Purged, Record, Voided
from cmecore.errors import InvalidValue
from cmecore.holdings import awarded, in_effect
from cmecore.ledger import Ledger

_STUB = "certificate:"


class State(enum.Enum):
    """What became of a certificate.

    >>> State.PURGED.value
    'past its retention'
    """

    VALID = "valid"
    VOIDED = "voided"
    SUPERSEDED = "superseded"
    """Another certificate took its place."""
    PURGED = "past its retention"
    """It was issued here, and what it said was erased."""
    NOT_FOUND = "not found"
    """This ledger never held it."""
    MOVED = "moved with its account"
    """The account was joined to another one: the ledger that goes on says what became of it."""


@attrs.frozen(kw_only=True)
class Status:
    """What became of one certificate, since when and why.

    >>> print(Status(number="LC-2026-0009", state=State.NOT_FOUND))
    certificate LC-2026-0009 is not found
    """

    number: str
    state: State
    #: The instant since which it is in this state; none where it was never found.
    since: datetime.datetime | None = None
    #: Whether its credit ended as well, with it or with the certificate that has its place now, and not the document alone.
    credit_too: bool = False
    #: The number of the certificate that took its place.
    by: str = ""
    #: What became of the certificate that has its place now, where another one took its place: the last one of them.
    now: Status | None = None
    #: The numbers of the certificates that add to it.
    added_to_by: tuple[str, ...] = ()
    #: Why it was voided, issued again or purged, in the words of whoever did it.
    reason: str = attrs.field(default="", repr=False)
    #: What it says, to be opened again; none where it was purged or never found.
    certificate: Certificate | None = attrs.field(default=None, repr=False)

    def __bool__(self) -> bool:
        """Refuse to be a yes or no."""
        raise InvalidValue(
            field="status",
            found="a status that was used as true or false",
            expected="one of six states",
            advice="compare it, as in `found.state is State.VALID`",
        )

    def __str__(self) -> str:
        """Say it in one line, without the name that stands on it."""
        if self.state is State.MOVED:
            return f"certificate {self.number}: the account was joined to another one; ask the ledger that goes on"
        zone = self.certificate.provider.zone if self.certificate is not None else "UTC"
        since = f" since {in_words(civil_day(self.since, zone))}" if self.since is not None else ""
        ended = ""
        if self.state is State.VOIDED:
            ended = ", and its credit with it" if self.credit_too else "; its credit stands"
        joined = f"; {' and '.join(self.added_to_by)} added to it" if self.added_to_by else ""
        return f"certificate {self.number} is {self.state.value}{since}{ended}{self._place()}{joined}"

    def _place(self) -> str:
        """Say which certificate took its place, which one has that place now, and what became of that one."""
        now = None if self.now is None else self.now.certificate
        if self.now is None or now is None or self.now.since is None:
            return f" by {self.by}" if self.by else ""
        valid = self.now.state is State.VALID
        last = f"; {self.now.number} {'stands in its place now' if valid else 'took that place'}, and"
        says = f" by {self.by}" + (", which" if self.now.number == self.by else last)
        if valid and now.total is None:
            return f"{says} is valid"
        if valid:
            states, stated = dict(awarded(now)), awarded(self.certificate) if self.certificate is not None else []
            whole = all(account in states and states[account] >= credits for account, credits in stated)
            return f"{says} contains {'' if whole else 'what stands of '}its credit"
        ended = " with its credit" if self.credit_too else ""
        left = "; its credit stands" if now.total is not None and not self.credit_too else ""
        return f"{says} was voided{ended} on {in_words(civil_day(self.now.since, now.provider.zone))}{left}"


def status(ledger: Ledger, number: str, /) -> Status:
    """Tell what became of a certificate.

    >>> from cmecore.testing.samples import LEDGER
    >>> status(LEDGER, "LC-2026-0009").state
    <State.NOT_FOUND: 'not found'>
    """
    checked(number, field="number")
    absent = State.MOVED if expect(ledger, Ledger, field="ledger").follows else State.NOT_FOUND
    return _found(ledger).get(number, Status(number=number, state=absent))


def papers(ledger: Ledger, /) -> tuple[Status, ...]:
    """List every certificate that was issued, in the order in which they were, each with what became of it.

    >>> from cmecore.testing.samples import LEDGER
    >>> papers(LEDGER)
    ()
    """
    return tuple(_found(expect(ledger, Ledger, field="ledger")).values())


def records_of(ledger: Ledger, /) -> Iterator[tuple[Record, datetime.datetime]]:
    """Walk the records that are in force, each with the instant at which it came into this ledger.

    Records of an account that was merged in stand behind the merge, and came with it; those of a merge that was undone are not
    in force.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> [came == NOW for _, came in records_of(LEDGER)]
    [True, True]
    """
    return _walk(expect(ledger, Ledger, field="ledger").records, None)


def _walk(records: Sequence[Record], came: datetime.datetime | None) -> Iterator[tuple[Record, datetime.datetime]]:
    for record in in_force(records):
        yield record, came or record.at
        if isinstance(record.entry, Merged):
            yield from _walk(record.entry.records, came or record.at)


def in_force(records: Sequence[Record], /) -> tuple[Record, ...]:
    """Return the records without the merges that were undone and what they brought.

    >>> from cmecore.testing.samples import LEDGER
    >>> in_force(LEDGER.records) == LEDGER.records
    True
    """
    # Two records can say the same, of which one was parted and the other was not: so it is about the very entry.
    standing = {id(entry) for entry in in_effect(records)}
    return tuple(record for record in records if id(record.entry) in standing)


def _found(ledger: Ledger) -> dict[str, Status]:
    issued: dict[str, datetime.datetime] = {}
    voids: dict[str, Record] = {}
    purges: dict[str, Record] = {}
    moved: datetime.datetime | None = None
    for record, _ in records_of(ledger):
        match record.entry:
            case Certificate(number=str(number)):
                issued.setdefault(number, record.at)
            case Erased(identity=identity) if identity.startswith(_STUB):
                issued.setdefault(identity.removeprefix(_STUB), record.at)
            case Voided(number=number):
                voids[number] = record
            case Purged(erased=erased):
                purges |= dict.fromkeys(erased, record)
            case Followed():
                moved = record.at
            case _:
                pass
    held = {certificate.number: certificate for certificate in ledger.certificates}
    if moved is not None:
        # What was voided or replaced since is written in the ledger that goes on, and nowhere here.
        gone = Status(number="", state=State.MOVED, since=moved)
        return {number: attrs.evolve(gone, number=number, certificate=held.get(number)) for number in issued}
    added: defaultdict[str, list[str]] = defaultdict(list)
    for certificate in ledger.certificates:
        added[certificate.adds_to].append(certificate.number or "")
    found = {}
    for number, at in issued.items():
        if number in held:
            stands = Status(number=number, state=State.VALID, since=at, added_to_by=tuple(added[number]))
            stands = attrs.evolve(stands, certificate=held[number], by=ledger.superseded.get(number, ""))
            if number in ledger.voided:
                ended, void = ledger.voided[number].credit, voids[number]
                stands = attrs.evolve(stands, state=State.VOIDED, since=void.at, credit_too=ended, reason=void.reason)
            if stands.by:
                stands = attrs.evolve(stands, state=State.SUPERSEDED, since=issued[stands.by])
            found[number] = stands
        else:
            purge = purges.get(_STUB + number)
            found[number] = Status(
                number=number,
                state=State.PURGED,
                since=purge.at if purge is not None else None,
                reason=purge.reason if purge is not None else "",
            )
    # What took the place of another one was issued after it, so the last one of a row is known before the others.
    for number, stands in reversed(found.items()):
        if stands.by:
            successor = found[stands.by]
            last = successor if successor.now is None else successor.now
            found[number] = attrs.evolve(stands, now=last, credit_too=last.credit_too)
    return found


def uncertified(ledger: Ledger, /) -> tuple[tuple[Claim, ClaimLine], ...]:
    """List what was claimed and stands on no certificate yet: each line with its claim.

    >>> from cmecore.testing.samples import LEDGER
    >>> uncertified(LEDGER)
    ()
    """
    expect(ledger, Ledger, field="ledger")
    certified = {
        (certificate.learner, request, account)
        for certificate in ledger.certificates
        for account, _ in awarded(certificate)
        for request in (certificate.request, *certificate.earlier)
    }
    lines = ((made, line) for made in ledger.claims for line in made.lines)
    return tuple((made, line) for made, line in lines if (made.learner, made.request, line.account) not in certified)
