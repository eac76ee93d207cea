"""What is offered: schedules, designations, the days of a meeting, and what an activity prints about itself."""

import datetime
from typing import Any

import attrs
import pytest

from builders import (
    ABIM,
    AMA,
    CHICAGO,
    LAKESIDE,
    NINTH,
    ONLINE,
    SEPSIS,
    UTC,
    a_designation,
    a_meeting,
    a_session,
    an_activity,
    assessed,
    at,
    on,
    paying,
)
from cmecore.activities import ENDURING, LIVE, Activity, Format, Part, rule_day
from cmecore.credit.intervals import length
from cmecore.credit.periods import Span
from cmecore.credit.rounding import Total, nearest
from cmecore.designations import Designation, RuleDay
from cmecore.errors import CmeError, InvalidValue
from cmecore.evidence import TimeSpent
from cmecore.providers import Provider
from cmecore.rules.awards import AsAttested, ByTime, Component, InProportion, SumOf, WithBonus, over_units
from cmecore.rules.criteria import at_least
from cmecore.rules.facts import CONTENT, PRESENTED, Counting, Share, score
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import Requirement, attended, completed, evaluated, passed

NOON = at(NINTH, 12, zone=CHICAGO)


def test_an_activity_takes_what_it_does_not_name_from_its_provider_and_title() -> None:
    """The zone is the provider's and the course is the title, unless the activity has its own."""
    plain = Activity(code="A-1", title="Airway", format=ENDURING, provider=LAKESIDE)
    own = Activity(code="A-1", title="Airway", format=ENDURING, provider=LAKESIDE, zone="Asia/Dubai", course="Basics")
    assert (plain.zone, plain.course) == (CHICAGO, "Airway")
    assert (own.zone, own.course) == ("Asia/Dubai", "Basics")


def test_a_provider_may_be_given_by_its_name_alone() -> None:
    """A name is enough for a provider; its days are then those of UTC."""
    assert Activity(code="A-1", title="Airway", format=ENDURING, provider="Lakeside CME").provider == Provider(
        name="Lakeside CME", zone="UTC"
    )


def test_a_format_of_your_own_is_a_value() -> None:
    """A provider's own learning format needs no registration, and prints as it is spelled."""
    blended = Format("blended learning", live=False)
    assert an_activity(format=blended).heading.format == "blended learning"


def test_breaks_are_no_part_of_a_schedule() -> None:
    """A session of 90 minutes with breaks of 10 and 5 minutes has 75 in which attendance counts."""
    session = a_session("S1", NOON, 90, breaks=((30, 40), (85, 95)))
    assert length(session.schedule) == datetime.timedelta(minutes=75)


def test_a_part_without_times_has_no_schedule() -> None:
    """A module is no session."""
    module = Part(code="m1", title="Recognition", minutes=20)
    assert module.schedule == ()
    assert an_activity(parts=[module]).sessions == ()


def test_sessions_come_in_the_order_in_which_they_begin() -> None:
    """However the programme lists them, sessions are read by their start, then by their code."""
    late, early, other = a_session("A", NOON, 30), a_session("Z", at(NINTH, 9, zone=CHICAGO), 30), a_session("B", NOON, 30)
    assert [part.code for part in an_activity(parts=[other, late, early]).sessions] == ["Z", "A", "B"]


@pytest.mark.parametrize(
    ("held", "sessions", "days"),
    [
        (None, (), None),
        (Span(on(3, 1), on(3, 4)), (), Span(on(3, 1), on(3, 4))),
        (Span(on(3, 1), on(3, 4)), (NOON,), Span(on(3, 1), on(3, 4))),
        (None, (NOON,), Span(NINTH, NINTH)),
        (None, (NOON, at(on(3, 11), 23, 30, zone=CHICAGO)), Span(NINTH, on(3, 12))),
        # Ends at midnight exactly: the day that begins then is no day of the meeting.
        (None, (at(NINTH, 23, zone=CHICAGO),), Span(NINTH, NINTH)),
        # 02:00 UTC is still the evening before in Chicago.
        (None, (at(on(3, 10), 2),), Span(NINTH, NINTH)),
    ],
)
def test_the_days_of_a_meeting(held: Span | None, sessions: tuple[datetime.datetime, ...], days: Span | None) -> None:
    """A meeting takes place on the days it names, else on those of its one-hour sessions in its own zone."""
    parts = [a_session(f"S{number}", start, 60) for number, start in enumerate(sessions)]
    assert an_activity(held=held, parts=parts).days == days


