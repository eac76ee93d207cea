"""Evidence: small things seen, which join as a set, and those that count for nothing with the reason why."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from builders import (
    CHICAGO,
    LEARNER,
    NINTH,
    SEPSIS,
    a_participation,
    a_session,
    an_activity,
    at,
    on,
    seen,
)
from cmecore.activities import Part
from cmecore.admission import admitted
from cmecore.credit.periods import Span
from cmecore.errors import CmeError, InvalidValue
from cmecore.evidence import (
    Attempt,
    Attended,
    Attested,
    Declared,
    Entitled,
    Evaluated,
    Feedback,
    Item,
    Participation,
    Practises,
    Present,
    Presented,
    Prior,
    Progress,
    Stated,
    TimeSpent,
)
from cmecore.rules.facts import OURS, Share

NOON = at(NINTH, 12, zone=CHICAGO)
ONE = at(NINTH, 13, zone=CHICAGO)


def test_the_same_thing_seen_twice_is_one_item() -> None:
    """Repeating a report adds nothing."""
    assert a_participation() | a_participation() == a_participation()


def test_two_records_join_whatever_the_order() -> None:
    """Joining is set union: either order gives the same participation."""
    morning, evening = seen(SEPSIS, Progress(12, 20, NINTH)), seen(SEPSIS, Progress(17, 20, NINTH))
    assert morning | evening == evening | morning == seen(SEPSIS, Progress(17, 20, NINTH), Progress(12, 20, NINTH))


def test_more_items_join_as_well() -> None:
    """Loose items join a participation as another record of it would."""
    assert seen(SEPSIS) | [Evaluated(NINTH)] == seen(SEPSIS, Evaluated(NINTH))


@pytest.mark.parametrize("other", [seen(SEPSIS, learner="dr-43"), seen(an_activity("EM-102"))])
def test_records_of_two_learners_or_activities_do_not_join(other: Participation) -> None:
    """Joining another learner's record, or one of another activity, is refused and tells what to do."""
    with pytest.raises(InvalidValue, match="merge the learners' accounts first"):
        seen(SEPSIS) | other


def test_the_refusal_to_join_names_no_learner() -> None:
    """Neither learner's account id stands in the error."""
    with pytest.raises(InvalidValue) as raised:
        seen(SEPSIS) | seen(SEPSIS, learner="dr-43")
    assert "dr-4" not in str(raised.value)


