"""Defects of the file as a whole: what it says of itself, what it carries, what it would do, and its fonts."""

import re
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from judged.defects import OURS, REFERENCE, breaks, first_number, fonts, leaf, metadata, within


@breaks("it_has_a_language")
def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


@breaks("it_has_a_language")
def a_language_in_words(pdf: pikepdf.Pdf) -> None:
    leaf(pdf).Lang = String("the English language")


@breaks("it_says_that_it_is_tagged")
def not_marked(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


@breaks("it_says_that_it_is_tagged")
def suspects(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo.Suspects = True


@breaks("its_title_is_shown")
def the_file_name_is_shown(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


@breaks("colours_have_a_profile")
def no_output_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


@breaks("colours_have_a_profile")
def a_profile_cut_short(pdf: pikepdf.Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    profile.write(profile.read_bytes()[:-40])


@breaks("colours_have_a_profile")
def a_profile_of_zeros(pdf: pikepdf.Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    held = profile.read_bytes()
    profile.write(held[:128] + bytes(len(held) - 128))


@breaks("colours_have_a_profile")
def a_profile_for_print(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.N = 4


@breaks("colours_have_a_profile")
def colours_of_print(pdf: pikepdf.Pdf) -> None:
    within(pdf, first_number(leaf(pdf)), before=b"0 0 0 1 k")


@breaks("the_packet_is_in_place", "it_says_which_standards_it_keeps", "the_schema_of_pdfuaid_is_described", "metadata_agree")
def no_packet(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


@breaks("the_packet_is_in_place")
def a_packet_with_its_length(pdf: pikepdf.Pdf) -> None:
    metadata(pdf, r"<\?xpacket begin", "<?xpacket bytes='1986' begin")


@breaks("it_says_which_standards_it_keeps")
def no_pdfuaid(pdf: pikepdf.Pdf) -> None:
    metadata(pdf, r"<pdfuaid:part>1</pdfuaid:part>|(?<=\s)pdfuaid:part=.1.")


@breaks("it_says_which_standards_it_keeps")
def only_conformance_b(pdf: pikepdf.Pdf) -> None:
    metadata(pdf, r"(pdfaid:conformance(>|=.))A", r"\1B")


@breaks("the_schema_of_pdfuaid_is_described")
def no_extension_schema(pdf: pikepdf.Pdf) -> None:
    metadata(pdf, "<pdfaExtension:schemas.*</pdfaExtension:schemas>")


@breaks("the_schema_of_pdfuaid_is_described")
def a_schema_of_another_type(pdf: pikepdf.Pdf) -> None:
    metadata(pdf, r"(pdfaProperty:valueType(>|=.))Integer", r"\1Text")


@breaks("metadata_agree")
def a_title_unlike_that_in_info(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo.Title = String("Untitled")


@breaks("metadata_agree")
def no_title(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo.Title


@breaks("metadata_agree")
def another_date(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo.CreationDate = String(re.sub("^D:....", "D:1999", str(pdf.docinfo.CreationDate)))


@breaks("metadata_agree")
def another_time_zone(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo.ModDate = String(str(pdf.docinfo.ModDate)[:16] + "+01'00'")


@breaks("metadata_agree")
def another_producer(pdf: pikepdf.Pdf) -> None:
    metadata(pdf, r"(pdf:Producer(>|=.))", r"\1Not ")


@breaks("metadata_agree")
def a_surprising_trapped(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo.Trapped = String("False")


@breaks("every_page_stands_alone", "everything_is_tagged_or_decoration", "headings_do_not_skip")
def inherited_resources(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Resources = pdf.pages[0].obj.Resources
    del pdf.pages[0].obj.Resources


@breaks("every_page_stands_alone")
def tabs_in_no_order(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.Tabs


@breaks("every_page_stands_alone", "the_parent_tree_names_the_elements")
def a_page_without_its_key(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.StructParents


@breaks("nothing_acts")
def a_script_on_opening(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@breaks("nothing_acts")
def a_script_by_name(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.get("/Names", Dictionary())
    names.JavaScript = Dictionary(Names=Array([String("a"), Dictionary(JS=String("1"))]))
    pdf.Root.Names = names


@breaks("nothing_acts", only=OURS)
def a_program_to_launch(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots[0].A = Dictionary(S=Name.Launch, F=String("calc.exe"))


@breaks("nothing_acts")
def a_page_that_acts(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.URI, URI=String("https://x.example")))


@breaks("nothing_is_left_to_the_printer")
def a_transfer_function(pdf: pikepdf.Pdf) -> None:
    states = Dictionary(Odd=Dictionary(Type=Name.ExtGState, TR=Name.Identity))
    pdf.pages[0].obj.Resources.ExtGState = pdf.make_indirect(states)


@breaks("streams_stand_in_the_file_and_are_readable")
def content_in_another_file(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.F = String("sRGB.icc")


@breaks("attachments_are_declared", only=REFERENCE)
def an_attachment_related_to_nothing(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF


@breaks("attachments_are_declared", only=REFERENCE)
def an_attachment_of_no_relationship(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0].AFRelationship


@breaks("attachments_are_declared", only=REFERENCE)
def an_attachment_that_is_not_listed(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Names


@breaks("attachments_are_declared", only=REFERENCE)
def an_attachment_of_no_type(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0].EF.F.Subtype


@breaks("attachments_are_declared", only=REFERENCE)
def an_attachment_of_another_size(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF[0].EF.F.Params.Size = 7


@breaks("bookmarks_lead_to_pages", only=OURS)
def a_bookmark_to_nowhere(pdf: pikepdf.Pdf) -> None:
    entry = pdf.Root.Outlines.First
    for key in ("/Dest", "/A"):
        if key in entry:
            del entry[key]


@breaks("bookmarks_lead_to_pages", only=OURS)
def a_bookmark_without_its_neighbour(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines.First.Next.Prev


def _inner(font: Any) -> Any:
    return font.DescendantFonts[0] if "/DescendantFonts" in font else font


def _composite(pdf: pikepdf.Pdf) -> list[Any]:
    return [font for font in fonts(pdf) if "/DescendantFonts" in font]


@breaks("fonts_are_embedded")
def a_font_that_is_not_embedded(pdf: pikepdf.Pdf) -> None:
    del _inner(fonts(pdf)[0]).FontDescriptor.FontFile2


@breaks("fonts_are_embedded")
def a_font_of_the_viewer(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Resources.Font.Helv = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


@breaks("fonts_are_embedded")
def a_font_program_in_pieces(pdf: pikepdf.Pdf) -> None:
    held = _inner(fonts(pdf)[0]).FontDescriptor.FontFile2
    held.write(held.read_bytes()[:300])


@breaks("fonts_are_embedded")
def a_font_of_two_names(pdf: pikepdf.Pdf) -> None:
    _inner(fonts(pdf)[0]).FontDescriptor.FontName = Name("/AAAAAA+Other")


@breaks("every_code_has_a_meaning", "headings_do_not_skip")
def no_to_unicode(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf):
        del font.ToUnicode


@breaks("every_code_has_a_meaning")
def a_letter_that_means_nothing(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf):
        font.ToUnicode.write(re.sub(rb"<0065>(?=\s*(<|end))", b"<FEFF>", font.ToUnicode.read_bytes()))


@breaks("widths_are_those_of_the_program")
def letters_wider_than_they_are(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf):
        inner = _inner(font)
        if "/Widths" in inner:
            inner.Widths = Array([float(width) + 20 for width in inner.Widths])
        else:
            inner.W = Array([Array([float(width) + 20 for width in one]) if isinstance(one, Array) else one for one in inner.W])


@breaks("fonts_are_embedded", "widths_are_those_of_the_program", only=OURS)
def no_map_from_codes_to_glyphs(pdf: pikepdf.Pdf) -> None:
    for font in _composite(pdf):
        del font.DescendantFonts[0].CIDToGIDMap


@breaks("fonts_are_embedded", only=OURS)
def letters_without_their_encoding(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf):
        if font.Subtype == Name.TrueType:
            del font.Encoding


@breaks("every_code_shows_a_glyph", "widths_are_those_of_the_program", only=OURS)
def every_letter_a_box(pdf: pikepdf.Pdf) -> None:
    for font in _composite(pdf):
        held = font.DescendantFonts[0].CIDToGIDMap
        held.write(bytes(len(held.read_bytes())))


@breaks("every_code_shows_a_glyph", "every_code_has_a_meaning", "words_are_parted_by_spaces", only=REFERENCE)
def a_symbol_without_its_encoding(pdf: pikepdf.Pdf) -> None:
    within(pdf, 2, after=b"BT /F2+0 12 Tf 1 0 0 1 200 300 Tm <02> Tj ET")
