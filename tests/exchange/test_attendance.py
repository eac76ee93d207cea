import datetime
from pathlib import Path

import pytest

from cmecore.activities import INTERNET_LIVE, Activity, Part
from cmecore.errors import InvalidValue
from cmecore.evidence import Attended, Participation, TimeSpent
from cmecore.exchange.attendance import read_zoom
from cmecore.exchange.reading import Meeting, Reading, Seen, Unidentified
from cmecore.measuring import facts

CHICAGO = "America/Chicago"
HEADINGS = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest"
TOTALS = "Name (original name),Email,Total duration (minutes),Guest"
BLOCK = (
    "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\n"
    '"812 3456 7890","Grand Rounds","10/05/2026 05:55:00 PM","10/05/2026 07:00:00 PM",host@example.org,65,3\n'
    "\n"
)
ADA = "Ada Okoro,ada@example.org,10/05/2026 06:01:12 PM,10/05/2026 06:30:00 PM,29,No"


def zoom(*rows: str, headings: str = HEADINGS, zone: str = CHICAGO, day_first: bool = False, **said: object) -> Reading:
    on = said.pop("on", None)
    assert on is None or isinstance(on, datetime.date)
    return read_zoom("\n".join((headings, *rows)), zone=zone, day_first=day_first, session=str(said.pop("session", "")), on=on)


def utc(day: int, hour: int, minute: int, second: int = 0, *, month: int = 10) -> datetime.datetime:
    return datetime.datetime(2026, month, day, hour, minute, second, tzinfo=datetime.UTC)


def stays(reading: Reading) -> list[tuple[str, str]]:
    """Give each interval as its local wall-clock times in Chicago, to compare with what stands in a file."""
    place = datetime.timezone(datetime.timedelta(hours=-5))
    return [
        (f"{item.joined.astimezone(place):%d %H:%M:%S}", f"{item.left.astimezone(place):%d %H:%M:%S}")
        for seen in reading.seen
        for item in seen.evidence
        if isinstance(item, Attended)
    ]


def only(reading: Reading) -> str:
    """Give the one problem of a reading, as a person reads it."""
    (problem,) = reading.problems
    return str(problem)


def test_m83_live_webinars_are_attended() -> None:
    """M83: presence at a live webinar, as the platform exported it, is evidence of attendance for each learner named."""
    reading = read_zoom(f"{BLOCK}{HEADINGS}\n{ADA}\n", zone=CHICAGO, day_first=False, session="grand-rounds")
    assert reading.seen == (
        Seen(
            learner="ada@example.org",
            evidence=(Attended(utc(5, 23, 1, 12), utc(5, 23, 30), session="grand-rounds"),),
            rows=(5,),
            name="Ada Okoro",
        ),
    )
    assert reading.problems == ()
    assert reading.meeting == Meeting(topic="Grand Rounds", starts=utc(5, 22, 55), ends=utc(6, 0, 0))


def test_m83_a_file_in_the_public_layout() -> None:
    """M83: the participants of a Zoom meeting in the public layout: Ada left and came back, a guest gave no address."""
    path = Path(__file__).with_name("zoom_participants_new.csv")
    reading = read_zoom(path.read_bytes(), zone=CHICAGO, day_first=False)
    assert [seen.learner for seen in reading.seen] == ["ada@example.org"]
    assert stays(reading) == [("05 18:01:12", "05 18:30:00"), ("05 18:35:00", "05 19:00:10")]
    assert [(guest.row, guest.name) for guest in reading.unidentified] == [(7, "Grace Hopper (she/her)")]
    assert reading.problems == ()


def test_the_sample_is_read_as_its_people_would_say(root: Path) -> None:
    """The sample webinar: eleven learners, of whom one row is impossible, and a guest whom nobody can name."""
    reading = read_zoom((root / "examples/data/grand_rounds_zoom.csv").read_bytes(), zone=CHICAGO, day_first=False)
    assert len(reading.seen) == 10
    assert {seen.name: len(seen.evidence) for seen in reading.seen if len(seen.evidence) > 1} == {
        "Nguyễn Thị Hồng": 2,  # left and came back
        "王小明": 2,  # two devices at once
    }
    assert [guest.row for guest in reading.unidentified] == [16]
    assert [problem.row for problem in reading.problems] == [17]


