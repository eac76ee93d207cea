"""The project's own judge of the PDFs that its tests make, built on readers that share nothing with the writer.

No validator of PDF/A-3 can be installed beside the tests, and the checkers that can be are nearly blind.  So each point
of the standards that a writer can break stands here as a function that lists what it finds; tests/test_pdf_judge.py
plants the defect that each one is there to catch.

`judge(data)` says whether a file may be kept; what a certificate says on it, a test compares with `reading_order`.
"""

import functools
import re
from collections.abc import Collection, Iterator

from judged import archive, metadata, pages, tagging
from judged.archive import Point
from judged.metadata import labels, outline
from judged.pages import boxes, colours, contrast, luminance
from judged.reading import Page, Reading, artifacts, parts_of, read, text_by_mcid, text_of
from judged.structure import Element, blocks, reading_order, structure
from judged.tagging import artifact_texts

__all__ = [
    "POINTS",
    "Element",
    "Page",
    "Point",
    "Reading",
    "artifact_texts",
    "artifacts",
    "blocks",
    "boxes",
    "colours",
    "complaints",
    "contrast",
    "judge",
    "labels",
    "luminance",
    "outline",
    "parts_of",
    "read",
    "reading_order",
    "structure",
    "text_by_mcid",
    "text_of",
]

POINTS: tuple[Point, ...] = archive.POINTS + metadata.POINTS + tagging.POINTS + pages.POINTS


def complaints(data: bytes, *, decoration: Collection[str] = ()) -> dict[str, list[str]]:
    """List what each point finds; `decoration` are patterns of the texts that an artifact may show, such as a watermark."""
    reading = read(data)
    found: dict[str, list[str]] = {}
    hidden = functools.partial(no_text_is_hidden_as_decoration, decoration=decoration)
    points: dict[str, Point] = {point.__name__: point for point in POINTS} | {hidden.func.__name__: hidden}
    for name, point in points.items():
        try:
            listed = list(point(reading))
        except Exception as failure:  # noqa: BLE001 - a file that a point cannot read has not passed it
            listed = [f"cannot be looked at: {failure!r}"]
        if listed:
            found[name] = listed
    return found


def no_text_is_hidden_as_decoration(reading: Reading, *, decoration: Collection[str] = ()) -> Iterator[str]:
    """What an artifact shows is said by an element too, or is known to be decoration."""
    for index, text in artifact_texts(reading):
        if not any(re.fullmatch(pattern, " ".join(text.split())) for pattern in decoration):
            yield f"page {index + 1} shows {text!r} as decoration, and no element says it"


def judge(data: bytes, *, decoration: Collection[str] = ()) -> None:
    """Assert every point of `POINTS`, and say everything that was found at once."""
    found = complaints(data, decoration=decoration)
    said = [f"{name}: {one}" for name, listed in found.items() for one in listed[:5]]
    said += [f"{name}: and {len(listed) - 5} more" for name, listed in found.items() if len(listed) > 5]
    assert not said, "\n".join(["the judge found:", *said])
