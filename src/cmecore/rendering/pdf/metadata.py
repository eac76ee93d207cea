"""What a PDF says of itself: which standards it keeps, what it is called, and which colours its numbers mean.

PDF/A-3a is ISO 19005-3 and PDF/UA-1 is ISO 14289-1.  A validator of the first wants every property described that it does not
know itself, and it does not know that of the second; so the file describes it.
"""

from __future__ import annotations

import functools
import importlib.resources
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import attrs

from cmecore.rendering.pdf.file import deflated, text

if TYPE_CHECKING:
    import datetime

    from cmecore.rendering.pdf.file import File, Number
    from cmecore.rendering.words import Words

_PRODUCER = "cmecore"
_MOST_NAMED = 20

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{producer}</xmp:CreatorTool><pdf:Producer>{producer}</pdf:Producer>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@attrs.define
class About:
    """What a file is about, gathered while it grows.  It names no learner."""

    words: Words
    count: int = 0
    #: Of the first certificate.
    title: str = ""
    #: The day of issue; of several, the latest.
    day: datetime.date | None = None
    authors: dict[str, None] = attrs.field(factory=dict)
    kinds: dict[str, None] = attrs.field(factory=dict)

    def add(self, title: str, author: str, kind: str, day: datetime.date) -> None:
        """Add a certificate."""
        self.count += 1
        self.title = self.title or title
        self.day = day if self.day is None else max(self.day, day)
        for named, one in ((self.authors, author), (self.kinds, kind)):
            if len(named) < _MOST_NAMED:
                named[one] = None

    def write(self, file: File) -> tuple[Number, bytes]:
        """Write it twice, as readers old and new look for it; return the older one, and the entries of the catalog."""
        author, subject = ", ".join(self.authors), ", ".join(self.kinds)
        title = self.title if self.count == 1 else self.words.several.format(count=self.count)
        info, xmp, profile = file.new(), file.new(), file.new()
        date = b"(D:%b000000Z)" % f"{self.day:%Y%m%d}".encode()
        known = {"Title": title, "Author": author, "Subject": subject, "Creator": _PRODUCER, "Producer": _PRODUCER}
        entries = b"".join(b"/%b%b" % (key.encode(), text(said)) for key, said in known.items())
        file.put(info, b"<<%b/CreationDate%b/ModDate%b>>" % (entries, date, date))
        said = {
            "title": title,
            "author": author,
            "subject": subject,
            "language": self.words.language,
            "producer": _PRODUCER,
        }
        packet = _XMP.format(**{key: escape(one) for key, one in said.items()}, date=f"{self.day:%Y-%m-%d}T00:00:00Z")
        file.stream(xmp, b"/Type/Metadata/Subtype/XML", packet.encode())
        file.known(profile, b"/N 3/Filter/FlateDecode", _srgb())
        return info, (
            b"/Lang%b/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/Metadata %d 0 R"
            b"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)"
            b"/DestOutputProfile %d 0 R>>]"
        ) % (text(self.words.language), xmp, profile)


@functools.cache
def _srgb() -> bytes:
    """Return the profile of the colours of screens, made once by LittleCMS with a fixed date, and compressed."""
    return deflated((importlib.resources.files("cmecore.rendering.pdf") / "sRGB.icc").read_bytes(), 9)
