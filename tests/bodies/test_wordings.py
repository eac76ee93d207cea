"""The statements that bodies prescribe: chosen by purpose, type, format, approval and day, filled exactly, and recognised.

The wordings below are quoted from what the bodies or their users have published; each says where.
"""

import datetime
import pickle
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

import hostile
from cmecore.bodies.statements import Statement, Style, Styled
from cmecore.bodies.wordings import Approval, Purpose, Wording, choose
from cmecore.credit.amounts import CreditType
from cmecore.credit.canonical import digest
from cmecore.credit.periods import Span
from cmecore.credit.sources import Source, Sureness
from cmecore.errors import InvalidValue
from cmecore.identifiers import Uan

AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
CHANGED = datetime.date(2011, 7, 1)
PHRASE = "AMA PRA Category 1 Credit(s)"


def seen(title: str, sureness: Sureness) -> tuple[Source, ...]:
    """Cite where a wording was seen."""
    return (Source(title=title, collected=datetime.date(2026, 11, 21), sureness=sureness),)


AMA_2011 = Wording(
    code="ama-designation",
    purpose=Purpose.DESIGNATION,
    types=["ama-pra-1"],
    in_force=Span(CHANGED),
    text=(
        "The {provider} designates this {format} for a maximum of {amount} AMA PRA Category 1 Credit(s)™. Physicians should "
        "claim only the credit commensurate with the extent of their participation in the activity."
    ),
    italics=[PHRASE],
    sources=seen("SLS, instructions for manuscript reviewers, crsls.sls.org", Sureness.SECONDARY),
)
AMA_2006 = Wording(
    code="ama-designation-2006",
    purpose=Purpose.DESIGNATION,
    types=["ama-pra-1"],
    in_force=Span(datetime.date(2006, 1, 1), CHANGED - datetime.timedelta(days=1)),
    text=(
        "The {provider} designates this educational activity for a maximum of {amount} AMA PRA Category 1 Credit(s)™. "
        "Physicians should only claim credit commensurate with the extent of their participation in the activity."
    ),
    italics=[PHRASE],
    sources=seen("MeetingsNet, 2006", Sureness.SECONDARY),
)
AAFP_PENDING = Wording(
    code="aafp-pending",
    purpose=Purpose.APPROVAL,
    types=["aafp-prescribed", "aafp-elective"],
    approval=Approval.PENDING,
    text=(
        "Application for CME credit has been filed with the American Academy of Family Physicians. "
        "Determination of credit is pending."
    ),
    sources=seen("AAFP, Credit Statements, aafp.org/cme/credit-system/credit-statements.html", Sureness.ISSUER),
)
ACCME_JOINT = Wording(
    code="accme-joint",
    purpose=Purpose.JOINT_PROVIDERSHIP,
    text=(
        "This activity has been planned and implemented in accordance with the accreditation requirements and policies of the "
        "Accreditation Council for Continuing Medical Education (ACCME) through the joint providership of {provider} and "
        "{partner}. {provider} is accredited by the ACCME to provide continuing medical education for physicians."
    ),
    sources=seen("Medscape content tool, public GitHub", Sureness.IN_USE),
)
EACCME = Wording(
    code="eaccme",
    purpose=Purpose.DESIGNATION,
    types=["ecmec"],
    text=(
        "{title}, {place}, {dates} has been accredited by the European Accreditation Council for Continuing Medical Education "
        "(EACCME®) with {amount} European CME credits (ECMEC®s)."
    ),
    italics=["{title}"],
    sources=seen("EAPM 2024, EACCME credits, eapm.eu.com", Sureness.SECONDARY),
)
# Written for these tests.
WORDS = Wording(
    code="words", purpose=Purpose.NOTICE, text="{amount} AMA PRA Category 1 {amount:Credit|Credits}™ for {learner}."
)


def italic(statement: Statement) -> list[str]:
    """List what stands in italics."""
    return [statement.text[span.start : span.end] for span in statement.spans if span.style is Style.ITALIC]


def marks(statement: Statement) -> list[str]:
    """List the trademark signs."""
    return [statement.text[span.start : span.end] for span in statement.spans if span.style is Style.TRADEMARK]


