"""Where papers are had: channels of an activity, routes to older papers, and answers instead of errors."""

import datetime
from typing import Any

import attrs
import pytest

from builders import CHICAGO, LEARNER, NINTH, NOW, at, on, paying, seen
from cmecore.activities import ENDURING, JOURNAL, LIVE, Activity, Format
from cmecore.assessment import assess
from cmecore.availability import Answer, Available, Route, available, found_by
from cmecore.credit.periods import Period, Span
from cmecore.earning import earn
from cmecore.entries import Completed
from cmecore.errors import InvalidValue
from cmecore.evidence import Evaluated
from cmecore.handling import Availability, Handling
from cmecore.ledger import Ledger
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import evaluated
from cmecore.rules.windows import Anchor, Anchors
from hostile import label

APP_ENDS = on(3, 26)
APP, WEB = Availability("app", Span(None, APP_ENDS)), Availability("web")


def completed(*channels: Availability, done: datetime.date = NINTH, **fields: Any) -> Completed:
    """Complete an activity whose papers come through some channels."""
    activity: Activity = paying(
        Policy(code="p"), **{"completion": [evaluated()], "handling": Handling(available=channels), **fields}
    )
    return next(
        entry for entry in earn(Ledger(LEARNER), assess(seen(activity, Evaluated(done)))) if isinstance(entry, Completed)
    )


def test_m44_papers_come_through_two_channels() -> None:
    """M44 [001]: the certificate of participation is offered in the app and on the web, each an answer of its own."""
    held = completed(APP, WEB)
    answers = [available(held, channel=channel, on=NINTH) for channel in ("app", "web")]
    assert [(one.answer, one.channel) for one in answers] == [(Answer.OPEN, "app"), (Answer.OPEN, "web")]


def test_m48_the_app_closes_and_the_web_does_not() -> None:
    """M48 [001]: in the app until 26 March 2026 inclusive; the web has no such end."""
    held = completed(APP, WEB)
    after = APP_ENDS + datetime.timedelta(days=1)
    assert available(held, channel="app", on=APP_ENDS) == Available(
        answer=Answer.OPEN, until=APP_ENDS, says="papers of EM-101 can be had through app until 2026-03-26", channel="app"
    )
    over = available(held, channel="app", on=after)
    assert (over.answer, str(over)) == (Answer.OVER, "papers of EM-101 could be had through app until 2026-03-26")
    web = available(held, channel="web", on=on(1, 1, 2099))
    assert (web.answer, web.until, str(web)) == (Answer.OPEN, None, "papers of EM-101 can be had through web")


def test_an_instant_is_a_day_of_the_activity_and_not_of_the_caller() -> None:
    """04:59 UTC is the last evening in Chicago, and 05:00 the next day."""
    held = completed(APP, zone=CHICAGO)
    last_minute = at(on(3, 27), 4, 59)
    assert available(held, channel="app", on=last_minute).answer is Answer.OPEN
    assert available(held, channel="app", on=last_minute + datetime.timedelta(minutes=1)).answer is Answer.OVER


def test_where_no_channel_is_named_any_will_do() -> None:
    """A provider that says nothing of channels closes none."""
    assert available(completed(), channel="counter", on=on(1, 1, 2099)).answer is Answer.OPEN


def test_a_channel_that_was_never_promised_is_outside() -> None:
    """M29 [000] in kind: no error, but an answer that names what there is."""
    answer = available(completed(APP, WEB, APP), channel="fax", on=NINTH)
    assert (answer.answer, answer.until, answer.channel) == (Answer.OUTSIDE, None, "")
    assert str(answer) == "papers of EM-101 come through app or web, not through fax"


SEASONS = [Availability("app", Span(on(4, 1), on(4, 30))), Availability("app", Span(on(6, 1), on(6, 30)))]


@pytest.mark.parametrize(
    ("day", "answer", "until", "said"),
    [
        (on(3, 8), Answer.NOT_YET, on(4, 30), "from 2026-04-01 on until 2026-04-30"),
        (on(3, 31), Answer.NOT_YET, on(4, 30), "from 2026-04-01 on until 2026-04-30"),
        (on(4, 1), Answer.OPEN, on(4, 30), "can be had through app until 2026-04-30"),
        (on(4, 30), Answer.OPEN, on(4, 30), "can be had"),
        (on(5, 1), Answer.NOT_YET, on(6, 30), "from 2026-06-01 on"),
        (on(6, 30), Answer.OPEN, on(6, 30), "can be had"),
        (on(7, 1), Answer.OVER, on(6, 30), "could be had through app until 2026-06-30"),
    ],
)
def test_a_channel_that_opens_twice(day: datetime.date, answer: Answer, until: datetime.date, said: str) -> None:
    """Between two seasons the next one is named; after both, the end of the last."""
    told = available(completed(*reversed(SEASONS)), channel="app", on=day)
    assert (told.answer, told.until) == (answer, until)
    assert said in told.says


