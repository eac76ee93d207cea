"""Which kind of certificate it is: rules, as data, that choose one by the types of credit on it.

A certificate of MOC points is a kind of its own only together with the CME credit that they rest on.  Points that stand alone,
because they were claimed later and added to an earlier certificate, are a certificate of credit.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.amounts import CreditType
from cmecore.credit.fields import expect, is_a, listed
from cmecore.entries import (
    ANNUAL_SUMMARY,
    CME,
    CME_ABIM,
    CME_ABIM_ABP,
    CME_ABP,
    COMPLETION,
    CREDIT,
    PARTICIPATION,
    SPECIALTY,
    TRANSCRIPT,
    Kind,
)
from cmecore.errors import InvalidValue, shown

if TYPE_CHECKING:
    from collections.abc import Iterable


class Family(enum.Enum):
    """What a document is made of: each of the kinds that are shipped belongs to one of these, or to two.

    >>> Family.SUMMARY.value
    'a document that lists what certificates say'
    """

    CREDIT = "a certificate of credit that was claimed"
    ATTENDANCE = "a certificate of an activity that was completed, which awards nothing"
    SUMMARY = "a document that lists what certificates say"


_FAMILIES = {
    Family.CREDIT: {"CREDIT": CREDIT, "CME": CME, "CME_ABIM": CME_ABIM, "CME_ABP": CME_ABP, "CME_ABIM_ABP": CME_ABIM_ABP},
    Family.ATTENDANCE: {"PARTICIPATION": PARTICIPATION, "COMPLETION": COMPLETION},
    Family.SUMMARY: {"ANNUAL_SUMMARY": ANNUAL_SUMMARY, "TRANSCRIPT": TRANSCRIPT},
}
_OF_CODE = {kind.code: {family} for family, kinds in _FAMILIES.items() for kind in kinds.values()}
# A course in one specialty may award credit, or not.
_OF_CODE[SPECIALTY.code] = {Family.CREDIT, Family.ATTENDANCE}


def kind_for(family: Family, kind: Kind, /) -> Kind:
    """Return a kind if a document of the family can be headed with it: one that is shipped only if it belongs there.

    >>> kind_for(Family.ATTENDANCE, COMPLETION).title
    'Certificate of Completion'
    >>> kind_for(Family.ATTENDANCE, CME)
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: kind: found 'CME Certificate'; expected a kind of a certificate of an activity that ...
    """
    known = expect(kind, Kind, field="kind")
    if family not in _OF_CODE.get(known.code, {family}):
        raise InvalidValue(
            field="kind",
            found=shown(known.title),
            expected=f"a kind of {family.value}",
            advice=f"hand in {' or '.join(_FAMILIES[family])}, or a Kind of your own",
        )
    return known


def _for_credit(_instance: object, _attribute: object, value: Kind) -> None:
    kind_for(Family.CREDIT, value)


def _sets(value: Iterable[object]) -> tuple[frozenset[object], ...]:
    found: list[frozenset[object]] = []
    for codes in listed(value, field="types"):
        one = isinstance(codes, str | CreditType)
        found.append(frozenset(_code(code) for code in ([codes] if one else listed(codes, field="types"))))
    return tuple(found)


def _code(value: object) -> str:
    if isinstance(value, CreditType):
        return value.code
    if not isinstance(value, str):
        raise InvalidValue(field="types", found=shown(value), expected="types of credit, or their codes")
    if not value.strip():
        advice = 'write the code of the type, as in "ama-pra-1"'
        raise InvalidValue(field="types", found="a blank code", expected="types of credit, or their codes", advice=advice)
    return value


def _telling(rule: KindRule, _attribute: object, types: tuple[frozenset[str], ...]) -> None:
    # Without types it would fit every certificate, and with a set of none it would fit no certificate.
    if not types or not all(types):
        names = "a set of no types" if types else "no type of credit"
        raise InvalidValue(
            field="types",
            found=f"a rule for {shown(rule.kind.title)} that names {names}",
            expected="at least one type of credit, and in each set as well",
            advice='name what has to stand on the certificate, as in types=["ama-pra-1"]',
        )


@attrs.frozen(kw_only=True)
class KindRule:
    """What has to stand on a certificate for it to be of a kind.

    >>> nursing = KindRule(kind=Kind(code="acme.nursing", title="Nursing Certificate"), types=["ancc-contact-hour"])
    >>> kind_of(["ancc-contact-hour"], rules=[nursing, *RULES]).title
    'Nursing Certificate'
    >>> KindRule(kind=CME, types=[])
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: types: found a rule for 'CME Certificate' that names no type of credit; expected at least ...
    """

    kind: Kind = attrs.field(validator=_for_credit)
    #: The types that all have to be there, or their codes; where several will do for one of them, a set of these.
    types: tuple[frozenset[str], ...] = attrs.field(converter=_sets, validator=_telling)
    #: Whether no other type may stand beside them.
    none_other: bool = attrs.field(default=False, validator=is_a(bool))

    def fits(self, codes: frozenset[str]) -> bool:
        """Tell whether a certificate of these types is of the kind.

        >>> KindRule(kind=CME, types=["ama-pra-1"], none_other=True).fits(frozenset({"ama-pra-1", "abim-moc"}))
        False
        """
        every = all(not wanted.isdisjoint(codes) for wanted in self.types)
        return every and not (self.none_other and codes - frozenset[str]().union(*self.types))


#: Credit for continuing medical education by its name, or by the name of the programme of its body.
_CME = frozenset(
    {
        *("ama-pra-1", "aafp-prescribed", "aafp-elective", "aap", "acep-1", "aoa-1-a", "aoa-1-b", "aoa-2-a", "aoa-2-b"),
        *("aapa-1", "aapa-1-pi", "aapa-1-self-assessment", "nccpa-1", "illinois-hour", "eaccme-ecmec", "ebac", "scfhs-hour"),
    }
)
_ABIM = frozenset({"abim-moc", "abim-moc-patient-safety", "abim-moc-practice-assessment"})
_ABP = frozenset({"abp-2", "abp-4"})

#: The rules that certificates are made by unless others are handed in; what they do not speak of is a certificate of credit.
RULES = (
    KindRule(kind=CME_ABIM_ABP, types=[_CME, _ABIM, _ABP]),
    KindRule(kind=CME_ABIM, types=[_CME, _ABIM]),
    KindRule(kind=CME_ABP, types=[_CME, _ABP]),
    KindRule(kind=CME, types=[_CME]),
)


def rules_of(rules: Iterable[KindRule], /, *, field: str) -> tuple[KindRule, ...]:
    """Return the rules that somebody handed in.

    >>> rules_of([CME], field="kinds")
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: kinds: found a value of type Kind; expected KindRule
    """
    return tuple(expect(rule, KindRule, field=field) for rule in listed(rules, field=field))


def kind_of(types: Iterable[CreditType | str], /, *, rules: Iterable[KindRule] = RULES) -> Kind:
    """Choose the kind of a certificate by the types of credit on it: that of the first rule that fits.

    >>> kind_of(["ama-pra-1", "abim-moc"]).title
    'CME / ABIM MOC Certificate'
    >>> kind_of(["abim-moc"]).title
    'Certificate of Credit'
    """
    codes = frozenset(_code(one) for one in listed(types, field="types"))
    return next((rule.kind for rule in rules_of(rules, field="rules") if rule.fits(codes)), CREDIT)