def refused(value: Any) -> InvalidValue | None:
    """Fill a value in, and give the refusal if it is refused."""
    try:
        WORDS.fill(amount=1, learner=value)
    except InvalidValue as error:
        return error
    return None


def picked(*wordings: Wording, **asked: Any) -> str:
    """Choose, and tell the code."""
    return choose(wordings, **asked).code


def test_the_ama_statement_since_july_2011_is_printed_to_the_letter() -> None:
    """The current statement names the learning format and the maximum; its phrase is italic, and the ™ is a span beside it."""
    statement = AMA_2011.fill(provider="Lakeside CME", format="enduring material", amount=AMA("1.5"))
    assert str(statement) == (
        "The Lakeside CME designates this enduring material for a maximum of 1.50 AMA PRA Category 1 Credit(s)™. Physicians "
        "should claim only the credit commensurate with the extent of their participation in the activity."
    )
    assert (italic(statement), marks(statement), statement.wording) == ([PHRASE], ["™"], "ama-designation")


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (datetime.date(2006, 1, 1), "ama-designation-2006"),
        (datetime.date(2011, 6, 30), "ama-designation-2006"),
        (datetime.date(2011, 7, 1), "ama-designation"),
        (datetime.date(2026, 11, 21), "ama-designation"),
    ],
)
def test_the_day_chooses_between_the_ama_statements_of_2006_and_2011(on: datetime.date, code: str) -> None:
    """Until 30 June 2011 "this educational activity"; from 1 July 2011 "this [learning format]"."""
    assert picked(AMA_2011, AMA_2006, purpose=Purpose.DESIGNATION, type=AMA, on=on) == code
    assert picked(AMA_2006, AMA_2011, purpose=Purpose.DESIGNATION, type="ama-pra-1", format="live activity", on=on) == code


def test_a_day_before_the_first_known_wording_is_answered_with_that() -> None:
    """Before the first known day nothing is guessed: the answer names the day and the wording that begins on it."""
    before = datetime.date(2005, 12, 31)
    with pytest.raises(
        InvalidValue, match="no wording is known before 2006-01-01, the first day of ama-designation-2006"
    ) as told:
        choose([AMA_2011, AMA_2006], purpose=Purpose.DESIGNATION, type=AMA, on=before)
    assert told.value.found == "'2005-12-31'"
    assert "ama-designation-2006 2006-01-01 to 2011-06-30, ama-designation from 2011-07-01" in told.value.expected


def test_a_day_after_the_last_known_wording_or_between_two_has_none() -> None:
    """Also where a wording ended, and where its beginning is not known, no other day is stretched to fit."""
    early = Wording(code="early", purpose=Purpose.NOTICE, text="Early.", in_force=Span(None, datetime.date(2010, 12, 31)))
    late = Wording(code="late", purpose=Purpose.NOTICE, text="Late.", in_force=Span(CHANGED))
    with pytest.raises(InvalidValue, match="none is known for that day"):
        choose([late, early], purpose=Purpose.NOTICE, on=datetime.date(2011, 1, 1))
    with pytest.raises(InvalidValue, match="none is known for that day"):
        choose([AMA_2006], purpose=Purpose.DESIGNATION, type=AMA, on=CHANGED)


def test_without_a_day_only_a_wording_that_never_changed_is_chosen() -> None:
    """There is no clock to ask what is current: where wordings followed each other, or one ended, the day has to be said."""
    assert picked(AAFP_PENDING, purpose=Purpose.APPROVAL, type="aafp-elective", approval=Approval.PENDING) == "aafp-pending"
    for held in ([AMA_2011, AMA_2006], [AMA_2006]):
        with pytest.raises(InvalidValue, match=r"^on: found no day; .*say the day"):
            choose(held, purpose=Purpose.DESIGNATION, type=AMA)


