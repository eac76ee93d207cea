"""Reading a text: the wordings that it is, the names of credit types in it, and a body named as an accreditor.

A misnomer is often a part of another body's proper name: "Category I credit" alone is nobody's, and the ACEP has an "ACEP
Category I Credit".  So at each place the longest name is the one that is meant.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from cmecore.bodies.body import Body, Misnomer, bare, plain
from cmecore.bodies.wordings import Wording
from cmecore.credit.amounts import CreditType
from cmecore.rules.criteria import facts_in
from cmecore.rules.facts import profession as being_a
from cmecore.rules.requirements import PROFESSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cmecore.rules.requirements import Requirement

# An abbreviation right before a phrase: "ACEP Category I credit" is the ACEP's affair, "DoH Category 1 credit" the DoH's.
_ABBREVIATION = re.compile(r"(?<!\w)\(?([A-Z][A-Za-z]{1,10}[A-Z])\)?[ -]\Z")
_LONGEST_ABBREVIATION = 15
#: What all credit of the field is called.
_ANYBODYS = frozenset({"CME", "CPD"})
_AMOUNT = re.compile(r"\d{1,5}(\.\d{1,6})?", re.ASCII)
_MOST_STOPS = 9
# What stands in brackets explains the word: "other activity (blended learning)", "Lakeside CME (LCME)".
_BRACKETS = re.compile(r"\([^()]*\)")


@attrs.frozen(kw_only=True)
class Reading:
    """A prescribed wording that a text is, whose it is, and what the text fills in.

    >>> from cmecore.bodies.wordings import Purpose
    >>> card = Wording(code="x", purpose=Purpose.ANNOUNCEMENT, text="Approved for {amount} credits.")
    >>> Reading(body=Body(code="acme", name="Acme"), wording=card, values={"amount": "2.0"}).amount
    Decimal('2.0')
    """

    body: Body
    wording: Wording
    values: Mapping[str, str]

    @property
    def amount(self) -> Decimal | None:
        """The amount that it names, where that is a number."""
        said = self.values.get("amount", "")
        return Decimal(said) if _AMOUNT.fullmatch(said) else None

    @property
    def between_steps(self) -> CreditType | None:
        """The type between two steps of which the amount lies; ``None`` where a type of the wording has such an amount."""
        types = [type for type in self.body.types if type.code in self.wording.types]
        amount = self.amount
        return types[0] if types and amount is not None and all(amount % type.step for type in types) else None

    @property
    def leaves_out_partners(self) -> bool:
        """Whether its list of providers has one name only, or not that of the accredited provider."""
        if not {"providers", "provider"} <= self.values.keys():
            return False
        # "Acme and St. Jude. Acme is accredited": which full stop ends the list, only the names can tell.
        sentences = _named(f"{self.values['providers']}. {self.values['provider']}").rsplit(". ", _MOST_STOPS)
        splits = ((". ".join(sentences[:at]), _named(". ".join(sentences[at:]))) for at in range(1, len(sentences)))
        return not any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", among) and one != among for among, one in splits)

    def differing(self, provider: str, formats: str) -> tuple[tuple[str, str], ...]:
        """Find the names in it that are not the provider's or of the learning formats, and beside each what it should be.

        An article says nothing, nor what another sentence says before the name; a format that is not known is no other one.
        """
        said, accredited = self.values.get("provider", provider), _named(provider)
        before = (f". {accredited}", f". the {accredited}")
        other = [] if _named(said) == accredited or _named(said).endswith(before) else [(said, provider)]
        format = self.values.get("format", formats)
        return (*other, *([] if not formats or is_format(format, formats) else [(format, formats)]))


def readings(text: str, bodies: Iterable[Body], /) -> tuple[Reading, ...]:
    """Find every prescribed wording that a text is, from its first word to its last.

    >>> from cmecore.bodies.wordings import Purpose
    >>> card = Wording(code="x", purpose=Purpose.ANNOUNCEMENT, text="Approved for {amount} credits.")
    >>> [reading.values for reading in readings("Approved for 2.0 credits.", [Body(code="acme", name="Acme", wordings=[card])])]
    [{'amount': '2.0'}]
    """
    read = ((body, wording, wording.recognise(text)) for body in bodies for wording in body.wordings)
    return tuple(Reading(body=body, wording=wording, values=values) for body, wording, values in read if values is not None)


def is_format(said: str, formats: str, /) -> bool:
    """Tell whether a statement names a learning format of a document, which lists those of several activities.

    >>> is_format("Enduring Material", "live activity, enduring material"), is_format("webinar", "live activity")
    (True, False)
    """
    return _named(said) in {_named(formats), *(_named(name) for name in _BRACKETS.sub("", formats).split(", "))}


def refusing(body: Body, type: CreditType, profession: str, formats: str, /) -> tuple[Requirement, ...]:
    """Find what keeps a body's rules for a type, in some learning formats or else in any, from awarding it to a profession.

    >>> refusing(Body(code="acme", name="Acme"), CreditType(code="acme", name="Acme point", step="1"), "nurse", "live activity")
    ()
    """
    rulings = [ruling for ruling in body.rulings if ruling.type == type]
    fitting = [ruling for ruling in rulings if any(is_format(name, formats) for name in ruling.formats)] or rulings
    asked = [[rule for rule in ruling.policy.requirements if rule.code == PROFESSION] for ruling in fitting]
    allowed = {fact.name for rules in asked for rule in rules for fact in facts_in(rule.test)}
    return tuple(rule for rules in asked for rule in rules) if all(asked) and being_a(profession).name not in allowed else ()


def _named(said: str) -> str:
    return plain(_BRACKETS.sub("", said)).removeprefix("the ")


def misnomers_in(text: str, bodies: Iterable[Body], /) -> tuple[Misnomer, ...]:
    """Find the wrong names of credit types in a text, each once, in the order in which they stand there.

    A type's own name holds no misnomer, and a phrase behind an abbreviation that is none of the body's is somebody else's.

    >>> wrong = Misnomer(phrase="Category 1 credit", instead="AMA PRA Category 1 Credit™")
    >>> ama = Body(code="ama", name="AMA", misnomers=[wrong])
    >>> [str(found) for found in misnomers_in("2.0 Category 1 Credits", [ama])]
    ['not “Category 1 credit” but “AMA PRA Category 1 Credit™”']
    >>> misnomers_in("2.0 AOA Category 1 credits", [ama])
    ()
    """
    held = tuple(bodies)
    named = {plain(name) for body in held for type in body.types for name in (type.name, type.plural)}
    wrong: dict[str, tuple[Body, Misnomer]] = {}
    for body in held:
        for misnomer in body.misnomers:
            wrong.setdefault(plain(misnomer.phrase), (body, misnomer))
    longest_first = sorted({*named, *wrong}, key=len, reverse=True)
    said, listed = bare(text), dict[Misnomer, None]()
    for found in re.finditer(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})s?(?!\w)", said, re.IGNORECASE):
        phrase = found[1].casefold()
        if phrase in wrong and phrase not in named:
            body, misnomer = wrong[phrase]
            before = _ABBREVIATION.search(said[max(0, found.start() - _LONGEST_ABBREVIATION) : found.start()])
            if before is None or found[1].isupper() or before[1] in _own_words(body):
                listed[misnomer] = None
    return tuple(listed)


def _own_words(body: Body) -> set[str]:
    return {word for misnomer in body.misnomers for word in f"{misnomer.phrase} {misnomer.instead}".split()} | _ANYBODYS


def is_called(body: Body, name: str, /) -> bool:
    """Tell whether a name is a body's code or its name.

    >>> is_called(Body(code="accme", name="Accreditation Council for Continuing Medical Education"), "ACCME")
    True
    """
    return plain(name) in {plain(body.code), plain(body.name)}


def claims_accreditation(text: str, body: Body, /) -> bool:
    """Tell whether somebody says in words of his own to be accredited by a body.

    >>> accme = Body(code="accme", name="Accreditation Council for Continuing Medical Education")
    >>> claims_accreditation("Lakeside CME is accredited by the ACCME.", accme)
    True
    >>> claims_accreditation("Credit of organizations accredited by the ACCME is accepted.", accme)
    False
    """
    names = "|".join(re.escape(plain(name)) for name in (body.code, body.name))
    claim = rf"(?<!\w)(?:is|are) accredited (?:as [^.]{{0,100}})?by (?:the )?(?:{names})(?!\w)"
    return re.search(claim, plain(text)) is not None


def claims_credit(text: str, body: Body, /) -> bool:
    """Tell whether somebody says to be accredited by a body for an amount of credit, and not to provide education.

    >>> accme = Body(code="accme", name="Accreditation Council for Continuing Medical Education")
    >>> claims_credit("This course is accredited by the ACCME for 2 credits.", accme)
    True
    """
    names = "|".join(re.escape(plain(name)) for name in (body.code, body.name))
    claim = (
        rf"(?<!\w)accredited by (?:the )?(?:{names}) for (?:up to |a maximum of )?\d[\d.]{{0,8}} [^.]{{0,60}}?credits?(?!\w)"
    )
    return re.search(claim, plain(text)) is not None
