"""Identifiers are checked as far as a text can be, spelled in one way, and silent about whom they name."""

import calendar
import copy
import datetime
import pickle
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given, strategies as st

from cmecore.credit.canonical import canonical
from cmecore.errors import InvalidValue
from cmecore.identifiers import (
    AccmeActivity,
    AccmeProvider,
    BirthDay,
    BoardId,
    Licence,
    NabpProfile,
    Npi,
    Orcid,
    Uan,
)
from hostile import NAME, VALUES, label

# The examples of the Centers for Medicare & Medicaid Services, and of the ORCID documentation.
NPI = "1234567893"
ORCID = "0000-0002-1825-0097"
UAN = "0798-9999-18-246-H04-P"

# Read one text, and are of a fixed form.
ONE_TEXT: dict[str, Callable[[Any], Any]] = {
    "NPI": Npi,
    "ORCID iD": Orcid,
    "ACCME provider id": AccmeProvider,
    "ACCME activity id": AccmeActivity,
    "UAN": Uan,
    "e-Profile id": lambda value: NabpProfile(value, BirthDay(2, 29)),
    "birthday": BirthDay.of,
}
# What is handed over may be anything, in any place.
MADE: dict[str, Callable[[Any], Any]] = {
    **ONE_TEXT,
    "BirthDay.month": lambda value: BirthDay(value, 1),
    "BirthDay.day": lambda value: BirthDay(2, value),
    "NabpProfile.birthday": lambda value: NabpProfile("1234567", value),
    "BoardId.board": lambda value: BoardId(value, "123456"),
    "BoardId.number": lambda value: BoardId("ABP", value),
    "Licence.jurisdiction": lambda value: Licence(value, "RN 1234567"),
    "Licence.number": lambda value: Licence("FL", value),
}
PERSONAL = [
    (Npi(NPI), NPI),
    (Orcid(ORCID), ORCID),
    (NabpProfile("1234567", "0229"), "1234567"),
    (BirthDay(2, 29), "29"),
    (BirthDay(11, 30), "11"),
    (BoardId("ABP", "0123456"), "0123456"),
    (Licence("FL", "RN 1234567"), "1234567"),
]
PUBLIC = [AccmeProvider("0000185"), AccmeActivity("201234567"), Uan(UAN)]
EVERY = [value for value, _ in PERSONAL] + PUBLIC


def npi_digit(nine: str) -> str:
    """Find the check digit by hand: every second digit doubled, its digits added up, and 24 for the prefix 80840."""
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in nine[::2])
    return str(-(24 + doubled + sum(int(digit) for digit in nine[1::2])) % 10)


def orcid_digit(fifteen: str) -> str:
    """Find the check character by hand: weights are powers of two, and everything adds up to 1 modulo 11; ten is an X."""
    weighed = sum(int(digit) * 2 ** (15 - place) for place, digit in enumerate(fifteen))
    return "0123456789X"[(1 - weighed) % 11]


def digits(count: int) -> st.SearchStrategy[str]:
    """Draw a text of so many digits."""
    return st.text("0123456789", min_size=count, max_size=count)


nines = st.builds(str.__add__, st.sampled_from("12"), digits(8))
npis = nines.map(lambda nine: nine + npi_digit(nine))
orcids = digits(15).map(lambda fifteen: fifteen + orcid_digit(fifteen))
uans = st.builds(
    "-".join,
    st.tuples(
        digits(4),
        st.sampled_from(["0000", "9999"]) | digits(4),
        digits(2),
        digits(3),
        st.builds(str.__add__, st.sampled_from("LHBC"), digits(2)),
        st.sampled_from("PT"),
    ),
)


def refusal(make: Callable[[], object]) -> str:
    """Try to make something, and return what a traceback would say of a refusal, that of an error behind it included."""
    try:
        make()
    except InvalidValue as refused:
        return f"{refused}{'' if refused.__suppress_context__ else refused.__context__ or ''}"
    return ""


def changed(text: str, place: int, digit: str) -> str:
    """Write another digit in one place."""
    return text[:place] + digit + text[place + 1 :]


