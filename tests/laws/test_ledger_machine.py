"""A learner's ledgers lived through at random, every step of it held against a plain model that shares nothing with them.

Some people, four courses, a clock that mostly goes on, and a process that forgets now and then everything that no store has
acknowledged.  After every step nothing may be lost, doubled or made up, in any account.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import pickle
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from builders import ABIM, ACEP, AMA, CHICAGO, NAME, an_activity, at, on
from cmecore.activities import LIVE, Activity
from cmecore.assessment import assess
from cmecore.balances import balance
from cmecore.certificates import certify
from cmecore.chain import Head, genesis, payload_digest, verify
from cmecore.claiming import ALL, claim
from cmecore.corrections import adjust, reissue, void
from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.periods import Period
from cmecore.credit.rounding import nearest
from cmecore.designations import Designation
from cmecore.earning import earn
from cmecore.entries import (
    Acknowledged,
    Adjusted,
    Answered,
    Certificate,
    Claim,
    Completed,
    Corrected,
    Earned,
    Entry,
    Erased,
    Extended,
    Hold,
    Lifted,
    Observed,
    Ordered,
    Overridden,
    Reevaluated,
    Refusal,
    Renamed,
    Reported,
    Retracted,
    Retrieved,
    Unmerged,
    Voided,
)
from cmecore.errors import LedgerConflict
from cmecore.evidence import Declared, Entitled, Evaluated, Feedback, Item, Progress
from cmecore.handling import Again, Handling, Loss, Retention
from cmecore.ledger import Ledger
from cmecore.merging import merge, unmerge
from cmecore.plans import Plan
from cmecore.reevaluation import reevaluate
from cmecore.retention import purge
from cmecore.rules.awards import AsAttested, AsBase, Asks, InProportion, RestsOn, Whole
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, entitled, evaluated, given_feedback
from cmecore.rules.windows import Anchor
from cmecore.storage.engines import connect, migrate
from cmecore.storage.memory import MemoryStore
from cmecore.storage.protocol import Anchor as Anchored, LedgerStore, StaleLedger
from cmecore.storage.sql import SqlStore
from laws import plain_ledger as plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PEOPLE = ("dr-1", "dr-2", "dr-3")
KINDS = {"AMA": AMA, "MOC": ABIM, "ACEP": ACEP}
QUARTERS = nearest("0.25")
FIRST_DAY = on(1, 5)
#: A membership that never ends.
MEMBER = Entitled("member", on(1, 1, 2020))


def kept(days: int, loss: Loss) -> Handling:
    """Keep records so many days after the completion, and take back so much where a rule was corrected."""
    return Handling(keep=Retention(keep=Period(days=days), anchor=Anchor.COMPLETED, hard=True), loss=loss)


def offered(code: str, *designations: tuple[CreditType, str, Policy], **fields: Any) -> Activity:
    """Offer a course for some types of credit."""
    held = [Designation(maximum=kind(amount), policy=policy) for kind, amount, policy in designations]
    return an_activity(code, **{"completion": (), "designations": held, **fields})


def on_credit(asks: Asks) -> RestsOn:
    """Rest on the AMA credit of the same course."""
    return RestsOn(AMA, asks)


_ONLINE = Policy(
    code="online", requirements=completed("0.50"), award=InProportion(), rounding=QUARTERS, claim_within=Period(days=60)
)
_POINTS = Policy(
    code="points",
    requirements=given_feedback(),
    award=AsBase(),
    rests_on=on_credit(Asks.CLAIM),
    claim_within=Period(days=90),
)
_TALKS = Policy(code="talks", requirements=completed("0.25"), award=InProportion(), rounding=QUARTERS)
_ALL_POINTS = Policy(code="all-points", requirements=given_feedback(), award=Whole(), rests_on=on_credit(Asks.WHOLE_CLAIM))
_WHOLE = Policy(code="whole", requirements=(completed(1), evaluated()), award=Whole())
COURSES = {
    "ONLINE": offered(
        "ONLINE",
        (AMA, "2.00", _ONLINE),
        (ABIM, "2.00", _POINTS),
        handling=kept(40, Loss.UNCLAIMED),
        completion=(evaluated(),),
    ),
    "TALKS": offered(
        "TALKS",
        (AMA, "4.00", _TALKS),
        (ABIM, "4.00", _ALL_POINTS),
        handling=Handling(topped_up=Again.ADD, rested=Again.ADD),
    ),
    "WHOLE": offered(
        "WHOLE",
        (AMA, "1.50", attrs.evolve(_WHOLE, gates=entitled("member"))),
        (ACEP, "1.00", attrs.evolve(_WHOLE, claim_within=Period(days=20))),
        handling=kept(30, Loss.FULL),
        completion=(evaluated(),),
        course="Something else",
    ),
    "LIVE": offered("LIVE", (AMA, "20.00", Policy(code="live", award=AsAttested(), claim_within=Period(days=30))), format=LIVE),
}
#: The same, with the rule of the online course corrected: nine tenths of it have to be completed.
STRICT = COURSES | {
    "ONLINE": attrs.evolve(
        COURSES["ONLINE"],
        designations=[
            Designation(maximum=AMA("2.00"), policy=attrs.evolve(_ONLINE, requirements=completed("0.90"))),
            COURSES["ONLINE"].designations[1],
        ],
    )
}
#: Where what was earned can be.
WHERE = ("claimed", "claimable", "blocked", "lapsed", "withheld", "set_aside")
AMOUNTS = ("earned", "over_claimed", *WHERE)


def can_claim(sums: plain.Sums) -> bool:
    """Tell whether anything is left to claim."""
    return any(map(sums.left, sums.accounts()))


Step: TypeAlias = "Callable[[World], None]"


PLAIN = ("ONLINE", "TALKS", "WHOLE")
#: Some items of evidence: what, how much, and how many days ago.
STUDY = st.lists(
    st.one_of(
        st.tuples(st.just("progress"), st.sampled_from([20, 20, 18, 17, 13, 10, 9, 4, 0]), st.integers(0, 12)),
        st.tuples(st.sampled_from(["feedback", "evaluated"]), st.just(0), st.integers(0, 12)),
    ),
    min_size=1,
    max_size=4,
)


class World:
    """Everybody's ledgers, and the numbers given out so far: what a host of the library holds."""

    def __init__(self) -> None:
        self.ledgers = {person: Ledger(person, secret=person.encode() * 4) for person in PEOPLE}
        self.early = dict(self.ledgers)
        self.issued = 0

    def number(self) -> str:
        """Give out the next certificate number."""
        self.issued += 1
        return f"LK-{self.issued:06}"

    def spend(self) -> None:
        """Give a number out for a document that comes from elsewhere."""
        self.number()

    def goes_on(self, person: str) -> str:
        """Follow the alias of somebody to the ledger that goes on."""
        while self.ledgers[person].follows:
            person = self.ledgers[person].follows
        return person