def test_the_statement_depends_on_the_state_of_approval() -> None:
    """A pending text is for a pending activity only: neither an approved one nor one of which nothing is said gets it."""
    approved = Wording(
        code="aafp-approved",
        purpose=Purpose.APPROVAL,
        approval=Approval.APPROVED,
        text="Approved for {amount} AAFP Elective credits.",
    )
    asked = {"purpose": Purpose.APPROVAL, "type": "aafp-elective"}
    assert picked(AAFP_PENDING, approved, approval=Approval.PENDING, **asked) == "aafp-pending"
    assert picked(AAFP_PENDING, approved, approval=Approval.APPROVED, **asked) == "aafp-approved"
    with pytest.raises(InvalidValue, match=r"^approval: found 'expired'; .*known are approved, pending"):
        choose([AAFP_PENDING, approved], approval=Approval.EXPIRED, **asked)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match=r"^approval: found no approval; "):
        choose([AAFP_PENDING, approved], **asked)  # type: ignore[arg-type]


def test_the_wording_that_names_more_wins_over_the_one_for_any() -> None:
    """A text for one format or type goes before the general one; other formats get the general one."""
    general = Wording(code="general", purpose=Purpose.DESIGNATION, text="General.")
    journal = Wording(code="journal", purpose=Purpose.DESIGNATION, formats=["journal-based CME activity"], text="Journal.")
    typed = Wording(code="typed", purpose=Purpose.DESIGNATION, types=["aafp-elective"], text="Typed.")
    both = [general, journal]
    assert picked(*both, purpose=Purpose.DESIGNATION, format="journal-based CME activity") == "journal"
    assert picked(*both, purpose=Purpose.DESIGNATION, format="Journal-based CME Activity") == "journal"
    assert picked(*both, purpose=Purpose.DESIGNATION, format="live activity") == "general"
    assert picked(*both, purpose=Purpose.DESIGNATION, type="") == "general"
    assert picked(*both, purpose=Purpose.DESIGNATION) == "general"
    with pytest.raises(InvalidValue, match=r"^wordings: found 2 that fit equally: journal, typed; expected one"):
        choose([*both, typed], purpose=Purpose.DESIGNATION, type="aafp-elective", format="journal-based CME activity")


def test_two_wordings_for_the_same_day_are_a_mistake_in_the_data() -> None:
    """Days that overlap leave no answer, and are not settled by the order of the list."""
    late = Wording(code="late", purpose=Purpose.NOTICE, text="Late.", in_force=Span(CHANGED))
    always = Wording(code="always", purpose=Purpose.NOTICE, text="Always.")
    with pytest.raises(InvalidValue, match="2 that fit equally: late, always"):
        choose([late, always], purpose=Purpose.NOTICE, on=CHANGED)
    many = [Wording(code=f"w{number}", purpose=Purpose.NOTICE, text="Twice.") for number in range(7)]
    with pytest.raises(InvalidValue, match="7 that fit equally: w0, w1, w2, w3, w4 and 2 more"):
        choose(many, purpose=Purpose.NOTICE)


