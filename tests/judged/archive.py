"""The points of PDF/A-3a and PDF/UA-1 about the file as a whole: its bytes, its catalogue, its colours and what it carries."""

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pikepdf
from PIL import ImageCms

from judged.reading import Reading, numbered

Point: TypeAlias = Callable[[Reading], Iterator[str]]

STREAM = re.compile(rb"(?<!end)stream(\r\n|\n|)")
LENGTH = re.compile(rb"/Length\s+(\d+)(?:\s+(\d+)\s+R)?")
SPACES = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}
PROFILED = {b"desc", b"cprt", b"wtpt"}
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-[A-Za-z0-9]{2,8})*")
RELATIONSHIPS = {"/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"}
FILTERS = {
    "/FlateDecode",
    "/DCTDecode",
    "/ASCIIHexDecode",
    "/ASCII85Decode",
    "/RunLengthDecode",
    "/CCITTFaxDecode",
    "/JBIG2Decode",
}
ACTS = frozenset(
    {
        "/JS",
        "/JavaScript",
        "/AA",
        "/XFA",
        "/OpenAction",
        "/Launch",
        "/RichMedia",
        "/Movie",
        "/Sound",
        "/Trans",
        "/PresSteps",
        "/AlternatePresentations",
    }
)
ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ResetForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/GoTo3DView",
        "/Hide",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/SetOCGState",
        "/Thread",
        "/RichMediaExecute",
    }
)
GRAPHICS = frozenset({"/OPI", "/Alternates", "/TR", "/HTP", "/PS", "/Ref"})


def the_frame_is_that_of_an_archive(reading: Reading) -> Iterator[str]:
    """Header, comment of high bytes, file identifier, nothing behind the last line, nothing for qpdf to mend."""
    yield from (f"qpdf warns: {warning}" for warning in reading.pdf.get_warnings())
    header = re.match(rb"%PDF-1\.[4-7]\r?\n%([\x80-\xff]{4,})", reading.data)
    if header is None:
        yield f"begins with {reading.data[:16]!r}"
    if not re.search(rb"%%EOF(\r\n|\r|\n)?\Z", reading.data):
        yield f"ends with {reading.data[-16:]!r}"
    if len(reading.pdf.trailer.get("/ID", ())) != 2:
        yield "has no pair of identifiers"
    if "/Version" in reading.root and str(reading.root.Version) > "/1.7":
        yield f"says that it is of version {reading.root.Version}"


def streams_and_objects_end_with_a_line(reading: Reading) -> Iterator[str]:
    """A line end stands before `endstream`, after as many bytes as /Length says, and round `obj` and `endobj`."""
    data, place, outside = reading.data, 0, []
    while found := STREAM.search(data, place):
        outside.append(data[place : found.start()])
        lengths = LENGTH.findall(data[data.rfind(b" obj", 0, found.start()) : found.start()])
        if not found[1] or not lengths:
            yield f"a stream at byte {found.start()} has no line end or no length"
            place = found.end()
            continue
        number, generation = lengths[-1]
        length = int(reading.pdf.get_object(int(number), int(generation))) if generation else int(number)
        end = found.end() + length
        if not re.match(rb"(\r\n|\n|\r)endstream", data[end : end + 11]):
            yield f"after the {length} bytes of the stream at byte {found.start()} stands {data[end : end + 11]!r}"
        place = data.index(b"endstream", end) + 9
    outside.append(data[place:])
    for part in outside:
        for match in re.finditer(rb"(.?)\b\d+\s+\d+\s+obj(.?)", part, re.DOTALL):
            if not re.fullmatch(rb"[\r\n]?\d+ \d+ obj[\r\n]", match[0], re.DOTALL):
                yield f"an object begins with {match[0]!r}"
        yield from (f"an object ends with {match!r}" for match in re.findall(rb"[^\r\n]endobj|endobj[^\r\n]", part))


def it_is_not_encrypted(reading: Reading) -> Iterator[str]:
    if reading.pdf.is_encrypted or "/Encrypt" in reading.pdf.trailer:
        yield "is encrypted"