@pytest.mark.parametrize("evidence", [["seen"], [Share(17, 20)], [None]])
def test_only_items_are_evidence(evidence: list[Any]) -> None:
    """Anything else among the evidence is refused by its kind, and the kinds that may stand there are named."""
    with pytest.raises(InvalidValue, match="items such as Progress"):
        Participation(LEARNER, SEPSIS, evidence)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: Progress(21, 20, NINTH), "share"),
        (lambda: Progress(-1, 20, NINTH), "share"),
        (lambda: Progress(0, 0, NINTH), "share"),
        (lambda: Progress(17.0, 20, NINTH), "share"),  # type: ignore[arg-type]
        (lambda: Progress(17, 20, NOON), "civil_day"),
        (lambda: Progress(17, 20, "2026-03-09"), "on"),  # type: ignore[arg-type]
        (lambda: Attended(NOON, NOON), "left"),
        (lambda: Attended(ONE, NOON), "swap the two"),
        (lambda: Attended(datetime.datetime(2026, 3, 9, 12), ONE), "joined"),  # noqa: DTZ001
        (lambda: Attended(NOON, datetime.datetime(2026, 3, 9, 13)), "left"),  # noqa: DTZ001
        (lambda: Attended(NOON, NOON + datetime.timedelta(days=31, seconds=1)), "left"),
        (lambda: TimeSpent(-1, NINTH), "minutes"),
        (lambda: TimeSpent(45.5, NINTH), "minutes"),  # type: ignore[arg-type]
        (lambda: TimeSpent(True, NINTH), "minutes"),
        (lambda: TimeSpent(366 * 24 * 60 + 1, NINTH), "minutes"),
        (lambda: Attempt("1.01", NINTH), "score"),
        (lambda: Attempt(0.71, NINTH), "float"),
        (lambda: Attempt("NaN", NINTH), "score"),
        (lambda: Attempt("1E+1000000", NINTH), "score"),
        (lambda: Attempt(Decimal("Infinity"), NINTH), "score"),
        (lambda: Attempt("0.71", datetime.datetime(2026, 3, 9, 12)), "on"),  # noqa: DTZ001
        (lambda: Attempt("0.71", None), "on"),
        (lambda: Attested("", NINTH), "statement"),
        (lambda: Attested("I took part\ud800", NINTH), "U\\+D800"),
        (lambda: Attested("x" * 501, NINTH), "at most 500 characters"),
        (lambda: Present("\x00", NINTH), "session"),
        (lambda: Entitled("", NINTH), "name"),
        (lambda: Entitled("Premium", on(6, 30), on(6, 29)), "until|last"),
        (lambda: Practises("physician", on(6, 30), on(6, 29)), "until|last"),
        (lambda: Presented("", NINTH), "session"),
        (lambda: Presented("S1", NINTH, 366 * 24 * 60 + 1), "minutes"),
        (lambda: Feedback(NINTH, "a\nb"), "assessment"),
        (lambda: Prior("", NINTH), "activity"),
        (lambda: Stated("acme.cases", 0.5, NINTH), "fact acme.cases"),  # type: ignore[arg-type]
        (lambda: Stated("acme.seen", NOON, NINTH), "fact acme.seen"),
        (lambda: Stated("acme.cases", None, NINTH), "one of: count, share, flag"),  # type: ignore[arg-type]
        (lambda: Participation("", SEPSIS), "learner"),
    ],
)
def test_what_cannot_have_been_seen_is_refused(wrong: Any, said: str) -> None:
    """Counts beyond their whole, floats, naive instants and text that cannot be stored are refused by the field's name."""
    with pytest.raises(InvalidValue, match=said):
        wrong()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (lambda: Declared("12.50", NINTH), "credits"),  # type: ignore[arg-type]
        (lambda: Attempt("0.71", NINTH, number="1"), "number"),  # type: ignore[arg-type]
        (lambda: Participation(LEARNER, "EM-101"), "activity"),  # type: ignore[arg-type]
        (lambda: Participation(LEARNER, SEPSIS, None), "evidence"),  # type: ignore[arg-type]
    ],
)
def test_a_field_of_the_wrong_kind_is_refused_in_the_librarys_own_words(wrong: Any, field: str) -> None:
    """Handing over another kind of value raises the library's own error and names the field."""
    with pytest.raises(CmeError, match=field):
        wrong()


def test_the_bounds_of_time_spent() -> None:
    """Nothing and a whole leap year of minutes may be reported."""
    assert (TimeSpent(0, NINTH).minutes, TimeSpent(366 * 24 * 60, NINTH).minutes) == (0, 527_040)


def test_an_attendance_may_span_the_hour_that_autumn_repeats() -> None:
    """Joining at 1:50 before the clock is set back and leaving at 1:10 after it are 20 minutes."""
    item = Attended(at(on(11, 1), 1, 50, zone=CHICAGO), at(on(11, 1), 1, 10, zone=CHICAGO).replace(fold=1))
    assert item.left.astimezone(datetime.UTC) - item.joined.astimezone(datetime.UTC) == datetime.timedelta(minutes=20)


def test_an_attendance_that_ends_before_it_begins_is_refused_though_the_clock_reads_more() -> None:
    """Leaving at 1:50 before the clock is set back cannot follow joining at 1:10 after it."""
    with pytest.raises(InvalidValue, match="left"):
        Attended(at(on(11, 1), 1, 10, zone=CHICAGO).replace(fold=1), at(on(11, 1), 1, 50, zone=CHICAGO))