def test_the_last_day_is_that_of_the_session_that_ends_last() -> None:
    """A long session that begins first may end last."""
    overnight, short = a_session("S1", NOON, 20 * 60), a_session("S2", at(NINTH, 13, zone=CHICAGO), 30)
    assert an_activity(parts=[overnight, short]).days == Span(NINTH, on(3, 10))


def test_a_heading_is_everything_that_is_printed() -> None:
    """The heading copies code, title, course, provider, format, edition, place, days and statements."""
    heading = an_activity(
        edition="2026", place="Chicago", held=Span(NINTH, NINTH), statements=["Designated for a maximum of 2.00."]
    ).heading
    assert (heading.activity, heading.title, heading.course) == ("EM-101", "Early sepsis", "Emergency Medicine")
    assert (heading.provider, heading.format) == (LAKESIDE, "enduring material")
    assert (heading.edition, heading.place, heading.dates) == ("2026", "Chicago", Span(NINTH, NINTH))
    assert heading.statements == ("Designated for a maximum of 2.00.",)


def test_an_activity_knows_every_fact_it_asks_for() -> None:
    """Completion, requirements, awards, stages and bonuses each name the facts that a report has to have."""
    bonus = Component(code="quiz", test=at_least(score(Counting.FIRST), "0.90"), worth="0.25")
    timed = Policy(code="timed", award=WithBonus(ByTime(), [bonus]), rounding=nearest("0.25", on=Total.DAY))
    unit = Component(code="u", test=at_least(CONTENT, "1"), worth="1")
    summed = Policy(code="summed", award=SumOf([unit]), requirements=[passed("0.70", counting=Counting.LAST, attempts=3)])
    activity = an_activity(
        completion=[evaluated()],
        designations=[
            a_designation(policy=timed),
            a_designation(policy=summed, type=ABIM),
        ],
    )
    assert {fact.name for fact in activity.asked} == {
        "evaluated",
        "time:stretches",
        "score:first",
        "score:last:3",
        "content",
    }


def test_attested_credit_asks_for_the_declaration_of_its_own_type() -> None:
    """An award as attested looks at what was declared in its own credit type."""
    activity = an_activity(completion=(), designations=[a_designation(policy=Policy(code="live", award=AsAttested()))])
    assert [fact.name for fact in activity.asked] == ["declared:ama-pra-1"]


@pytest.mark.parametrize(
    ("named", "format", "expected"),
    [
        (None, ENDURING, RuleDay.COMPLETION),
        (None, LIVE, RuleDay.LAST_DAY),
        (RuleDay.RELEASE, ENDURING, RuleDay.RELEASE),
        (RuleDay.COMPLETION, LIVE, RuleDay.COMPLETION),
    ],
)
def test_the_day_whose_rule_is_asked_for(named: RuleDay | None, format: Format, expected: RuleDay) -> None:
    """A designation names the day, or takes the usual one of its format: the last day of a live activity."""
    assert rule_day(a_designation(rule_day=named), an_activity(format=format)) is expected


OLD = Policy(code="online", in_force=Span(None, on(6, 30)))
NEW = Policy(code="online", in_force=Span(on(7, 1), None))


def test_the_version_in_force_is_found_by_its_day() -> None:
    """On its last day the old version still holds; the day after, the new one."""
    designation = Designation(maximum=AMA("1.00"), policy=[OLD, NEW])
    activity = an_activity(designations=[designation])
    assert activity.offer_on(designation, on(6, 30)).policy is OLD
    assert activity.offer_on(designation, on(7, 1)).policy is NEW


def test_a_day_without_a_version_has_none() -> None:
    """Where no version is known for a day, none is made up."""
    designation = Designation(maximum=AMA("1.00"), policy=NEW)
    assert an_activity(designations=[designation]).offer_on(designation, on(6, 30)).policy is None


