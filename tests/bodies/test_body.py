"""A body and its look-ups: by name, alias, format, type and day, and what is near where nothing fits."""

from __future__ import annotations

import datetime
import re
import types
from typing import Any

import pytest

from cmecore import authorities
from cmecore.authorities import abp, acep, ama, body, type_named
from cmecore.bodies.body import Body, Item, Misnomer, Note, Required, bare, plain, spelled
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Approval, Purpose, Wording
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Span
from cmecore.credit.sources import Source
from cmecore.errors import InvalidValue
from cmecore.rules.awards import Fixed
from cmecore.rules.policies import Policy

DAY = datetime.timedelta(days=1)
SPRING = datetime.date(2020, 3, 1)
SUMMER = datetime.date(2026, 7, 1)
POINT = CreditType(code="acme-point", name="Acme Point™", step="0.25")
HOUR = CreditType(code="acme-hour", name="Acme hour", step="0.5")
REPORT = Source(title="Acme Board, annual report", section="3")


def a_ruling(code: str, amount: int = 1, *, span: Span | None = None, version: str = "", **fields: Any) -> Ruling:
    """Award so many points for a live activity, on some days."""
    policy = Policy(code=code, award=Fixed(amount), in_force=span or Span(), sources=[REPORT])
    return Ruling(**{"type": POINT, "formats": ["live activity"], "policy": policy, "version": version, **fields})


def a_body(*rulings: Ruling, **fields: Any) -> Body:
    """Found a board."""
    return Body(**{"code": "acme", "name": "Acme Board", "types": [POINT, HOUR], "rulings": rulings, **fields})


def refused(call: Any, *words: str) -> None:
    """Insist that a call is refused, in these words, each from its first letter on."""
    with pytest.raises(InvalidValue) as caught:
        call()
    message = str(caught.value)
    assert [word for word in words if not re.search(rf"(^|[ (]){re.escape(word)}", message)] == [], message


# Types by their names.


@pytest.mark.parametrize(
    "written",
    [
        "acme-point",
        "Acme Point™",
        "Acme Points™",
        "ACME POINT",
        "acme  point",
        "Acme Point(s)",
        "ACME POINT(S)™",
        "Acme PointTM",
        "Acme Point(TM)",
        "Acme Points(tm)",
        "Acme Point®",
        " Acme Point ",
        "Acme\u00a0Point",
    ],
)
def test_a_type_is_found_however_its_name_was_written(written: str) -> None:
    """Case, spaces, trademark signs and what becomes of them, and a plural in brackets say nothing."""
    assert a_body().type(written) is POINT


def test_a_type_is_found_by_what_people_call_it() -> None:
    """Aliases are read; they are no name that is printed."""
    acme = a_body(aliases={"Acme pt": POINT, "Board hour": HOUR})
    assert (acme.type("ACME PT"), acme.type("board hour")) == (POINT, HOUR)
    assert a_body(aliases=[("Acme pt", POINT)]).aliases == acme.aliases[:1]
    assert a_body(aliases=types.MappingProxyType({"Acme pt": POINT})).aliases == acme.aliases[:1]


def test_an_unknown_type_names_the_near_ones() -> None:
    """Or says that the body grants none."""
    refused(lambda: a_body().type("Acme Piont"), "type of acme: found 'Acme Piont'", "a type of Acme Board", "mean acme point")
    refused(lambda: a_body(types=[]).type("Acme Point"), "it grants none of its own")


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 501, 1, None])
def test_a_name_is_a_line_of_text(name: Any) -> None:
    """What no document can hold is refused before it is compared."""
    refused(lambda: a_body().type(name), "name: found")


def test_one_name_never_means_two_types() -> None:
    """A name that is read as either of two would be read as the wrong one half of the time."""
    refused(lambda: a_body(aliases={"Acme Hours": POINT}), "names of the types of acme: found acme hours more than once")
    refused(lambda: a_body(aliases=[("pt", POINT), ("PT", HOUR)]), "names of the types of acme: found pt more than once")
    twin = CreditType(code="acme-point-2", name="Acme Point", step="1")
    refused(lambda: a_body(types=[POINT, twin]), "names of the types of acme: found acme point more than once")
    assert a_body(aliases={"Acme Points": POINT, "acme point": POINT}).type("acme points") is POINT