def streams_stand_in_the_file_and_are_readable(reading: Reading) -> Iterator[str]:
    """No content lies in another file, and no filter is LZW or Crypt."""
    for one in reading.dictionaries:
        if isinstance(one, pikepdf.Stream):
            filters = one.get("/Filter", ())
            used = {str(filters)} if isinstance(filters, pikepdf.Name) else {str(name) for name in filters}
            if used - FILTERS:
                yield f"object {one.objgen[0]} uses {sorted(used - FILTERS)}"
            if {"/F", "/FFilter", "/FDecodeParms"} & set(one.keys()):
                yield f"object {one.objgen[0]} lies in another file"


def nothing_acts(reading: Reading) -> Iterator[str]:
    """No script, no action but to a place in the file or a web address, nothing that plays."""
    for one in reading.dictionaries:
        yield from (f"object {one.objgen[0]} has {key}" for key in sorted(ACTS & set(one.keys())) if _acts(one, key))
        if "/S" in one and str(one["/S"]) in ACTIONS and "/P" not in one:
            yield f"object {one.objgen[0]} is the action {one['/S']}"
        if one.get("/S") == "/Named" and str(one.get("/N")) not in {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}:
            yield f"the named action {one.get('/N')} is asked for"
    if reading.root.get("/AcroForm", {}).get("/NeedAppearances", False):
        yield "the form asks the viewer to make its appearances"


def _acts(holder: Any, key: str) -> bool:
    """Tell an entry that acts from the empty one that a page may have, and from a plain place in the file."""
    held = holder[key]
    if key == "/Trans":
        return len(held) > 0
    return not (key == "/OpenAction" and isinstance(held, pikepdf.Array))


def nothing_is_left_to_the_printer(reading: Reading) -> Iterator[str]:
    """No entry of PDF that PDF/A forbids in graphics."""
    for one in reading.dictionaries:
        if one.get("/Type") in {"/ExtGState", "/XObject"} or "/Subtype" in one:
            yield from (f"object {one.objgen[0]} has {key}" for key in sorted(GRAPHICS & set(one.keys())))
        if one.get("/Interpolate", False) is True:
            yield f"the image in object {one.objgen[0]} is to be interpolated"


def it_says_that_it_is_tagged(reading: Reading) -> Iterator[str]:
    marks = reading.root.get("/MarkInfo", {})
    if marks.get("/Marked") is not True:
        yield f"MarkInfo has Marked {marks.get('/Marked')}"
    if marks.get("/Suspects", False):
        yield "MarkInfo has Suspects"


def it_has_a_language(reading: Reading) -> Iterator[str]:
    """The catalogue names one, and so may an element or a marked sequence: each is a language tag."""
    if "/Lang" not in reading.root:
        yield "the catalogue has no Lang"
    for one in reading.dictionaries:
        said = one.get("/Lang")
        if isinstance(said, pikepdf.String) and not LANGUAGE.fullmatch(str(said)):
            yield f"object {one.objgen[0]} has the language {str(said)!r}"
    marked = {mark for page in reading.pages for one in page.shown for mark in one.marks}
    said = {str(mark.properties["/Lang"]) for mark in marked if "/Lang" in mark.properties}
    yield from (f"a marked sequence has the language {one!r}" for one in sorted(said) if not LANGUAGE.fullmatch(one))


def its_title_is_shown(reading: Reading) -> Iterator[str]:
    if reading.root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
        yield "ViewerPreferences have no DisplayDocTitle"


def every_page_stands_alone(reading: Reading) -> Iterator[str]:
    """Resources of its own, its place in the parent tree, and tabs in the order of the structure."""
    taken: dict[int, int] = {}
    for page in reading.pages:
        if "/Resources" not in page.object:
            yield f"page {page.index + 1} inherits its resources"
        if page.object.get("/Tabs") != "/S":
            yield f"page {page.index + 1} has Tabs {page.object.get('/Tabs')}"
        key = page.object.get("/StructParents")
        if key is None:
            yield f"page {page.index + 1} has no StructParents"
        elif int(key) in taken:
            yield f"page {page.index + 1} has the StructParents of page {taken[int(key)] + 1}"
        else:
            taken[int(key)] = page.index