def test_two_stays_in_the_hour_that_autumn_repeats_are_two_items() -> None:
    """Twenty minutes before the clock is set back and twenty after it, at the same readings, are both kept."""
    start, end = at(on(11, 1), 1, 10, zone=CHICAGO), at(on(11, 1), 1, 30, zone=CHICAGO)
    both = seen(SEPSIS, Attended(start, end), Attended(start.replace(fold=1), end.replace(fold=1)))
    assert len(both.evidence) == 2


@pytest.mark.parametrize("year", [1, 9999])
def test_an_instant_that_no_zone_can_tell_the_day_of_is_refused(year: int) -> None:
    """A year at the very ends of the calendar is a slip of the pen, and refused as such."""
    first = datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)
    last = datetime.datetime(year, 12, 31, 23, 0, tzinfo=datetime.UTC)
    with pytest.raises(InvalidValue, match="joined"):
        Attended(first if year == 1 else last, (first if year == 1 else last) + datetime.timedelta(minutes=30))


OFFERED = an_activity(offered=Span(on(2, 1), on(3, 31)), parts=[Part(code="m1", title="Recognition")])


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (Progress(1, 20, on(2, 1)), None),
        (Progress(1, 20, on(3, 31)), None),
        (Progress(1, 20, on(1, 31)), "before-release"),
        (Progress(1, 20, on(4, 1)), "after-expiry"),
        (Evaluated(on(4, 1)), "after-expiry"),
        (Attempt("0.9", at(on(4, 1), 4, 59)), None),  # 23:59 on 31 March in Chicago
        (Attempt("0.9", at(on(4, 1), 5, 0)), "after-expiry"),
        (Entitled("Premium", on(1, 1), on(1, 2)), None),
        (Practises("physician", on(1, 1), on(1, 2)), None),
        (Progress(1, 4, NINTH, "m1"), None),
        (Progress(1, 4, NINTH, "m2"), "unknown-part"),
        (Present("m2", NINTH), "unknown-part"),
        (TimeSpent(5, NINTH, "m2"), "unknown-part"),
        (Attended(NOON, ONE, "m2"), "unknown-part"),
        # What lies outside the days of the activity by its nature is not thereby outside of it.
        (Prior("EM-100", on(5, 1, 2025)), None),
    ],
)
def test_what_counts_and_what_is_set_aside(item: Item, reason: str | None) -> None:
    """From release to expiry, both days included, evidence counts; what is set aside says why, and nothing is lost."""
    counts, aside = admitted(seen(OFFERED, item))
    assert (counts, [one.code for one in aside]) == (((item,), []) if reason is None else ((), [reason]))


def test_the_reasons_for_setting_aside_are_sentences() -> None:
    """Each reason names the day or the part, and what it should have been."""
    _, aside = admitted(seen(OFFERED, Progress(1, 20, on(1, 31)), Progress(1, 20, on(4, 1)), Present("m2", NINTH)))
    assert {one.says for one in aside} == {
        "2026-01-31 is before 2026-02-01, the first day of EM-101",
        "2026-04-01 is after 2026-03-31, the last day of EM-101",
        "EM-101 has no part 'm2': known are m1",
    }


def test_an_activity_that_is_always_offered_sets_nothing_aside() -> None:
    """Without a release and an expiry every day counts."""
    far = seen(SEPSIS, Evaluated(on(1, 1, 1990)), Evaluated(on(1, 1, 2090)))
    assert len(admitted(far)[0]) == 2


def test_the_order_of_what_is_set_aside_is_always_the_same() -> None:
    """Two equal participations name what does not count in the same order, however it was gathered."""
    items: list[Item] = [Present("m2", NINTH), Progress(1, 20, on(4, 1)), Progress(1, 20, on(1, 31)), Evaluated(on(4, 2))]
    assert admitted(seen(OFFERED, *items))[1] == admitted(seen(OFFERED, *reversed(items)))[1]


def test_a_share_of_progress() -> None:
    """Progress is a share of two counted numbers, never reduced."""
    assert Progress(15, 20, NINTH).share == Share(15, 20)