@pytest.mark.parametrize(
    "aliases",
    ["Acme pt", ["Acme pt"], [("Acme pt",)], [["Acme pt", POINT]], {"Acme pt": "acme-point"}, {1: POINT}, {"": POINT}],
)
def test_aliases_are_pairs_of_a_name_and_a_type(aliases: Any) -> None:
    """Said where they are written, and not where they are read."""
    with pytest.raises(InvalidValue) as caught:
        a_body(aliases=aliases)
    assert caught.value.field == "aliases"
    assert caught.value.expected in {
        "several values",
        "at least one visible character",
        "pairs of a name and the credit type that is meant",
    }


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"types": [POINT, CreditType(code="acme-point", name="Another", step="1")]}, "types of acme: found acme-point more"),
        ({"rulings": [a_ruling("one"), a_ruling("one", 2)]}, "rulings of acme: found one more than once"),
        (
            {"wordings": [Wording(code="said", purpose=Purpose.NOTICE, text=text) for text in ("This.", "That.")]},
            "wordings of acme: found said more than once",
        ),
    ],
)
def test_a_code_stands_once(fields: dict[str, Any], message: str) -> None:
    """Codes are how programs tell types, rules and wordings apart."""
    with pytest.raises(InvalidValue, match=f"^{message}"):
        a_body(**fields)


# What says nothing when names are compared.


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("AMA PRA  Category 1 Credit(s)™", "ama pra category 1 credits"),
        ("AMA PRA Category 1 CreditsTM", "ama pra category 1 credits"),
        ("AMA PRA Category 1 Credit(s)TM", "ama pra category 1 credits"),
        ("AMA PRA CATEGORY 1 CREDIT(S)(TM)", "ama pra category 1 credits"),
        ("(ECMEC®s)", "(ecmecs)"),
        ("TM ATM (tmo) (rs)", "tm atm (tmo) (rs)"),
    ],
)
def test_names_are_spelled_alike(written: str, name: str) -> None:
    """A lost superscript is no other name; letters that belong to a word stay."""
    assert spelled(written) == plain(written) == bare(written).casefold() == name


# Rules by format, type and day.


def test_a_rule_is_found_by_its_learning_format() -> None:
    """One rule a format, and none guessed."""
    live, article = a_ruling("live"), a_ruling("article", formats=["journal-based CME activity", "review"])
    acme = a_body(live, article)
    assert acme.ruling("live activity") is live
    assert acme.ruling("review") is article
    refused(
        lambda: acme.ruling("journal based CME activity"),
        "rule of Acme Board for 'journal based CME activity': found none; expected a format that it has a rule for",
        "did you mean journal-based CME activity?",
    )


def test_a_rule_is_found_by_its_type_where_two_types_have_one_for_the_format() -> None:
    """Without the type it says which there are."""
    points, hours = a_ruling("points"), a_ruling("hours", type=HOUR)
    acme = a_body(points, hours)
    assert (acme.ruling("live activity", type=POINT), acme.ruling("live activity", type=HOUR)) == (points, hours)
    refused(
        lambda: acme.ruling("live activity"), "found rules for 2 types; expected one; name the type: acme-hour or acme-point"
    )
    refused(lambda: a_body(points).ruling("live activity", type=HOUR), "it has no rule for Acme hour")
    refused(lambda: a_body().ruling("live activity"), "it has no rule of its own for earning credit")


OLD = a_ruling("old", 1, span=Span(SPRING, SUMMER - DAY))
NEW = a_ruling("new", 2, span=Span(SUMMER))
CHANGED = a_body(NEW, OLD)


@pytest.mark.parametrize(("day", "rule"), [(SPRING, OLD), (SUMMER - DAY, OLD), (SUMMER, NEW), (datetime.date(2099, 1, 1), NEW)])
def test_of_two_rules_the_one_of_the_day_is_found(day: datetime.date, rule: Ruling) -> None:
    """Each from its first day to its last, both included."""
    assert CHANGED.ruling("live activity", on=day) is rule


def test_a_day_before_the_first_known_rule_says_so() -> None:
    """What held before was not found, and nothing is guessed; the known days are named with their source."""
    refused(
        lambda: CHANGED.ruling("live activity", on=SPRING - DAY),
        "rule of Acme Board for 'live activity': found the date 2020-02-29",
        "expected a day on which a rule is known: 2020-03-01 to 2026-06-30 [Acme Board, annual report, 3]",
        "what held before 2020-03-01 was not found, and nothing is guessed",
    )