def test_m83_attendance_counts_inside_the_schedule_and_once(root: Path) -> None:
    """M83: two devices at once are one hour, a rejoin is the sum of its stays, and time before the start is not attended."""
    start = utc(5, 23, 0)
    hour = Part(code="rounds", title="Grand rounds", starts=start, ends=start + datetime.timedelta(hours=1))
    webinar = Activity(
        code="GR-1", title="Grand rounds", format=INTERNET_LIVE, provider="Lakeside CME", zone=CHICAGO, parts=[hour]
    )
    data = (root / "examples/data/grand_rounds_zoom.csv").read_bytes()
    attended = {
        seen.name: facts(Participation(seen.learner, webinar, seen.evidence))["time"]
        for seen in read_zoom(data, zone=CHICAGO, day_first=False, session="rounds").seen
    }
    assert attended["Ada Okoro, MD"] == datetime.timedelta(minutes=60)
    assert attended["王小明"] == datetime.timedelta(minutes=60)
    assert attended["Nguyễn Thị Hồng"] == datetime.timedelta(minutes=55, seconds=23)
    assert attended["José Álvarez Núñez"] == datetime.timedelta(minutes=28, seconds=51)


def test_joining_twice_is_two_intervals_of_one_learner() -> None:
    """The same address in other capitals is the same learner, and both intervals count."""
    again = "Ada Okoro,ADA@Example.ORG,10/05/2026 06:35:00 PM,10/05/2026 07:00:10 PM,26,No"
    reading = zoom(ADA, again)
    assert stays(reading) == [("05 18:01:12", "05 18:30:00"), ("05 18:35:00", "05 19:00:10")]
    assert reading.seen[0].rows == (2, 3)


def test_the_same_row_twice_is_seen_once() -> None:
    """Evidence is a set: a repeated row adds nothing but its number."""
    reading = zoom(ADA, ADA)
    assert len(reading.seen[0].evidence) == 1
    assert reading.seen[0].rows == (2, 3)


def test_both_layouts_are_known_in_any_case() -> None:
    """The layout with totals is read too, and capitals or blanks in headings do not matter."""
    reading = zoom("Ada,ada@example.org,54,No", headings=TOTALS.upper(), on=datetime.date(2026, 10, 5), session="s1")
    assert reading.seen[0].evidence == (TimeSpent(54, datetime.date(2026, 10, 5), part="s1"),)
    reading = zoom(ADA + ",Y", headings=' NAME  (original name) ,"email",join time,LEAVE TIME,duration (minutes),guest,x')
    assert stays(reading) == [("05 18:01:12", "05 18:30:00")]
    assert reading.ignored == ("x",)


def test_a_meeting_block_gives_the_day_that_totals_lack() -> None:
    """Minutes without times fall on the day of the meeting block, unless the caller says another."""
    text = f"{BLOCK}{TOTALS}\nAda,ada@example.org,54,No\n"
    reading = read_zoom(text, zone=CHICAGO, day_first=False)
    assert reading.seen[0].evidence == (TimeSpent(54, datetime.date(2026, 10, 5)),)
    reading = read_zoom(text, zone=CHICAGO, day_first=False, on=datetime.date(2026, 10, 6))
    assert reading.seen[0].evidence == (TimeSpent(54, datetime.date(2026, 10, 6)),)


def test_minutes_without_any_day_are_a_problem() -> None:
    """Nobody guesses on which day somebody was there."""
    assert "row 2, Total duration (minutes): found minutes without a day" in only(
        zoom("Ada,ada@example.org,54,No", headings=TOTALS)
    )


