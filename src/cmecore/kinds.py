"""Which kind of certificate it is: rules, as data, that choose one by the types of credit on it.

A certificate of MOC points is a kind of its own only together with the CME credit that they rest on.  Points that stand alone,
because they were claimed later and added to an earlier certificate, are a certificate of credit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cmecore.credit.amounts import CreditType
from cmecore.credit.fields import expect, is_a, listed
from cmecore.entries import CME, CME_ABIM, CME_ABIM_ABP, CME_ABP, CREDIT, Kind
from cmecore.errors import InvalidValue, shown

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    return value


@attrs.frozen(kw_only=True)
class KindRule:
    """What has to stand on a certificate for it to be of a kind.

    >>> nursing = KindRule(kind=Kind(code="acme.nursing", title="Nursing Certificate"), types=["ancc-contact-hour"])
    >>> kind_of(["ancc-contact-hour"], rules=[nursing, *RULES]).title
    'Nursing Certificate'
    """

    kind: Kind = attrs.field(validator=is_a(Kind))
    #: The types that all have to be there, or their codes; where several will do for one of them, a set of these.
    types: tuple[frozenset[str], ...] = attrs.field(converter=_sets)
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


def kind_of(types: Iterable[CreditType | str], /, *, rules: Iterable[KindRule] = RULES) -> Kind:
    """Choose the kind of a certificate by the types of credit on it: that of the first rule that fits.

    >>> kind_of(["ama-pra-1", "abim-moc"]).title
    'CME / ABIM MOC Certificate'
    >>> kind_of(["abim-moc"]).title
    'Certificate of Credit'
    """
    codes = frozenset(_code(one) for one in listed(types, field="types"))
    known = [expect(rule, KindRule, field="rules") for rule in listed(rules, field="rules")]
    return next((rule.kind for rule in known if rule.fits(codes)), CREDIT)
