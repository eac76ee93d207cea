"""What a batch holds, as a table: a row for each file, with its digest, so that a changed or missing one is found.

A row has the number, the name of the file, its SHA-256, the amount and type of credit, and the day of issue, and nothing of
the learner.  Rows lie in a file without a name until the last one is there: ten of them or a million take the same memory.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, Literal, TypeAlias, cast

from cmecore.credit.fields import listed
from cmecore.errors import InvalidValue, near, shown

if TYPE_CHECKING:
    from cmecore.credit.amounts import Credits
    from cmecore.entries import Certificate

#: How a manifest is written: as a table for people, as data for programs.
Form: TypeAlias = Literal["csv", "json"]
FORMS: tuple[Form, ...] = ("csv", "json")
#: The name of the manifest, without its ending.
NAME = "manifest"
COLUMNS = ("number", "file", "sha256", "amount", "type", "also", "issued_on")

_IN_MEMORY = 1 << 20
# With these a spreadsheet begins a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Manifest:
    r"""The rows of a batch in the forms asked for; to be closed, which gives back what they lay in.

    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> paper = certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW, number=lambda: "LC-1")
    >>> manifest = Manifest(["csv"])
    >>> manifest.add(paper, "LC-1.pdf", b"%PDF-")
    >>> [(name, file.read().decode().splitlines()[1][:24]) for name, file in manifest.finished()]
    [('manifest.csv', 'LC-1,LC-1.pdf,38523c0877')]
    >>> manifest.close()
    """

    def __init__(self, forms: Sequence[Form]) -> None:
        checked = listed(forms, field="manifest")
        for form in checked:
            if form not in FORMS:
                advice = near(form, FORMS) if isinstance(form, str) else "write it as text"
                raise InvalidValue(field="manifest", found=shown(form), expected="csv, json, or both", advice=advice)
        self._tables = {form: _Table(form) for form in dict.fromkeys(checked)}

    def add(self, certificate: Certificate, name: str, data: bytes) -> None:
        """Write the row of a certificate and its file."""
        if self._tables:
            digest = hashlib.sha256(data).hexdigest()
            for table in self._tables.values():
                table.add(certificate, name, digest)

    def finished(self) -> Iterator[tuple[str, BinaryIO]]:
        """Give each form: the name of its file, and the file, to be read from its beginning."""
        for form, table in self._tables.items():
            yield f"{NAME}.{form}", table.finished()

    def close(self) -> None:
        """Give back the memory or the disk that the rows took."""
        for table in self._tables.values():
            table.file.close()


class _Table:
    def __init__(self, form: Form) -> None:
        self._json = form == "json"
        # It holds numbers and digests, never a name, and the system removes it even where the process is killed.
        self.file = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - close() closes it
        self._rows = 0
        self.file.write(b'{"schema": "cmecore-manifest/1", "certificates": [' if self._json else _line(COLUMNS))

    def add(self, certificate: Certificate, name: str, digest: str) -> None:
        if self._json:
            awarded = [_credit(credits) for credits in (certificate.total, *certificate.resting) if credits is not None]
            row = {"number": certificate.number, "file": name, "sha256": digest, "credits": awarded}
            row["issued_on"] = certificate.issued_on.isoformat()
            self.file.write(f"{',' if self._rows else ''}\n{json.dumps(row, ensure_ascii=False)}".encode())
        else:
            total = certificate.total
            amount, kind = ("", "") if total is None else (str(total.amount), total.type.code)
            also = "; ".join(f"{credits.amount} {credits.type.code}" for credits in certificate.resting)
            issued = certificate.issued_on.isoformat()
            self.file.write(_line((certificate.number or "", name, digest, amount, kind, also, issued)))
        self._rows += 1

    def finished(self) -> BinaryIO:
        if self._json:
            self.file.write(b"\n]}\n")
        self.file.seek(0)
        return self.file


def _credit(credits: Credits) -> dict[str, str]:
    return {"amount": str(credits.amount), "type": credits.type.code, "name": credits.type.name}


def _line(cells: Iterable[str]) -> bytes:
    """Write a row so that a spreadsheet shows every cell and computes none."""
    line = io.StringIO()
    csv.writer(line).writerow([f"'{cell}" if cell.lstrip().startswith(_FORMULA) else cell for cell in cells])
    return line.getvalue().encode()