@pytest.mark.parametrize(
    ("join", "leave"),
    [
        ("10/05/2026 06:01:00 PM", "10/05/2026 06:30:00 PM"),
        ("10/05/2026 06:01 PM", "10/05/2026 06:30 pm"),
        ("10/05/2026 18:01:00", "10/05/2026 18:30:00"),
        ("10/5/2026 6:01 PM", "10/5/2026 6:30\u202fp.m."),
        ("2026-10-05 18:01:00", "2026-10-05T18:30:00"),
        ("2026-10-05T23:01:00Z", "2026-10-05T18:30:00-05:00"),
    ],
)
def test_times_are_read_in_every_form_that_exports_have(join: str, leave: str) -> None:
    """Twelve hours or twenty-four, with or without seconds: the same half hour."""
    assert stays(zoom(f"Ada,ada@example.org,{join},{leave},29,No")) == [("05 18:01:00", "05 18:30:00")]


def test_noon_and_midnight_are_where_they_belong() -> None:
    """12:30 AM is half past midnight, 12:30 PM half past noon."""
    reading = zoom("Ada,ada@example.org,10/05/2026 12:30 AM,10/05/2026 12:30 PM,720,No")
    assert stays(reading) == [("05 00:30:00", "05 12:30:00")]


def test_the_order_of_day_and_month_is_the_callers() -> None:
    """The same cell is in October or in May; what the caller said decides, and nothing in the file does."""
    row = "Ada,ada@example.org,10/05/2026 06:01 PM,10/05/2026 06:30 PM,29,No"
    for day_first, month, day in ((False, 10, 5), (True, 5, 10)):
        (item,) = zoom(row, day_first=day_first).seen[0].evidence
        assert isinstance(item, Attended)
        assert (item.joined.month, item.joined.day) == (month, day)


def test_a_date_impossible_in_the_given_order_names_the_order() -> None:
    """A thirteenth month is not turned round in silence: the problem says what was read, and how."""
    row = "Ada,ada@example.org,10/05/2026 06:01 PM,10/13/2026 06:30 PM,29,No"
    said = only(zoom(row, day_first=True))
    assert "row 2, Leave Time: found month 13, day 10 of 2026" in said
    assert "with the day first (day_first=True)" in said
    assert "day_first=False" in said


@pytest.mark.parametrize(
    ("join", "part"),
    [
        ("02/30/2026 06:01 PM", "month 2, day 30"),
        ("10/05/2026 13:01 PM", "the hour 13 with PM"),
        ("10/05/2026 00:01 AM", "the hour 0 with AM"),
        ("10/05/2026 24:01", "at 24:01"),
        ("10/05/0000 06:01 PM", "of 0"),
        ("10/05/0026 06:01 PM", "the year 26"),
        ("2026-02-30 18:01", "does not exist"),
        ("2026-10-05", "10 characters"),
        ("10/05/26 06:01 PM", "17 characters"),
        ("yesterday", "9 characters, among them"),
        ("1", "1 character"),
        ("10.05.2026 18:01", "16 characters"),
        ("١٠/٠٥/٢٠٢٦ 06:01 PM", "among them '٠'"),
        ("9" * 400, "400 characters"),
    ],
)
def test_a_time_that_is_none_is_a_problem(join: str, part: str) -> None:
    """Nothing is guessed from a cell that is not a date and a time."""
    said = only(zoom(f"Ada,ada@example.org,{join},10/05/2026 06:30 PM,29,No"))
    assert said.startswith("row 2, Join Time: found ")
    assert part in said


def test_leaving_before_joining_is_a_problem() -> None:
    """Two times the wrong way round are not swapped in silence; neither is no time at all counted."""
    for leave in ("10/05/2026 06:00:00 AM", "10/05/2026 06:01:12 PM"):
        said = only(zoom(f"Ada,ada@example.org,10/05/2026 06:01:12 PM,{leave},29,No"))
        assert said.startswith("row 2, Leave Time: found a time that is not after Join Time")


def test_a_time_that_the_clocks_skipped_is_a_problem() -> None:
    """02:30 on the day that summer time begins never was."""
    said = only(zoom("Ada,ada@example.org,03/08/2026 02:30 AM,03/08/2026 04:00 AM,30,No"))
    assert "Join Time: found a time that never was in America/Chicago" in said