def test_what_is_misspelled_is_answered_with_what_there_is() -> None:
    """An unknown purpose, type or format names what is near or what there is."""
    journal = Wording(
        code="j", purpose=Purpose.DESIGNATION, types=["ama-pra-1"], formats=["enduring material"], text="Journal."
    )
    with pytest.raises(InvalidValue, match=r"^purpose: found notice; .*there is approval, designation"):
        choose([journal, AAFP_PENDING], purpose=Purpose.NOTICE)
    with pytest.raises(InvalidValue, match=r"^purpose: .*there is none"):
        choose([], purpose=Purpose.NOTICE)
    with pytest.raises(InvalidValue, match=r"^type: found 'ama-pra1'; .*did you mean ama-pra-1\?"):
        choose([journal], purpose=Purpose.DESIGNATION, type="ama-pra1", format="enduring material")
    with pytest.raises(InvalidValue, match=r"^type: found no type; .*known are ama-pra-1"):
        choose([journal], purpose=Purpose.DESIGNATION)
    with pytest.raises(InvalidValue, match=r"^format: found 'enduring materiel'; .*did you mean enduring material\?"):
        choose([journal], purpose=Purpose.DESIGNATION, type=AMA, format="enduring materiel")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"purpose": "designation"}, "purpose"),
        ({"type": 1}, "type"),
        ({"format": None}, "format"),
        ({"approval": "pending"}, "approval"),
        ({"on": "2026-03-09"}, "on"),
    ],
)
def test_what_is_asked_for_has_the_right_kind(asked: dict[str, Any], field: str) -> None:
    """A word in the place of a value is refused by the name of its field."""
    with pytest.raises(InvalidValue, match=f"^{field}: "):
        choose([WORDS], **{"purpose": Purpose.NOTICE, **asked})
    with pytest.raises(InvalidValue, match=r"^wordings: "):
        choose([WORDS, "words"], purpose=Purpose.NOTICE)  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        ("0.75", "0.75 AMA PRA Category 1 Credit™"),
        (Decimal("0.25"), "0.25 AMA PRA Category 1 Credit™"),
        (1, "1 AMA PRA Category 1 Credit™"),
        ("1.00", "1.00 AMA PRA Category 1 Credit™"),
        (AMA(1), "1.00 AMA PRA Category 1 Credit™"),
        (AMA("1.25"), "1.25 AMA PRA Category 1 Credits™"),
        (2, "2 AMA PRA Category 1 Credits™"),
        (Decimal("1E+1"), "10 AMA PRA Category 1 Credits™"),
        (0, "0 AMA PRA Category 1 Credit™"),
    ],
)
def test_the_plural_stands_above_one_only(amount: Any, printed: str) -> None:
    """Published templates say Credits above 1 and Credit otherwise, so 0.75 is singular."""
    assert str(WORDS.fill(amount=amount, learner="Ada Okoro")) == f"{printed} for Ada Okoro."


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("{0.__class__}", "{0.__class__}"),
        ("<b>{amount}</b> & %s", "<b>{amount}</b> & %s"),
        ("Nguyễn Thị Hồng", "Nguyễn Thị Hồng"),
        (["Lakeside CME"], "Lakeside CME"),
        (("Lakeside CME", "Acme"), "Lakeside CME and Acme"),
        (["Lakeside CME", "Acme", "St. Jude"], "Lakeside CME, Acme and St. Jude"),
        (datetime.date(2026, 3, 9), "9 March 2026"),
        (AMA("7.25"), "7.25"),
        (12, "12"),
    ],
)
def test_a_value_is_data_and_printed_as_it_stands(value: Any, printed: str) -> None:
    """Braces, tags and percent signs from outside stay as they are; days, amounts and lists have one way to be printed."""
    assert str(WORDS.fill(amount=1, learner=value)) == f"1 AMA PRA Category 1 Credit™ for {printed}."


def test_a_trademark_or_a_phrase_in_a_value_is_not_the_templates() -> None:
    """Only what the body prescribes is styled: a provider that calls itself like a credit gets no italics from it."""
    statement = AMA_2011.fill(provider=f"{PHRASE}™", format="live activity", amount=1)
    (span,) = [span for span in statement.spans if span.style is Style.ITALIC]
    assert span.start == statement.text.rindex(PHRASE)
    assert marks(statement) == ["™"]


def test_a_field_and_a_trademark_inside_a_word_are_styled() -> None:
    """The title of a European event stands in italics as a whole, and each ® is marked where it stands."""
    statement = EACCME.fill(title="EAPM {2024}", place="Lausanne", dates="12–15 June 2024", amount="19.5")
    assert italic(statement) == ["EAPM {2024}"]
    assert marks(statement) == ["®", "®"]
    assert [text for text, styles in statement.runs() if styles] == ["EAPM {2024}", "®", "®"]
    assert "".join(text for text, _ in statement.runs()) == str(statement)


def test_italics_that_touch_are_one_span_around_a_field_and_a_choice_of_words() -> None:
    """A phrase may run over fields; one that is printed empty leaves no span."""
    worth = Wording(
        code="x",
        purpose=Purpose.NOTICE,
        text="Up to {n} hour{n:|s} or {n} Credit™.",
        italics=["{n} hour{n:|s}", "{n:|s}", "Credit™"],
    )
    assert italic(worth.fill(n=2)) == ["2 hours", "Credit™"]
    assert italic(worth.fill(n=1)) == ["1 hour", "Credit™"]
    alone = Wording(code="x", purpose=Purpose.NOTICE, text="{n} hour{n:|s}", italics=["{n:|s}"])
    assert (italic(alone.fill(n=2)), italic(alone.fill(n=1))) == (["s"], [])
    (credit,) = [styles for text, styles in worth.fill(n=2).runs() if text == "™"]
    assert credit == {Style.ITALIC, Style.TRADEMARK}


