"""A policy is one dated rule for one kind of credit; its version names exactly what it says."""

import datetime
import hashlib
import re
from typing import Any

import attrs
import pytest

from cmecore.credit.canonical import canonical
from cmecore.credit.periods import Period, Span
from cmecore.credit.rounding import Total, down, nearest
from cmecore.credit.sources import Source
from cmecore.errors import InvalidValue
from cmecore.rules.awards import AsAttested, ByTime, Component, Fixed, InProportion, Whole, WithBonus, over_units
from cmecore.rules.criteria import AllOf, at_least
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import Requirement, completed, entitled, evaluated, passed
from hostile import label
from strategies import CASES

ONLINE = Policy(
    code="online",
    requirements=[completed("0.80"), passed("0.70"), evaluated()],
    award=InProportion(),
    rounding=nearest("0.25"),
    gates=[entitled("Premium membership")],
    claim_within=Period(years=3),
    in_force=Span(datetime.date(2026, 1, 1)),
    sources=[Source(title="Managing Your CME Credits")],
)


def test_a_policy_by_default_asks_nothing_and_gives_all() -> None:
    """The code alone is a policy: the designated maximum for everyone, for ever."""
    policy = Policy(code="all-or-nothing")
    assert (policy.requirements, policy.gates, policy.sources) == ((), (), ())
    assert (policy.award, policy.rounding, policy.floor, policy.cap) == (Whole(), None, None, None)
    assert (policy.claim_within, policy.in_force) == (None, Span())


def test_a_single_requirement_needs_no_list() -> None:
    """One requirement, or one gate, may be handed over as it is; several may come from any iterable."""
    assert Policy(code="x", requirements=evaluated(), gates=evaluated()) == Policy(
        code="x", requirements=iter([evaluated()]), gates=[evaluated()]
    )


def test_the_version_names_code_day_and_content() -> None:
    """The code, the first day in force, and eight digits of the digest of everything the rule says."""
    assert re.fullmatch(r"online@2026-01-01#[0-9a-f]{8}", ONLINE.version)
    bare = Policy(code="bare")
    assert bare.version == f"bare#{hashlib.sha256(canonical(bare)).hexdigest()[:8]}"
    assert Policy(code="bare", in_force=Span(None, datetime.date(2026, 1, 1))).version.startswith("bare#")


@pytest.mark.parametrize(
    "change",
    [
        {"code": "other"},
        {"requirements": [completed("0.81"), passed("0.70"), evaluated()]},
        {"requirements": [passed("0.70"), completed("0.80"), evaluated()]},
        {"award": Whole()},
        {"rounding": down("0.25")},
        {"floor": "0.25"},
        {"cap": "2"},
        {"gates": ()},
        {"claim_within": Period(years=2)},
        {"in_force": Span(datetime.date(2026, 1, 2))},
        {"sources": ()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_changes_in_a_rule_changes_its_version(change: dict[str, Any]) -> None:
    """Two rules with one version say the same, to the last source."""
    assert attrs.evolve(ONLINE, **change).version != ONLINE.version
    assert attrs.evolve(ONLINE).version == ONLINE.version


@pytest.mark.parametrize("field", ["requirements", "gates"])
def test_each_requirement_has_a_code_of_its_own(field: str) -> None:
    """Two findings with one code could not be told apart; one code may gate both earning and claiming."""
    twice: dict[str, Any] = {field: [passed("0.70"), evaluated(), passed("0.80")]}
    with pytest.raises(InvalidValue) as caught:
        Policy(code="x", **twice)
    assert caught.value.field == f"{field} of policy x"
    assert "passed" in caught.value.found
    assert "more than once" in caught.value.found
    both = Policy(code="x", requirements=entitled("membership"), gates=entitled("membership"))
    assert both.requirements == both.gates


def test_a_floor_lies_below_its_cap() -> None:
    """At least two and at most one is no rule; exactly one is."""
    with pytest.raises(InvalidValue, match=r"^policy x: found a floor of 2 above the cap of 1"):
        Policy(code="x", floor="2", cap="1")
    assert Policy(code="x", floor="1", cap="1.00").floor == 1


BONUS = [Component(code="case", test=AllOf([at_least(CASES, 1)]), worth="0.25")]


@pytest.mark.parametrize(
    ("award", "total"),
    [
        (ByTime(), Total.SESSION),
        (ByTime(), Total.DAY),
        (over_units({"m1": 8}), Total.SESSION),
        (WithBonus(ByTime(), BONUS), Total.SESSION),
        (WithBonus(ByTime(), BONUS), Total.DAY),
    ],
)
def test_an_award_with_sessions_or_days_can_be_rounded_on_them(award: Any, total: Total) -> None:
    """Time is known by session and by day, a sum by its units."""
    assert Policy(code="x", award=award, rounding=nearest("0.25", on=total)).rounding == nearest("0.25", on=total)


@pytest.mark.parametrize("award", [Whole(), InProportion(), AsAttested(), Fixed("1"), WithBonus(InProportion(), BONUS)])
@pytest.mark.parametrize("total", [Total.SESSION, Total.DAY])
def test_an_award_without_sessions_cannot_be_rounded_on_them(award: Any, total: Total) -> None:
    """A share of the content has no amount for a session."""
    with pytest.raises(InvalidValue, match=rf"^rounding of policy x: found rounding for each {total.value}"):
        Policy(code="x", award=award, rounding=nearest("0.25", on=total))


def test_a_sum_over_units_knows_no_days() -> None:
    """Units carry no day, so rounding their sum for each day would round each unit, which is another rule."""
    with pytest.raises(InvalidValue, match=r"^rounding of policy x: "):
        Policy(code="x", award=over_units({"m1": 8, "m2": 8}), rounding=nearest("0.25", on=Total.DAY))


@pytest.mark.parametrize("bound", ["floor", "cap"])
@pytest.mark.parametrize("value", ["-1", 0.5, "NaN", True, "10000", 10**9, "one"], ids=label)
def test_a_bound_is_an_amount(bound: str, value: Any) -> None:
    """A floor and a cap are written down like any other amount, and lie below the same bound."""
    bounds: dict[str, Any] = {bound: value}
    with pytest.raises(InvalidValue):
        Policy(code="x", **bounds)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", ""),
        ("code", "a\x00"),
        ("code", None),
        ("requirements", None),
        ("requirements", "evaluated"),
        ("requirements", ["evaluated"]),
        ("requirements", [AllOf([])]),
        ("gates", None),
        ("gates", [Requirement]),
        ("award", None),
        ("award", "whole"),
        ("award", Whole),
        ("rounding", "0.25"),
        ("claim_within", 3),
        ("claim_within", datetime.timedelta(days=1)),
        ("in_force", None),
        ("in_force", (None, None)),
        ("sources", "booklet"),
        ("sources", ["booklet"]),
    ],
    ids=label,
)
def test_a_policy_is_checked_where_it_is_made(field: str, value: Any) -> None:
    """Each part that is missing or of another kind is refused by the library's own error."""
    made: dict[str, Any] = {"code": "x", field: value}
    with pytest.raises(InvalidValue):
        Policy(**made)