def hyphened(sixteen: str) -> str:
    """Write an ORCID iD in its four groups."""
    return "-".join(sixteen[place : place + 4] for place in range(0, 16, 4))


@pytest.mark.parametrize("number", [NPI, "1993999998", "1558598797"])
def test_a_published_npi_is_read(number: str) -> None:
    """Numbers that are known to be right are right, and are spelled as their ten digits."""
    assert str(Npi(number)) == number == number[:9] + npi_digit(number[:9])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1234567890", "fitting check digit"),
        ("3234567897", "the first of them 1 or 2"),
        ("123456789", "10 digits"),
        ("12345678931", "10 digits"),
        ("123-456-7893", "10 digits"),
        (" 1234567893", "U+0020"),
        ("1234567893\u00a0", "U+00A0"),
        ("\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff13", "10 digits"),
        ("808401234567893", "10 digits"),
    ],
)
def test_what_cannot_be_an_npi_is_refused(text: str, said: str) -> None:
    """A wrong check digit, a wrong length, another first digit, spaces and the digits of another script are refused."""
    with pytest.raises(InvalidValue, match=r"^NPI: ") as refused:
        Npi(text)
    assert said in str(refused.value)


@given(nines)
def test_one_last_digit_in_ten_makes_an_npi(nine: str) -> None:
    """The last digit checks the nine before it, with the prefix that nobody writes."""
    fits = npi_digit(nine)
    assert str(Npi(nine + fits)) == nine + fits
    for digit in set("0123456789") - {fits}:
        with pytest.raises(InvalidValue, match="check digit"):
            Npi(nine + digit)


@given(npis, st.integers(0, 9), st.sampled_from("0123456789"))
def test_one_wrong_digit_of_an_npi_is_noticed(number: str, place: int, digit: str) -> None:
    """Whichever digit is mistyped, the number is refused."""
    if digit != number[place]:
        with pytest.raises(InvalidValue):
            Npi(changed(number, place, digit))


@pytest.mark.parametrize(
    "text",
    [
        ORCID,
        "0000000218250097",
        "https://orcid.org/0000-0002-1825-0097",
        "http://orcid.org/0000-0002-1825-0097",
        "orcid.org/0000-0002-1825-0097",
    ],
)
def test_every_spelling_of_an_orcid_id_is_one_value(text: str) -> None:
    """With hyphens, without, or as an address: it is the same researcher, in the one spelling and at the one address."""
    assert Orcid(text) == Orcid(ORCID)
    assert str(Orcid(text)) == ORCID == hyphened("000000021825009" + orcid_digit("000000021825009"))
    assert Orcid(text).address == "https://orcid.org/0000-0002-1825-0097"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0000-0002-1825-0098", "fitting check digit"),
        ("0000-00021825-0097", "all hyphens or none"),
        ("0000 0002 1825 0097", "U+0020"),
        ("0000\u20130002\u20131825\u20130097", "text of 19 characters with U+2013;"),
        ("0000-0002-1825\u20130097", "text of 19 characters with U+2013;"),
        ("0000-0002-1825-009", "four groups"),
        ("0000-0002-1825-00977", "four groups"),
        ("X000-0002-1825-0097", "four groups"),
        ("https://example.org/0000-0002-1825-0097", "four groups"),
        ("https://orcid.org/0000-0002-1825-0097/works", "four groups"),
    ],
)
def test_what_cannot_be_an_orcid_id_is_refused(text: str, said: str) -> None:
    """A wrong check character, some of the hyphens, dashes that look like hyphens, and other addresses are refused."""
    with pytest.raises(InvalidValue, match=r"^ORCID iD: ") as refused:
        Orcid(text)
    assert said in str(refused.value)


@given(digits(15))
def test_the_last_character_of_an_orcid_id_checks_the_others(fifteen: str) -> None:
    """One of eleven fits; ten is written as an X, which is read in either case."""
    fits = orcid_digit(fifteen)
    assert str(Orcid(fifteen + fits.lower())) == hyphened(fifteen + fits)
    for character in set("0123456789X") - {fits}:
        with pytest.raises(InvalidValue, match="check digit"):
            Orcid(fifteen + character)