@pytest.mark.parametrize(
    ("provider", "printed"),
    [
        ("The Ohio State University", "The Ohio State University designates"),
        ("Theory Institute", "The Theory Institute designates"),
        ("the Institute", "The the Institute designates"),
        ("The ", "The The  designates"),
    ],
)
def test_the_article_is_not_printed_twice(provider: str, printed: str) -> None:
    """The AMA statement begins with "The", and so do the names of many universities."""
    assert str(AMA_2011.fill(provider=provider, format="live activity", amount=1)).startswith(printed)
    breathe = Wording(code="x", purpose=Purpose.NOTICE, text="Breathe {provider}.")
    assert str(breathe.fill(provider="The Ohio State University")) == "Breathe The Ohio State University."


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "ama-designation: found no provider; expected its fields provider, format, amount; fill it in with provider=…"),
        ({"provider": "A", "format": "B"}, "ama-designation: found no amount; "),
        ({"provder": "A"}, "ama-designation: found a field 'provder'; .*did you mean provider?"),
        ({"x" * 100_000: "A"}, "ama-designation: found a field 'xxx"),
    ],
)
def test_a_missing_or_unknown_field_is_refused_by_name(values: dict[str, str], said: str) -> None:
    """What is missing is named, and what is unknown is answered with the near name."""
    with pytest.raises(InvalidValue) as told:
        AMA_2011.fill(**values)
    start, _, end = said.partition(".*")
    assert str(told.value).startswith(start)
    assert str(told.value).endswith(end)


def test_an_amount_of_a_type_that_the_wording_is_not_for_is_refused() -> None:
    """2 contact hours are not 2 AMA credits; a wording that is for any type takes any, and so does another field."""
    hours = CreditType(code="hour", name="contact hour", step="0.5")
    with pytest.raises(InvalidValue) as told:
        AMA_2011.fill(provider="A", format="B", amount=hours("2"))
    assert str(told.value) == (
        "amount of ama-designation: found 2.0 contact hours; expected credit of a type that this wording is for: ama-pra-1; "
        "choose the wording of that type"
    )
    anyones = Wording(code="x", purpose=Purpose.NOTICE, text="{amount} or {ceu}.")
    assert str(anyones.fill(amount=hours("2"), ceu=AMA("1"))) == "2.0 or 1.00."
    assert str(AMA_2011.fill(provider="A", format=hours("2"), amount=AMA("1"))).startswith("The A designates this 2.0 for")


def test_a_number_of_acpe_is_printed_with_its_hyphens() -> None:
    """As it was read."""
    numbered = Wording(code="x", purpose=Purpose.NOTICE, text="Number {uan}.")
    assert str(numbered.fill(uan=Uan("0798999918246H04P"))) == "Number 0798-9999-18-246-H04-P."


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("The A designates this B for a maximum of 1 AMA PRA Category 1 Credit(s)™.", True),
        ("A designates this B for a maximum of 1 point", True),
        (AMA_2011.text, False),
        (AMA_2011.text.removeprefix("The "), False),
        (f"{AMA_2011.text} More.", False),
        ("The A designates this B for 1 AMA PRA Category 1 Credit(s)™.", False),
        ("A maximum of 1 AMA PRA Category 1 Credit(s)™.", False),
        ("", False),
    ],
)
def test_a_text_that_breaks_off_after_the_amount_is_a_begun_designation(text: str, *, begun: bool) -> None:
    """The words before the amount stand there, and those behind it do not."""
    assert AMA_2011.is_begun(text) is begun
    assert not AAFP_PENDING.is_begun(text)


def test_only_words_that_designate_begin_a_designation() -> None:
    """Any sentence holds "for"."""
    card = Wording(code="x", purpose=Purpose.DESIGNATION, text="{title} is for {amount} points. Come.")
    assert not card.is_begun("This is for 2 points.")