def colours_have_a_profile(reading: Reading) -> Iterator[str]:
    """One output intent GTS_PDFA1 with an ICC profile that can be read, and every device colour is of its kind."""
    intents = [intent for intent in reading.root.get("/OutputIntents", ()) if intent.get("/S") == "/GTS_PDFA1"]
    if len(intents) != 1:
        yield f"has {len(intents)} output intents GTS_PDFA1"
        return
    if not str(intents[0].get("/OutputConditionIdentifier", "")):
        yield "the output intent has no OutputConditionIdentifier"
    if "/DestOutputProfile" not in intents[0]:
        yield "the output intent has no profile"
        return
    stream = intents[0].DestOutputProfile
    profile = stream.read_bytes()
    if profile[36:40] != b"acsp" or int.from_bytes(profile[:4]) != len(profile) or profile[8] not in {2, 4}:
        yield f"the profile begins with {profile[:40]!r} and has {len(profile)} bytes"
        return
    if SPACES.get(profile[16:20]) != stream.get("/N") or profile[12:16] not in {b"mntr", b"prtr"}:
        yield f"the profile is {profile[12:20]!r} with N {stream.get('/N')}"
    tags = {profile[at : at + 4] for at in range(132, 132 + 12 * int.from_bytes(profile[128:132]), 12)}
    if not tags >= PROFILED:
        yield f"the profile has no {sorted(PROFILED - tags)}"
    try:
        ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except ImageCms.PyCMSError as failure:
        yield f"the profile cannot be read: {failure}"
    allowed = {"DeviceGray", {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}[SPACES[profile[16:20]]]}
    for index, painting in enumerate([*(page.painting for page in reading.pages), *reading.appearances], start=1):
        if painting.spaces - allowed:
            yield f"page or appearance {index} has {sorted(painting.spaces - allowed)}; the profile allows {sorted(allowed)}"


def attachments_are_declared(reading: Reading) -> Iterator[str]:
    """Each embedded file is named, described, related to what it belongs to, and dated."""
    names = reading.root.get("/Names", {}).get("/EmbeddedFiles", pikepdf.Dictionary())
    listed = {value.objgen: str(name) for name, value, _ in numbered(names, "/Names")}
    related = {one.objgen for held in reading.dictionaries for one in held.get("/AF", ())}
    specs = [one for one in reading.dictionaries if one.get("/Type") == "/Filespec" or "/EF" in one]
    for spec in specs:
        name = f"the attachment {spec.get('/UF', spec.get('/F'))}"
        if spec.objgen not in listed:
            yield f"{name} is not among the EmbeddedFiles"
        if spec.objgen not in related:
            yield f"{name} is in no AF"
        if str(spec.get("/AFRelationship")) not in RELATIONSHIPS:
            yield f"{name} has the AFRelationship {spec.get('/AFRelationship')}"
        if "/F" not in spec or "/UF" not in spec or str(spec.F) != str(spec.UF):
            yield f"{name} has the file names {spec.get('/F')} and {spec.get('/UF')}"
        if not str(spec.get("/Desc", "")):
            yield f"{name} has no description"
        file = spec.get("/EF", {}).get("/F")
        if file is None:
            yield f"{name} holds no file"
            continue
        if not re.fullmatch(r"/[\w.+-]+/[\w.+-]+", str(file.get("/Subtype"))):
            yield f"{name} has the media type {file.get('/Subtype')}"
        params, held = file.get("/Params", {}), file.read_bytes()
        if "/ModDate" not in params:
            yield f"{name} has no ModDate"
        if "/Size" in params and int(params["/Size"]) != len(held):
            yield f"{name} has {len(held)} bytes and says {params['/Size']}"
        if "/CheckSum" in params and bytes(params["/CheckSum"]) != hashlib.md5(held, usedforsecurity=False).digest():
            yield f"{name} has another checksum than it says"
    if related - {spec.objgen for spec in specs} or set(listed) - {spec.objgen for spec in specs}:
        yield "something that is no attachment is listed as one"


POINTS: tuple[Point, ...] = (
    the_frame_is_that_of_an_archive,
    streams_and_objects_end_with_a_line,
    it_is_not_encrypted,
    streams_stand_in_the_file_and_are_readable,
    nothing_acts,
    nothing_is_left_to_the_printer,
    it_says_that_it_is_tagged,
    it_has_a_language,
    its_title_is_shown,
    every_page_stands_alone,
    colours_have_a_profile,
    attachments_are_declared,
)
