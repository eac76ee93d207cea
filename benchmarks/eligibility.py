"""What it costs to decide who earned what: cmecore beside the yes/no function one would write by hand, and beside rule engines.

Run it with the Python that has cmecore: ``python benchmarks/eligibility.py``.  Seven criteria are asked about each record, and
who meets them all earns a share of the designated maximum in whole quarters.  Every way of doing it has to give the same
answers before any is timed.  From facts to outcome and amount cmecore may cost 6 times the hand-written function, and has to
cost less than every engine; level with the function is the goal.

The ways take turns, so that a machine which slows down half-way slows all of them down: one warm-up, then seven rounds, and a
ratio is the median of the rounds' own ratios, with the least and the greatest.  In its turn each way alone holds its input in
memory, made afresh and not timed; what it answers is kept until its turn is over.  Times are of the processor.
"""

import argparse
import dataclasses
import datetime
import gc
import itertools
import platform
import random
import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any

from cmecore.activities import ENDURING, Activity
from cmecore.assessment import Appraisal, appraise, assess
from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.rounding import down
from cmecore.designations import Designation
from cmecore.evidence import Attempt, Entitled, Evaluated, Participation, Progress, Stated, TimeSpent
from cmecore.measuring import facts
from cmecore.rules.awards import InProportion
from cmecore.rules.criteria import Outcome, at_most, is_true
from cmecore.rules.facts import Fact, FactKind, Share, Value
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import Requirement, completed, entitled, evaluated, passed, spent

ROUNDS = 7
ACTIVITIES = 50
#: How many times the hand-written function cmecore may take.
AT_MOST = 6
#: What is slow is done for every so many-th record.
SAMPLED = 50
AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
IN_WINDOW = Fact(name="bench.in-window", kind=FactKind.FLAG, says="claim within three years")
FINISHED = Fact(name="bench.finished", kind=FactKind.DAY, says="day of completion")


@dataclasses.dataclass(slots=True)
class Record:
    """One learner in one activity, as a platform's table has it."""

    activity: int
    done: int
    total: int
    #: In ten-thousandths.
    score: int
    minutes: int
    evaluated: bool
    member_since: datetime.date
    member_until: datetime.date
    finished: datetime.date
    claimed: datetime.date
    #: What the activity asks and gives, the maximum in quarters of a credit.
    required: int
    expires: datetime.date
    most: int
    #: Two answers worked out beforehand, as a fact would have them.
    member: bool
    in_window: bool


def generated(count: int) -> list[tuple[Any, ...]]:
    """Generate the fields of distinct records, always the same ones; tuples of them cost the garbage collector nothing."""
    draw = random.Random(20)  # noqa: S311 (nothing here is secret)
    start = datetime.date(2020, 1, 1)
    asked = [
        (draw.choice((4, 8, 10, 12, 20, 40)), draw.choice((15, 30, 45, 60, 90, 120, 240)), draw.randint(1, 120))
        for _ in range(ACTIVITIES)
    ]
    expiry = [start + datetime.timedelta(days=draw.randint(1_200, 2_000)) for _ in range(ACTIVITIES)]
    rows: dict[tuple[Any, ...], None] = {}
    while len(rows) < count:
        activity = len(rows) % ACTIVITIES
        total, required, most = asked[activity]
        done = round(total * min(1.0, draw.triangular(0.5, 1.2, 1.0)))
        finished = expiry[activity] - datetime.timedelta(days=draw.randint(-60, 900))
        claimed = finished + datetime.timedelta(days=min(int(draw.expovariate(1 / 350)), 1_600))
        since = claimed - datetime.timedelta(days=draw.randint(-60, 1_200))
        until = since + datetime.timedelta(days=draw.randint(300, 2_500))
        score = min(10_000, int(draw.gauss(8_400, 1_000)))
        learnt = (activity, done, total, score, int(required * draw.uniform(0.9, 1.6)), draw.randrange(14) > 0)
        days = (since, until, finished, claimed, required, expiry[activity], most)
        rows[(*learnt, *days, since <= claimed <= until, claimed <= three_years_after(finished))] = None
    return sorted(rows, key=lambda row: row[0])


def three_years_after(day: datetime.date) -> datetime.date:
    """Add three calendar years; from 29 February that is the 28th."""
    try:
        return day.replace(year=day.year + 3)
    except ValueError:
        return day.replace(year=day.year + 3, day=28)


@dataclasses.dataclass(slots=True)
class Decision:
    """What the hand-written function answers."""

    failed: tuple[str, ...]
    quarters: int


