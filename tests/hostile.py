"""What careless programs and careful attackers hand over: one pool of bad values for every test that needs one."""

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

#: Looks like a name, so that a message which repeats it is caught.
NAME = "Zzyzx Okoro"
#: Ten million characters: scanning or printing them more than once would be felt.
MONSTER = "9" * 10_000_000

VALUES: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    10**30,
    10**5_000,
    0.5,
    float("nan"),
    float("inf"),
    float("-inf"),
    1j,
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("Infinity"),
    Decimal("-Infinity"),
    Decimal("-0.25"),
    Decimal("1E+1000000"),
    Decimal("1E-1000000"),
    Fraction(-1, 2),
    Fraction(10**5_000, 3),
    "",
    " ",
    "NaN",
    "1E+1000000",
    "-0.25",
    "\uff11",
    "\ud800",
    "a\x00b",
    "a\nb",
    "\u202egnp.exe",
    f"{NAME}\x07",
    NAME,
    NAME * 1_000,
    MONSTER,
    "'; DROP TABLE learners; --",
    "=HYPERLINK(1)",
    "{0.__class__}",
    "%s%n",
    b"0.25",
    b"\xff" * 10_000_000,
    (),
    (1, 2),
    [NAME],
    ["\ud800"],
    {},
    {NAME: 1},
    frozenset({1}),
    object(),
    int,
    len,
    datetime.date(9999, 12, 31),
    datetime.date(1, 1, 1),
    datetime.datetime(2026, 3, 9, 18, 0),  # noqa: DTZ001 - without its zone on purpose
    datetime.datetime(1, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=14))),
    datetime.datetime(9999, 12, 31, 23, 59, tzinfo=datetime.timezone(-datetime.timedelta(hours=12))),
    datetime.timedelta.max,
    datetime.timedelta.min,
    datetime.timedelta(microseconds=-1),
]


def label(value: object) -> str:
    """Name a value for a report, however large it is."""
    if isinstance(value, int) and abs(value) > 10**20:
        return f"int of {value.bit_length()} bits"
    if isinstance(value, Fraction) and value > 10**20:
        return "huge Fraction"
    if isinstance(value, str | bytes) and len(value) > 60:
        return f"{type(value).__name__} of {len(value)}"
    if isinstance(value, set | frozenset):
        # In the order of their names, so that several processes give a test one name.
        return f"{type(value).__name__} of {sorted(map(repr, value))}"
    if callable(value) or type(value) is object:
        return getattr(value, "__name__", "object()")
    if isinstance(value, list | tuple):
        return ",".join(map(label, value)) or "nothing"
    return ascii(value)[:40]