def test_without_a_day_there_is_only_a_rule_that_was_never_replaced() -> None:
    """The newest is no better a guess than the oldest, for a course of 2021."""
    refused(
        lambda: CHANGED.ruling("live activity"),
        "found 2 rules; expected one that holds; name the day with on=…, or the text: new from 2026-07-01; "
        "old 2020-03-01 to 2026-06-30",
    )
    refused(lambda: a_body(OLD).ruling("live activity"), "found a rule that ended; expected one that holds")
    assert a_body(NEW).ruling("live activity") is NEW


WHOLE = a_ruling("whole", 1, span=Span(SPRING), version="2016 text")
QUARTERS = a_ruling("quarters", 2, span=Span(SUMMER), version="later text")
TWO_TEXTS = a_body(WHOLE, QUARTERS)


def test_of_two_texts_without_the_day_of_change_the_caller_names_one() -> None:
    """Both are known to hold, and which one counts, no source says."""
    refused(
        lambda: TWO_TEXTS.ruling("live activity", on=SUMMER),
        f"found 2 rules that hold on {SUMMER}; expected one",
        'name the text, as in version="2016 text"; known are 2016 text, later text',
    )
    assert TWO_TEXTS.ruling("live activity", on=SUMMER, version="2016 text") is WHOLE
    assert TWO_TEXTS.ruling("live activity", on=SUMMER, version="later text") is QUARTERS
    # Before the second was seen there is only one.
    assert TWO_TEXTS.ruling("live activity", on=SUMMER - DAY) is WHOLE


def test_a_text_can_be_named_without_a_day() -> None:
    """Whoever names the text has decided; without either, both are named, and a wrong name is none of them."""
    assert TWO_TEXTS.ruling("live activity", version="later text") is QUARTERS
    ended = a_ruling("ended", 1, span=Span(SPRING, SUMMER), version="first text")
    assert a_body(ended).ruling("live activity", version="first text") is ended
    refused(
        lambda: TWO_TEXTS.ruling("live activity"),
        "found 2 rules",
        "or the text: 2016 text from 2020-03-01; later text from 2026-07-01",
    )
    refused(lambda: TWO_TEXTS.ruling("live activity", version="2017 text"), "found 0 rules", "2016 text from 2020-03-01")
    refused(
        lambda: TWO_TEXTS.ruling("live activity", on=SUMMER, version="2017 text"),
        "version of rule of Acme Board for 'live activity': found '2017 text'",
        "did you mean 2016 text?",
    )


def test_abp_part_2_is_asked_for_by_its_text() -> None:
    """Whole points all or nothing, or quarter points: the day of that change was not found."""
    texts = {ruling.version for ruling in abp.BODY.rulings if ruling.type == abp.PART_2}
    day = max(ruling.in_force.first or SPRING for ruling in abp.BODY.rulings if ruling.type == abp.PART_2)
    assert len(texts) == 2
    for text in texts:
        assert abp.BODY.ruling("enduring material", type=abp.PART_2, on=day, version=text).version == text


@pytest.mark.parametrize("format", ["", "a\nb", 1, None])
def test_a_learning_format_is_a_line_of_text(format: Any) -> None:
    """As everywhere."""
    with pytest.raises(InvalidValue, match="format: found"):
        CHANGED.ruling(format)


# Wordings.


def test_a_wording_is_chosen_among_the_bodys_own() -> None:
    """By purpose, type, format, state of approval and day; all of them reach the choice."""
    spans = (Span(None, SUMMER - DAY), Span(SUMMER))
    said = [
        Wording(
            code=f"{state.value}-{span}-{format}",
            purpose=Purpose.APPROVAL,
            types=["acme-point"],
            formats=[format],
            approval=state,
            in_force=span,
            text=f"Application {state.value}.",
        )
        for state in Approval
        for span in spans
        for format in ("live activity", "review")
    ]
    acme = a_body(wordings=said)
    found = acme.wording(Purpose.APPROVAL, type=POINT, format="review", approval=Approval.PENDING, on=SUMMER - DAY)
    assert found.code == f"pending-{spans[0]}-review"
    anything = Wording(code="any", purpose=Purpose.NOTICE, text="For any type and format.")
    assert a_body(wordings=[anything]).wording(Purpose.NOTICE) is anything
    refused(lambda: acme.wording(Purpose.NOTICE), "purpose: found notice")
    refused(lambda: acme.wording(Purpose.APPROVAL, format="review"), "type: found no type")
    refused(lambda: acme.wording(Purpose.APPROVAL, type=POINT), "format: found no format")
    refused(lambda: acme.wording(Purpose.APPROVAL, type="acme-pint", format="review", on=SUMMER), "did you mean acme-point?")