def test_a_wording_without_fields_takes_none() -> None:
    """The pending text of the AAFP must be published exactly as written."""
    assert AAFP_PENDING.fields == ()
    assert str(AAFP_PENDING.fill()) == AAFP_PENDING.text
    with pytest.raises(InvalidValue, match="expected no fields: it has none"):
        AAFP_PENDING.fill(amount=1)


@pytest.mark.parametrize("value", [*hostile.VALUES, [], [1], {"a": 1}, {"a"}], ids=hostile.label)
def test_whatever_is_filled_in_is_printed_unchanged_or_refused_by_its_field(value: Any) -> None:
    """Text, plain numbers, days and lists of names are printed; all else is refused, and no refusal repeats a name."""
    error = refused(value)
    if error is not None:
        assert error.field.startswith(("learner", "text"))
        assert hostile.NAME not in str(error)
    elif isinstance(value, str):
        assert f" for {value}." in str(WORDS.fill(amount=1, learner=value))
    else:
        assert type(value) in {int, list}


@pytest.mark.parametrize("amount", [0.75, "three", datetime.date(2026, 3, 9), ["1", "2"], None, True])
def test_a_choice_of_words_needs_a_number(amount: Any) -> None:
    """Without a number nobody can tell one from many."""
    with pytest.raises(InvalidValue, match=r"^amount"):
        WORDS.fill(amount=amount, learner="Ada Okoro")


def test_a_statement_that_is_too_long_to_print_is_refused() -> None:
    """Each value may be long, but all of it together has to be a paragraph."""
    with pytest.raises(InvalidValue, match=r"^text: found text of 10,\d\d\d characters"):
        WORDS.fill(amount=1, learner="x" * 10_000)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "text"),
        ("two\nlines", "text"),
        ("two  spaces", "other white space"),
        (" before", "other white space"),
        ("{Amount} credits", "a brace that belongs to no field"),
        ("{amount credits", "a brace that belongs to no field"),
        ("amount} credits", "a brace that belongs to no field"),
        ("{} credits", "a brace that belongs to no field"),
        ("{0.__class__} credits", "a brace that belongs to no field"),
        ("{amount:Credit} of {amount}", "a brace that belongs to no field"),
        ("{{amount}}", "a brace that belongs to no field"),
        ("{amount}{unit}", "words between two fields"),
        ("some {amount:Credit|Credits}", "only a choice of words by amount"),
        (" ".join(f"{{f{number}}}" for number in range(41)), "41 fields"),
    ],
)
def test_a_template_that_cannot_be_filled_or_recognised_is_refused_where_it_is_written(text: str, said: str) -> None:
    """A mistake in the data shows when it is made."""
    with pytest.raises(InvalidValue, match=r"^text") as told:
        Wording(code="x", purpose=Purpose.NOTICE, text=text)
    assert said in str(told.value)


@pytest.mark.parametrize(
    ("italics", "said"),
    [
        (["Category 2"], "expected a part of the text, letter for letter"),
        ([""], "expected a part of the text, letter for letter"),
        (["{amount"], "a phrase that begins or ends inside {amount}"),
        (["Credits}"], "a phrase that begins or ends inside {amount:Credit|Credits}"),
        (["PRA", "PRA"], "PRA more than once"),
        ([1], "expected str"),
        ("PRA", "put it in a list"),
    ],
)
def test_italics_are_parts_of_the_template(italics: Any, said: str) -> None:
    """A phrase that does not occur, or cuts a field in two, is a mistake in the data."""
    with pytest.raises(InvalidValue) as told:
        Wording(code="words", purpose=Purpose.NOTICE, text=WORDS.text, italics=italics)
    assert said in str(told.value)
    assert told.value.field.startswith("italics")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", ""),
        ("purpose", "notice"),
        ("types", "ama-pra-1"),
        ("types", ["ama-pra-1", "AMA-PRA-1"]),
        ("types", [""]),
        ("types", [AMA]),
        ("formats", ["two\nlines"]),
        ("formats", ["live activity", "Live activity"]),
        ("approval", "pending"),
        ("in_force", None),
        ("sources", ["a page"]),
    ],
)
def test_a_wording_holds_what_its_fields_say(field: str, value: Any) -> None:
    """What a field cannot hold is refused by its name."""
    given = {"code": "x", "purpose": Purpose.NOTICE, "text": "Text.", field: value}
    with pytest.raises(InvalidValue) as told:
        Wording(**given)
    assert told.value.field.startswith(field)


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        (lambda: [Styled(0, 5, Style.ITALIC)], "an end at the int 5; expected at most 4"),
        (lambda: [Styled(2, 2, Style.ITALIC)], "the int 2 to the int 2"),
        (lambda: [Styled(-1, 2, Style.ITALIC)], "the int -1 to the int 2"),
        (lambda: [Styled(0, 10**5_000, Style.ITALIC)], "a whole number of 16,610 bits"),
        (lambda: [Styled(0, True, Style.ITALIC)], "the bool True"),
        (lambda: [Styled(0, 1, "italic")], "expected Style"),  # type: ignore[arg-type]
        (lambda: ["italic"], "expected Styled"),
    ],
)
def test_a_span_lies_inside_the_text(spans: Any, said: str) -> None:
    """A renderer can trust the spans of a statement."""
    with pytest.raises(InvalidValue) as told:
        Statement(text="Text", spans=spans(), wording="x")
    assert said in str(told.value)


