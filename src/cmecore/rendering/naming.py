"""Names of files: made from the number of a certificate, never from a name, and safe on any disk.

A folder of certificates is mailed, synchronised and backed up, and its file names stand in logs: so none tells whose it is, as
far as a name can be told from a number.  A number that is fit for a file name is the name.  One that is not keeps what is fit
of it, and a digest tells it from others; one that holds a part of the learner's name or the account, and a preview, which has
no number, have the digest alone.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import TYPE_CHECKING

from cmecore.errors import InvalidValue, described

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cmecore.entries import Certificate

#: Longest file name that is made, its ending included, in characters, so that a folder's own path has room before it.
LONGEST = 100

# What every file system and every shell takes as it is: it begins and ends with a letter or a digit.
_FIT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
_UNFIT = re.compile(r"[^A-Za-z0-9]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
# A shorter part of a name is only looked for as a word of its own.
_LONG = 4
# Windows takes these for devices, whatever their case and whatever stands behind a dot.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE | re.DOTALL)
_KEPT = 48
_DIGITS = 16
_MEDIA_TYPE = re.compile(r"[a-z0-9]+/(?:[a-z0-9.-]*\+|x-|vnd\.)?(?P<ending>[a-z0-9]{1,8})")
_ENDINGS = {
    "application/octet-stream": ".bin",
    "image/jpeg": ".jpg",
    "image/svg+xml": ".svg",
    "text/markdown": ".md",
    "text/plain": ".txt",
}


def stem(certificate: Certificate) -> str:
    """Name a certificate without regard to others: the file name, without its ending.

    >>> import attrs
    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> preview = certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW)
    >>> for number in ("LC-2026-0001", "LC/2026/0001", "Okoro-1", None):
    ...     print(stem(attrs.evolve(preview, number=number))[:22])
    LC-2026-0001
    LC-2026-0001_cd1492839
    certificate_3a829d0b8f
    preview_b1793697c194bd
    """
    number = certificate.number
    if number is None:
        return f"preview_{_digest(_about(certificate))}"
    if _tells(number, certificate):
        return f"certificate_{_digest(number)}"
    if _FIT.fullmatch(number) and not _RESERVED.fullmatch(number):
        return number
    kept = _UNFIT.sub("-", number)[:_KEPT].strip("-")
    return f"{kept or 'certificate'}_{_digest(number)}"


def ending(media_type: str) -> str:
    """Tell how the name of a file ends that holds what a renderer made.

    >>> ending("application/pdf"), ending("text/plain; charset=utf-8"), ending("application/vnd.acme.badge+json")
    ('.pdf', '.txt', '.json')
    """
    if not isinstance(media_type, str):
        raise InvalidValue(field="media_type", found=described(media_type), expected="text such as application/pdf")
    kind = media_type.partition(";")[0].strip().lower()
    known = _MEDIA_TYPE.fullmatch(kind)
    return _ENDINGS.get(kind) or (f".{known['ending']}" if known else ".bin")


class Names:
    """File names that are unique in a batch, also where a disk takes *CME-1* and *cme-1* for the same.

    The same certificates in the same order have the same names.  Of each name a few bytes are remembered, not the name.

    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> paper = certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW, number=lambda: "LC-1")
    >>> names = Names()
    >>> [names.of(paper, "application/pdf") for _ in range(3)]
    ['LC-1.pdf', 'LC-1_2.pdf', 'LC-1_3.pdf']
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        #: How often a name, without its ending, was asked for; a name stands for itself by a digest of it.
        self._asked = {_key(name): 1 for name in taken}

    def of(self, certificate: Certificate, media_type: str) -> str:
        """Name the file of the next certificate."""
        wanted = unique = stem(certificate)
        again = self._asked.get(_key(wanted), 0) + 1
        while again > 1 and _key(unique := f"{wanted}_{again}") in self._asked:
            again += 1
        self._asked[_key(wanted)] = again
        self._asked.setdefault(_key(unique), 1)
        return unique + ending(media_type)


def _key(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.lower().encode(), digest_size=8).digest(), "big")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _about(preview: Certificate) -> str:
    """Say what a preview is of, without a word on whose it is: a digest of a name can be found out by trying names."""
    lines = [[line.activity, line.on.isoformat(), str(line.credits or "")] for line in preview.lines]
    heading = [preview.provider.name, preview.kind.code, preview.course, preview.edition, preview.issued_on.isoformat()]
    return json.dumps([*heading, str(preview.total or ""), lines])


def _tells(number: str, certificate: Certificate) -> bool:
    """Tell whether a number holds a part of the name, before its degrees, or the account."""
    told = _folded(number)
    parts = _WORD.findall(_folded(certificate.name.partition(",")[0]))
    words = set(_WORD.findall(told))
    if any(part in words or (len(part) >= _LONG and part in told) for part in parts):
        return True
    account = _folded(certificate.learner)
    return len(account) >= _LONG and account in told


def _folded(text: str) -> str:
    """Take away case, accents and apostrophes, by which the same name is told."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in plain if not unicodedata.combining(one) and one not in "'’ʼ`")
