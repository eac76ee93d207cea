"""The SQL store: every ledger of a provider in SQLite, the embedded default, or in PostgreSQL.

What two writers must not both do is guarded by constraints in the schema (:mod:`cmecore.storage.tables`), not by what was read
a moment before.  A database is made ready by :func:`~cmecore.storage.engines.migrate`.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from cmecore.chain import Fault, Head, genesis
from cmecore.credit.fields import expect
from cmecore.credit.text import checked
from cmecore.entries import Certificate, Entry, Erased, Followed, Record, Unmerged
from cmecore.errors import CmeError, InvalidValue
from cmecore.ledger import Ledger
from cmecore.storage.appending import (
    Addition,
    addition,
    follow,
    in_order,
    number_of,
    stale,
)
from cmecore.storage.checking import faults_in, gone, lookup_faults
from cmecore.storage.engines import WRITES, is_migrated, is_prepared
from cmecore.storage.failing import ours, worth_another_try
from cmecore.storage.numbering import leads_to, left_behind, number_taken, same_certificate
from cmecore.storage.pairing import halves, lone_faults, refuse_halves
from cmecore.storage.protocol import LONGEST_PROVIDER, LONGEST_START, Anchor, BrokenLedger, LedgerFault, StoreUnavailable
from cmecore.storage.rows import PURGED, History, history, record_of, row_of, unlike
from cmecore.storage.tables import ALIASES, NUMBERS, RECORDS

T = TypeVar("T")

#: How often a transaction is tried that the database gave up because of another one.
_TRIES = 5
#: How many rows one statement names.
_AT_ONCE = 200
_SALT = 16


class SqlStore:
    """The ledgers of one provider in a SQL database.

    >>> import tempfile
    >>> from cmecore.storage.engines import connect, migrate
    >>> from cmecore.testing.samples import LEDGER
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     engine = connect(f"sqlite:///{folder}/ledgers.db")
    ...     migrate(engine)
    ...     store = SqlStore(engine, provider="lakeside")
    ...     store.append(LEDGER)
    ...     store.read("dr-42") == LEDGER
    ...     engine.dispose()
    True
    """

    def __init__(self, engine: Engine, *, provider: str) -> None:
        if not is_prepared(expect(engine, Engine, field="engine")):
            found = "an engine that another function made"
            raise InvalidValue(
                field="engine", found=found, expected="one that is set up as it has to be", advice="call connect(url)"
            )
        self._engine = engine
        self._provider = checked(provider, field="provider", longest=LONGEST_PROVIDER)
        self._migrated = False

    def __repr__(self) -> str:
        """Say whose ledgers they are, and nothing of the database's address."""
        return f"SqlStore(provider={self._provider!r})"

    @property
    def provider(self) -> str:
        """Whose ledgers it holds."""
        return self._provider

    def read(self, learner: str, *, verify: bool = True) -> Ledger:
        """Return the learner's own ledger; see :class:`~cmecore.storage.protocol.LedgerStore`."""
        checked(learner, field="learner")
        return _ledger(self._doing(lambda connection: self._history(connection, learner)), verify=verify)

    def append(self, *ledgers: Ledger) -> None:
        """Write what is new in some ledgers, all of it or nothing."""
        ordered = in_order(ledgers)
        if any(ledger.version for ledger in ordered):
            self._doing(lambda connection: self._append(connection, ordered), writes=True)

    def head(self, learner: str) -> Head:
        """Return the end of a learner's chain, by reading one row."""
        checked(learner, field="learner")
        return self._doing(lambda connection: self._head(connection, learner))

    def stream(self, start: str = "", *, verify: bool = True) -> Iterator[Ledger]:
        """Give every ledger as all of them stood at one moment, in the order of the learners, from ``start`` on."""
        checked(start, field="start", longest=LONGEST_START, blank=True)
        for found in self._at_one_moment(lambda connection: self._histories(connection, start)):
            yield _ledger(found, verify=verify)

    def find(self, number: str) -> tuple[str, Certificate | Erased] | None:
        """Find a certificate by its number, and the learner whose ledger knows how it stands."""
        checked(number, field="number")
        return self._doing(lambda connection: self._find(connection, number))

    def alias(self, learner: str) -> str:
        """Tell whose ledger goes on for a learner."""
        checked(learner, field="learner")
        return self._doing(lambda connection: follow(learner, lambda one: self._followed(connection, one)))

    def anchor(self, at: datetime.datetime) -> Anchor:
        """Return the heads of all ledgers, as they all stood at one moment, with one digest over them."""
        return Anchor(provider=self._provider, at=at, heads=self._doing(self._heads))

    def check(self, anchor: Anchor | None = None) -> tuple[LedgerFault, ...]:
        """Verify every ledger, and what finds numbers and aliases; against an anchor also that nothing was taken back."""
        if anchor is not None and expect(anchor, Anchor, field="anchor").provider != self._provider:
            raise InvalidValue(field="anchor", found="that of another provider", expected=f"one of {self._provider}")
        anchored = {head.learner: head for head in anchor.heads} if anchor is not None else {}
        seen: set[str] = set()

        def checks(connection: Connection) -> Iterator[LedgerFault]:
            for one in self._histories(connection, ""):
                seen.add(one.learner)
                faults = faults_in(one.learner, one.records, one.faults, anchored.get(one.learner))
                yield from LedgerFault.of(one.learner, (*faults, *self._lookup_faults(connection, one)))
            yield from self._strays(connection)

        return (*self._at_one_moment(checks), *gone(anchor, seen))

    def _doing(self, work: Callable[[Connection], T], *, writes: bool = False) -> T:
        """Do something in one transaction; what the database cannot do is said in our own words.

        SQLAlchemy's and the driver's exceptions are let go before ours is raised: theirs repeat the row in question.
        """
        for tried in range(1, _TRIES + 1):
            try:
                with self._engine.connect().execution_options(**{WRITES: writes}) as connection, connection.begin():
                    self._ready(connection)
                    return work(connection)
            except SQLAlchemyError as error:
                failed = ours(error)
                again = worth_another_try(error) and tried < _TRIES
            if not again:
                raise failed
        raise AssertionError  # pragma: no cover - the last try returned or raised

    def _at_one_moment(self, work: Callable[[Connection], Iterator[T]]) -> Iterator[T]:
        """Read as everything stood at one moment, however long it takes, while others go on writing."""
        options = {} if self._engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        failed = None
        try:
            with self._engine.connect().execution_options(**options) as connection, connection.begin():
                self._ready(connection)
                yield from work(connection)
        except SQLAlchemyError as error:
            failed = ours(error)
        if failed is not None:
            raise failed

    def _ready(self, connection: Connection) -> None:
        if not self._migrated:
            if wrong := is_migrated(connection):
                raise StoreUnavailable(wrong, advice="call migrate(engine), or run python -m cmecore.storage migrate URL")
            self._migrated = True

    def _append(self, connection: Connection, ledgers: list[Ledger]) -> None:
        added = [self._addition(connection, ledger) for ledger in ledgers]
        for ledger, new in zip(ledgers, added, strict=True):
            rows = [row_of(self._provider, new.learner, version, record) for version, record in new.numbered()]
            if not self._inserted(connection, RECORDS, rows):
                raise stale(ledger)
        for number, learner, version in sorted(
            (number, new.learner, at) for new in added for number, at in new.numbers.items()
        ):
            self._issue(connection, number, learner, version)
        self._merge(connection, {new.learner: new.merges[-1] for new in added if new.merges})
        for ledger, new in zip(ledgers, added, strict=True):
            refuse_halves(halves(ledger.records, ledger.learner, since=new.stored), self._written_in(connection))
        for new in added:
            self._purge(connection, new)

    def _inserted(self, connection: Connection, table: Table, rows: list[dict[str, Any]]) -> bool:
        """Insert rows, or tell that a constraint did not let them in: then the transaction is over.

        The first one goes alone, since it decides a race, and drivers log the failure of a batch.
        """
        try:
            for batch in filter(None, (rows[:1], rows[1:])):
                connection.execute(insert(table), batch)
        except IntegrityError:
            return False
        return True

    def _addition(self, connection: Connection, ledger: Ledger) -> Addition:
        def link_at(version: int) -> str | None:
            stored = select(RECORDS.c.link).where(*self._of(RECORDS, ledger.learner), RECORDS.c.version == version)
            return connection.execute(stored).scalar_one_or_none()

        return addition(ledger, self._head(connection, ledger.learner), link_at)

    def _issue(self, connection: Connection, number: str, learner: str, version: int) -> None:
        """Let a number lead to a record; one that was issued before may only move, with its certificate, by an unmerge."""
        place = {"learner": learner, "version": version}
        before = self._found(connection, number)
        if before is None:
            if not self._inserted(connection, NUMBERS, [{"provider": self._provider, "number": number, **place}]):
                raise number_taken(number)
            return
        first, new = (before.learner, before.version), (learner, version)
        if leads_to(number, first, new, lambda one: self._history(connection, one).records) == new:
            connection.execute(update(NUMBERS).where(*self._numbered(number)).values(**place))

    def _merge(self, connection: Connection, changed: Mapping[str, Followed | Unmerged]) -> None:
        for learner, last in changed.items():
            connection.execute(delete(ALIASES).where(*self._of(ALIASES, learner)))
            if isinstance(last, Followed):
                row = {"learner": learner, "merge": last.merge, "follows": last.into}
                connection.execute(insert(ALIASES), {"provider": self._provider, **row})
        # What was undone in one ledger may meet what stands in another, so all of them come in first.
        for learner in changed:
            follow(learner, lambda one: self._followed(connection, one))

    def _purge(self, connection: Connection, new: Addition) -> None:
        for first in range(0, len(new.purged), _AT_ONCE):
            these = RECORDS.c.version.in_(new.purged[first : first + _AT_ONCE])
            connection.execute(update(RECORDS).where(*self._of(RECORDS, new.learner), these).values(**PURGED))

    def _of(self, table: Table, learner: str) -> tuple[Any, ...]:
        return table.c.provider == self._provider, table.c.learner == learner

    def _head(self, connection: Connection, learner: str) -> Head:
        last = select(RECORDS.c.version, RECORDS.c.link).where(*self._of(RECORDS, learner))
        row = connection.execute(last.order_by(RECORDS.c.version.desc()).limit(1)).first()
        return Head(learner, 0, genesis(learner)) if row is None else Head(learner, row.version, row.link)

    def _heads(self, connection: Connection) -> list[Head]:
        mine = RECORDS.c.provider == self._provider
        last = select(RECORDS.c.learner, func.max(RECORDS.c.version).label("version")).where(mine)
        ends = last.group_by(RECORDS.c.learner).subquery()
        at_end = (RECORDS.c.learner == ends.c.learner) & (RECORDS.c.version == ends.c.version)
        rows = connection.execute(select(RECORDS.c.learner, RECORDS.c.version, RECORDS.c.link).join(ends, at_end).where(mine))
        return [Head(row.learner, row.version, row.link) for row in rows]

    def _history(self, connection: Connection, learner: str) -> History:
        rows = select(RECORDS).where(*self._of(RECORDS, learner)).order_by(RECORDS.c.version)
        return history(learner, connection.execute(rows))

    def _histories(self, connection: Connection, start: str) -> Iterator[History]:
        after = RECORDS.c.learner >= start
        while True:
            following = select(func.min(RECORDS.c.learner)).where(RECORDS.c.provider == self._provider, after)
            learner = connection.execute(following).scalar_one()
            if learner is None:
                return
            yield self._history(connection, learner)
            after = RECORDS.c.learner > learner

    def _numbered(self, number: str) -> tuple[Any, ...]:
        return NUMBERS.c.provider == self._provider, NUMBERS.c.number == number

    def _row(self, connection: Connection, learner: str, version: int) -> Any:
        return connection.execute(select(RECORDS).where(*self._of(RECORDS, learner), RECORDS.c.version == version)).first()

    def _found(self, connection: Connection, number: str) -> Any:
        """Return the row that a number leads to; nothing where the number was never issued."""
        owner = connection.execute(select(NUMBERS.c.learner, NUMBERS.c.version).where(*self._numbered(number))).first()
        if owner is None:
            return None
        row = self._row(connection, owner.learner, owner.version)
        wrong = "is not there" if row is None else unlike(row)
        if row is not None and not wrong and number_of(record_of(row)) != number:
            wrong = "is not the certificate that its number leads to"
        if wrong:
            place = owner.version
            fault = Fault(place=place, code="payload", says=f"record {place} {wrong}")
            raise BrokenLedger(owner.learner, [fault], readable=False)
        return row

    def _find(self, connection: Connection, number: str) -> tuple[str, Certificate | Erased] | None:
        row = self._found(connection, number)
        entry = None if row is None else record_of(row).entry
        if not isinstance(entry, Certificate | Erased):
            return None
        return follow(row.learner, lambda one: self._followed(connection, one)), entry

    def _written_in(self, connection: Connection) -> Callable[[str, str], Entry | Erased | None]:
        def written(learner: str, identity: str) -> Entry | Erased | None:
            named = select(RECORDS).where(*self._of(RECORDS, learner), RECORDS.c.identity == identity)
            row = connection.execute(named.limit(1)).first()
            return None if row is None else record_of(row).entry

        return written

    def _followed(self, connection: Connection, learner: str) -> str | None:
        return connection.execute(select(ALIASES.c.follows).where(*self._of(ALIASES, learner))).scalar_one_or_none()

    def _lookup_faults(self, connection: Connection, one: History) -> tuple[Fault, ...]:
        mine = select(NUMBERS.c.number, NUMBERS.c.version).where(*self._of(NUMBERS, one.learner))
        numbers = {row.number: row.version for row in connection.execute(mine)}
        for number, version in left_behind(one.learner, one.records).items():
            if number not in numbers and self._moved(connection, number, one.records[version - 1]):
                numbers[number] = version
        alias = connection.execute(select(ALIASES.c.merge, ALIASES.c.follows).where(*self._of(ALIASES, one.learner))).first()
        looked_up = lookup_faults(one.records, numbers, None if alias is None else (alias.merge, alias.follows))
        return (*looked_up, *lone_faults(one.records, one.learner, self._written_in(connection)))

    def _moved(self, connection: Connection, number: str, record: Record) -> bool:
        """Tell whether a number leads to the same certificate in another ledger."""
        try:
            found = self._found(connection, number)
        except BrokenLedger:
            return False
        return found is not None and same_certificate(record_of(found).entry, record.entry)

    def _strays(self, connection: Connection) -> Iterator[LedgerFault]:
        """Find numbers and aliases of learners who have no ledger."""
        for table, says in ((NUMBERS, "a certificate number"), (ALIASES, "an alias")):
            mine = RECORDS.c.provider == self._provider
            written = select(RECORDS.c.version).where(mine, RECORDS.c.learner == table.c.learner).exists()
            stray = select(table.c.learner).where(table.c.provider == self._provider, ~written).distinct()
            learners = connection.execute(stray).scalars()
            fault = Fault(place=0, code="cut", says=f"{says} leads to a ledger that is not there")
            yield from (one for learner in learners for one in LedgerFault.of(learner, [fault]))


def _ledger(found: History, *, verify: bool) -> Ledger:
    faults = faults_in(found.learner, found.records, found.faults) if verify else found.faults
    if faults:
        # A row that cannot be read has a fault of its own, and there is nothing to show of it.
        raise BrokenLedger(found.learner, faults, readable=not found.faults)
    try:
        return Ledger(found.learner, found.records, secrets.token_bytes(_SALT))
    except CmeError:
        # Who reads without verifying may meet records that no ledger can hold.
        apart = Fault(place=0, code="apart", says="the records do not go together")
    raise BrokenLedger(found.learner, [apart], readable=False)