def test_the_order_of_the_times_may_settle_a_doubled_hour() -> None:
    """01:50 to 01:10 in the night that the clocks are set back: only one reading has the leaving after the joining."""
    (item,) = zoom("Ada,ada@example.org,11/01/2026 01:50 AM,11/01/2026 01:10 AM,20,No").seen[0].evidence
    assert item == Attended(utc(1, 6, 50, month=11), utc(1, 7, 10, month=11))


def test_the_rounded_minutes_may_settle_a_doubled_hour() -> None:
    """00:50 to 01:30 is 40 minutes or 100; the minutes beside it say which."""
    for minutes, left in ((40, utc(1, 6, 30, month=11)), (100, utc(1, 7, 30, month=11))):
        (item,) = zoom(f"Ada,ada@example.org,11/01/2026 12:50 AM,11/01/2026 01:30 AM,{minutes},No").seen[0].evidence
        assert item == Attended(utc(1, 5, 50, month=11), left)


@pytest.mark.parametrize(
    ("join", "minutes", "column"),
    [("12:50 AM", "", "Leave"), ("12:50 AM", "many", "Leave"), ("12:50 AM", "70", "Leave"), ("01:10 AM", "20", "Join")],
)
def test_a_doubled_hour_that_nothing_settles_is_a_problem(join: str, minutes: str, column: str) -> None:
    """Where neither the order nor the minutes tell the two readings apart, the row says how to write it."""
    said = only(zoom(f"Ada,ada@example.org,11/01/2026 {join},11/01/2026 01:30 AM,{minutes},No"))
    assert f"{column} Time: found a time that the clocks of America/Chicago showed twice" in said
    assert "2026-11-01T01:30:00-05:00" in said


def test_a_time_with_its_offset_is_never_ambiguous() -> None:
    """What the advice says works."""
    row = "Ada,ada@example.org,2026-11-01T01:10:00-06:00,2026-11-01T01:30:00-06:00,20,No"
    assert zoom(row).seen[0].evidence == (Attended(utc(1, 7, 10, month=11), utc(1, 7, 30, month=11)),)


def test_minutes_count_only_where_times_are_absent() -> None:
    """A row with both times needs no minutes, and wrong ones beside them change nothing."""
    for minutes in ("", "999", "n/a"):
        row = f"Ada,ada@example.org,10/05/2026 06:01:12 PM,10/05/2026 06:30:00 PM,{minutes},No"
        assert stays(zoom(row)) == [("05 18:01:12", "05 18:30:00")]
    row = "Ada,ada@example.org,,,29,No"
    assert zoom(row, on=datetime.date(2026, 10, 5)).seen[0].evidence == (TimeSpent(29, datetime.date(2026, 10, 5)),)


def test_half_an_interval_leaves_the_minutes() -> None:
    """Someone still in the meeting has a join time and minutes; the minutes fall on the civil day of that time."""
    row = "Ada,ada@example.org,10/05/2026 11:30 PM,,29,No"
    assert zoom(row).seen[0].evidence == (TimeSpent(29, datetime.date(2026, 10, 5)),)


@pytest.mark.parametrize(
    ("minutes", "part"),
    [
        ("", "neither both times nor minutes"),
        ("-5", "among them '-'"),
        ("29.5", "a whole number"),
        ("1,000", "among them ','"),
        ("NaN", "among them 'N', 'a'"),
        ("1E+1000000", "among them '+', 'E'"),
        ("10081", "too large"),
        ("٣", "among them '٣'"),
    ],
)
def test_minutes_that_are_none_are_a_problem(minutes: str, part: str) -> None:
    """Where minutes have to count, they have to be a whole number in plain digits."""
    row = f'Ada,ada@example.org,,,"{minutes}",No'
    assert part in only(zoom(row, on=datetime.date(2026, 10, 5)))


