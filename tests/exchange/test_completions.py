import datetime
from pathlib import Path

import pytest

from cmecore.errors import InvalidValue
from cmecore.evidence import Attempt, Evaluated, Item, Progress, TimeSpent
from cmecore.exchange.completions import FIELDS, read_completions
from cmecore.exchange.reading import Reading
from cmecore.rules.facts import Share

DAY = datetime.date(2026, 3, 9)


def of(**cells: str) -> Reading:
    """Read one row that has just these cells beside the learner, the activity and the day."""
    row = {"learner": "dr-42", "activity": "EM-101", "date": "2026-03-09", **cells}
    headings = ",".join(field.replace("_", " ") for field in row)
    return read_completions(f"{headings}\n" + ",".join(f'"{cell}"' for cell in row.values()))


def items(reading: Reading) -> set[Item]:
    assert reading.problems == ()
    (seen,) = reading.seen
    return set(seen.evidence)


def only(reading: Reading) -> str:
    assert reading.seen == ()
    (problem,) = reading.problems
    return str(problem)


def test_a_row_says_all_that_a_platform_reports() -> None:
    """Progress, score, time and evaluation of one learner in one activity."""
    reading = of(done="17", total="20", score="71", attempt="1", minutes="96", evaluation="yes", evaluation_date="2026-03-10")
    assert items(reading) == {
        Progress(17, 20, DAY),
        Attempt(Share(71, 100), DAY, number=1),
        TimeSpent(96, DAY),
        Evaluated(datetime.date(2026, 3, 10)),
    }
    assert (reading.seen[0].learner, reading.seen[0].activity, reading.seen[0].rows) == ("dr-42", "EM-101", (2,))


def test_the_sample_is_read_as_its_people_would_say(root: Path) -> None:
    """The sample course: ten learners read, a count that cannot be and a date that is no ISO date."""
    reading = read_completions((root / "examples/data/sepsis_completions.csv").read_bytes())
    assert [(problem.row, problem.field) for problem in reading.problems] == [(11, "Done"), (12, "Date")]
    seen = {one.learner.partition(".")[0]: one for one in reading.seen}
    assert len(seen) == 10
    assert Progress(79, 100, datetime.date(2026, 3, 14)) in seen["jose"].evidence
    assert not any(isinstance(item, Attempt) for item in seen["wang"].evidence)
    assert not any(isinstance(item, Evaluated) for item in seen["lukasz"].evidence)
    assert [item.score.part for item in seen["priya"].evidence if isinstance(item, Attempt)] == [64, 82]
    assert seen["somchai"].evidence == ()
    assert reading.ignored == ("Cohort",)


def test_an_empty_cell_is_unknown() -> None:
    """Nothing is made of what nobody reported; the learner is still seen, with no evidence at all."""
    assert items(of(done="", total="", percent="", score="", minutes="", attempt="")) == set()


def test_a_reported_nought_is_evidence() -> None:
    """Nothing done yet and a score of nought are reports, unlike empty cells."""
    assert items(of(done="0", total="20", score="0", minutes="0")) == {
        Progress(0, 20, DAY),
        Attempt(Share(0, 100), DAY),
        TimeSpent(0, DAY),
    }


@pytest.mark.parametrize(
    ("percent", "share"),
    [
        ("85", (85, 100)),
        ("85%", (85, 100)),
        ("85 %", (85, 100)),
        ("85.50", (855, 1000)),
        ("79.999999", (79999999, 10**8)),
        ("0.85%", (85, 10_000)),
        ("100.0", (100, 100)),
        ("0", (0, 100)),
    ],
)
def test_a_percentage_is_exact(percent: str, share: tuple[int, int]) -> None:
    """79.999999 per cent is not 80, and no float ever stands between."""
    assert items(of(percent=percent)) == {Progress(*share, DAY)}
    assert items(of(score=percent)) == {Attempt(Share(*share), DAY)}


def test_percent_means_per_cent_and_a_column_of_shares_is_pointed_out() -> None:
    """0.85 in a column of percentages is less than one; where all are so, a problem says that they may be shares."""
    reading = read_completions("learner,activity,percent,date\na,x,0.85,2026-03-09\nb,x,1,2026-03-09\nc,x,,2026-03-09\n")
    assert reading.seen[0].evidence == (Progress(85, 10_000, DAY),)
    assert "row 1, percent: found no number above 1" in str(reading.problems[0])
    for other in ("80", "1.5"):
        assert not read_completions(f"learner,activity,percent,date\na,x,0.85,2026-03-09\nb,x,{other},2026-03-09").problems
    for signed in ("0.85%", "1", "0"):
        assert not read_completions(f"learner,activity,percent,date\na,x,{signed},2026-03-09").problems