def decide(record: Record) -> Decision:
    """Decide as one would by hand: a list of the criteria failed, and the share of the maximum in whole quarters."""
    failed = []
    if record.done * 5 < record.total * 4:
        failed.append("content")
    if record.score < 7_000:  # noqa: PLR2004 (by hand is by hand)
        failed.append("passed")
    if record.minutes < record.required:
        failed.append("time")
    if not record.evaluated:
        failed.append("evaluated")
    if not record.member_since <= record.claimed <= record.member_until:
        failed.append("entitled:membership")
    if record.claimed > three_years_after(record.finished):
        failed.append("in-window")
    if record.finished > record.expires:
        failed.append("before-expiry")
    return Decision(tuple(failed), 0 if failed else record.most * record.done // record.total)


def decide_from_answers(record: Record) -> Decision:
    """Decide the same, where membership and window are handed in as answered, which is what facts do."""
    failed = []
    if record.done * 5 < record.total * 4:
        failed.append("content")
    if record.score < 7_000:  # noqa: PLR2004
        failed.append("passed")
    if record.minutes < record.required:
        failed.append("time")
    if not record.evaluated:
        failed.append("evaluated")
    if not record.member:
        failed.append("entitled:membership")
    if not record.in_window:
        failed.append("in-window")
    if record.finished > record.expires:
        failed.append("before-expiry")
    return Decision(tuple(failed), 0 if failed else record.most * record.done // record.total)


def offered(record: Record) -> Activity:
    """Make the activity of a record: the same seven criteria and the same award, as data."""
    policy = Policy(
        code="online",
        requirements=[
            completed("0.80"),
            passed("0.70"),
            spent(minutes=record.required),
            evaluated(),
            entitled("membership"),
            Requirement(code="in-window", says="Claim within three years", test=is_true(IN_WINDOW)),
            Requirement(code="before-expiry", says="Finish before the activity ends", test=at_most(FINISHED, record.expires)),
        ],
        award=InProportion(),
        rounding=down("0.25"),
    )
    code = f"EM-{record.activity}"
    designation = Designation(maximum=Credits(record.most, AMA), policy=policy)
    return Activity(code=code, title=code, format=ENDURING, provider="Lakeside CME", designations=[designation])


def facts_of(record: Record) -> dict[str, Value]:
    """State a record's facts, as they would be read from evidence."""
    known: dict[str, Value] = {
        "content": Share(record.done, record.total),
        "score:best": Share(record.score, 10_000),
        "time": datetime.timedelta(minutes=record.minutes),
        "entitled:membership": record.member,
        IN_WINDOW.name: record.in_window,
        FINISHED.name: record.finished,
    }
    return {**known, "evaluated": True} if record.evaluated else known


def seen(record: Record, activity: Activity) -> Participation:
    """State the evidence from which those facts are read."""
    items = [
        Progress(record.done, record.total, record.finished),
        Attempt(Share(record.score, 10_000), record.finished),
        TimeSpent(record.minutes, record.finished),
        Entitled("membership", record.member_since, record.member_until),
        Stated(IN_WINDOW.name, record.in_window, record.claimed),
        Stated(FINISHED.name, record.finished, record.finished),
    ]
    return Participation("dr-42", activity, [*items, Evaluated(record.claimed)] if record.evaluated else items)


def appraised(held: Iterable[tuple[Activity, list[dict[str, Value]]]]) -> list[Appraisal]:
    """Take every learner from facts to outcome and amount; findings, remainder and receipt are made when they are read."""
    answers: list[Appraisal] = []
    for activity, learners in held:
        offer = activity.offers[0]
        answers += [appraise(offer, known) for known in learners]
    return answers


def check(rows: list[tuple[Any, ...]], activities: list[Activity]) -> None:
    """Raise unless every way answers every record alike, down to the criteria that are not met."""
    for row in rows:
        record = Record(*row)
        by_hand = decide(record)
        known = facts_of(record)
        [answer] = appraised([(activities[record.activity], [known])])
        not_met = tuple(finding.code for finding in answer.findings if finding.outcome is not Outcome.MET)
        if (
            by_hand != decide_from_answers(record)
            or by_hand != Decision(not_met, answer.steps)
            or (not by_hand.failed) is not (answer.outcome is Outcome.MET)
        ):
            raise ValueError(f"{record} by hand: {by_hand}, with cmecore: {answer}, not met: {not_met}")
    for row in rows[::SAMPLED]:
        record = Record(*row)
        participation = seen(record, activities[record.activity])
        read, [answer] = facts(participation), assess(participation).appraisals
        if not facts_of(record).items() <= read.items() or answer.steps != decide(record).quarters:
            raise ValueError(f"{record} was read as {read} and assessed as {answer}")


@dataclasses.dataclass
class Way:
    """One way of doing it: how its input is made, and what is timed."""

    name: str
    count: int
    prepare: Callable[[], Any]
    run: Callable[[Any], object]


def ways(rows: list[tuple[Any, ...]], activities: list[Activity]) -> list[Way]:
    """List the hand-written function first, cmecore second, and then what is reported beside them, on fewer records."""
    sample = rows[::SAMPLED]

    def records() -> list[Record]:
        return [Record(*row) for row in rows]

    def known() -> list[tuple[Activity, list[dict[str, Value]]]]:
        by_activity = itertools.groupby(records(), key=lambda record: record.activity)
        return [(activities[code], [facts_of(record) for record in listed]) for code, listed in by_activity]

    def evidence() -> list[Participation]:
        return [seen(Record(*row), activities[row[0]]) for row in sample]

    return [
        Way("by hand", len(rows), records, lambda held: [decide(record) for record in held]),
        Way("cmecore: facts to outcome and amount", len(rows), known, appraised),
        Way("by hand, handed the same answers", len(rows), records, lambda held: [decide_from_answers(one) for one in held]),
        Way("cmecore: evidence to facts", len(sample), evidence, lambda held: [facts(one) for one in held]),
        Way("cmecore: assess", len(sample), evidence, lambda held: [assess(one) for one in held]),
        Way("cmecore: assess and explain", len(sample), evidence, lambda held: [assess(one).explain() for one in held]),
    ]


def engine_ways(rows: list[tuple[Any, ...]]) -> list[Way]:
    """Set up each engine that is installed, and check its answers; say how to install the others."""
    import engines  # only here: it looks for packages that few have

    def plain() -> list[dict[str, Any]]:
        return [engines.plain(Record(*row)) for row in rows]

    listed = []
    for name, make in engines.ENGINES.items():
        try:
            answer = make()
        except ModuleNotFoundError:
            print(f"{name} is not installed; in an environment of its own: pip install {name}")
            continue
        for record in itertools.starmap(Record, rows):
            expected, answered = decide(record), answer(engines.plain(record))
            unexplained = (None if expected.failed else (), expected.quarters)  # an engine may be unable to list reasons
            if answered not in ((expected.failed, expected.quarters), unexplained):
                raise ValueError(f"{record} by hand: {expected}, with {name}: {answered}")
        listed.append(Way(name, len(rows), plain, engines.each(answer)))
    return listed


def in_turns(listed: list[Way], *, frozen: bool) -> dict[str, list[float]]:
    """Let the ways take turns: seconds a record, for each round after the first."""
    seconds: dict[str, list[float]] = {way.name: [] for way in listed}
    for turn in range(1 + ROUNDS):
        for way in listed:
            held = way.prepare()
            gc.collect()
            if frozen:
                gc.freeze()
            start = time.process_time()
            answers = way.run(held)
            took = time.process_time() - start
            gc.unfreeze()
            del held, answers
            if turn:
                seconds[way.name].append(took / way.count)
    return seconds


def ratio(times: list[float], base: list[float]) -> str:
    """Print the median of the rounds' ratios, the least and the greatest."""
    ratios = [one / other for one, other in zip(times, base, strict=True)]
    return f"{statistics.median(ratios):8.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def report(seconds: dict[str, list[float]]) -> None:
    """Print a line for each way: its time, and how many times the hand-written function and cmecore it takes."""
    by_hand, cmecore = list(seconds.values())[:2]
    print(f"{'':38} {'µs':>9}   {'over by hand':26}{'over cmecore':26}")
    for name, times in seconds.items():
        print(f"{name:38} {statistics.median(times) * 1e6:9.2f}   {ratio(times, by_hand):26}{ratio(times, cmecore)}")
    print(f"cmecore is required to stay at or below {AT_MOST} times by hand; 1 is the goal")


def main() -> None:
    """Check, time and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, default=100_000, help="how many records (default: %(default)s)")
    parser.add_argument("--engines", action="store_true", help="time rule engines as well, those that are installed")
    asked = parser.parse_args()
    rows = generated(asked.records)
    activities = [offered(Record(*next(listed))) for _, listed in itertools.groupby(rows, key=lambda row: row[0])]
    check(rows, activities)
    listed = ways(rows, activities) + (engine_ways(rows) if asked.engines else [])
    eligible = sum(not decide(Record(*row)).failed for row in rows)
    print(f"{platform.python_implementation()} {platform.python_version()}; medians of {ROUNDS} rounds (least to greatest)")
    print(f"{len(rows):,} distinct records of {len(activities)} activities, {eligible:,} eligible; all ways agree")
    for frozen in (False, True):
        print(f"\nGarbage collector on{', what was there before frozen (gc.freeze)' if frozen else ''}")
        report(in_turns(listed, frozen=frozen))


if __name__ == "__main__":
    main()