def test_a_statement_without_styles_is_one_run() -> None:
    """And the styled pieces of one with styles follow each other without a gap."""
    assert Statement(text="Text", wording="x").runs() == (("Text", frozenset()),)
    styled = Statement(text="Text", spans=[Styled(1, 4, Style.ITALIC), Styled(2, 3, Style.TRADEMARK)], wording="x")
    either = frozenset({Style.ITALIC})
    both = frozenset({Style.ITALIC, Style.TRADEMARK})
    assert styled.runs() == (("T", frozenset()), ("e", either), ("x", both), ("t", either))


REST = "Physicians should claim only the credit commensurate with the extent of their participation in the activity."


@pytest.mark.parametrize(
    "text",
    [
        f"The Lakeside CME designates this live activity for a maximum of 1.5 AMA PRA Category 1 Credit(s)™. {REST}",
        f"The Lakeside CME designates this live activity for a maximum of 1.5 AMA PRA Category 1 Credits™. {REST}",
        f"The Lakeside CME designates this live activity for a maximum of 1.5 AMA PRA Category 1 Credits ™. {REST}",
        f"The Lakeside CME designates this live activity for a maximum of 1.5 AMA PRA Category 1 Credit(s)(TM). {REST}",
        f"The Lakeside CME designates this live activity for a maximum of 1.5 AMA PRA Category 1 CreditsTM. {REST}",
        f"The Lakeside CME designates this live activity for a maximum of 1.5 AMA® PRA Category 1 Credit. {REST}",
        f"\n The Lakeside CME designates\tthis live activity for a maximum\n of 1.5\u00a0AMA PRA Category 1 Credits.\n{REST}\n",
    ],
)
def test_a_printed_statement_is_recognised_however_it_was_set(text: str) -> None:
    """White space, trademark signs and the "(s)" differ between printers, the words do not."""
    assert AMA_2011.recognise(text) == {"provider": "Lakeside CME", "format": "live activity", "amount": "1.5"}
    assert AMA_2006.recognise(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The  designates this",
        f"The Lakeside CME designates this live activity for a maximum of 1.5 AMA PRA Category 2 Credit(s)™. {REST}",
        f"The Lakeside CME designates this live activity for a maximum of AMA PRA Category 1 Credit(s)™. {REST}",
        f"The Lakeside CME designates this live activity for a maximum of 1.5 AMA PRA Category 1 Credit(s)™. {REST} And more.",
        f"Also: The Lakeside CME designates this live activity for a maximum of 1 AMA PRA Category 1 Credit(s)™. {REST}",
        "The Lakeside CME designates this live activity for a maximum of 1.5 AMA PRA Category 1 Credit(s)™.",
    ],
)
def test_a_text_that_says_something_else_is_not_recognised(text: str) -> None:
    """Another category, no amount, more or fewer words: none of it is this wording."""
    assert AMA_2011.recognise(text) is None