# What else a body says.


def test_items_are_named_as_they_are_asked_for() -> None:
    """In words that end a sentence: "the … is missing"."""
    assert [item.value for item in Item] == [
        "name of the learner",
        "name of the provider",
        "address of the provider",
        "title of the activity",
        "learning format",
        "place of a live activity",
        "dates of a live activity, or the day of completion",
        "amount of credit awarded",
        "accreditation statement",
        "designation statement",
        "learner's id with the board",
        "identifier of the activity",
    ]


def test_a_note_and_a_misnomer_say_themselves() -> None:
    """For pages and remarks that quote them."""
    assert Note(says="Credit is designated in advance.").remark == ""
    assert str(Note(says="Credit is designated in advance.")) == "Credit is designated in advance."
    assert str(Misnomer(phrase="Acme pt", instead="Acme Point™")) == "not “Acme pt” but “Acme Point™”"


@pytest.mark.parametrize(
    "make",
    [
        lambda: Note(says=""),
        lambda: Note(says="x", remark="a\nb"),
        lambda: Misnomer(phrase="", instead="x"),
        lambda: Misnomer(phrase="x", instead=""),
        lambda: Required(items="name of the learner"),
        lambda: Required(items=["name of the learner"]),
        lambda: Required(items=[Item.NAME], live="yes"),  # type: ignore[arg-type]
        lambda: Required(items=[Item.NAME], formats="live activity"),
        lambda: Body(code="", name="x"),
        lambda: Body(code="x", name=""),
        lambda: Body(code="x", name="x", types=["ama-pra-1"]),
        lambda: Body(code="x", name="x", rulings=[Policy(code="x")]),
    ],
)
def test_what_a_body_is_made_of_is_checked_where_it_is_made(make: Any) -> None:
    """A wrong field shows in the module that holds it."""
    with pytest.raises(InvalidValue):
        make()


# All bodies at once.


def test_a_body_is_found_by_its_code() -> None:
    """The module's name; an unknown one names the near ones."""
    assert body("ama") is ama.BODY
    refused(lambda: body("amma"), "body: found 'amma'; expected a body that is known here", "did you mean ama?")
    refused(lambda: body("AMA"), "did you mean ama")
    refused(lambda: body("_cited"), "expected a body that is known here")
    refused(lambda: body("ama.__class__"), "expected a body that is known here")
    refused(lambda: body(""), "body: found blank text")


def test_all_bodies_come_in_the_order_of_their_codes() -> None:
    """Each is the one of its module."""
    codes = [one.code for one in authorities.bodies()]
    assert codes == sorted(codes)
    assert {"abp", "acep", "ama"} <= set(codes)
    assert all(body(code) is one for code, one in zip(codes, authorities.bodies(), strict=True))


@pytest.mark.parametrize("written", ["AMA PRA Category 1 Credit(s)TM", "AMA PRA CATEGORY 1 CREDITS(TM)", "ama pra category i"])
def test_m58_ama_credit_is_read_from_what_people_write(written: str) -> None:
    """M58: *AMA PRA Category 1* on an export is that type, in any of the usual spellings."""
    assert type_named(written) is ama.CATEGORY_1


def test_m59_accme_credits_are_read_only_where_the_caller_says_what_is_meant() -> None:
    """M59: the ACCME grants no credit: the name is accepted as input, and mapped by the provider who wrote it."""
    refused(
        lambda: type_named("ACCME credits"),
        "credit type: found 'ACCME credits'; expected a name of a credit type",
        "the ACCME accredits providers and grants no credit: map the name to the type that is meant with `also`",
    )
    assert type_named("ACCME Credits", also={"accme credits": ama.CATEGORY_1}) is ama.CATEGORY_1


