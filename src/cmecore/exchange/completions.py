"""Completions of online courses, as any learning platform can export them: one row for each learner and activity.

An empty cell is something that nobody reported, and makes no evidence at all: not a score of nought, not an evaluation that
was refused.  Units counted are better than a percentage that somebody rounded, so where a row has both, the units count.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

import attrs

from cmecore.credit.periods import checked_zone
from cmecore.credit.text import checked
from cmecore.errors import InvalidValue, near, shown
from cmecore.evidence import LONGEST_MINUTES, Attempt, Evaluated, Item, Progress, TimeSpent
from cmecore.exchange import cells
from cmecore.exchange.gathering import Cells, Gathering
from cmecore.exchange.reading import Problem, Reading, Seen
from cmecore.exchange.tables import Headings, Table, folded, table
from cmecore.rules.facts import Share

#: What a column may say, each under a heading of the same words unless the caller names another.
FIELDS = (
    "learner",
    "activity",
    "percent",
    "done",
    "total",
    "score",
    "attempt",
    "minutes",
    "evaluation",
    "evaluation date",
    "date",
)

_SAYS_SOMETHING = ("percent", "done", "score", "minutes", "evaluation", "evaluation date")
_HUNDRED = 100


def read_completions(data: bytes | str, /, *, columns: Mapping[str, str] | None = None, zone: str = "") -> Reading:
    r"""Read a completion export: learner, activity, and whatever of progress, score, minutes and evaluation it has.

    ``columns`` gives the headings of the file for the fields that it names otherwise than :data:`FIELDS` does.  ``zone``
    is the activity's, needed only where dates come with a time: it decides which day that was.

    ``percent`` is in per cent (0.85 is less than one), ``done`` and ``total`` are counted units, ``score`` is in per cent or as
    in 17/20, ``attempt`` is its number, ``minutes`` are whole, ``evaluation`` is yes or no, dates are ISO 8601.  An evaluation
    without a date of its own has the row's date.  Rows for the same learner and activity add up.

    >>> reading = read_completions(
    ...     "User ID;Activity;Done;Total;Score;Evaluation;Date\n"
    ...     "dr-42;EM-101;17;20;71;yes;2026-03-09\n"
    ...     "dr-43;EM-101;17;20;;;2026-03-09\n"
    ...     "dr-44;EM-101;17;20;71;maybe;2026-03-09\n",
    ...     columns={"learner": "User ID"},
    ... )
    >>> [len(seen.evidence) for seen in reading.seen]
    [3, 1]
    >>> print(*reading.problems)
    row 4, Evaluation: found 5 characters; expected yes, no, true, false, 1, 0 or nothing; write one of these words
    """
    if zone:
        checked_zone(zone)
    completions = table(data, _headings(columns or {}))
    gathering = Gathering()
    missing = _missing(completions) if completions.number else None
    if missing is not None:
        gathering.problems.append(missing)
    else:
        for row in completions.rows:
            _gather(Cells(row, completions.titles), gathering, zone)
        gathering.problems.extend(_fractions(completions))
    reading = gathering.reading(completions)
    numbered = "attempt" in completions.titles
    return reading if numbered else attrs.evolve(reading, seen=tuple(map(_score_once, reading.seen)))


def _score_once(seen: Seen) -> Seen:
    """Take a score that is reported again on a later day for the same attempt, since nothing numbers the attempts."""
    first: dict[Share, str] = {}
    for item in seen.evidence:
        if isinstance(item, Attempt):
            first[item.score] = min(item.on.isoformat(), first.get(item.score, item.on.isoformat()))
    kept = [item for item in seen.evidence if not isinstance(item, Attempt) or item.on.isoformat() == first[item.score]]
    return attrs.evolve(seen, evidence=tuple(kept))


def _headings(columns: Mapping[str, str]) -> Headings:
    for field, heading in columns.items():
        if field not in FIELDS:
            raise InvalidValue(
                field="columns", found=shown(field), expected="a field that can be read", advice=near(str(field), FIELDS)
            )
        checked(heading, field=f"columns[{field!r}]")
    spellings = {field: (folded(columns.get(field, field)),) for field in FIELDS}
    named = [f"{field} (as {columns[field]!r})" if field in columns else field for field in ("learner", "activity")]
    others = [f"{field} (as {columns[field]!r})" for field in columns if field not in ("learner", "activity")]
    return Headings(
        spellings=spellings,
        needed=[*((field,) for field in ("learner", "activity", *columns)), _SAYS_SOMETHING],
        expected=f"the columns {', '.join((*named, *others))}, and one at least of {', '.join(_SAYS_SOMETHING)}",
        advice='say how the file names them, as in columns={"learner": "User ID"}',
    )


def _missing(completions: Table) -> Problem | None:
    """Say which column is missing beside one that cannot be read without it."""
    titles = completions.titles
    if ("done" in titles) != ("total" in titles):
        one, other = ("done", "total") if "done" in titles else ("total", "done")
        found, expected = f"a column of units {one} without one of units {other}", f"the columns {one} and {other}"
    elif "date" not in titles and (dated := [field for field in ("percent", "done", "score", "minutes") if field in titles]):
        found, expected = f"{titles[dated[0]]} without the day on which it was so", "a column date"
    elif "evaluation" in titles and not {"evaluation date", "date"} & set(titles):
        found, expected = "evaluations without their day", "a column evaluation date, or date"
    else:
        return None
    return Problem(
        row=completions.number,
        field="",
        found=found,
        expected=expected,
        advice='add it, or say how the file names it, as in columns={"date": "Completed"}',
    )


def _gather(row: Cells, gathering: Gathering, zone: str) -> None:
    learner = row.read("learner", cells.account)
    activity = row.read("activity", cells.code)
    day, instant = _date(row, "date", zone)
    evaluated_on, _ = _date(row, "evaluation date", zone)
    content = _content(row)
    score = row.read("score", cells.mark) if row.filled("score") else None
    number = row.read("attempt", cells.whole, least=1) if row.filled("attempt") else None
    minutes = row.read("minutes", cells.whole, most=LONGEST_MINUTES) if row.filled("minutes") else None
    evaluated = _evaluated(row)
    dated = [field for field in ("percent", "done", "score", "minutes") if row.filled(field)]
    if evaluated and not row.filled("evaluation date"):
        dated.append("evaluation")
    if dated and not row.filled("date"):
        row.problem(
            "date",
            found=f"an empty cell beside {row.title(dated[0])}",
            expected="the day on which that was so, such as 2026-03-09",
            advice="fill in the day that the platform reports",
        )
    if not row.problems and learner is not None and activity is not None:
        items: list[Item] = []
        if day is not None:
            if content is not None:
                items.append(Progress(content.part, content.whole, day))
            if score is not None:
                items.append(Attempt(score, instant or day, number=number or 0))
            if minutes is not None:
                items.append(TimeSpent(minutes, day))
        if evaluated and (on := evaluated_on or day) is not None:
            items.append(Evaluated(on))
        gathering.add(row.number, items, learner=learner, activity=activity)
    gathering.problems.extend(row.problems)


def _date(row: Cells, field: str, zone: str) -> tuple[datetime.date | None, datetime.datetime | None]:
    return (row.read(field, cells.moment, zone=zone) if row.filled(field) else None) or (None, None)


def _content(row: Cells) -> Share | None:
    """Read how much was done: units where they are counted, else the percentage."""
    percent = row.read("percent", cells.percentage) if row.filled("percent") else None
    if not row.filled("done") and not row.filled("total"):
        return percent
    done, total = row.read("done", cells.whole), row.read("total", cells.whole, least=1)
    if done is None or total is None:
        return None
    if done > total:
        row.problem(
            "done",
            found=f"more units than {row.title('total')} has",
            expected=f"at most {total}",
            advice="correct one of the two",
        )
        return None
    return Share(done, total)


def _evaluated(row: Cells) -> bool | None:
    """Tell whether the evaluation was submitted; where no column says so, its date does."""
    if "evaluation" not in row.titles:
        return row.filled("evaluation date")
    evaluated = row.read("evaluation", cells.yes)
    if evaluated is False and row.filled("evaluation date"):
        row.problem(
            "evaluation",
            found="a date beside an evaluation that was not submitted",
            expected="yes where there is a date",
            advice=f"write yes, or empty {row.title('evaluation date')}",
        )
    return evaluated


def _fractions(completions: Table) -> Iterator[Problem]:
    """Point out a column of percentages that looks like one of shares.  It is read as the caller was told it would be."""
    for field in ("percent", "score"):
        shares = [share for row in completions.rows if (share := _bare(row[field])) is not None]
        within_one = all(share.part * _HUNDRED <= share.whole for share in shares)
        if within_one and any(0 < share.part * _HUNDRED < share.whole for share in shares):
            yield Problem(
                row=completions.number,
                field=completions.titles[field],
                found="no number above 1, as in a column of shares",
                expected="per cent, such as 85 for 85 %",
                advice="they were read as per cent, so 0.85 is less than one; multiply them by 100 if they are shares",
            )


def _bare(cell: str) -> Share | None:
    try:
        return cells.percentage(cell, field="") if not cell.endswith("%") else None
    except InvalidValue:
        return None