def test_totals_of_one_learner_are_not_added() -> None:
    """Two totals may be the same hour on two devices: both are kept, the larger will count, and a problem says so."""
    rows = ("Ada,ada@example.org,29,No", "Ada,ADA@example.org,26,No")
    day = datetime.date(2026, 10, 5)
    for order in (rows, rows[::-1]):
        reading = zoom(*order, headings=TOTALS, on=day)
        assert reading.seen[0].evidence == (TimeSpent(26, day), TimeSpent(29, day))
        assert "in 2 rows, from row 2 on" in only(reading)


def test_guests_without_an_address_are_listed_and_earn_nothing() -> None:
    """A name is on show and no more: it is matched with nobody, not even with the learner who has it."""
    guest = "Ada Okoro,,10/05/2026 06:10:00 PM,10/05/2026 06:40:00 PM,30,Yes"
    reading = zoom(ADA, guest, guest)
    assert len(reading.seen[0].evidence) == 1
    assert reading.unidentified == (Unidentified(3, "Ada Okoro"), Unidentified(4, "Ada Okoro"))
    assert "Ada" not in repr(reading.unidentified)


def test_a_guest_with_an_address_is_a_learner() -> None:
    """What identifies a learner is the address, not whether an account with the host's organisation stands behind it."""
    assert len(zoom(ADA.replace(",No", ",Yes")).seen) == 1


def test_time_in_the_waiting_room_is_no_attendance() -> None:
    """Rows that the platform marks as waiting are listed, give nothing, and are nobody's mistake."""
    headings = f"{HEADINGS},Recording Consent,In Waiting Room"
    reading = zoom(f"{ADA},Y,Yes", f"{ADA},Y,No", f"{ADA},Y,", f"{ADA},Y,perhaps", headings=headings)
    assert reading.waiting == (2,)
    assert reading.seen[0].rows == (3, 4)
    assert only(reading).startswith("row 5, In Waiting Room: found 7 characters")


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("ada", "3 characters and 0 times '@'"),
        ("ada@", "4 characters and 1 times '@'"),
        ("@example.org", "12 characters"),
        ("ada@home@example.org", "2 times '@'"),
        ("ada okoro@example.org", "among them ' '"),
        ("ada\u200b@example.org", "among them U+200B"),
        ("ada\u202e@example.org", "among them U+202E"),
        ("ada\0@example.org", "among them U+0000"),
        ("ada\ud800@example.org", "among them U+D800"),
        ("a" * 320 + "@example.org", "332 characters"),
    ],
)
def test_an_address_that_is_none_is_a_problem(address: str, part: str) -> None:
    """Something stands there that identifies nobody: it is a mistake to mend, not a guest."""
    reading = zoom(ADA.replace("ada@example.org", address))
    assert part in only(reading)
    assert (reading.seen, reading.unidentified) == ((), ())


def test_capitals_fold_and_look_alikes_do_not() -> None:
    """The Kelvin sign folds to a k in Unicode; here it stays itself, so no one becomes kim by typing it."""
    reading = zoom(*(ADA.replace("ada@", f"{name}@") for name in ("Kim", "kim", "\N{KELVIN SIGN}im", "ÉLODIE", "élodie")))
    assert [seen.learner.partition("@")[0] for seen in reading.seen] == ["kim", "élodie", "\N{KELVIN SIGN}im"]


def test_a_bad_name_costs_nobody_the_hour() -> None:
    """A control character in the name on show is pointed out; the name is left out, the attendance is not."""
    reading = zoom(ADA.replace("Ada Okoro", "Ada\x07Okoro"))
    assert "row 2, Name (Original Name): found 9 characters, among them U+0007" in only(reading)
    assert "the row counts without it" in only(reading)
    assert (reading.seen[0].name, len(reading.seen[0].evidence)) == ("", 1)


def test_a_line_break_in_a_quoted_name_is_a_blank() -> None:
    """Names may stand in quotation marks, with line breaks, commas and quotation marks in them."""
    reading = zoom(ADA.replace("Ada Okoro", '"Ada ""Countess""\r\nOkoro, MD"'), ADA.replace("ada@", "b@"))
    assert [(seen.name, seen.rows) for seen in reading.seen] == [('Ada "Countess" Okoro, MD', (2,)), ("Ada Okoro", (3,))]