def test_counted_units_are_better_than_a_rounded_percentage() -> None:
    """Where a row has both, 2 of 3 units are 2 of 3, not 67 %."""
    assert items(of(done="2", total="3", percent="67")) == {Progress(2, 3, DAY)}


def test_a_score_may_count_questions() -> None:
    """17/20 stays 17 of 20."""
    assert items(of(score="17/20")) == items(of(score="17 / 20")) == {Attempt(Share(17, 20), DAY)}


@pytest.mark.parametrize("column", ["percent", "score", "done", "total", "attempt", "minutes"])
@pytest.mark.parametrize(
    "cell",
    [
        "NaN",
        "inf",
        "-1",
        "1E+1000000",
        "1e2",
        "1,000",
        "1 000",
        "1_000",
        "85,5",
        "eighty",
        "１２",
        "٣",
        "0x10",
        "12345678",
        "9" * 5000,
    ],
)
def test_hostile_numbers_are_problems(column: str, cell: str) -> None:
    """Signs, exponents, separators and digits of other scripts are refused, each with the column and without the cell."""
    beside = {"done": {"total": "20"}, "total": {"done": "1"}, "attempt": {"score": "80"}}.get(column, {})
    said = only(of(**{**beside, column: cell}))
    assert said.startswith(f"row 2, {column}: found ")
    assert len(said) < 300
    assert len(cell) == 1 or cell not in said


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({"percent": "100.01"}, "percent: found more than 100 per cent"),
        ({"score": "101%"}, "score: found more than 100 per cent"),
        ({"score": "21/20"}, "score: found a share above one"),
        ({"score": "0/0"}, "score: found a share above one"),
        ({"score": "17 von 20"}, "score: found 9 characters"),
        ({"score": "a/b"}, "score: found 3 characters, among them 'a', 'b'"),
        ({"score": "passed"}, "score: found 6 characters"),
        ({"done": "21", "total": "20"}, "done: found more units than total has"),
        ({"done": "0", "total": "0"}, "total: found a number that is too small"),
        ({"done": "17", "total": ""}, "total: found an empty cell"),
        ({"done": "", "total": "20"}, "done: found an empty cell"),
        ({"done": "1.5", "total": "20"}, "done: found 3 characters"),
        ({"minutes": "1:05"}, "minutes: found 4 characters, among them ':'"),
        ({"minutes": "9999999"}, "minutes: found a number that is too large; expected 0 to 527,040"),
        ({"attempt": "0", "score": "80"}, "attempt: found a number that is too small"),
        ({"evaluation": "maybe"}, "evaluation: found 5 characters; expected yes, no, true, false, 1, 0"),
        ({"evaluation": "no", "evaluation_date": "2026-03-09"}, "evaluation: found a date beside an evaluation"),
        ({"evaluation": "", "evaluation_date": "2026-03-09"}, "evaluation: found a date beside an evaluation"),
        ({"evaluation": "yes", "evaluation_date": "9 March"}, "evaluation date: found 7 characters"),
        ({"learner": "", "score": "80"}, "learner: found"),
        ({"learner": "a@b@c", "score": "80"}, "learner: found 5 characters and 2 times '@'"),
        ({"learner": "dr\0 42", "score": "80"}, "learner: found 6 characters, among them U+0000"),
        ({"learner": "x" * 501, "score": "80"}, "learner: found 501 characters"),
        ({"activity": "EM-101\ndr-43", "score": "80"}, "activity: found 12 characters, among them U+000A"),
        ({"activity": "", "score": "80"}, "activity: found"),
        ({"activity": "EM\ud800", "score": "80"}, "activity: found 3 characters, among them U+D800"),
        ({"score": "80", "date": ""}, "date: found an empty cell beside score"),
        ({"evaluation": "yes", "date": ""}, "date: found an empty cell beside evaluation"),
    ],
)
def test_what_cannot_be_is_a_problem(cells: dict[str, str], part: str) -> None:
    """The row gives nothing, and the problem says where, what and why."""
    assert part in only(of(**cells))