def test_nothing_is_had_before_it_is_completed() -> None:
    """Asked about an earlier day, the day of completion is named."""
    told = available(completed(WEB), channel="web", on=on(3, 8))
    assert (told.answer, told.says) == (Answer.NOT_YET, "papers of EM-101 can be had through web from 2026-03-09 on")


def test_a_channel_that_closed_before_completion_is_over() -> None:
    """Who completes late has papers all the same, but not in the app."""
    late = completed(APP, done=on(4, 1))
    assert [available(late, channel="app", on=day).answer for day in (NINTH, on(4, 1), on(5, 1))] == [Answer.OVER] * 3


def test_a_length_of_time_after_completion() -> None:
    """Six months after each learner's own completion, or a fixed day if that is earlier; the last day counts."""
    half_a_year = Availability("mail", within=Period(months=6))
    both = attrs.evolve(half_a_year, span=Span(None, on(8, 1)))
    assert available(completed(half_a_year), channel="mail", on=on(9, 9)).until == on(9, 9)
    assert available(completed(half_a_year), channel="mail", on=on(9, 10)).answer is Answer.OVER
    assert available(completed(both), channel="mail", on=NINTH).until == on(8, 1)


def test_a_length_from_a_day_that_is_not_known_has_no_end() -> None:
    """Nothing closes because nobody said when the activity was released."""
    released = Availability("mail", within=Period(months=6), anchor=Anchor.RELEASED)
    assert released.last(Anchors(completed=NINTH)) is None
    assert released.last(Anchors(released=on(1, 31))) == on(7, 31)
    assert Availability("mail").last(Anchors(completed=NINTH)) is None


def test_a_completion_written_by_hand_has_its_own_day() -> None:
    """An entry that names no days for counting was completed on the day it says."""
    bare = attrs.evolve(completed(Availability("mail", within=Period(days=1))), anchors=Anchors())
    assert available(bare, channel="mail", on=NINTH).until == on(3, 10)


