"""From evidence to facts: overlaps once, breaks out, attempts in order, totals that grow, and nothing made up."""

import datetime
import itertools
from typing import Any

import pytest

from builders import (
    ABIM,
    AMA,
    CHICAGO,
    NINTH,
    a_session,
    an_activity,
    at,
    on,
    paying,
    seen,
)
from cmecore.activities import Activity, Part
from cmecore.evidence import (
    Attempt,
    Attended,
    Attested,
    Declared,
    Entitled,
    Evaluated,
    Item,
    Present,
    Prior,
    Progress,
    Stated,
    TimeSpent,
)
from cmecore.measuring import facts
from cmecore.rules.facts import Share
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import passed

MINUTE = datetime.timedelta(minutes=1)
ONLINE = an_activity(completion=(), designations=())


def clock(hour: int, minute: int = 0, day: datetime.date = NINTH) -> datetime.datetime:
    """Read the clock in Chicago."""
    return at(day, hour, minute, zone=CHICAGO)


def stay(first: tuple[int, int], last: tuple[int, int], session: str = "") -> Attended:
    """Attend from one reading of Chicago's clock to another, on the ninth."""
    return Attended(clock(*first), clock(*last), session)


def meeting(*sessions: Part, **fields: Any) -> Activity:
    """Hold some sessions."""
    return an_activity(parts=sessions, completion=(), designations=(), **fields)


HOUR = meeting(a_session("S1", clock(18), 60))
WITH_A_BREAK = meeting(a_session("S1", clock(18), 60, breaks=((30, 40),)))
TWO_AT_ONCE = meeting(a_session("S1", clock(18), 60), a_session("S2", clock(18), 60))
TWO_ROOMS = meeting(a_session("S1", clock(18), 60), a_session("S2", clock(18, 30), 60))


def minutes(activity: Activity, *items: Item) -> float | None:
    """Measure the time taken part, in minutes."""
    time = facts(seen(activity, *items)).get("time")
    assert time is None or isinstance(time, datetime.timedelta)
    return None if time is None else time / MINUTE


MODULES = an_activity(
    parts=[Part(code="m1", title="1", units=4), Part(code="m2", title="2", units=6)], completion=(), designations=()
)


SESSIONS = meeting(
    a_session("S1", clock(9), 60, attended_from="0.75"), a_session("S2", clock(11), 60), a_session("S3", clock(13), 60)
)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param([stay((9, 0), (9, 45))], [True, False, False], id="exactly three quarters"),
        pytest.param([Attended(clock(9), clock(9, 44).replace(second=59))], [False] * 3, id="a second short"),
        pytest.param([stay((11, 59), (12, 30))], [False, True, False], id="a minute is enough where no share is asked"),
        pytest.param([stay((12, 0), (12, 30))], [False, False, False], id="between the sessions"),
        pytest.param([stay((9, 0), (14, 0))], [True, True, True], id="all day"),
        pytest.param([Present("S2", NINTH)], [False, True, False], id="seen there, without times"),
        pytest.param([TimeSpent(44, NINTH, "S1")], [False, False, False], id="a total short of the share"),
        pytest.param([TimeSpent(45, NINTH, "S1")], [True, False, False], id="a total of the share"),
        pytest.param([TimeSpent(0, NINTH, "S2")], [False, False, False], id="a total of nothing"),
        pytest.param([stay((9, 0), (12, 0), "S2")], [False, True, False], id="attendance at a named session"),
    ],
)
def test_which_sessions_were_attended(items: list[Item], expected: list[bool]) -> None:
    """A session missing from an attendance list was not attended; each has the least share of its own."""
    found = facts(seen(SESSIONS, *items))
    assert [found[f"present:S{number}"] for number in (1, 2, 3)] == expected
    assert found["sessions"] == Share(sum(expected), 3)


def test_without_an_attendance_list_nothing_is_known_of_sessions() -> None:
    """No report is not an absence, and a total of the whole meeting does not tell the sessions."""
    assert "sessions" not in facts(seen(SESSIONS, Evaluated(NINTH), TimeSpent(30, NINTH)))


def test_being_seen_at_a_meeting_without_sessions_is_having_attended_it() -> None:
    """A meeting that lists no sessions is attended as a whole."""
    assert facts(seen(ONLINE, Present("", NINTH)))["sessions"] == Share(1, 1)