def test_a_wording_without_fields_is_recognised_by_an_empty_dict() -> None:
    """It is recognised, and there is nothing to read from it: compare with None."""
    assert AAFP_PENDING.recognise(f" {AAFP_PENDING.text}\n") == {}
    assert AAFP_PENDING.recognise(f"{AAFP_PENDING.text} Soon.") is None


def test_quotes_and_dashes_may_be_set_otherwise() -> None:
    """The apostrophe of the American Board of Pediatrics’ is curly in one copy and straight in the next."""
    board = Wording(
        code="x", purpose=Purpose.MOC, text="Up to {points} “MOC” points, journal-based, in the Board’s program{end}"
    )
    assert board.recognise('Up to 2 "MOC" points, journal‑based, in the Board\'s program.') == {"points": "2", "end": "."}
    assert WORDS.recognise("1.00 AMA PRA Category 1 Credits for Ada Okoro, MD.") == {
        "amount": "1.00",
        "learner": "Ada Okoro, MD",
    }


@pytest.mark.parametrize(
    ("provider", "partner"),
    [
        ("Lakeside CME", "Acme"),
        ("St. Jude Hospital", "St. Mary and St. Anne. Inc. and Sons"),
        ("Center for Medicine and Health", "Arts and Sciences"),
        ("The Center. The Health", "The Center"),
    ],
)
def test_a_field_that_comes_twice_has_one_value(provider: str, partner: str) -> None:
    """The accredited provider stands twice in the joint statement; that tells where its name ends, whatever is in it."""
    text = str(ACCME_JOINT.fill(provider=provider, partner=partner))
    assert ACCME_JOINT.recognise(text) == {"provider": provider, "partner": partner}
    swapped = text.replace(f"{provider} is accredited", "Somebody else is accredited")
    assert ACCME_JOINT.recognise(swapped) is None


def test_an_article_that_was_left_out_once_is_the_same_name() -> None:
    """The {provider} … {provider}: the first loses its article to the template's, the second keeps it."""
    twice = Wording(
        code="x", purpose=Purpose.NOTICE, text="The {provider} did this. {provider} is accredited, says the {provider}."
    )
    text = str(twice.fill(provider="The Ohio State University"))
    assert text == (
        "The Ohio State University did this. The Ohio State University is accredited, says the Ohio State University."
    )
    assert twice.recognise(text) == {"provider": "Ohio State University"}


@pytest.mark.parametrize("wording", [AMA_2011, AMA_2006, ACCME_JOINT, EACCME, AAFP_PENDING], ids=lambda wording: wording.code)
@pytest.mark.parametrize("size", [10_000, 200_000])
def test_no_text_makes_recognition_slow(wording: Wording, size: int) -> None:
    """Each text repeats what begins to look like the wording and never ends like it; a search that goes back would not end."""
    opening = wording.text.partition("{")[0][:40]
    for piece in ("x", "the ", "s", "™", "Credit(s)™", "x and y. ", *wording.text.split("{"), *wording.text.split()):
        repeated = (piece or "x") * (size // len(piece or "x"))
        assert wording.recognise(repeated) is None
        assert wording.recognise(opening + repeated) is None


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30), min_size=3, max_size=3
    )
)
def test_what_was_filled_in_is_recognised(values: list[str]) -> None:
    """Every statement that a wording makes is recognised, with the values that were filled in, and styled by the template."""
    names = dict(zip(("amount", "format", "provider"), values, strict=True))
    statement = AMA_2011.fill(**names)
    assert AMA_2011.recognise(str(statement)) == names
    assert (italic(statement), marks(statement)) == ([PHRASE], ["™"])


def test_wordings_and_statements_are_values() -> None:
    """Equal wordings are equal, have one spelling, and travel between processes, also after they were used."""
    statement = AMA_2011.fill(provider="Lakeside CME", format="live activity", amount=1)
    AMA_2011.recognise(str(statement))
    for value in (AMA_2011, statement):
        again = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own
        assert again == value
        assert hash(again) == hash(value)
        assert digest(again) == digest(value)
    assert digest(AMA_2011) != digest(AMA_2006)


def test_only_a_text_can_be_recognised() -> None:
    """Bytes and numbers are no statement."""
    with pytest.raises(InvalidValue, match=r"^text: "):
        AMA_2011.recognise(b"The")  # type: ignore[arg-type]