@given(orcids, st.integers(0, 15), st.sampled_from("0123456789"))
def test_one_wrong_digit_of_an_orcid_id_is_noticed(number: str, place: int, digit: str) -> None:
    """Whichever character is mistyped, the iD is refused."""
    if digit != number[place]:
        with pytest.raises(InvalidValue):
            Orcid(changed(number, place, digit))


def test_ids_of_accme_keep_the_zeroes_in_front() -> None:
    """A provider has seven digits and an activity nine; both are text, since zeroes in front belong to them."""
    assert str(AccmeProvider("0000185")) == "0000185"
    assert str(AccmeActivity("201234567")) == "201234567"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (AccmeProvider, "185"),
        (AccmeProvider, "000185"),
        (AccmeProvider, "00000185"),
        (AccmeProvider, "000018A"),
        (AccmeActivity, "20123456"),
        (AccmeActivity, "2012345678"),
        (AccmeActivity, "2012 3456"),
    ],
)
def test_ids_of_accme_have_their_length(kind: type, text: str) -> None:
    """What is shorter, longer or has a letter is refused; a zero that a spreadsheet took away is not put back by a guess."""
    with pytest.raises(InvalidValue, match=r"expected [79] digits"):
        kind(text)


def test_a_uan_says_what_it_is_made_of() -> None:
    """Provider, joint providership, year, sequence, format, topic and audience are read from their places."""
    home = Uan(UAN)
    assert (home.provider, home.joint, home.year, home.sequence) == ("0798", True, "18", "246")
    assert (home.format, home.live, home.topic, home.audience) == ("H", False, "04", "P")
    live = Uan("1234-0000-21-001-L01-T")
    assert (live.provider, live.joint, live.year, live.sequence) == ("1234", False, "21", "001")
    assert (live.format, live.live, live.topic, live.audience) == ("L", True, "01", "T")


@pytest.mark.parametrize("letter", ["B", "C"])
def test_a_letter_without_a_source_is_kept_and_not_explained(letter: str) -> None:
    """B and C are in use as formats, and no source says that they are live or that they are not."""
    assert (Uan(f"1234-0000-21-001-{letter}01-P").format, Uan(f"1234-0000-21-001-{letter}01-P").live) == (letter, None)


def test_a_joint_provider_that_is_neither_yes_nor_no_is_not_guessed() -> None:
    """0000 is none and 9999 is joint; what another number means was seen nowhere."""
    assert Uan("1234-0205-21-001-L01-P").joint is None


@given(uans)
def test_a_uan_is_read_with_its_hyphens_or_without(text: str) -> None:
    """Twenty-two characters with hyphens, or the seventeen without, in either case, are one number with one spelling."""
    unbroken = text.replace("-", "")
    assert (len(text), len(unbroken)) == (22, 17)
    assert str(Uan(text)) == str(Uan(unbroken)) == str(Uan(text.lower())) == text


def test_a_sequence_of_four_digits_is_read_where_hyphens_show_it() -> None:
    """PARS has sequences up to 9999; without hyphens the seventeen characters of NABP are the only ones that are sure."""
    assert Uan("0798-9999-18-1246-H04-P").sequence == "1246"
    with pytest.raises(InvalidValue, match=r"^UAN: "):
        Uan("07989999181246H04P")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0798-9999-18-246-X04-P", "L, H, B or C"),
        ("0798-9999-18-246-H04-Z", "P or T"),
        ("0798-9999-18-246-H04", "found '0798-9999-18-246-H04'"),
        ("0798-9999-18-246-H04-P/T", "write two: one that ends in P, one that ends in T"),
        ("0798-9999-18-246-h04-p/t", "write two: one that ends in P, one that ends in T"),
        ("0798-9999-18-246-H04P", "all hyphens or none"),
        ("0798-9999-18-46-H04-P", "found text of 21 characters"),
        ("0798\u20119999\u201118\u2011246\u2011H04\u2011P", "U+2011"),
        ("JA0007981-9999-18-246-H04-P", "found text of 27 characters"),
        ("0000-0002-1825-0097", "found text of 19 characters"),
        ("1234567893", "found text of 10 characters"),
    ],
)
def test_what_cannot_be_a_uan_is_refused(text: str, said: str) -> None:
    """A message repeats what looks like a UAN; what does not may be a person's, from the column beside it."""
    with pytest.raises(InvalidValue, match=r"^UAN: ") as refused:
        Uan(text)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (UAN, True),
        ("0798-9999-18-246-L04-P", True),
        ("0798-9999-18-246-H05-T", True),
        ("0798-9999-18-247-H04-P", False),
        ("0798-9999-19-246-H04-P", False),
        ("0799-9999-18-246-H04-P", False),
    ],
)
def test_a_recording_has_the_sequence_of_its_live_activity(other: str, *, same: bool) -> None:
    """The same content, live and recorded, is two UANs with the same provider, year and sequence."""
    assert Uan(UAN).same_content_as(Uan(other)) is same
    assert Uan(other).same_content_as(Uan(UAN)) is same