def test_being_seen_at_a_meeting_does_not_tell_which_sessions_were_missed() -> None:
    """A badge at the door of a meeting with sessions reports no session, and so no absence either."""
    assert "present:S1" not in facts(seen(SESSIONS, Present("", NINTH)))


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([Attended(clock(9), clock(10), "m1")], (True, False)),
        ([TimeSpent(5, NINTH, "m2")], (False, True)),
        ([TimeSpent(0, NINTH, "m2")], (False, False)),
        ([Present("m1", NINTH)], (True, False)),
        ([Attended(clock(9), clock(10))], (None, None)),
    ],
)
def test_parts_without_a_schedule_are_attended_by_name(items: list[Item], expected: tuple[bool | None, bool | None]) -> None:
    """Where no part has times, a part was attended if a report names it, and of a report that names none nothing is known."""
    found = facts(seen(MODULES, *items))
    assert (found.get("present:m1"), found.get("present:m2")) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param([Progress(17, 20, NINTH)], Share(17, 20), id="the count as reported"),
        pytest.param([Progress(12, 20, NINTH), Progress(17, 20, NINTH)], Share(17, 20), id="the larger of two"),
        pytest.param([Progress(17, 20, NINTH), Progress(12, 20, on(3, 10))], Share(17, 20), id="a later smaller one"),
        pytest.param([Progress(1, 2, NINTH), Progress(10, 20, NINTH)], Share(10, 20), id="of equals the finer count"),
        pytest.param([Progress(2, 4, NINTH), Progress(10, 20, NINTH)], Share(10, 20), id="by its number, not its spelling"),
        pytest.param([Progress(3, 4, NINTH), Progress(14, 20, NINTH)], Share(3, 4), id="the larger share, not the count"),
        pytest.param([Progress(4, 4, NINTH, "m1")], Share(4, 10), id="absence inside a report is a no"),
        pytest.param([Progress(4, 4, NINTH, "m1"), Progress(3, 6, NINTH, "m2")], Share(7, 10), id="parts add up"),
        pytest.param([Progress(4, 4, NINTH, "m1"), Progress(9, 10, NINTH)], Share(9, 10), id="the whole where greater"),
        pytest.param([Progress(4, 4, NINTH, "m1"), Progress(2, 10, NINTH)], Share(4, 10), id="the parts where greater"),
        pytest.param([Progress(0, 20, NINTH)], Share(0, 20), id="nothing done, but reported"),
    ],
)
def test_content_done(items: list[Progress], expected: Share) -> None:
    """Content is the largest share reported, by the whole or by its parts, and never a reduced fraction."""
    for order in itertools.permutations(items):
        assert facts(seen(MODULES, *order))["content"] == expected


def test_a_part_weighs_as_much_content_as_it_has() -> None:
    """A module of four units that is reported in hundredths still has four units: 10 % of 4 and 6 of 6 are 64 % of 10."""
    content = facts(seen(MODULES, Progress(10, 100, NINTH, "m1"), Progress(6, 6, NINTH, "m2")))["content"]
    assert isinstance(content, Share)
    assert content.part * 100 == 64 * content.whole


def test_content_of_each_part() -> None:
    """Once one part is reported, the others are known to be undone."""
    found = facts(seen(MODULES, Progress(3, 4, NINTH, "m1")))
    assert (found["content:m1"], found["content:m2"]) == (Share(3, 4), Share(0, 6))


def test_no_report_of_content_is_not_zero() -> None:
    """Where no progress was reported, content is missing, part by part as well."""
    assert not [name for name in facts(seen(MODULES, Evaluated(NINTH))) if name.startswith("content")]


def scores(*attempts: Attempt, allowed: int | None = None) -> dict[str, str]:
    """Read best, last and first score off an assessment for which so many attempts are allowed."""
    activity = paying(Policy(code="tested", requirements=[passed("0.70", attempts=allowed)]))
    found = facts(seen(activity, *attempts))
    tail = f":{allowed}" if allowed else ""
    return {name: str(found[f"score:{name}" + ("" if name == "first" else tail)]) for name in ("best", "last", "first")}


def test_which_attempt_counts() -> None:
    """The best, the last and the first of several attempts, however they are listed."""
    attempts = [Attempt("0.60", NINTH), Attempt("0.90", on(3, 10)), Attempt("0.75", on(3, 11))]
    for order in itertools.permutations(attempts):
        assert scores(*order) == {"best": "90 %", "last": "75 %", "first": "60 %"}


def test_attempts_beyond_those_allowed_do_not_count() -> None:
    """With three allowed, a fourth attempt changes neither the best nor the last; with one more allowed it does."""
    attempts = [Attempt(f"0.{score}", on(3, day)) for day, score in ((1, 60), (2, 65), (3, 55), (4, 90))]
    assert scores(*attempts, allowed=3) == {"best": "65 %", "last": "55 %", "first": "60 %"}
    assert scores(*attempts, allowed=4) == {"best": "90 %", "last": "90 %", "first": "60 %"}


@pytest.mark.parametrize(
    "attempts",
    [
        pytest.param([Attempt("0.80", NINTH, number=1), Attempt("0.60", NINTH, number=2)], id="by their numbers"),
        pytest.param([Attempt("0.80", clock(9)), Attempt("0.60", clock(17))], id="by their instants"),
        pytest.param([Attempt("0.80", clock(9)), Attempt("0.60", clock(9).replace(microsecond=1))], id="by a microsecond"),
        pytest.param([Attempt("0.80", at(NINTH, 23)), Attempt("0.60", at(on(3, 10), 4))], id="across zones"),
        pytest.param(
            [Attempt("0.80", clock(9), number=1), Attempt("0.60", NINTH, number=2)], id="by number where one has no time"
        ),
    ],
)
def test_two_attempts_on_one_day(attempts: list[Attempt]) -> None:
    """Attempts of one day are put in order by their instants or numbers, not by how they are listed or what they scored."""
    for order in itertools.permutations(attempts):
        found = scores(*order)
        assert (found["first"], found["last"]) == ("80 %", "60 %")