def account(name: plain.Account) -> tuple[str, CreditType]:
    """Name an account as the library does."""
    return name[0], KINDS[name[1]]


def named(found: tuple[str, CreditType]) -> plain.Account:
    """Name an account as the model does."""
    return found[0], next(name for name, kind in KINDS.items() if kind == found[1])


def spoken(found: tuple[str, CreditType]) -> dict[str, str]:
    """Name the account of an event."""
    course, kind = named(found)
    return {"course": course, "kind": kind}


def item_of(kind: str, day: datetime.date, amount: int) -> Item:
    """Make the evidence that the model speaks of."""
    match kind:
        case "progress":
            return Progress(amount, 20, day)
        case "declared":
            return Declared(Credits(amount, AMA), day)
        case "feedback":
            return Feedback(day)
    return Evaluated(day)


def follows_on(ledger: Ledger, first: int) -> bool:
    """Verify the chain from some record on, with a digest of our own: what lies before it was verified and is untouched."""
    link = ledger.records[first - 1].link if first else genesis(ledger.learner)
    for record in ledger.records[first:]:
        if isinstance(record.entry, Erased):
            return False
        payload = payload_digest(record.entry, at=record.at, actor=record.actor, reason=record.reason, salt=record.salt)
        instant = record.at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
        after = hashlib.sha256(f"{link}\0{record.identity}\0{instant}\0{record.digest}".encode()).hexdigest()
        if (record.digest, record.link) != (payload, after) or not record.salt:
            return False
        link = after
    return True