def test_a_session_of_a_meeting_is_one_of_its_parts() -> None:
    """Attendance at a scheduled session counts by the session's code."""
    meeting = an_activity(parts=[a_session("S1", NOON, 60)])
    assert admitted(seen(meeting, Attended(NOON, ONE, "S1"), Present("S1", NINTH)))[1] == ()


@pytest.mark.parametrize("name", [*sorted(OURS), "score:best", "content:m1", "entitled:Premium", "time:stretches"])
def test_a_fact_of_the_librarys_own_is_not_stated(name: str) -> None:
    """What the library measures from evidence cannot be overruled by a statement; a name with a prefix can be stated."""
    with pytest.raises(InvalidValue, match="reported by an item of its own, such as Progress or Attempt"):
        Stated(name, True, NINTH)
    assert Stated(f"acme.{name}", True, NINTH).value is True


ADA: Any = "Ada Okoro"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Progress(ADA, 20, NINTH),
        lambda: Progress(17, ADA, NINTH),
        lambda: Progress(17, 20, ADA),
        lambda: TimeSpent(ADA, NINTH),
        lambda: TimeSpent(45, ADA),
        lambda: Attended(ADA, ONE),
        lambda: Attended(NOON, ADA),
        lambda: Attempt(ADA, NINTH),
        lambda: Attempt("0.71", ADA),
        lambda: Attempt("0.71", NINTH, number=ADA),
        lambda: Entitled("Premium", ADA),
        lambda: Entitled("Premium", NINTH, ADA),
        lambda: Evaluated(ADA),
        lambda: Declared(ADA, NINTH),
        lambda: Prior("EM-100", ADA),
        lambda: Present("S1", ADA),
        lambda: Presented("S1", ADA),
        lambda: Presented("S1", NINTH, ADA),
        lambda: Practises(ADA, NINTH),
        lambda: Practises("physician", ADA),
        lambda: Practises("physician", NINTH, ADA),
        lambda: Feedback(ADA),
        lambda: Stated("acme.cases", [ADA], NINTH),  # type: ignore[arg-type]
        lambda: Participation(LEARNER, SEPSIS, [ADA]),
        lambda: Participation(LEARNER, SEPSIS, ADA),
        lambda: Participation(LEARNER, ADA),
        lambda: seen(SEPSIS) | [ADA],
        lambda: seen(SEPSIS) | ADA,
    ],
)
def test_a_name_in_the_wrong_place_is_never_repeated(wrong: Any) -> None:
    """A mapping of columns that is off by one puts names where days and counts belong; the error does not print them."""
    with pytest.raises(CmeError) as raised:
        wrong()
    assert "Ada" not in str(raised.value)
    assert "Okoro" not in str(raised.value)


@pytest.mark.parametrize("evidence", [[{"a": 1}], [[]], 5])
def test_what_cannot_be_in_a_set_is_refused_as_well(evidence: Any) -> None:
    """A list or a mapping among the evidence, or a number in its place, is refused in the library's own words."""
    with pytest.raises(InvalidValue, match="evidence"):
        Participation(LEARNER, SEPSIS, evidence)


@pytest.mark.parametrize("evidence", [[{"a": 1}], [[]], 5])
def test_what_cannot_be_in_a_set_does_not_join_either(evidence: Any) -> None:
    """Joining a participation with something that is no evidence is refused in the library's own words as well."""
    with pytest.raises(InvalidValue, match="evidence"):
        seen(SEPSIS) | evidence


@pytest.mark.parametrize("year", [1, 9999])
@pytest.mark.parametrize("make", [Evaluated, lambda day: Progress(1, 1, day), lambda day: Entitled("Premium", NINTH, day)])
def test_a_day_at_the_ends_of_the_calendar_is_a_slip_of_the_pen(make: Any, year: int) -> None:
    """Nobody learned in the year 1, and no membership ends in 9999."""
    with pytest.raises(InvalidValue, match="a year that people live in; check the year"):
        make(datetime.date(year, 6, 1))