@pytest.mark.parametrize(
    "versions",
    [
        (OLD, Policy(code="online", in_force=Span(on(6, 30), None))),
        (Policy(code="online"), Policy(code="other")),
        (NEW, Policy(code="online", in_force=Span(on(8, 1), on(8, 31)))),
    ],
)
def test_two_versions_for_one_day_are_refused(versions: tuple[Policy, ...]) -> None:
    """A designation has at most one rule for each day."""
    with pytest.raises(InvalidValue, match="two versions in force"):
        Designation(maximum=AMA("1.00"), policy=versions)


def test_a_designation_without_a_policy_is_refused() -> None:
    """Credit without a rule is refused, with advice on the simplest rule there is."""
    with pytest.raises(InvalidValue, match="alone awards the whole maximum"):
        Designation(maximum=AMA("1.00"), policy=())


def test_a_policy_that_cannot_answer_for_a_maximum_is_refused_at_once() -> None:
    """An award that can fall between two steps needs a rounding before any learner arrives."""
    with pytest.raises(InvalidValue, match="a rounding"):
        Designation(maximum=AMA("1.00"), policy=Policy(code="timed", award=ByTime()))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"minutes": 0}, "minutes of part P"),
        ({"minutes": 20.0}, "minutes of part P"),
        ({"minutes": True}, "minutes of part P"),
        ({"units": 0}, "units of part P"),
        ({"units": None}, "units of part P"),
        ({"units": 10**6 + 1}, "units of part P"),
        ({"topics": ["opioid", " "]}, "topics of part P"),
        ({"topics": "opioid"}, "put it in a list"),
        ({"starts": NOON}, "one end only"),
        ({"ends": NOON}, "one end only"),
        ({"starts": NOON, "ends": NOON}, "a start before the end"),
        ({"starts": NOON, "ends": at(NINTH, 11, zone=CHICAGO)}, "a start before the end"),
        ({"starts": datetime.datetime(2026, 3, 9, 12), "ends": NOON}, "an instant with its zone"),  # noqa: DTZ001
        ({"breaks": [(NOON, NOON)]}, "a start before the end"),
        ({"breaks": [NOON]}, "breaks"),
        ({"breaks": [(NOON,)]}, "breaks"),
        ({"attended_from": "1.2"}, "a number from 0 to 1"),
        ({"code": ""}, "at least one visible character"),
    ],
)
def test_a_part_that_cannot_be_is_refused(fields: dict[str, Any], said: str) -> None:
    """A part with an impossible length, schedule or topic is refused, and the refusal names the field."""
    with pytest.raises(InvalidValue, match=said):
        Part(**{"code": "P", "title": "Part", **fields})


def test_the_lengths_of_a_part_may_be_left_open() -> None:
    """One unit and one minute are the least; no minutes at all means that the length is not known."""
    assert (Part(code="P", title="Part").minutes, Part(code="P", title="Part", minutes=1, units=10**6).units) == (None, 10**6)


def test_a_threshold_of_attendance_is_read_exactly() -> None:
    """Three quarters of a session may be written as people write it."""
    assert Part(code="P", title="Part", attended_from="0.75").attended_from == Share(75, 100)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"parts": [Part(code="m", title="1"), Part(code="m", title="2")]}, "parts of EM-101: found m more than once"),
        ({"designations": [a_designation("1.00"), a_designation("2.00")]}, "designations of EM-101: found ama-pra-1"),
        ({"completion": [completed("0.80"), completed("0.90")]}, "completion of EM-101: found content"),
        ({"statements": ["one\ntwo"]}, "statements"),
        ({"statements": "Designated for 2.00"}, "put it in a list"),
        ({"zone": "Chicago/America"}, "a time zone"),
        ({"provider": ""}, "provider"),
        ({"provider": None}, "provider"),
        ({"code": "A\x00"}, "code"),
    ],
)
def test_an_activity_that_cannot_be_is_refused(fields: dict[str, Any], said: str) -> None:
    """What is listed twice, cannot be printed or names no zone is refused, and the refusal names the field."""
    with pytest.raises(InvalidValue, match=said):
        an_activity(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"parts": ["m1"]},
        {"parts": None},
        {"completion": [at_least(CONTENT, "0.80")]},
        {"completion": [None]},
        {"designations": [ONLINE]},
        {"designations": [None]},
        {"format": "live"},
        {"offered": (on(1, 1), None)},
        {"held": NINTH},
    ],
    ids=lambda fields: f"{next(iter(fields))}={type(next(iter(fields.values()))).__name__}",
)
def test_a_field_of_the_wrong_kind_is_refused_in_the_librarys_own_words(fields: dict[str, Any]) -> None:
    """Handing over another kind of value raises the library's own error and names the field."""
    with pytest.raises(CmeError, match=next(iter(fields))):
        an_activity(**fields)


