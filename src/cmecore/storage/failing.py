"""What a database cannot do, said in the library's own words: without the statement, its values, or the address."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, TimeoutError as NoConnection

from cmecore.storage.protocol import StaleLedger, StoreUnavailable

# A deadlock, a transaction that cannot be put in a row with others, a lock that was not free.
_ANOTHER_TRY = frozenset({"40P01", "40001", "55P03"})
_SQLITE_BUSY = frozenset({5, 6})
_SQLITE_FULL = 13
_LOW_BYTE = 0xFF


def worth_another_try(error: SQLAlchemyError) -> bool:
    """Tell whether the database gave a transaction up in favour of another one."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _ANOTHER_TRY


def ours(error: SQLAlchemyError) -> StoreUnavailable | StaleLedger:
    """Say an error of the database.

    >>> print(ours(NoConnection("...")))
    no connection to the database became free in time; allow more of them, as in connect(url, pool_size=20)
    """
    if isinstance(error, NoConnection):
        says = "no connection to the database became free in time"
        return StoreUnavailable(says, advice="allow more of them, as in connect(url, pool_size=20)")
    if not isinstance(error, DBAPIError):
        return StoreUnavailable(f"the database could not be asked ({type(error).__name__})")
    # The low byte says what it is, the rest says more about it.
    code = getattr(error.orig, "sqlite_errorcode", 0) & _LOW_BYTE
    state = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None) or "no code"
    if code in _SQLITE_BUSY:
        says = "another process held the database longer than this one was ready to wait"
        return StoreUnavailable(says, advice="look for one that leaves a transaction open, and try again")
    if code == _SQLITE_FULL:
        return StoreUnavailable("the database cannot grow", advice="make room on its disk")
    if worth_another_try(error):
        says = "the database gave this up for others who wrote at the same moment; read the ledgers again and decide anew"
        return StaleLedger(says, recorded=None, offered=None)
    advice = "see whether the database is there and can be reached, and try again"
    return StoreUnavailable(f"the database failed ({type(error.orig).__name__}, {state})", advice=advice)