class LedgerMachine(RuleBasedStateMachine):
    """The commands, each of them told to the model as well."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.books: dict[str, list[plain.Event]] = {person: [] for person in PEOPLE}
        self.day = self.balanced = FIRST_DAY
        self.counts: Counter[str] = Counter()
        self.log: list[Step] = []
        self.words: set[int] = set()
        #: Whether the rule of the online course was corrected: nine tenths of it, and not half.
        self.strict = False
        #: What was verified before, and is the same object still.
        self.verified: dict[str, tuple[Any, ...]] = dict.fromkeys(PEOPLE, ())
        self.checked = dict(self.world.ledgers)
        self.heads: dict[str, list[Head]] = {person: [] for person in PEOPLE}

    # What every rule leans on.

    @property
    def now(self) -> datetime.datetime:
        """The instant at which things are written."""
        return at(self.day, 12, zone=CHICAGO)

    def fresh(self, what: str) -> str:
        """Make a name that nothing had before."""
        self.counts[what] += 1
        return f"{what}-{self.counts[what]}"

    def sums(self, person: str) -> plain.Sums:
        """Ask the model what somebody's ledger holds."""
        return plain.add_up(person, self.books[person])

    def tell(self, person: str, what: str, **event: Any) -> None:
        """Tell the model what was done."""
        self.books[person].append({"what": what, "who": person, "name": "", **event})

    def run(self, step: Step) -> None:
        """Do something to the ledgers, and remember it for the replay."""
        step(self.world)
        self.save()
        self.log.append(step)

    def write(self, person: str, *entries: Entry, reason: str = "") -> None:
        """Write some entries into one ledger."""
        now = self.now

        def step(world: World) -> None:
            world.ledgers[person] = world.ledgers[person].add(*entries, at=now, actor="office", reason=reason)

        self.run(step)

    def refused(self, person: str, *entries: Any, reason: str = "because") -> None:
        """See that something cannot be written, and that trying changes nothing."""
        ledger = self.world.ledgers[person]
        before = ledger.head, ledger.state_digest
        with pytest.raises(LedgerConflict):
            ledger.add(*entries, at=self.now, actor="office", reason=reason)
        assert (ledger.head, ledger.state_digest) == before

    def somebody(self, data: st.DataObject, *, follows: bool = False) -> str:
        """Draw somebody whose own ledger goes on; now and then one that was joined to another."""
        people = [person for person in PEOPLE if follows or not self.world.ledgers[person].follows]
        return data.draw(st.sampled_from(people), "person")

    def somebody_who(self, data: st.DataObject, has: Callable[[plain.Sums], object]) -> str:
        """Draw somebody of whom something is true, where there is anybody."""
        people = [person for person in PEOPLE if not self.world.ledgers[person].follows]
        return data.draw(st.sampled_from([one for one in people if has(self.sums(one))] or people), "person")

    def any(self, *what: str) -> bool:
        """Tell whether anything of a kind ever happened."""
        return any(event["what"] in what for book in self.books.values() for event in book)

    def save(self) -> None:
        """Have the store acknowledge what was written; this machine has none."""

    def reopened(self, person: str) -> Ledger:
        """Read somebody's ledger after a crash."""
        ledger = self.checked[person]
        again: Ledger = pickle.loads(pickle.dumps(ledger))  # noqa: S301 - written one line before
        return again

    # Time, crashes.

    @rule(days=st.sampled_from([-5, -1, 0, 1, 3, 10, 10, 25, 40]))
    def time_goes_on(self, days: int) -> None:
        """Let days pass; now and then the clock is set back."""
        self.day += datetime.timedelta(days=days)

    @precondition(lambda self: self.any("reached"))
    @rule(data=st.data(), after=st.sampled_from([0, 1]))
    def last_day_to_claim_comes(self, data: st.DataObject, after: int) -> None:
        """Go on to the last day on which something can be claimed, or to the day after it."""
        sums = self.sums(self.somebody_who(data, lambda sums: sums.accounts()))
        lasts = [level[2] for level in map(sums.standing, sums.accounts()) if level is not None and level[2] is not None]
        if lasts := sorted({day for day in lasts if day >= self.day}):
            self.day = data.draw(st.sampled_from(lasts), "day") + datetime.timedelta(days=after)

    @rule(data=st.data())
    def process_crashes(self, data: st.DataObject) -> None:
        """Lose what was computed and never acknowledged; what was acknowledged is all there."""
        person = self.somebody(data)
        lost = Observed(learner=person, activity="ONLINE", item=Progress(20, 20, self.day), source="lms", event="lost")
        assert self.world.ledgers[person].add(lost, at=self.now, actor="office") != self.world.ledgers[person]
        before = {person: (ledger.head, ledger.state_digest) for person, ledger in self.world.ledgers.items()}
        for one in PEOPLE:
            self.world.ledgers[one] = self.reopened(one)
        assert {one: (ledger.head, ledger.state_digest) for one, ledger in self.world.ledgers.items()} == before

    # Evidence.

    @initialize(started=st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PLAIN), STUDY), min_size=1, max_size=4))
    def some_studied_before(self, started: list[tuple[str, str, list[tuple[str, int, int]]]]) -> None:
        for who, course, items in started:
            self._see(who, course, items, assessed=True)

    @rule(data=st.data(), course=st.sampled_from(PLAIN), items=STUDY, assessed=st.sampled_from([True, True, False]))
    def somebody_studies(self, data: st.DataObject, course: str, items: list[tuple[str, int, int]], *, assessed: bool) -> None:
        """Observe some items; late ones about somebody who was joined to another account follow the alias."""
        self._see(self.somebody(data, follows=True), course, items, assessed=assessed)

    @rule(data=st.data(), course=st.sampled_from(PLAIN), items=STUDY)
    def somebody_comes_back(self, data: st.DataObject, course: str, items: list[tuple[str, int, int]]) -> None:
        """Do the rest: credit that was awarded in proportion is topped up."""
        self._see(self.somebody(data, follows=True), course, [*items, ("progress", 20, 0)], assessed=True)

    @rule(data=st.data(), steps=st.integers(1, 80), ago=st.integers(0, 12))
    def somebody_declares(self, data: st.DataObject, steps: int, ago: int) -> None:
        """Declare an amount; each is declared once: see the law about the latest word."""
        if steps not in self.words:
            self.words.add(steps)
            self._see(self.somebody(data, follows=True), "LIVE", [("declared", steps, ago)], assessed=True)

    def _see(self, who: str, course: str, items: list[tuple[str, int, int]], *, assessed: bool) -> None:
        person = self.world.goes_on(who)
        for kind, amount, ago in items:
            day = self.day - datetime.timedelta(days=ago)
            item = item_of(kind, day, amount)
            entry = Observed(learner=who, activity=course, item=item, source="lms", event=self.fresh("row"))
            self.write(person, entry)
            self.tell(person, "seen", who=who, name=entry.identity, course=course, kind=kind, day=day, amount=amount)
        if assessed:
            self._assess(person, course)

    @precondition(lambda self: self.any("seen"))
    @rule(data=st.data())
    def something_is_seen_again(self, data: st.DataObject) -> None:
        """The same event again is nothing, and with other content it is refused."""
        person = self.somebody(data)
        held = [one for one in self.world.ledgers[person].entries() if isinstance(one, Observed)]
        people = self.world.ledgers[person].learners
        if not (held := [one for one in held if one.learner in people]):
            return
        entry = data.draw(st.sampled_from(held), "entry")
        version = self.world.ledgers[person].version
        self.write(person, entry)
        assert self.world.ledgers[person].version == version
        self.refused(person, attrs.evolve(entry, item=Evaluated(on(12, 31, 2030))))

    @precondition(lambda self: self.any("seen"))
    @rule(data=st.data())
    def something_is_taken_back(self, data: st.DataObject) -> None:
        person = self.somebody(data)
        held = sorted(self.sums(person).seen)
        if not held:
            return
        who, name = data.draw(st.sampled_from(held), "evidence")
        entry = Retracted(learner=who, observed=name)
        if not self.world.ledgers[person].lacks(entry):
            return
        self.write(person, entry, reason="wrong row")
        self.tell(person, "taken back", who=who, name=entry.identity, of=name)

    @rule(data=st.data(), course=st.sampled_from(sorted(COURSES)))
    def evidence_is_assessed(self, data: st.DataObject, course: str) -> None:
        self._assess(self.somebody(data), course)

    def _assess(self, person: str, course: str) -> None:
        sums, activity = self.sums(person), self.courses[course]
        expected = {}
        for kind, level in plain.levels(course, sums.items(course), strict=self.strict).items():
            # What was declared and claimed is settled, unless it was earned in an account that parted.
            settled = course in plain.DECLARED and sums.claimed.get((course, kind), 0) and sums.reached((course, kind))
            if plain.better(course, level, sums.reached((course, kind))) and not settled and course not in sums.closed:
                expected[kind] = level
        written: list[Entry] = []
        now = self.now

        def step(world: World) -> None:
            ledger = world.ledgers[person]
            entries = earn(ledger, assess(ledger.participation(activity)))
            written[:] = entries
            world.ledgers[person] = ledger.add(*entries, at=now, actor="lms")
            assert earn(world.ledgers[person], assess(ledger.participation(activity))) == ()

        self.run(step)
        found = {}
        for entry in written:
            if isinstance(entry, Earned):
                found[named(entry.account)[1]] = (entry.level.steps, entry.since, entry.terms.claim_by)
            elif isinstance(entry, Completed):
                assert entry.on == min(one["day"] for one in sums.items(course) if one["kind"] == "evaluated")
        self.tell_all(person, written)
        assert found == expected

    # Claims and certificates.

    @precondition(lambda self: self.any("reached"))
    @rule(
        data=st.data(),
        what=st.sampled_from(["all", "all", "courses", "amounts", "amounts"]),
        kinds=st.sampled_from([None, None, ("AMA",), ("MOC",), ("AMA", "MOC"), ("AMA", "MOC", "ACEP")]),
        member=st.booleans(),
        certified=st.booleans(),
        stale=st.sampled_from([False, False, False, True]),
    )
    def credit_is_claimed(
        self,
        data: st.DataObject,
        what: str,
        kinds: tuple[str, ...] | None,
        *,
        member: bool,
        certified: bool,
        stale: bool,
    ) -> None:
        """Claim all, some courses, or a part of an amount; on the ledger as it is, or as it was read some time ago."""
        person = self.somebody_who(data, can_claim)
        wanted: Any = ALL
        if what != "all":
            names = data.draw(st.lists(st.sampled_from(sorted(COURSES)), min_size=1, max_size=2, unique=True), "courses")
            amounts = st.none() | st.integers(0, 20)
            wanted = {name: data.draw(amounts, "steps") if what == "amounts" else None for name in names}
        self._claim(person, wanted, kinds, member=member, certified=certified, stale=stale)

    def _claim(
        self, person: str, wanted: Any, kinds: tuple[str, ...] | None, *, member: bool, certified: bool, stale: bool
    ) -> None:
        sums = self.sums(person)
        request, day, now = self.fresh("request"), self.day, self.now
        early = self.world.early[person] if stale else self.world.ledgers[person]
        answer = claim(
            early,
            wanted
            if wanted is ALL
            else {code: None if one is None else Credits(one, AMA).amount for code, one in wanted.items()},
            at=now,
            request=request,
            type=None if kinds is None else [KINDS[kind] for kind in kinds],
            entitlements=[MEMBER] if member else [],
        )
        takes = {} if isinstance(answer, Refusal) else {named(line.account): line.credits.steps for line in answer.lines}
        # What is decided on an early state has to be checked by the ledger when it is written.
        assert stale or takes == self._expected(sums, wanted, kinds, day, member=member)
        if isinstance(answer, Refusal):
            assert answer.reasons
            self.refused(person, answer)
            return
        if not self._fits(sums, takes):
            assert stale
            self.refused(person, answer)
            return
        self._write_claim(person, answer, takes, certified=certified)

    def _expected(
        self, sums: plain.Sums, wanted: Any, kinds: tuple[str, ...] | None, day: datetime.date, *, member: bool
    ) -> dict[plain.Account, int]:
        """Predict what a claim takes; nothing where it is refused."""
        chosen = ("AMA",) if kinds is None else kinds
        stated = [one for one in sums.accounts() if one[1] in chosen]
        if wanted is ALL:
            return {one: steps for one, steps in sums.open(dict.fromkeys(stated), day, member=member).items() if steps}
        wishes: dict[plain.Account, int | None] = {}
        for code, amount in wanted.items():
            mine = [one for one in stated if one[0] == code]
            if len(mine) < len(chosen) or not mine:
                return {}
            for one in mine:
                left = sums.left(one)
                if not left or amount == 0 or (amount is not None and amount > left):
                    return {}
                if code in plain.DECLARED and amount not in {None, left}:
                    return {}
                wishes[one] = left if amount is None else amount
        takes = sums.open(dict(wishes), day, member=member)
        return takes if takes == wishes else {}

    @staticmethod
    def _fits(sums: plain.Sums, takes: dict[plain.Account, int]) -> bool:
        """Tell whether a claim that was computed earlier can still be written."""
        for one, steps in takes.items():
            if steps > sums.left(one):
                return False
            if one[1] == "MOC":
                base = (one[0], "AMA")
                under = sums.claimed.get(base, 0) - sums.withheld.get(base, 0) + takes.get(base, 0)
                if not sums.stands_on_base(one, sums.claimed.get(one, 0) - sums.withheld.get(one, 0) + steps, under):
                    return False
        return True

    def _write_claim(self, person: str, answer: Claim, takes: dict[plain.Account, int], *, certified: bool) -> None:
        now = self.now
        issued: list[Entry] = []

        def step(world: World) -> None:
            ledger = world.ledgers[person]
            made = self._certificates(world, ledger.add(answer, at=now, actor="learner"), answer, now) if certified else ()
            issued[:] = made
            world.ledgers[person] = ledger.add(answer, *made, at=now, actor="learner")

        self.run(step)
        self.tell(person, "claimed", name=answer.identity, request=answer.request, takes=takes)
        self.tell_all(person, issued)

    @staticmethod
    def _certificates(world: World, ledger: Ledger, made: Claim, now: datetime.datetime) -> tuple[Entry, ...]:
        return tuple(certify(ledger, made, name=NAME, at=now, number=world.number))

    def tell_all(self, person: str, entries: Iterable[Entry]) -> None:
        """Tell the model of entries that a plan or a certificate brought, in its words."""
        for entry in entries:
            match entry:
                case Certificate():
                    awards: Counter[plain.Account] = Counter()
                    for line in entry.lines:
                        for credits in (*([line.credits] if line.credits else []), *line.resting):
                            awards[named((line.activity, credits.type))] += credits.steps
                    told: dict[str, Any] = {"number": entry.number, "awards": dict(awards)}
                    told |= {"what": "certified", "takes_place_of": entry.supersedes}
                case Voided():
                    told = {"what": "voided", "number": entry.number, "credit": entry.credit}
                case Adjusted():
                    steps = None if entry.lifted else entry.level.steps
                    told = {"what": "set", "steps": steps} | spoken(entry.account)
                case Hold():
                    told = {"what": "held", "hold": entry.hold}
                case Lifted():
                    told = {"what": "let go", "hold": entry.hold}
                case Extended():
                    told = {"what": "extended", "day": entry.claim_by} | spoken(entry.account)
                case Earned():
                    level = entry.level.steps, entry.since, entry.terms.claim_by
                    told = {"what": "reached", "level": level} | spoken(entry.account)
                case Completed():
                    told = {"what": "completed", "course": entry.activity, "day": entry.on}
                case _:
                    told = {"what": "kept"}
            self.tell(person, told.pop("what"), who=entry.learner, name=entry.identity, **told)

    @precondition(lambda self: self.any("reached"))
    @rule(data=st.data(), kinds=st.sampled_from([("AMA",), ("AMA", "MOC"), ("AMA", "MOC", "ACEP")]), certified=st.booleans())
    def everything_is_claimed(self, data: st.DataObject, kinds: tuple[str, ...], *, certified: bool) -> None:
        """Claim whatever can be claimed, and certify it."""
        self._claim(self.somebody_who(data, can_claim), ALL, kinds, member=True, certified=certified, stale=False)

    @precondition(lambda self: self.any("reached"))
    @rule(data=st.data(), steps=st.integers(1, 6))
    def a_part_is_claimed(self, data: st.DataObject, steps: int) -> None:
        """Claim a part of an amount, and certify it."""
        person = self.somebody_who(data, can_claim)
        sums = self.sums(person)
        for course, kind in [one for one in sums.accounts() if sums.left(one)][:2]:
            self._claim(person, {course: steps}, (kind,), member=True, certified=True, stale=False)

    @precondition(lambda self: self.any("claimed"))
    @rule(data=st.data())
    def claim_is_certified_later(self, data: st.DataObject) -> None:
        """Certify a claim that was written alone; one that has its certificates gets the same again."""
        person = self.somebody_who(data, lambda sums: sums.claims)
        ledger = self.world.ledgers[person]
        claims = [made for made in ledger.claims if made.learner == person]
        if not claims:
            return
        made = data.draw(st.sampled_from(claims), "claim")
        had = [one for one in ledger.certificates if one.request == made.request]
        # One that was reissued has the reissue in its place.
        had = [one for one in had if not any(one.number in other.supersedes for other in had)]
        issued: list[Entry] = []
        now = self.now

        def step(world: World) -> None:
            issued[:] = self._certificates(world, world.ledgers[person], made, now)
            world.ledgers[person] = world.ledgers[person].add(*issued, at=now, actor="learner")

        if had:
            assert [one.number for one in certify(ledger, made, name=NAME, at=now, number=self.fail_to_number)] == [
                one.number for one in had
            ]
            # Nor can anybody write another one of the same by hand.
            self.refused(person, attrs.evolve(had[0], number="XX-2", supersedes=()))
        else:
            self.run(step)
            self.tell_all(person, issued)

    @staticmethod
    def fail_to_number() -> str:
        """Refuse to give out a number: there is no new certificate to make."""
        raise AssertionError

    @precondition(lambda self: self.any("reached"))
    @rule(
        data=st.data(), what=st.sampled_from(["study", "study", "all", "all", "part", "part", "void"]), days=st.integers(0, 9)
    )
    def some_days_go_by(self, data: st.DataObject, what: str, days: int) -> None:
        """Do what is done most: study, claim, claim a part, void."""
        self.day += datetime.timedelta(days=days)
        match what:
            case "study":
                course = data.draw(st.sampled_from(PLAIN), "course")
                self._see(self.somebody(data, follows=True), course, data.draw(STUDY, "items"), assessed=True)
            case "all":
                self._claim(self.somebody_who(data, can_claim), ALL, ("AMA", "MOC"), member=True, certified=True, stale=False)
            case "part":
                self.a_part_is_claimed(data, data.draw(st.integers(1, 6), "steps"))
            case _:
                self.certificate_is_voided(data, credit=data.draw(st.booleans(), "credit"))

    @precondition(lambda self: self.any("claimed"))
    @rule(data=st.data())
    def request_is_sent_again(self, data: st.DataObject) -> None:
        """A retry is the same claim; the same request that asks something else, and another one for the same, are refused."""
        person = self.somebody_who(data, lambda sums: sums.claims)
        ledger = self.world.ledgers[person]
        if not ledger.claims:
            return
        made = data.draw(st.sampled_from(ledger.claims), "claim")
        head = ledger.head
        self.write(person, made)
        assert self.world.ledgers[person].head == head
        with pytest.raises(LedgerConflict, match="was already used"):
            claim(ledger, {"NOTHING": "77.25"}, at=self.now, request=made.request)
        taken = made.lines[0]
        if taken.credits.steps > self.sums(person).left(named(taken.account)):
            self.refused(person, attrs.evolve(made, request="another"))

    @rule(data=st.data())
    def somebody_reads_early(self, data: st.DataObject) -> None:
        """Keep a ledger as it is now, for a claim that is decided on it later."""
        person = self.somebody(data)

        def step(world: World) -> None:
            world.early[person] = world.ledgers[person]

        self.run(step)

    @precondition(lambda self: self.any("certified"))
    @rule(data=st.data(), credit=st.booleans())
    def certificate_is_voided(self, data: st.DataObject, *, credit: bool) -> None:
        """Void a document, or its credit too; not the credit that points still stand on, and nothing twice."""
        person = self.somebody_who(data, lambda sums: sums.papers)
        sums, ledger = self.sums(person), self.world.ledgers[person]
        if not sums.papers:
            return
        number = data.draw(st.sampled_from(sorted(sums.papers)), "number")
        owner = next(one.learner for one in ledger.certificates if one.number == number)
        entry = Voided(learner=owner, number=number, credit=credit)
        if (number, credit) in sums.voids:
            self.write(person, entry, reason="by mistake")
            assert self.world.ledgers[person] == ledger
        elif sums.voided.get(number) or (credit and not self._can_end(sums, number)):
            self.refused(person, entry)
        else:
            self.write(person, entry, reason="by mistake")
            self.tell(person, "voided", who=owner, name=entry.identity, number=number, credit=credit)

    @staticmethod
    def _can_end(sums: plain.Sums, number: str) -> bool:
        if number in sums.replaced:
            return False
        awards = sums.papers[number]["awards"]
        for one in awards:
            points = (one[0], "MOC")
            if one[1] != "AMA" or one[0] not in plain.RESTS:
                continue
            stays = sums.claimed.get(points, 0) - sums.withheld.get(points, 0) - awards.get(points, 0)
            beneath = sums.claimed.get(one, 0) - sums.withheld.get(one, 0) - awards[one]
            if not sums.stands_on_base(points, stays, beneath):
                return False
        return True

    # What is decided by hand.

    @precondition(lambda self: self.any("reached"))
    @rule(data=st.data(), lifted=st.booleans(), reason=st.sampled_from(["attended half", "attended half", ""]))
    def level_is_set(self, data: st.DataObject, *, lifted: bool, reason: str) -> None:
        person = self.somebody(data)
        sums = self.sums(person)
        known = [one for one in sums.accounts() if sums.standing(one) is not None and one[1] != "MOC"]
        if not known:
            return
        one = data.draw(st.sampled_from(known), "account")
        # What was set is set of the account in which it was earned.
        whose = [who for who in sorted(sums.people) if (who, one) in sums.levels]
        who, steps = data.draw(st.sampled_from(whose), "who"), data.draw(st.integers(0, 16), "steps")
        entry = Adjusted(
            learner=who, activity=one[0], level=Credits(steps, KINDS[one[1]]), case=self.fresh("case"), lifted=lifted
        )
        if not reason:
            with pytest.raises(ValueError, match="reason"):
                self.world.ledgers[person].add(entry, at=self.now, actor="office")
            return
        self.write(person, entry, reason=reason)
        self.tell(person, "set", who=who, name=entry.identity, course=one[0], kind=one[1], steps=None if lifted else steps)

    @precondition(lambda self: self.any("reached"))
    @rule(data=st.data(), days=st.integers(-5, 60))
    def time_to_claim_is_extended(self, data: st.DataObject, days: int) -> None:
        person = self.somebody(data)
        sums = self.sums(person)
        if not sums.accounts():
            return
        one = data.draw(st.sampled_from(sums.accounts()), "account")
        level, until = sums.standing(one), self.day + datetime.timedelta(days=days)
        assert level is not None
        entry = Extended(learner=person, activity=one[0], type=KINDS[one[1]], claim_by=until, case=self.fresh("case"))
        if level[2] is None or until <= level[2]:
            self.refused(person, entry)
        else:
            self.write(person, entry, reason="was ill")
            self.tell(person, "extended", name=entry.identity, course=one[0], kind=one[1], day=until)

    @precondition(lambda self: self.any("reached"))
    @rule(data=st.data(), ago=st.integers(0, 5))
    def level_is_granted(self, data: st.DataObject, ago: int) -> None:
        """Have a named person grant a level that the rules did not give."""
        person = self.somebody(data)
        sums = self.sums(person)
        stated = [one for one in sums.accounts() if one[0] not in plain.DECLARED]
        if not stated:
            return
        one = data.draw(st.sampled_from(stated), "account")
        earned = self.world.ledgers[person].reached(account(one))
        assert earned is not None
        steps = data.draw(st.integers(0, earned.maximum.steps), "steps")
        since = self.day - datetime.timedelta(days=ago)
        granted = attrs.evolve(
            earned, learner=person, level=Credits(steps, earned.level.type), since=since, topics=(), specialties=()
        )
        entry = Overridden(learner=person, earned=granted, by="R. Mills", case=self.fresh("case"))
        self.write(person, entry, reason="system was down")
        level = (steps, since, granted.terms.claim_by)
        self.tell(person, "reached", name=entry.identity, course=one[0], kind=one[1], level=level)

    # What leaves every amount as it is.

    @rule(data=st.data(), what=st.sampled_from(["renamed", "corrected", "hold", "lift", "retrieved", "order", "report"]))
    def papers_are_kept(self, data: st.DataObject, what: str) -> None:
        """Rename, correct, hold, retrieve, deliver and report: none of it moves a credit."""
        person = self.somebody(data)
        ledger, sums = self.world.ledgers[person], self.sums(person)
        names = [one.number for one in ledger.certificates if one.number]
        case = self.fresh(what)
        match what:
            case "renamed":
                entry: Any = Renamed(learner=person, name=f"Ada Okoro {case}", case=case)
                self.write(person, entry)
                self.tell(person, "renamed", name=entry.identity, to=entry.name)
            case "corrected" if ledger.version and not isinstance(ledger.records[0].entry, Erased):
                self.write(person, Corrected(learner=person, case=case, about=ledger.records[0].identity), reason="typo")
                self.tell(person, "kept", name=f"corrected:{case}")
            case "hold":
                self.write(person, Hold(learner=person, hold=case), reason="law suit")
                self.tell(person, "held", name=f"hold:{case}", hold=case)
            case "lift" if sums.holds:
                who, hold = data.draw(st.sampled_from(sorted(sums.holds)), "hold")
                entry = Lifted(learner=who, hold=hold)
                if not ledger.lacks(entry):
                    return
                self.write(person, entry, reason="it is over")
                self.tell(person, "let go", who=who, name=entry.identity, hold=hold)
            case "retrieved" if names:
                entry = Retrieved(learner=person, number=data.draw(st.sampled_from(names), "number"), download=case)
                self.write(person, entry)
                self.tell(person, "kept", name=entry.identity)
            case "order" if names:
                number = data.draw(st.sampled_from(names), "number")
                self.write(person, Ordered(learner=person, order=case, number=number, to="account", why="asked"))
                self.write(person, Acknowledged(learner=person, order=case, delivered=len(case) % 2 == 0))
                self.tell(person, "kept", name=f"ordered:{case}")
                self.tell(person, "kept", name=f"acknowledged:{case}")
            case "report" if sums.accounts():
                one = data.draw(st.sampled_from(sums.accounts()), "account")
                self.write(person, Reported(learner=person, report=case, activity=one[0], type=KINDS[one[1]], body="accme"))
                self.write(person, Answered(learner=person, report=case, accepted=True))
                self.tell(person, "kept", name=f"reported:{case}")
                self.tell(person, "kept", name=f"answered:{case}")
            case _:
                self.refused(person, Retrieved(learner=person, number="XX-1"))

    # Two accounts of one person.

    @precondition(lambda self: len(self.log) > 10)
    @rule(data=st.data())
    def accounts_are_joined(self, data: st.DataObject) -> None:
        going = [person for person in PEOPLE if not self.world.ledgers[person].follows]
        if len(going) < 2:
            return
        person, other = data.draw(st.permutations(going), "joined")[:2]
        name = self.fresh("merge")
        plan = merge(self.world.ledgers[person], self.world.ledgers[other], merge=name)
        assert isinstance(plan, Plan), plan
        events = list(self.books[other])
        self.apply(plan, person, other)
        self.tell(person, "joined", name=f"merged:{name}", merge=name, other=other, events=events)
        self.tell(other, "followed", name=f"followed:{name}", merge=name, into=person)

    @precondition(lambda self: self.any("joined"))
    @rule(data=st.data())
    def accounts_are_parted(self, data: st.DataObject) -> None:
        """Undo a merge: both hold their own again, and what came late for the one that parts goes along."""
        person = self.somebody_who(data, lambda sums: sums.merges)
        joined = [event for event in plain.in_effect(self.books[person]) if event["what"] == "joined"]
        if not joined:
            return
        event = data.draw(st.sampled_from(joined), "merge")
        name, other, gone = event["merge"], event["other"], plain.people_of(event)
        plan = unmerge(self.world.ledgers[person], self.world.ledgers[other], merge=name)
        if isinstance(plan, Refusal):
            # What took of the credit of both, such as a void, may not be possible in one of them.
            assert [reason.code for reason in plan.reasons] == ["cannot-be-parted"]
            return
        late = [one for one in self.books[person] if one["who"] in gone]
        had = {(one["who"], one["name"]) for one in self.books[other]}
        self.apply(plan, person, other)
        for one in (person, other):
            self.tell(one, "parted", name=f"unmerged:{name}", merge=name)
        back = [one for one in late if (one["who"], one["name"]) not in had]
        self.books[other] += back
        # What was written about a paper of the one that parts goes along with it, whoever's ledger it was written in.
        had |= {(one["who"], one["name"]) for one in back}
        entries = [entry for step in plan.steps if step.learner == other for entry in step.entries]
        along = [one for one in entries if (one.learner, one.identity) not in had and not isinstance(one, Unmerged)]
        about_papers = {Voided, Retrieved, Ordered, Acknowledged, Extended, Reported, Answered, Corrected}
        assert {type(one) for one in along} <= {*about_papers, Hold, Lifted}
        self.tell_all(other, along)
        # What was earned of the evidence of both is bounded here, until the own evidence is assessed again.
        bounds = [entry for step in plan.steps if step.learner == person for entry in step.entries]
        bounds = [one for one in bounds if not isinstance(one, Unmerged)]
        assert all(isinstance(one, Adjusted | Reevaluated) for one in bounds)
        self.tell_all(person, bounds)

    def apply(self, plan: Plan, *people: str) -> None:
        """Confirm a plan."""
        now = self.now

        def step(world: World) -> None:
            ledgers = [world.ledgers[person] for person in people]
            for ledger in plan.applied(*ledgers, at=now, actor="office", reason="confirmed"):
                world.ledgers[ledger.learner] = ledger

        self.run(step)

    # Plans of corrections, and rules that were corrected.

    @precondition(lambda self: self.any("certified"))
    @rule(data=st.data(), what=st.sampled_from(["void", "end", "reissue"]))
    def certificate_is_corrected(self, data: st.DataObject, what: str) -> None:
        """Void, end with its credit or reissue by a plan: it may refuse, and what it plans can always be written."""
        person = self.somebody_who(data, lambda sums: sums.papers)
        sums, ledger = self.sums(person), self.world.ledgers[person]
        if not sums.papers:
            return
        number, now = data.draw(st.sampled_from(sorted(sums.papers)), "number"), self.now
        gone = number in sums.replaced or sums.voided.get(number) or (number in sums.voided and what == "void")
        if what == "reissue":
            taken = self.world.number()
            self.log.append(World.spend)
            plan = reissue(ledger, number, at=now, number=lambda: taken, name="Ada Okoro-Hill, MD")
        else:
            plan = void(ledger, number, credit=what == "end")
        if isinstance(plan, Refusal):
            # Points that were never certified hold up the end of the credit beneath them.
            codes = {reason.code for reason in plan.reasons}
            assert (
                gone or codes & {"nothing-stands", "nothing-to-correct"} or (what == "end" and not self._can_end(sums, number))
            )
            return
        assert not gone
        self.apply(plan, person)
        entries = plan.steps[0].entries
        self.tell_all(person, entries)
        if what == "end":
            assert any(isinstance(one, Voided) and one.number == number for one in entries)
        else:
            after = self.sums(person)
            assert (after.claimed, after.withheld) == (sums.claimed, sums.withheld)

    @precondition(lambda self: self.any("reached"))
    @rule(data=st.data(), steps=st.integers(0, 16))
    def level_is_lowered(self, data: st.DataObject, steps: int) -> None:
        """Set a lower level by a plan, with what rests on it."""
        person = self.somebody_who(data, lambda sums: sums.accounts())
        accounts = [one for one in self.sums(person).accounts() if one[1] != "MOC"]
        if not accounts:
            return
        one = data.draw(st.sampled_from(accounts), "account")
        before = self.sums(person).standing(one)
        assert before is not None
        plan = adjust(self.world.ledgers[person], one[0], Credits(steps, KINDS[one[1]]), case=self.fresh("case"))
        if isinstance(plan, Plan):
            self.apply(plan, person)
            self.tell_all(person, plan.steps[0].entries)
            after = self.sums(person).standing(one)
            assert after is not None
            assert after[0] == steps

    @precondition(lambda self: self.any("reached"))
    @rule(data=st.data(), strict=st.sampled_from([None, True, False]))
    def rules_are_corrected(self, data: st.DataObject, *, strict: bool | None) -> None:
        """Correct a rule for all days, re-evaluate, and take back only what was promised: nothing, the unclaimed, or all."""
        if strict is not None:
            self.strict = strict
        person, courses = self.somebody_who(data, lambda sums: sums.accounts()), self.courses
        before = self.sums(person)
        plan = reevaluate(self.world.ledgers[person], courses.values())
        self.apply(plan, person)
        self.tell_all(person, [entry for step in plan.steps for entry in step.entries])
        after = self.sums(person)
        for one in before.accounts():
            was, now = before.standing(one), after.standing(one)
            assert was is not None
            assert now is not None
            worth = plain.worth(one[0], before.items(one[0]), strict=self.strict)[one[1]]
            assert now[0] <= max(was[0], worth, before.level_stated(one))
            if one[0] == "TALKS":
                assert now[0] >= was[0]
            if one[0] == "ONLINE":
                assert now[0] >= min(was[0], before.claimed.get(one, 0))
        again = reevaluate(self.world.ledgers[person], courses.values())
        assert not again.gained
        assert not again.lost
        assert not again.steps[0].entries

    @property
    def courses(self) -> dict[str, Activity]:
        """The courses as their rules are now."""
        return STRICT if self.strict else COURSES

    # The end of keeping.

    @precondition(lambda self: self.any("completed"))
    @rule(data=st.data(), later=st.sampled_from([0, 0, 50, 200]))
    def records_leave(self, data: st.DataObject, later: int) -> None:
        """Purge what is past its retention: nothing that can be claimed, nothing that is held, and nothing by halves."""
        person = self.somebody(data)
        ledger, before = self.world.ledgers[person], self.sums(person)
        name = self.fresh("purge")
        self.day += datetime.timedelta(days=later)
        plan = purge(ledger, at=self.now, purge=name)
        if isinstance(plan, Refusal):
            self.refused(person, plan)
            return
        assert not before.holds
        assert not any(name.startswith("followed:") for name in plan.erased)
        self.write(person, plan, reason="retention is over")
        self.tell(person, "purged", name=plan.identity, names=set(plan.erased), courses=set(plan.activities))
        gone = plain.erased(self.books[person])
        assert (
            set(plan.activities) >= {event["course"] for event in gone if event["what"] in {"seen", "reached"}} - before.closed
        )
        after = self.sums(person)
        for one in before.accounts():
            was = before.balance(one, self.day, member=True)
            if after.level_of(person, one) is None and after.standing(one) is None:
                assert was["claimable"] == 0
                assert after.claimed.get(one, 0) == after.withheld.get(one, 0) == 0
            else:
                assert after.balance(one, self.day, member=True) == was

    # What holds after every step.

    @invariant()
    def model_and_ledger_agree(self) -> None:
        for person, ledger in self.world.ledgers.items():
            if ledger is not self.checked[person]:
                self._agrees(person, ledger)
                self._chained(person, ledger)
            if ledger is not self.checked[person] or self.day != self.balanced:
                self._balances(person, ledger)
            self.checked[person] = ledger
        self.balanced = self.day

    def _agrees(self, person: str, ledger: Ledger) -> None:
        sums = self.sums(person)
        levels = {one: sums.standing(one) for one in sums.accounts()}
        standing = {named(one): (it.level.steps, it.since, it.terms.claim_by) for one, it in ledger.standing.items()}
        assert standing == {one: level for one, level in levels.items() if level is not None}
        for one in plain.WINDOWS:
            assert ledger.claimed(account(one)).steps == sums.claimed.get(one, 0)
            assert ledger.withheld(account(one)).steps == sums.withheld.get(one, 0)
            assert sums.withheld.get(one, 0) <= sums.claimed.get(one, 0)
        assert {code: held.on for code, held in ledger.completed.items()} == sums.done
        assert [made.request for made in ledger.claims] == list(sums.claims)
        assert Counter(one.number for one in ledger.certificates) == Counter(list(sums.papers))
        assert {number: void.credit for number, void in ledger.voided.items()} == sums.voided
        assert set(ledger.superseded) == sums.replaced
        assert {(hold.learner, hold.hold) for hold in ledger.holds} == sums.holds
        assert ledger.name == sums.name
        assert ledger.follows == sums.follows
        assert ledger.learners == sums.people
        seen = Counter((one["course"], item_of(one["kind"], one["day"], one["amount"])) for one in sums.seen.values())
        assert {(course, item) for course, items in ledger.evidence.items() for item in items} == set(seen)

    def _balances(self, person: str, ledger: Ledger) -> None:
        sums = self.sums(person)
        for member in (False, True):
            found = balance(ledger, at=self.now, entitlements=[MEMBER] if member else [])
            expected = sums.balances(self.day, member=member)
            told = {named(one): {key: getattr(it, key).steps for key in AMOUNTS} for one, it in found.items()}
            assert {one: amounts for one, amounts in told.items() if any(amounts.values())} == {
                one: amounts for one, amounts in expected.items() if any(amounts.values())
            }
            for amounts in told.values():
                assert amounts["earned"] + amounts["over_claimed"] == sum(amounts[key] for key in WHERE)
                assert min(amounts.values()) >= 0

    def _chained(self, person: str, ledger: Ledger) -> None:
        before, records = self.verified[person], ledger.records
        # What was verified and is the same object still needs no second look; after a crash or a purge all of it does.
        if all(one is other for one, other in zip(before, records, strict=False)):
            assert follows_on(ledger, len(before))
        else:
            assert verify(person, records) == ()
        assert self.checked[person].version <= ledger.version
        assert [one.link for one in records[: len(before)]] == [one.link for one in before]
        self.verified[person] = records
        self.heads[person].append(ledger.head)
        again = Ledger(person, records)
        assert again == ledger
        assert again.state_digest == ledger.state_digest
        numbers = [one.identity for one in records if one.identity.startswith("certificate:")]
        assert len(set(numbers)) == len(numbers)

    def teardown(self) -> None:
        """Verify everything against every head that was ever seen, and live through all of it again."""
        for person, ledger in self.world.ledgers.items():
            for head in self.heads[person]:
                assert verify(person, ledger.records, head) == ()
        again = World()
        for step in self.log:
            step(again)
        assert {person: one.head for person, one in again.ledgers.items()} == {
            person: one.head for person, one in self.world.ledgers.items()
        }