def test_a_designation_of_the_wrong_kind_is_refused_in_the_librarys_own_words() -> None:
    """A maximum that is a bare number, or a policy that is a bare name, raises the library's own error."""
    with pytest.raises(CmeError, match="maximum"):
        Designation(maximum="2.00", policy=ONLINE)  # type: ignore[arg-type]
    with pytest.raises(CmeError, match="policy"):
        Designation(maximum=AMA("2.00"), policy=["online"])  # type: ignore[list-item]


def test_a_session_may_begin_in_the_hour_that_autumn_repeats() -> None:
    """From 1:50 before the clock is set back to 1:10 after it are 20 minutes, although the clock reads less at the end."""
    start = at(on(11, 1), 1, 50, zone=CHICAGO)
    session = Part(code="P", title="Part", starts=start, ends=at(on(11, 1), 1, 10, zone=CHICAGO).replace(fold=1))
    assert length(session.schedule) == datetime.timedelta(minutes=20)


def test_a_meeting_is_its_sessions() -> None:
    """The sessions of a meeting are its parts, and they tell its days."""
    meeting = a_meeting(a_session("S1", NOON, 60), policy=Policy(code="live", award=AsAttested()))
    assert (meeting.days, [part.code for part in meeting.sessions]) == (Span(NINTH, NINTH), ["S1"])


def test_equal_activities_are_one() -> None:
    """Two activities with the same content are equal and hash alike, and one that differs in a part is another."""
    assert an_activity() == SEPSIS
    assert hash(SEPSIS) == hash(an_activity())
    assert an_activity(parts=[a_session("S1", datetime.datetime(2026, 1, 1, tzinfo=UTC), 60)]) != SEPSIS


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (completed("1", part="m9"), "m9, which is not the code of a part"),
        (attended(sessions=["Recognition"]), "Recognition, .*a part is named by its code, not its title"),
        (attended(sessions=["m1", "m11"]), "m11, .*did you mean m1"),
    ],
)
def test_a_rule_about_a_part_that_is_not_there_is_refused(rule: Requirement, said: str) -> None:
    """A requirement on a part that the activity does not have could never be met, wherever it stands."""
    parts = [Part(code="m1", title="Recognition"), Part(code="t2", title="Treatment")]
    with pytest.raises(InvalidValue, match=said):
        an_activity(parts=parts, completion=[rule], designations=())
    with pytest.raises(InvalidValue, match=said):
        paying(Policy(code="p", requirements=[rule]), parts=parts)


def test_an_award_over_units_names_parts_of_its_activity() -> None:
    """A sum over talks asks for talks that there are."""
    units = Policy(code="p", award=over_units({"t1": 15, "t2": 15}))
    with pytest.raises(InvalidValue, match="t2, which is not the code of a part"):
        paying(units, parts=[Part(code="t1", title="One")])
    assert paying(units, parts=[Part(code="t1", title="One"), Part(code="t2", title="Two")]).designations


def test_the_rule_of_the_release_needs_a_release() -> None:
    """An activity that asks for the rule of its first day has to say which day that is."""
    release = [a_designation(rule_day=RuleDay.RELEASE)]
    for offered in (Span(), Span(None, on(12, 31))):
        with pytest.raises(InvalidValue, match=r"rule day of EM-101: .*write offered=Span\(first, last\)"):
            an_activity(designations=release, offered=offered)
    assert an_activity(designations=release, offered=Span(on(1, 1), None)).designations == tuple(release)