def test_m60_specialty_credit_is_a_body_or_a_type_of_the_callers_own() -> None:
    """M60: specialty-specific credits: a specialty's body has its type, and a provider's own is mapped."""
    assert type_named("ACEP Category I Credits") is acep.CATEGORY_I
    ours = CreditType(code="medmatrix.emergency", name="Emergency Medicine credit", step="0.25")
    refused(lambda: type_named("Emergency Medicine credits"), "expected a name of a credit type")
    assert type_named("Emergency Medicine credits", also={ours.plural: ours}) is ours


def test_the_callers_own_meaning_wins() -> None:
    """A platform that calls Elective credit "AAFP credit" knows better what it meant."""
    assert type_named("AMA PRA Category 1", also={"ama pra category 1": POINT}) is POINT


def test_an_unknown_type_names_the_near_ones_of_all_bodies_and_of_the_callers_own() -> None:
    """Misspelled or mapped under another name."""
    refused(lambda: type_named("AMA PRA Categoru 1 Credit"), "did you mean ama pra category 1 credit")
    refused(lambda: type_named("Zeta hour", also={"Zeta hours": POINT}), "did you mean zeta hours?")


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("ACPE", "ACPE pharmacist CEU or ACPE pharmacist contact hour or ACPE technician CEU or ACPE technician contact hour?"),
        ("  acep", f"{acep.CATEGORY_I.name}?"),
        ("zzz", ""),
    ],
)
def test_a_part_of_the_names_of_types_lists_them(name: str, advice: str) -> None:
    """Whoever asks for ACPE credit has to say which, and is offered no other body's."""
    with pytest.raises(InvalidValue) as caught:
        type_named(name)
    assert caught.value.advice.removeprefix("did you mean ") == advice or (not advice and "did" not in caught.value.advice)


@pytest.mark.parametrize("name", ["contact hours", "Category 1", "CME"])
def test_of_many_types_with_a_word_in_their_names_five_are_listed(name: str) -> None:
    """And how many more there are; each has the word in a name of its own."""
    with pytest.raises(InvalidValue, match=r"did you mean .+, or one of \d+ more\?") as caught:
        type_named(name)
    listed = caught.value.advice.removeprefix("did you mean ").partition(", or one of ")[0].split(" or ")
    assert len(listed) == 5
    for one in listed:
        kind = type_named(one)
        written = [spelling for held in authorities.bodies() for spelling, meant in held.names().items() if meant == kind]
        assert any(name.casefold() in spelling for spelling in written)


def test_a_part_of_a_word_is_no_word() -> None:
    """The letters of an abbreviation inside others list nothing."""
    with pytest.raises(InvalidValue) as caught:
        type_named("CP")
    assert "did you mean" not in caught.value.advice


def test_a_name_that_two_bodies_use_for_different_types_is_no_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code tells them apart, and so does the caller; one type in two bodies is one type."""
    beta = CreditType(code="beta-hour", name="Beta hour", step="0.5")
    both = (
        a_body(aliases={"CEU": HOUR, "Pt": POINT}),
        Body(code="beta", name="Beta", types=[beta], aliases={"CEU": beta, "Pt": POINT}),
    )
    monkeypatch.setattr(authorities, "bodies", lambda: both)
    refused(
        lambda: type_named("ceu"),
        "credit type: found 'ceu'; expected a name of one credit type; write its code, acme-hour or beta-hour, or map the name",
    )
    assert (type_named("acme-hour"), type_named("beta-hour"), type_named("pt")) == (HOUR, beta, POINT)
    assert type_named("CEU", also={"ceu": beta}) is beta


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("", None),
        (1, None),
        ("x", {"x": "ama-pra-1"}),
        ("x", {"x": None}),
        ("x", {"": POINT}),
        ("x", [("x", POINT)]),
        ("x", "x"),
    ],
)
def test_names_and_their_meanings_are_checked(name: Any, also: Any) -> None:
    """A code is no type, and a list no mapping."""
    refused(lambda: type_named(name, also=also), "also: found" if name == "x" and also != {"": POINT} else "name: found")


def test_a_rule_is_found_by_the_code_of_its_type_as_well() -> None:
    """The code is what an import has in its hands."""
    assert ama.BODY.ruling("live activity", type="ama-pra-1") is ama.LIVE