def test_ten_bad_rows_give_ten_problems_and_the_good_ones_come_through() -> None:
    """Each problem names its row, and none stops the reading."""
    bad = ADA.replace("06:30:00 PM", "06:30:00 XM")
    reading = zoom(*(row for number in range(10) for row in (ADA.replace("ada@", f"ada{number}@"), bad)))
    assert [problem.row for problem in reading.problems] == list(range(3, 23, 2))
    assert len(reading.seen) == 10


def test_two_mistakes_in_one_row_are_both_told() -> None:
    """Whoever mends a row wants to mend it once."""
    reading = zoom("Ada,ada,noon,later,29,No")
    assert [problem.field for problem in reading.problems] == ["User Email", "Join Time", "Leave Time"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_the_delimiter_is_that_of_the_headings(delimiter: str) -> None:
    """Semicolons and tabs delimit too; commas in the rows are then ordinary characters."""
    rows = (HEADINGS.replace(",", delimiter), ADA.replace(",", delimiter).replace("Ada Okoro", "Okoro, Ada"))
    assert zoom(*rows[1:], headings=rows[0]).seen[0].name == "Okoro, Ada"


def test_a_meeting_block_that_cannot_be_read_is_a_problem_of_its_row() -> None:
    """The block is no evidence, so the participants come through; what is wrong with it is said."""
    for old, new, field in (("05:55:00 PM", "55:55 PM", "Start Time"), ("Grand Rounds", "Grand\x07Rounds", "Topic")):
        reading = read_zoom(f"{BLOCK.replace(old, new)}{HEADINGS}\n{ADA}\n", zone=CHICAGO, day_first=False)
        assert only(reading).startswith(f"row 2, {field}: found")
        assert len(reading.seen) == 1


def test_a_meeting_block_without_times_or_a_row_is_no_obstacle() -> None:
    """A title, a block without its second row, an empty block, or a doubled hour in it: the participants are read."""
    for block in (
        "Attendance report\n\n",
        "Topic,Start Time\n",
        "Topic,Start Time\n,\n",
        "Topic,Start Time\nRounds,11/01/2026 01:30 AM\n",
    ):
        reading = read_zoom(f"{block}{HEADINGS}\n{ADA}\n", zone=CHICAGO, day_first=False)
        assert (len(reading.seen), reading.problems) == (1, ())
        assert reading.meeting is None or reading.meeting.starts is None


def test_a_file_of_another_kind_says_what_was_expected() -> None:
    """Without the headings of participants nothing is read, and the columns found are listed."""
    said = only(read_zoom(BLOCK, zone=CHICAGO, day_first=False))
    assert "row 1: found the columns Meeting ID, Topic, Start Time" in said
    assert "Name (Original Name), User Email, Join Time and Leave Time" in said


def test_two_columns_for_one_thing_are_refused() -> None:
    """Nobody guesses which of two addresses is meant."""
    reading = zoom(f"{ADA},other@example.org", headings=f"{HEADINGS},Email")
    assert only(reading).startswith("row 1, User Email: found more than one column for the same thing")
    assert reading.seen == ()


def test_what_only_a_program_can_do_wrong_raises() -> None:
    """A zone nobody has, an order that is not a yes or no, a day that is an instant, a file that is no text."""
    with pytest.raises(InvalidValue, match="zone"):
        read_zoom("", zone="America", day_first=False)
    with pytest.raises(InvalidValue, match="day_first"):
        read_zoom("", zone="UTC", day_first=1)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="on:"):
        read_zoom("", zone="UTC", day_first=False, on=utc(5, 12, 0))
    with pytest.raises(InvalidValue, match="session"):
        read_zoom("", zone="UTC", day_first=False, session="a\nb")
    with pytest.raises(InvalidValue, match="data"):
        read_zoom(None, zone="UTC", day_first=False)  # type: ignore[arg-type]