@pytest.mark.parametrize("allowed", [None, 1, 3])
@pytest.mark.parametrize("number", [0, 1])
def test_of_two_attempts_that_nothing_tells_apart_only_the_best_is_known(allowed: int | None, number: int) -> None:
    """Two attempts of one day, without instants or with one number, leave first, last and within a limit unknown."""
    activity = paying(Policy(code="tested", requirements=[passed("0.70", attempts=allowed)]))
    attempts = [Attempt("0.60", NINTH, number=number), Attempt("0.80", NINTH, number=number)]
    for order in itertools.permutations(attempts):
        assert facts(seen(activity, *order)) == {"attempts": 2, "score:best": Share(80, 100)}


def test_one_doubtful_day_leaves_the_other_assessments_known() -> None:
    """What cannot be put in order on the final test says nothing about the pretest."""
    doubtful = [Attempt("0.60", NINTH, "final"), Attempt("0.80", NINTH, "final")]
    found = facts(seen(ONLINE, *doubtful, Attempt("0.40", NINTH, "pretest")))
    assert found["score:pretest:last"] == Share(40, 100)
    assert [name for name in found if name.startswith("score:final")] == ["score:final:best"]


def test_attempts_are_counted_for_each_assessment() -> None:
    """A pretest and a final test are two assessments, and neither counts for the activity's own."""
    found = facts(
        seen(ONLINE, Attempt("0.2", NINTH, "pretest"), Attempt("0.9", NINTH, "final"), Attempt("0.8", NINTH, "final"))
    )
    assert (found["attempts:pretest"], found["attempts:final"]) == (1, 2)
    assert (found["score:pretest:best"], found["score:final:best"]) == (Share(20, 100), Share(90, 100))
    assert "attempts" not in found


def test_a_score_of_counted_questions_stays_counted() -> None:
    """17 of 20 questions is exactly that, and beats 84 %."""
    assert facts(seen(ONLINE, Attempt("17/20", NINTH), Attempt("0.84", NINTH)))["score:best"] == Share(17, 20)


def test_flags_are_known_when_they_are_reported_and_missing_otherwise() -> None:
    """Evaluation, attestation and prerequisite are yes once seen; unseen they are unknown, not no."""
    found = facts(seen(ONLINE, Evaluated(NINTH, "course"), Attested("I took part", NINTH), Prior("EM-100", NINTH)))
    assert found == {"evaluated": True, "evaluated:course": True, "attested:I took part": True, "prior:EM-100": True}
    assert facts(seen(ONLINE)) == {}


def test_the_latest_declaration_counts_for_each_type() -> None:
    """A learner may correct the credit declared; another type has its own declaration."""
    items = [Declared(AMA("3.00"), NINTH), Declared(AMA("2.50"), on(3, 10)), Declared(ABIM("1.00"), NINTH)]
    for order in itertools.permutations(items):
        found = facts(seen(ONLINE, *order))
        assert (found["declared:ama-pra-1"], found["declared:abim-moc"]) == (AMA("2.50"), ABIM("1.00"))


def test_the_callers_own_facts_are_taken_as_stated() -> None:
    """A fact of the caller's own has the value it was last stated with."""
    items = [Stated("acme.cases", 3, on(3, 10)), Stated("acme.cases", 5, NINTH), Stated("acme.role", "nurse", NINTH)]
    for order in itertools.permutations(items):
        assert facts(seen(ONLINE, *order)) == {"acme.cases": 3, "acme.role": "nurse"}


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(on(1, 1), NINTH)], True),
        ([(NINTH, None)], True),
        ([(on(1, 1), on(3, 8))], False),
        ([(on(3, 10), None)], False),
        ([(on(1, 1), on(2, 1)), (on(3, 1), None)], True),
        ([(on(1, 1), on(3, 31)), (on(6, 1), None)], True),
    ],
)
def test_an_entitlement_holds_on_its_days(
    spans: list[tuple[datetime.date, datetime.date | None]],
    expected: bool,  # noqa: FBT001
) -> None:
    """A membership is active from its first day to its last, both included; of two spans either will do."""
    items = [Entitled("Premium", first, last) for first, last in spans]
    assert facts(seen(ONLINE, Evaluated(NINTH), *items))["entitled:Premium"] is expected


def test_of_what_was_not_done_on_any_day_no_entitlement_is_known() -> None:
    """A membership alone says nothing, as there is no day to hold it against."""
    assert facts(seen(ONLINE, Entitled("Premium", on(1, 1)))) == {}


def test_facts_as_they_stood_at_the_end_of_a_day() -> None:
    """Asked about an earlier day, later evidence is left out."""
    participation = seen(ONLINE, Progress(12, 20, NINTH), Progress(20, 20, on(3, 10)), Evaluated(on(3, 11)))
    assert facts(participation, until=on(3, 8)) == {}
    assert facts(participation, until=NINTH) == {"content": Share(12, 20)}
    assert facts(participation, until=on(3, 10)) == {"content": Share(20, 20)}
