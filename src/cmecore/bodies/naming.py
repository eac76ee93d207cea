"""Reading a text for the names in it: credit types by their own names, misnomers, and a body named as an accreditor.

A misnomer is often a part of another body's proper name: "Category I credit" alone is nobody's, and the ACEP has an "ACEP
Category I Credit".  So at each place the longest name is the one that is meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cmecore.bodies.body import Body, Misnomer, bare, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

# An abbreviation right before a phrase: "ACEP Category I credit" is the ACEP's affair, "DoH Category 1 credit" the DoH's.
_ABBREVIATION = re.compile(r"(?<!\w)\(?([A-Z][A-Za-z]{1,10}[A-Z])\)?[ -]\Z")
_LONGEST_ABBREVIATION = 15
#: What all credit of the field is called.
_ANYBODYS = frozenset({"CME", "CPD"})


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