def test_only_two_uans_are_compared() -> None:
    """A text is no UAN before it was read as one."""
    with pytest.raises(InvalidValue, match=r"^other: "):
        Uan(UAN).same_content_as(UAN)  # type: ignore[arg-type]


def test_a_birthday_is_a_day_of_some_year() -> None:
    """All 366 days are birthdays, 29 February among them, and nothing else is."""
    read = set()
    for month in range(-1, 15):
        for day in range(-1, 34):
            if not refusal(partial(BirthDay, month, day)):
                read.add(str(BirthDay(month, day)))
    leap = {f"{month:02}-{day:02}" for month in range(1, 13) for day in range(1, calendar.monthrange(2024, month)[1] + 1)}
    assert read == leap
    assert len(leap) == 366


@pytest.mark.parametrize("written", ["0229", "02-29", "02/29", datetime.date(1984, 2, 29), BirthDay(2, 29)])
def test_a_birthday_is_read_as_reports_write_it(written: object) -> None:
    """CPE Monitor writes 0229, NABP 02-29, and PARS 02/29; the year of a date is dropped."""
    assert BirthDay.of(written) == BirthDay(2, 29)
    assert NabpProfile("1234567", written) == NabpProfile("1234567", BirthDay(2, 29))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("29/02", "did the day come first?"),
        ("0230", "a day of the calendar"),
        ("0000", "a day of the calendar"),
        ("2/29", "two digits for the month"),
        ("02.29", "U+002E"),
        ("1984-02-29", "two digits for the month"),
        (229, "a value of type int"),
        (datetime.datetime(1984, 2, 29, tzinfo=datetime.UTC), "a value of type datetime"),
    ],
)
def test_what_is_no_birthday_is_refused(written: object, said: str) -> None:
    """The day first, a day that no year has, one digit, a year and a moment are refused."""
    with pytest.raises(InvalidValue) as refused:
        BirthDay.of(written)
    assert said in str(refused.value)


@pytest.mark.parametrize(("number", "spelled"), [("1234567", "1234567"), ("0001234567", "1234567"), (1234567, "1234567")])
def test_an_e_profile_id_is_a_whole_number(number: object, spelled: str) -> None:
    """NABP's own service takes a number: zeroes in front say nothing, and a number is as good as its digits."""
    profile = NabpProfile(number, "0229")
    assert (str(profile), profile.birthday) == (spelled, BirthDay(2, 29))


@pytest.mark.parametrize("number", ["0", 0, -1, "12 345", "12a", "-5", "9" * 19, 10**18, True])
def test_what_is_no_e_profile_id_is_refused(number: object) -> None:
    """Zero, a sign, a space, a letter and more digits than any profile has are refused."""
    with pytest.raises(InvalidValue, match=r"^e-Profile id: "):
        NabpProfile(number, "0229")
    assert str(NabpProfile("9" * 18, "0229")) == "9" * 18