BY_WEIGHT = ByTime(counts={"learning": 1, "panel": "0.5", "break": 0})
HOURS = Policy(code="hours", award=BY_WEIGHT, rounding=nearest("0.25"))


@pytest.mark.parametrize("kind", ["learning", "panel", "break"])
def test_a_part_is_of_a_kind_that_its_rules_speak_of(kind: str) -> None:
    """A kind that a rule gives a weight, be it zero, is one that it speaks of."""
    part = Part(code="m1", title="M", kind=kind)
    assert an_activity(parts=[part], completion=(), designations=[a_designation(policy=HOURS)]).parts == (part,)


@pytest.mark.parametrize(
    "award", [BY_WEIGHT, WithBonus(BY_WEIGHT, [Component(code="b", test=at_least(CONTENT, "1"), worth="1")])]
)
def test_a_part_of_a_kind_that_a_rule_does_not_speak_of_is_refused(award: ByTime | WithBonus) -> None:
    """Whether a workshop counts is for the body to say: until its weight is named, the activity is not offered."""
    workshop = Part(code="m1", title="M", kind="hands-on")
    old, new = attrs.evolve(HOURS, in_force=Span(None, NINTH)), attrs.evolve(HOURS, award=award, in_force=Span(on(3, 10), None))
    plain = attrs.evolve(old, award=ByTime(counts={"learning": 1, "hands-on": 1}))
    with pytest.raises(InvalidValue) as caught:
        an_activity(parts=[workshop], completion=(), designations=[a_designation(policy=(plain, new))])
    assert caught.value.field == "kind of part m1 of EM-101"
    assert (caught.value.found, caught.value.expected) == ("'hands-on'", "a kind that policy hours speaks of")
    assert "name its weight in `counts` of the award, 0 where it does not count" in str(caught.value)


@pytest.mark.parametrize(
    "policy",
    [
        Policy(code="whole"),
        Policy(code="taught", award=ByTime(of=PRESENTED, credits=2), rounding=nearest("0.25")),
        Policy(code="content", award=InProportion(), rounding=nearest("0.25")),
    ],
)
def test_a_rule_that_counts_no_time_taken_part_speaks_of_no_kinds(policy: Policy) -> None:
    """What an award does not look at needs no weight."""
    assert an_activity(parts=[Part(code="m1", title="M", kind="meal")], designations=[a_designation(policy=policy)]).parts


def test_time_in_no_part_needs_a_weight_too() -> None:
    """Without a programme a total of minutes is plain time: a rule that does not speak of that could not be answered."""
    policy = attrs.evolve(HOURS, award=ByTime(counts={"panel": "0.5"}))
    with pytest.raises(InvalidValue, match=r"^kind of time in no part of EM-101: found 'learning'"):
        an_activity(
            parts=[Part(code="m1", title="M", kind="panel")], completion=(), designations=[a_designation(policy=policy)]
        )
    panel = a_session("S1", NOON, 60, kind="panel")
    (appraisal,) = assessed(a_meeting(panel, policy=policy), TimeSpent(60, NINTH)).appraisals
    assert str(appraisal.credits.amount) == "0.50"


@pytest.mark.parametrize("kind", [None, "", "lecture", 5])
def test_a_kind_of_part_is_a_known_word_or_one_of_your_own(kind: Any) -> None:
    """A word that nobody knows is refused where the part is made."""
    with pytest.raises(InvalidValue, match=r"^kind: "):
        Part(code="m1", title="M", kind=kind)
    assert Part(code="m1", title="M", kind="acme.simulation").kind == "acme.simulation"


def test_a_rule_that_is_for_one_type_is_used_for_that_type() -> None:
    """A rule of AMA credit at a maximum of points is a mix-up of two lines; a rule for no type in particular serves any."""
    for_credit = Policy(code="ama", type=AMA)
    assert a_designation("2.00", for_credit).policy == (for_credit,)
    with pytest.raises(InvalidValue, match=r"^policy ama: found a rule for AMA PRA.*, at a maximum of 2.00 ABIM MOC points"):
        a_designation("2.00", for_credit, type=ABIM)
    assert a_designation("2.00", Policy(code="any"), type=ABIM).maximum == ABIM("2.00")
