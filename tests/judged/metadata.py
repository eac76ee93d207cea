"""The points about what a PDF says of itself, twice: in XMP and in the Info dictionary; and about its outline and labels."""

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias
from xml.etree import ElementTree as ET  # reads what the tests made themselves

import pikepdf

from judged.reading import Reading, numbered

Point: TypeAlias = Callable[[Reading], Iterator[str]]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PREFIXES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
SAME = {
    "/Title": "dc:title",
    "/Author": "dc:creator",
    "/Subject": "dc:description",
    "/Keywords": "pdf:Keywords",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
    "/CreationDate": "xmp:CreateDate",
    "/ModDate": "xmp:ModifyDate",
}
DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-])(\d\d)'?(\d\d)'?)")


def packet(reading: Reading) -> ET.Element:
    """Parse the XMP packet of the file."""
    return ET.fromstring(reading.root.Metadata.read_bytes())  # noqa: S314


def said(packet: ET.Element, name: str) -> list[str]:
    """List the values of a property, written as an attribute, as text, or as a list of either order."""
    prefix, local = name.split(":")
    tag, values = f"{{{PREFIXES[prefix]}}}{local}", []
    for node in packet.iter(f"{{{RDF}}}Description"):
        values += [node.attrib[tag]] if tag in node.attrib else []
        for found in node.findall(tag):
            items = found.findall(f".//{{{RDF}}}li")
            values += [item.text or "" for item in items] if items else [(found.text or "").strip()]
    return values


def the_packet_is_in_place(reading: Reading) -> Iterator[str]:
    """The catalogue has a metadata stream whose packet is XML, begun without an encoding or a length."""
    stream = reading.root.get("/Metadata")
    if stream is None:
        yield "has no metadata"
        return
    if stream.get("/Type") != "/Metadata" or stream.get("/Subtype") != "/XML":
        yield f"the metadata are {stream.get('/Type')} {stream.get('/Subtype')}"
    head = re.match(rb"\s*<\?xpacket ([^>]*)\?>", stream.read_bytes())
    if head is None or b"bytes=" in head[1] or b"encoding=" in head[1]:
        yield f"the packet begins with {head and head[1]!r}"
    try:
        packet(reading)
    except ET.ParseError as failure:
        yield f"the packet cannot be read: {failure}"