class StoredMachine(LedgerMachine):
    """The same with a store: what it has acknowledged is what a crash leaves, and nobody writes over somebody faster."""

    store: LedgerStore

    def opened(self) -> LedgerStore:
        """Open an empty store."""
        return MemoryStore(provider="lakeside")

    def __init__(self) -> None:
        super().__init__()
        self.store = self.opened()
        self.anchors: list[Anchored] = []

    def save(self) -> None:
        """Append what is new: a claim with its certificates, and a merge in both ledgers."""
        self.store.append(*self.world.ledgers.values())

    def reopened(self, person: str) -> Ledger:
        """Read somebody's ledger; a store hands it out with another secret, and a replay needs ours."""
        return Ledger(person, self.store.read(person).records, self.world.ledgers[person].secret)

    @rule(data=st.data())
    def somebody_else_was_faster(self, data: st.DataObject) -> None:
        """Refuse what was decided on a ledger that somebody wrote to since; it lands nowhere, not even in part."""
        person = self.somebody(data)
        early, now = self.world.early[person], self.world.ledgers
        if early.version == now[person].version:
            return
        late = early.add(Hold(learner=person, hold=f"late-{early.version}"), at=self.now, actor="slow", reason="late")
        beside = next(one for one in PEOPLE if one != person)
        more = now[beside].add(Hold(learner=beside, hold=f"beside-{early.version}"), at=self.now, actor="slow", reason="late")
        before = self.store.anchor(self.now)
        with pytest.raises(StaleLedger):
            self.store.append(more, late)
        assert self.store.anchor(self.now) == before

    @rule()
    def everything_is_checked(self) -> None:
        """Find every certificate and alias, and nothing wrong with any chain since any anchor."""
        for person, ledger in self.world.ledgers.items():
            assert self.store.head(person) == ledger.head
            assert self.store.alias(person) == self.world.goes_on(person)
            for record in ledger.records:
                if isinstance(record.entry, Certificate) and record.entry.number:
                    assert self.store.find(record.entry.number) == (self.world.goes_on(person), record.entry)
        assert self.store.check() == ()
        for anchor in self.anchors[-3:]:
            assert self.store.check(anchor) == ()
        self.anchors.append(self.store.anchor(self.now))