def days(first: str, last: str) -> Span:
    """Read a span."""
    return Span(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


#: What one provider promised for older papers, as data.
MEETINGS = Route(channel="page of the meeting", formats=[LIVE], days={Anchor.LAST_DAY: days("2015-01-01", "2020-12-31")})
ONLINE = Route(
    channel="page of the activity",
    formats=[ENDURING],
    days=[(Anchor.COMPLETED, Span(None, on(6, 30, 2022))), (Anchor.LAST_DAY, days("2016-01-01", "2022-06-30"))],
)
REGISTRY = Route(channel="registry", days={Anchor.COMPLETED: Span(on(7, 1, 2022))})
ROUTES = [MEETINGS, ONLINE, REGISTRY]


def older(format: Format, done: datetime.date, last: datetime.date | None) -> Completed:
    """Complete an older activity: a meeting that ended, or material that expired, on a day."""
    term = {"held": Span(last, last)} if format.live else {"offered": Span(None, last)}
    return completed(format=format, done=done, **term)


def route(format: Format, done: datetime.date, last: datetime.date | None) -> str:
    """Name the route, or the answer where there is none."""
    answer = found_by(ROUTES, older(format, done, last), on=NOW)
    return answer.channel or answer.answer.name


@pytest.mark.parametrize("format", [LIVE, ENDURING, JOURNAL], ids=label)
def test_m02_everything_completed_since_july_2022_is_in_one_registry(format: Format) -> None:
    """M2 [000]: whatever the format, from the first day of July 2022 on, and not on the day before."""
    assert route(format, on(7, 1, 2022), on(7, 1, 2022)) == "registry"
    assert route(JOURNAL, on(6, 30, 2022), on(7, 1, 2022)) == "OUTSIDE"


@pytest.mark.parametrize("year", range(2015, 2021))
def test_m23_meetings_of_six_years_are_found_by_the_meeting(year: int) -> None:
    """M23 [000]: meetings attended from 2015 to 2020."""
    for day in (on(1, 1, year), on(12, 31, year)):
        assert route(LIVE, day, day) == "page of the meeting"


@pytest.mark.parametrize(
    ("done", "expired", "found"),
    [
        (on(5, 1, 2015), on(1, 1, 2016), "page of the activity"),
        (on(6, 30, 2022), on(6, 30, 2022), "page of the activity"),
        (on(5, 1, 2015), on(12, 31, 2015), "OUTSIDE"),
        (on(6, 30, 2022), on(7, 1, 2022), "OUTSIDE"),
    ],
)
def test_m24_online_activities_are_found_by_their_expiry(done: datetime.date, expired: datetime.date, found: str) -> None:
    """M24, M25 [000]: completed before July 2022 *and* expired between January 2016 and June 2022: two different days."""
    assert route(ENDURING, done, expired) == found


@pytest.mark.parametrize(
    ("format", "done", "last"),
    [
        (LIVE, on(3, 9, 2021), on(3, 9, 2021)),
        (LIVE, on(12, 31, 2014), on(12, 31, 2014)),
        (ENDURING, on(3, 9, 2015), on(12, 31, 2015)),
        (JOURNAL, on(3, 9, 2018), on(12, 31, 2018)),
        (ENDURING, on(3, 9, 2018), None),
    ],
)
def test_m29_what_lies_between_the_windows_is_outside(format: Format, done: datetime.date, last: datetime.date | None) -> None:
    """M29 [000]: a meeting of 2021, material that expired in 2015: an answer that names the ways there are, and no error."""
    answer = found_by(ROUTES, older(format, done, last), on=NOW)
    assert (answer.answer, answer.until, answer.channel) == (Answer.OUTSIDE, None, "")
    assert f"EM-101 ({format.name}, completed on {done}, last day {last or 'not known'})" in answer.says
    assert "page of the meeting: live activity, the last day of the activity 2015-01-01 to 2020-12-31" in answer.says


def test_a_provider_without_routes_promises_nothing() -> None:
    """No route is no error either."""
    assert found_by([], completed(), on=NINTH).says.endswith(": there is none")


def test_of_several_routes_the_first_open_one_is_named() -> None:
    """A way that has closed, or opens later, is named only where none is open."""
    closed, later, now = (
        Route(channel="old site", span=Span(None, on(3, 31))),
        Route(channel="new site", span=Span(on(5, 1), None)),
        Route(channel="desk"),
    )
    held = completed()
    assert found_by([closed, later, now], held, on=NOW).channel == "desk"
    assert found_by([closed, later], held, on=NOW).answer is Answer.NOT_YET
    assert found_by([closed], held, on=NOW) == Available(
        answer=Answer.OVER,
        until=on(3, 31),
        says="papers of EM-101 could be had through old site until 2026-03-31",
        channel="old site",
    )


def test_a_route_says_what_it_leads_to() -> None:
    """One without conditions leads to everything."""
    assert str(Route(channel="desk")) == "desk: everything"
    assert str(ONLINE) == (
        "page of the activity: enduring material, the completion day until 2022-06-30, "
        "the last day of the activity 2016-01-01 to 2022-06-30"
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"channel": ""},
        {"formats": [None]},
        {"formats": "live"},
        {"days": "2015"},
        {"days": [Anchor.LAST_DAY]},
        {"days": {"last day": Span()}},
        {"days": {Anchor.LAST_DAY: 2015}},
        {"span": None},
    ],
    ids=label,
)
def test_a_route_is_checked_where_it_is_made(fields: dict[str, Any]) -> None:
    """What is no condition is refused."""
    with pytest.raises(InvalidValue):
        Route(**{"channel": "desk", **fields})


@pytest.mark.parametrize("when", ["2026-03-26", None, 0, datetime.datetime(2026, 3, 26)], ids=label)  # noqa: DTZ001
def test_a_question_is_about_a_day_or_an_instant(when: Any) -> None:
    """A time without a zone is neither."""
    with pytest.raises(InvalidValue):
        available(completed(), channel="web", on=when)
    with pytest.raises(InvalidValue):
        found_by([], completed(), on=when)


def test_a_question_is_about_a_completed_activity() -> None:
    """The code of an activity says nothing of a learner in it."""
    wrong: Any = "EM-101"
    with pytest.raises(InvalidValue):
        available(wrong, channel="web", on=NINTH)
    with pytest.raises(InvalidValue):
        available(completed(), channel="", on=NINTH)
    with pytest.raises(InvalidValue):
        found_by([], wrong, on=NINTH)
    with pytest.raises(InvalidValue):
        found_by(wrong, completed(), on=NINTH)
    with pytest.raises(InvalidValue):
        found_by([wrong], completed(), on=NINTH)


@pytest.mark.parametrize("fields", [{"channel": ""}, {"span": None}, {"within": 6}, {"anchor": "completed"}], ids=label)
def test_an_availability_is_checked_where_it_is_made(fields: dict[str, Any]) -> None:
    """A channel has a name, a span and perhaps a length."""
    with pytest.raises(InvalidValue):
        Availability(**{"channel": "app", **fields})