def it_says_which_standards_it_keeps(reading: Reading) -> Iterator[str]:
    """PDF/A part 3 conformance A, PDF/UA part 1."""
    xmp = packet(reading)
    for name, expected in (("pdfaid:part", "3"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")):
        if said(xmp, name) != [expected]:
            yield f"{name} is {said(xmp, name)}, not {expected}"


def the_schema_of_pdfuaid_is_described(reading: Reading) -> Iterator[str]:
    """PDF/A knows no pdfuaid, so an extension schema has to say what `part` is."""
    xmp = packet(reading)
    schemas = [node for node in xmp.iter() if _held(node, "pdfaSchema:namespaceURI") == PREFIXES["pdfuaid"]]
    if len(schemas) != 1:
        yield f"{len(schemas)} extension schemas describe pdfuaid"
        return
    schema = schemas[0]
    if _held(schema, "pdfaSchema:prefix") != "pdfuaid" or not _held(schema, "pdfaSchema:schema"):
        yield "the extension schema has no prefix pdfuaid or no name"
    parts = [node for node in schema.iter() if _held(node, "pdfaProperty:name") == "part"]
    found = [(_held(node, "pdfaProperty:valueType"), _held(node, "pdfaProperty:category")) for node in parts]
    if found != [("Integer", "internal")] or not _held(parts[0], "pdfaProperty:description"):
        yield f"the extension schema describes part as {found}"


def _held(node: ET.Element, name: str) -> str | None:
    prefix, local = name.split(":")
    tag = f"{{{PREFIXES[prefix]}}}{local}"
    kid = node.find(tag)
    return node.get(tag) or (None if kid is None else kid.get(f"{{{RDF}}}resource") or kid.text)


def metadata_agree(reading: Reading) -> Iterator[str]:
    """Title, author, subject, keywords, creator, producer and both dates are the same in XMP and in Info, or in neither."""
    info, xmp = reading.pdf.trailer.get("/Info", pikepdf.Dictionary()), packet(reading)
    for key, name in SAME.items():
        one, two = info.get(key), said(xmp, name)
        text = None if one is None else str(one)
        if text is None and two:
            yield f"{name} is {two} and Info has no {key}"
        elif text is not None and "Date" in key:
            if len(two) != 1 or _moment(text) is None or _moment(text) != _instant(two[0]):
                yield f"{name} is {two} and {key} is {text}"
        elif text is not None and two != [text]:
            yield f"{name} is {two} and {key} is {text!r}"
    if not said(xmp, "dc:title") or not str(info.get("/Title", "")).strip():
        yield "the file has no title"
    trapped = info.get("/Trapped")
    if trapped is not None and trapped not in {"/True", "/False", "/Unknown"}:
        yield f"Trapped is {trapped!r}"
    if (written := said(xmp, "pdf:Trapped")) and written != [str(trapped).lstrip("/")]:
        yield f"pdf:Trapped is {written} and Trapped is {trapped}"


def _moment(text: str) -> datetime.datetime | None:
    found = DATE.fullmatch(text)
    if found is None:
        return None
    hours, minutes = int(found[8] or 0), int(found[9] or 0)
    zone = datetime.timezone((-1 if found[7] == "-" else 1) * datetime.timedelta(hours=hours, minutes=minutes))
    return datetime.datetime(*(int(part) for part in found.groups()[:6]), tzinfo=zone)  # type: ignore[misc, arg-type]


def _instant(text: str) -> datetime.datetime | None:
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def outline(reading: Reading) -> list[tuple[int, str, int | None]]:
    """List the bookmarks as level, title and the place of their page from 0; None where they lead nowhere."""

    def below(node: Any, level: int) -> Iterator[tuple[int, str, int | None]]:
        entry = node.get("/First")
        while entry is not None:
            yield level, str(entry.get("/Title", "")), target(reading, entry)
            yield from below(entry, level + 1)
            entry = entry.get("/Next")

    return list(below(reading.root.get("/Outlines", pikepdf.Dictionary()), 1))


def target(reading: Reading, holder: Any) -> int | None:
    """Give the place of the page that a bookmark or link leads to."""
    place = holder.get("/Dest", holder.get("/A", {}).get("/D"))
    if isinstance(place, (pikepdf.String, pikepdf.Name)):
        named = dict(reading.root.get("/Dests", pikepdf.Dictionary()).items())
        names = reading.root.get("/Names", {}).get("/Dests", pikepdf.Dictionary())
        named |= {str(name): value for name, value, _ in numbered(names, "/Names")}
        place = named.get(str(place))
    if isinstance(place, pikepdf.Dictionary):
        place = place.D
    first = place[0] if isinstance(place, pikepdf.Array) and len(place) else None
    return reading.places.get(first.objgen) if isinstance(first, pikepdf.Dictionary) else None


def labels(reading: Reading) -> list[str]:
    """Give the label of each page as viewers show it."""
    return [str(page.label) for page in reading.pdf.pages]


def bookmarks_lead_to_pages(reading: Reading) -> Iterator[str]:
    """Each has a title and a page of this file, and names its neighbours and the entry above it."""
    for level, title, page in outline(reading):
        if not title.strip() or page is None:
            yield f"a bookmark of level {level} titled {title!r} leads to {'no page' if page is None else f'page {page + 1}'}"

    def linked(node: Any) -> Iterator[str]:
        entry, before = node.get("/First"), None
        while entry is not None:
            name = f"the bookmark {str(entry.get('/Title', ''))!r}"
            if "/Parent" not in entry or entry.Parent.objgen != node.objgen:
                yield f"{name} names another entry as the one above it"
            if (entry.Prev.objgen if "/Prev" in entry else None) != (before.objgen if before is not None else None):
                yield f"{name} names another entry as the one before it"
            yield from linked(entry)
            before, entry = entry, entry.get("/Next")
        if before is not None and node.Last.objgen != before.objgen:
            yield f"object {node.objgen[0]} names another bookmark as its last"

    yield from linked(reading.root.get("/Outlines", pikepdf.Dictionary()))


POINTS: tuple[Point, ...] = (
    the_packet_is_in_place,
    it_says_which_standards_it_keeps,
    the_schema_of_pdfuaid_is_described,
    metadata_agree,
    bookmarks_lead_to_pages,
)