class SqliteMachine(StoredMachine):
    """The same in an SQLite file."""

    #: An empty file with our tables, which each example gets a copy of.
    made: Path

    def opened(self) -> LedgerStore:
        """Open a fresh copy of the empty file."""
        self.folder = tempfile.TemporaryDirectory()
        shutil.copy(self.made, Path(self.folder.name) / "ledgers.db")
        self.engine = connect(f"sqlite:///{self.folder.name}/ledgers.db")
        return SqlStore(self.engine, provider="lakeside")

    def reopened(self, person: str) -> Ledger:
        """Read it with another store on the same file, as another process would."""
        self.store = SqlStore(self.engine, provider="lakeside")
        return super().reopened(person)

    def teardown(self) -> None:
        """Close the file, after everything in it was checked."""
        try:
            self.everything_is_checked()
            super().teardown()
        finally:
            self.engine.dispose()
            self.folder.cleanup()


#: So often and so long in every run of the tests; in full, a thousand lives of a hundred steps.
FULL = os.environ.get("CMECORE_ROUNDS") == "full"


def rounds(often: int, *, in_full: int) -> settings:
    """Say how many lives a machine lives."""
    return settings(
        max_examples=in_full if FULL else often,
        stateful_step_count=100 if FULL else 40,
        # A life takes as long as it takes, and is no simple example.
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )


def test_ledgers_live_as_the_plain_model_says() -> None:
    """Conservation, unique numbers and a chain that verifies, after every step."""
    run_state_machine_as_test(LedgerMachine, settings=rounds(24, in_full=1_000))


def test_ledgers_in_memory_live_as_the_plain_model_says() -> None:
    """What a store acknowledged is all that a crash leaves."""
    run_state_machine_as_test(StoredMachine, settings=rounds(8, in_full=200))


def test_ledgers_in_sqlite_live_as_the_plain_model_says(tmp_path: Path) -> None:
    """The same, in the file of the embedded store."""
    empty = tmp_path / "empty.db"
    engine = connect(f"sqlite:///{empty}")
    migrate(engine)
    engine.dispose()
    SqliteMachine.made = empty
    run_state_machine_as_test(SqliteMachine, settings=rounds(4, in_full=100))
