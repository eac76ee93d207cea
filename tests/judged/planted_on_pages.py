"""Defects of the structure and of the pages: what a listener would miss, and what a reader could not read."""

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, String

from judged.defects import OURS, breaks, element, elements, first_number, leaf, parents, rewrite, within


@breaks("the_parent_tree_names_the_elements")
def a_parent_tree_in_another_order(pdf: pikepdf.Pdf) -> None:
    named = parents(pdf)
    named[0], named[1] = named[1], named[0]


@breaks("the_parent_tree_names_the_elements")
def a_parent_tree_that_ends_early(pdf: pikepdf.Pdf) -> None:
    del parents(pdf)[-1]


@breaks("the_parent_tree_names_the_elements", "the_tree_is_sound")
def a_page_missing_from_the_parent_tree(pdf: pikepdf.Pdf) -> None:
    node = pdf.Root.StructTreeRoot.ParentTree
    while "/Kids" in node:
        node = node.Kids[0]
    node.Nums[0] = 77


@breaks("the_tree_is_sound")
def a_child_of_someone_else(pdf: pikepdf.Pdf) -> None:
    leaf(pdf).P = element(pdf, "/H1")


@breaks("the_tree_is_sound")
def a_type_that_nobody_knows(pdf: pikepdf.Pdf) -> None:
    leaf(pdf).S = Name.Certificate


@breaks("the_tree_is_sound")
def a_type_that_means_itself(pdf: pikepdf.Pdf) -> None:
    leaf(pdf).S = Name.Certificate
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Certificate=Name.Award, Award=Name.Certificate)


@breaks("the_tree_is_sound")
def no_document(pdf: pikepdf.Pdf) -> None:
    element(pdf, "/Document").S = Name.Part


@breaks("every_sequence_is_claimed_once", "the_parent_tree_names_the_elements", "elements_hold_something")
def content_that_nobody_claims(pdf: pikepdf.Pdf) -> None:
    del leaf(pdf).K


@breaks("every_sequence_is_claimed_once")
def content_claimed_twice(pdf: pikepdf.Pdf) -> None:
    other = element(pdf, "/H1")
    other.K = Array([first_number(other), first_number(element(pdf, "/Figure"))])


@breaks("every_sequence_is_claimed_once")
def a_number_that_stands_twice(pdf: pikepdf.Pdf) -> None:
    rewrite(pdf, lambda listed: [*listed, ([Name.P, Dictionary(MCID=0)], Operator("BDC")), ([], Operator("EMC"))])


@breaks("headings_do_not_skip")
def a_second_heading_first(pdf: pikepdf.Pdf) -> None:
    element(pdf, "/H1").S = Name.H2


@breaks("headings_do_not_skip")
def a_heading_of_no_level(pdf: pikepdf.Pdf) -> None:
    element(pdf, "/H1").S = Name.H


@breaks("figures_are_described")
def a_figure_without_words(pdf: pikepdf.Pdf) -> None:
    del element(pdf, "/Figure").Alt


@breaks("figures_are_described")
def a_figure_without_a_box(pdf: pikepdf.Pdf) -> None:
    del element(pdf, "/Figure").A


@breaks("figures_are_described")
def a_figure_somewhere_else(pdf: pikepdf.Pdf) -> None:
    figure = element(pdf, "/Figure")
    held = figure.A[0] if isinstance(figure.A, Array) else figure.A
    held.BBox = Array([200, 200, 260, 260])


@breaks("tables_and_lists_are_whole", only=OURS)
def a_header_of_nothing(pdf: pikepdf.Pdf) -> None:
    del element(pdf, "/TH").A


@breaks("tables_and_lists_are_whole", only=OURS)
def a_cell_outside_its_table(pdf: pikepdf.Pdf) -> None:
    leaf(pdf).S = Name.TD


@breaks("tables_and_lists_are_whole", only=OURS)
def a_cell_over_two_columns(pdf: pikepdf.Pdf) -> None:
    element(pdf, "/TD").A = Dictionary(O=Name.Table, ColSpan=2)


@breaks("elements_hold_something")
def an_element_of_nothing(pdf: pikepdf.Pdf) -> None:
    document = element(pdf, "/Document")
    kids = document.K if isinstance(document.K, Array) else Array([document.K])
    kids.append(pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=document)))
    document.K = kids


def _link(pdf: pikepdf.Pdf) -> Any:
    return pdf.pages[0].obj.Annots[0]


@breaks("annotations_stand_in_the_tree", only=OURS)
def a_link_without_words(pdf: pikepdf.Pdf) -> None:
    del _link(pdf).Contents


@breaks("annotations_stand_in_the_tree", only=OURS)
def a_link_that_is_not_printed(pdf: pikepdf.Pdf) -> None:
    _link(pdf).F = 0


@breaks("annotations_stand_in_the_tree", only=OURS)
def a_link_that_leads_to_another_element(pdf: pikepdf.Pdf) -> None:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Kids[0].Nums
    for place in range(0, len(numbers), 2):
        if int(numbers[place]) == int(_link(pdf).StructParent):
            numbers[place + 1] = element(pdf, "/P")