@pytest.mark.parametrize("number", ["0123456", " RN 12.345/b ", "Ä-99", "١٢٣"])
def test_ids_of_unknown_format_are_kept_letter_by_letter(number: str) -> None:
    """No board and no jurisdiction says how its numbers are made, so nothing is taken away and nothing is refused."""
    assert str(BoardId("ABP", number)) == BoardId("ABP", number).number == number
    assert str(Licence("FL", number)) == Licence("FL", number).number == number
    assert BoardId("ABP", number) != BoardId("ABIM", number)
    assert Licence("FL", number) != Licence("GA", number)


@pytest.mark.parametrize(("value", "written"), PERSONAL)
def test_a_person_s_identifier_does_not_show_in_a_repr(value: object, written: str) -> None:
    """A log that prints a value learns its kind, and the value only where it is asked for."""
    assert written in str(value)
    assert written not in repr(value)
    assert repr(value).startswith(f"{type(value).__name__}(")


@pytest.mark.parametrize("value", PUBLIC)
def test_an_identifier_of_an_activity_or_a_provider_shows_in_a_repr(value: object) -> None:
    """Nobody's privacy is kept by hiding which activity it is."""
    assert str(value) in repr(value)


@pytest.mark.parametrize("value", EVERY, ids=lambda value: type(value).__name__)
def test_an_identifier_is_a_value(value: Any) -> None:
    """It travels between processes, is equal to its like and to nothing else, can be a key, and cannot be changed."""
    travelled = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own
    assert travelled == copy.deepcopy(value) == value
    assert {value: 1}[travelled] == 1
    assert canonical(travelled) == canonical(value)
    assert value != str(value)
    with pytest.raises(AttributeError):
        value.number = "1"


@given(
    st.tuples(st.just(Npi), npis)
    | st.tuples(st.just(Orcid), orcids)
    | st.tuples(st.just(Uan), uans)
    | st.tuples(st.just(AccmeProvider), digits(7))
    | st.tuples(st.just(AccmeActivity), digits(9))
)
def test_the_spelling_of_an_identifier_is_its_own_spelling(drawn: tuple[Callable[[object], object], str]) -> None:
    """What was spelled is read as the same value, which spells it again."""
    kind, text = drawn
    value = kind(text)
    assert kind(str(value)) == value
    assert str(kind(str(value))) == str(value)


@given(st.integers(1, 10**18 - 1), st.dates())
def test_the_spelling_of_a_profile_is_its_own_spelling(number: int, born: datetime.date) -> None:
    """So it is with a profile and its birthday, for every number and every day."""
    birthday = BirthDay.of(born)
    assert BirthDay.of(str(birthday)) == birthday == BirthDay(born.month, born.day)
    profile = NabpProfile(number, birthday)
    assert NabpProfile(str(profile), str(profile.birthday)) == profile


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
@pytest.mark.parametrize("value", VALUES, ids=label)
def test_whatever_is_handed_over_is_taken_or_refused_in_our_words(make: Callable[[Any], object], value: object) -> None:
    """A careless program gets a value that can be spelled, or InvalidValue in a line that repeats no name."""
    said = refusal(lambda: canonical(make(value)))
    assert NAME not in said
    assert len(said) < 400
    assert said.isprintable()


@given(st.sampled_from(sorted(ONE_TEXT)), st.text(max_size=30).map(lambda text: f"Zzyzx{text}"))
def test_a_hostile_text_is_refused_and_not_repeated(which: str, text: str) -> None:
    """No text that begins with a name is an identifier, and no message tells the name."""
    with pytest.raises(InvalidValue) as refused:
        ONE_TEXT[which](text)
    assert "Zzyzx" not in str(refused.value)
    assert "U+007A" not in str(refused.value)  # the letter z
    assert str(refused.value).startswith(f"{which}: ")


@given(st.sampled_from(sorted(set(ONE_TEXT) - {"UAN"})), st.text("0123456789X-/", min_size=7, max_size=20))
def test_an_identifier_with_a_slip_is_not_repeated(which: str, text: str) -> None:
    """A mistyped number of a person is still that person's number, wherever it was put."""
    assert text not in refusal(lambda: ONE_TEXT[which](text))