@pytest.mark.parametrize(
    "date",
    [
        "09/03/2026",
        "9 March 2026",
        "2026-3-9",
        "20260309",
        "2026-W10-1",
        "2026-02-29",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "2026-03-09T25:00Z",
        "2026-03-09T18:00+25:00",
        "2026-03-09T18:00:00",
        "2026-03-09T18:00:00Z",
        "1",
        "01/02/2024",
        "12345678901234567890",
        "46090",
    ],
)
def test_dates_are_iso_8601_or_problems(date: str) -> None:
    """Nothing else is guessed at, and a time is only taken together with a zone."""
    assert only(of(score="80", date=date)).startswith("row 2, date: found ")


def test_a_time_makes_a_day_in_the_zone_and_orders_attempts() -> None:
    """Half past four in London is still the evening before in Chicago; the attempt keeps its instant."""
    text = "learner,activity,score,percent,date\ndr-42,EM-101,71,85,{}"
    instant = datetime.datetime(2026, 3, 10, 4, 30, tzinfo=datetime.UTC)
    for date in ("2026-03-10T04:30:00Z", "2026-03-09 23:30", "2026-03-09T23:30:00.000"):
        reading = read_completions(text.format(date), zone="America/Chicago")
        assert set(reading.seen[0].evidence) == {Attempt(Share(71, 100), instant), Progress(85, 100, DAY)}
    for date, part in (("2026-11-01 01:30", "showed twice"), ("2026-03-08 02:30", "never was")):
        assert part in only(read_completions(text.format(date), zone="America/Chicago"))


@pytest.mark.parametrize("word", ["yes", "Yes", "TRUE", "1"])
def test_an_evaluation_that_was_submitted(word: str) -> None:
    """Without a date of its own it has the row's."""
    assert items(of(evaluation=word)) == {Evaluated(DAY)}
    assert items(of(evaluation=word, evaluation_date="2026-03-10")) == {Evaluated(datetime.date(2026, 3, 10))}


@pytest.mark.parametrize("word", ["no", "No", "false", "0", ""])
def test_an_evaluation_that_was_not_submitted(word: str) -> None:
    """No and nothing make no evidence: what is missing is not refused."""
    assert items(of(evaluation=word)) == set()


def test_a_date_alone_says_that_the_evaluation_was_submitted() -> None:
    """A file may have only the day of the evaluation; an empty cell there says nothing."""
    assert items(of(evaluation_date="2026-03-10")) == {Evaluated(datetime.date(2026, 3, 10))}
    assert items(of(evaluation_date="")) == set()


def test_an_evaluation_with_its_own_date_needs_no_other() -> None:
    """A file of evaluations alone has one date."""
    reading = read_completions("learner,activity,evaluation date\ndr-42,EM-101,2026-03-10")
    assert items(reading) == {Evaluated(datetime.date(2026, 3, 10))}


def test_rows_of_one_learner_and_activity_add_up() -> None:
    """Two attempts are two; another activity, and an id in other capitals, is another account; an address is not."""
    reading = read_completions(
        "learner,activity,score,date\n"
        "dr-42,EM-101,64,2026-03-08\n"
        "dr-42,EM-101,82,2026-03-09\n"
        "dr-42,EM-102,82,2026-03-09\n"
        "DR-42,EM-101,82,2026-03-09\n"
        "Ada@example.org,EM-101,82,2026-03-09\n"
        "ada@EXAMPLE.org,EM-101,82,2026-03-09\n"
    )
    assert [(seen.learner, seen.activity, len(seen.evidence), seen.rows) for seen in reading.seen] == [
        ("DR-42", "EM-101", 1, (5,)),
        ("ada@example.org", "EM-101", 1, (6, 7)),
        ("dr-42", "EM-101", 2, (2, 3)),
        ("dr-42", "EM-102", 1, (4,)),
    ]


def test_the_caller_says_how_the_file_names_its_columns() -> None:
    """Headings of another system are mapped, in any case; what nothing was read from is listed."""
    columns = {"learner": "User ID", "activity": "Course", "percent": "Progress (%)", "date": "Last access"}
    reading = read_completions(
        "USER ID\tCourse\tProgress (%)\tLast access\tDepartment\ndr-42\tEM-101\t85\t2026-03-09\tED\n", columns=columns
    )
    assert items(reading) == {Progress(85, 100, DAY)}
    assert reading.ignored == ("Department",)