@breaks("annotations_stand_in_the_tree", "fields_are_complete", only=OURS)
def a_field_that_is_none(pdf: pikepdf.Pdf) -> None:
    _link(pdf).Subtype = Name.Widget
    pdf.Root.AcroForm = Dictionary(Fields=Array([_link(pdf)]))


@breaks("annotations_stand_in_the_tree", only=OURS)
def a_link_in_a_paragraph(pdf: pikepdf.Pdf) -> None:
    for one in elements(pdf):
        if one.S == "/Link":
            one.S = Name.Span


@breaks("no_text_is_hidden_as_decoration")
def text_hidden_as_decoration(pdf: pikepdf.Pdf) -> None:
    """Drop a paragraph from the tree and mark it as an artifact: no checker notices, and no listener hears it."""
    lost = next(one for one in elements(pdf) if one.S == "/P" and _alone(one))
    mcid = first_number(lost)
    above = lost.P
    above.K = Array([kid for kid in above.K if kid.objgen != lost.objgen])
    parents(pdf)[mcid] = None

    def hidden(listed: list[Any]) -> list[Any]:
        return [
            ([Name.Artifact], Operator("BMC"))
            if isinstance(one, tuple) and str(one[1]) == "BDC" and one[0][0] != "/Artifact" and one[0][1].get("/MCID") == mcid
            else one
            for one in listed
        ]

    rewrite(pdf, hidden)


def _alone(one: Any) -> bool:
    return "/K" in one and (isinstance(one.K, int) or (len(one.K) == 1 and isinstance(one.K[0], int)))


@breaks("everything_is_tagged_or_decoration")
def content_outside_every_mark(pdf: pikepdf.Pdf) -> None:
    rewrite(pdf, lambda listed: [*listed, ([10, 10, 5, 5], Operator("re")), ([], Operator("f"))])


@breaks("everything_is_tagged_or_decoration")
def decoration_in_a_paragraph(pdf: pikepdf.Pdf) -> None:
    within(pdf, first_number(leaf(pdf)), before=b"/Artifact BMC", after=b"EMC")


@breaks("everything_is_tagged_or_decoration")
def a_mark_left_open(pdf: pikepdf.Pdf) -> None:
    rewrite(pdf, lambda listed: [*listed, ([Name.Artifact], Operator("BMC"))])


@breaks("everything_is_tagged_or_decoration")
def a_form_with_tags_of_its_own(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(
        b"/P <</MCID 0>> BDC EMC", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], Resources=Dictionary()
    )
    pdf.pages[0].obj.Resources.XObject = Dictionary(Odd=form)
    rewrite(pdf, lambda listed: [*listed, ([Name.Odd], Operator("Do"))])


@breaks("words_are_parted_by_spaces")
def a_space_that_is_only_seen(pdf: pikepdf.Pdf) -> None:
    def parted(listed: list[Any]) -> list[Any]:
        """Show a word twice more in the same sequence, a little further on, with no space between."""
        for place, one in enumerate(listed):
            if isinstance(one, tuple) and str(one[1]) == "Tj":
                word = bytes(one[0][0]).rstrip(b" ")[:8]
                again = [
                    ([40, 60], Operator("Td")),
                    ([String(word)], Operator("Tj")),
                    ([40, 0], Operator("Td")),
                    ([String(word)], Operator("Tj")),
                ]
                back = [([-80, -60], Operator("Td"))]
                return [*listed[: place + 1], *again, *back, *listed[place + 1 :]]
        return listed

    rewrite(pdf, parted)


@breaks("text_is_readable")
def text_too_small_to_read(pdf: pikepdf.Pdf) -> None:
    within(pdf, first_number(leaf(pdf)), Tf=8.9)


@breaks("text_is_readable")
def text_too_pale_to_read(pdf: pikepdf.Pdf) -> None:
    def paled(listed: list[Any]) -> list[Any]:
        result: list[Any] = []
        for one in listed:
            result.append(one)
            if isinstance(one, tuple) and str(one[1]) == "BT":
                result.append(([0.6], Operator("g")))
        return [one for one in result if not (isinstance(one, tuple) and str(one[1]) == "rg")]

    rewrite(pdf, paled)


@breaks("text_is_readable")
def text_that_is_not_painted(pdf: pikepdf.Pdf) -> None:
    within(pdf, first_number(leaf(pdf)), before=b"3 Tr", after=b"0 Tr")


@breaks("text_stays_on_the_paper")
def text_off_the_paper(pdf: pikepdf.Pdf) -> None:
    within(pdf, first_number(leaf(pdf)), before=b"q 1 0 0 1 700 0 cm", after=b"Q")


@breaks("text_stays_on_the_paper")
def text_that_is_cut(pdf: pikepdf.Pdf) -> None:
    within(pdf, first_number(leaf(pdf)), before=b"q 0 0 200 800 re W n", after=b"Q")


@breaks("texts_do_not_overlap")
def text_over_text(pdf: pikepdf.Pdf) -> None:
    within(pdf, 0, before=b"q 1 0 0 1 0 -70 cm", after=b"Q")