def test_one_column_may_serve_two_fields() -> None:
    """A single date may be that of the row and of the evaluation."""
    columns = {"date": "Completed", "evaluation date": "Completed"}
    reading = read_completions("learner,activity,percent,Completed\ndr-42,EM-101,85,2026-03-09\n", columns=columns)
    assert items(reading) == {Progress(85, 100, DAY), Evaluated(DAY)}


def test_a_missing_column_is_one_problem_that_says_how_to_map() -> None:
    """It lists what the file has, what was expected, and the argument to write."""
    said = only(read_completions("User ID,Activity,Score,Date\ndr-42,EM-101,71,2026-03-09\n"))
    assert "found the columns User ID, Activity, Score, Date;" in said
    assert "expected the columns learner, activity, and one at least of percent, done, score" in said
    assert 'columns={"learner": "User ID"}' in said
    said = only(read_completions("learner,activity,score,date\n", columns={"score": "Grade"}))
    assert "score (as 'Grade')" in said


@pytest.mark.parametrize(
    ("headings", "part"),
    [
        ("learner,activity,done,date", "units done without one of units total"),
        ("learner,activity,percent,total,date", "units total without one of units done"),
        ("learner,activity,Percent", "found Percent without the day on which it was so"),
        ("learner,activity,evaluation", "found evaluations without their day"),
    ],
)
def test_a_column_that_another_needs_is_asked_for_once(headings: str, part: str) -> None:
    """One problem of the headings, not one of each row."""
    said = only(read_completions(f"{headings}\na,b,1\nc,d,1\n"))
    assert said.startswith("row 1: found")
    assert part in said


def test_duplicate_headings_are_refused_where_they_matter() -> None:
    """Two columns for the score are one too many; two that nobody reads are not."""
    said = only(read_completions("learner,activity,score,Score,date\ndr-42,EM-101,71,80,2026-03-09\n"))
    assert said.startswith("row 1, score: found more than one column")
    assert items(read_completions("learner,activity,score,x,x,date\ndr-42,EM-101,71,,,2026-03-09\n"))


def test_a_file_without_headings_shows_nobodys_data() -> None:
    """The first row is then a person's, and stays out of the message."""
    said = only(read_completions("Ada Okoro,ada@example.org,85\nB,b@example.org,90\n"))
    assert "found no headings, but 3 cells of data" in said
    assert "Ada" not in said


def test_what_only_a_program_can_do_wrong_raises() -> None:
    """A field that nothing can be read as, a heading that is no text, a zone that nobody has."""
    with pytest.raises(InvalidValue, match="did you mean learner"):
        read_completions("", columns={"lerner": "User ID"})
    with pytest.raises(InvalidValue, match="columns"):
        read_completions("", columns={"learner": ""})
    with pytest.raises(InvalidValue, match="zone"):
        read_completions("", zone="../etc")


def test_every_field_can_be_mapped() -> None:
    """No field is tied to its own name."""
    row = dict(
        zip(FIELDS, ("dr-42", "EM-101", "85", "17", "20", "71", "1", "96", "yes", "2026-03-10", "2026-03-09"), strict=True)
    )
    text = ";".join(f"Column {number}" for number in range(len(row))) + "\n" + ";".join(row.values())
    reading = read_completions(text, columns={field: f"column {number}" for number, field in enumerate(row)})
    assert len(items(reading)) == 4


def test_a_score_that_is_exported_every_day_is_one_attempt() -> None:
    """A daily export repeats the score of yesterday; where a column numbers the attempts, it decides instead."""
    rows = "dr-42,EM-101,60,2026-03-09\ndr-42,EM-101,60,2026-03-10\ndr-42,EM-101,90,2026-03-11\n"
    (seen,) = read_completions("Learner,Activity,Score,Date\n" + rows).seen
    assert seen.evidence == (
        Attempt("0.60", datetime.date(2026, 3, 9)),
        Attempt("0.90", datetime.date(2026, 3, 11)),
    )
    (seen,) = read_completions(
        "Learner,Activity,Score,Date,Attempt\ndr-42,EM-101,60,2026-03-09,1\ndr-42,EM-101,60,2026-03-10,2\n"
    ).seen
    assert len(seen.evidence) == 2
