"""What a ledger should say, kept the plain way: dicts of whole numbers of quarter credits, added up again from the first day.

It shares nothing with the library: it is told what was done, in words and numbers, and knows the four courses by heart.  It is
slow and short on purpose, so that it can be read against what the ledger promises.
"""

from __future__ import annotations

import datetime
from typing import Any, TypeAlias

Day: TypeAlias = datetime.date
#: A course and a kind of credit in it.
Account: TypeAlias = tuple[str, str]
#: Something that was done, in words and numbers.
Event: TypeAlias = dict[str, Any]
#: Steps, since when, and until when it can be claimed.
Level: TypeAlias = tuple[int, Day, Day | None]

#: The kinds of credit of each course, the one that is claimed by default first, and in how many days each can be claimed.
WINDOWS: dict[Account, int | None] = {
    ("ONLINE", "AMA"): 60,
    ("ONLINE", "MOC"): 90,
    ("TALKS", "AMA"): None,
    ("TALKS", "MOC"): None,
    ("WHOLE", "AMA"): None,
    ("WHOLE", "ACEP"): 20,
    ("LIVE", "AMA"): 30,
}
#: The courses whose credit the learner declares: claimed whole, and the latest word counts.
DECLARED = ("LIVE",)
#: The courses whose points stand on all of the credit, instead of on as much of it.
ON_ALL_OF_IT = {("TALKS", "MOC"): 16}
#: The accounts that only members can claim.
FOR_MEMBERS = (("WHOLE", "AMA"),)
RESTS = ("ONLINE", "TALKS")


def nearest(part: int, whole: int) -> int:
    """Round a positive fraction to the nearest whole number, halves up."""
    return (2 * part + whole) // (2 * whole)


def worth(course: str, items: list[Event], *, strict: bool = False) -> dict[str, int]:
    """Tell what some evidence in a course is worth, in quarter credits, by its rule or by the one that corrects it."""
    done = max((item["amount"] for item in items if item["kind"] == "progress"), default=0)
    told = any(item["kind"] == "feedback" for item in items)
    evaluated = any(item["kind"] == "evaluated" for item in items)
    if course == "ONLINE":
        credit = nearest(8 * done, 20) if done >= (18 if strict else 10) else 0
        return {"AMA": credit, "MOC": credit if told else 0}
    if course == "TALKS":
        credit = nearest(16 * done, 20) if done >= 5 else 0
        return {"AMA": credit, "MOC": 16 if told and credit == 16 else 0}
    if course == "WHOLE":
        return {"AMA": 6, "ACEP": 4} if done == 20 and evaluated else {"AMA": 0, "ACEP": 0}
    words = [(item["day"], item["amount"]) for item in items if item["kind"] == "declared"]
    return {"AMA": max(words)[1] if words else 0}


def levels(course: str, items: list[Event], *, strict: bool = False) -> dict[str, Level]:
    """Tell the level that some evidence reaches of each kind of credit, and since which day."""
    reached: dict[str, Level] = {}
    days = sorted({item["day"] for item in items})
    final = worth(course, items, strict=strict)

    def by(day: Day) -> dict[str, int]:
        return worth(course, [one for one in items if one["day"] <= day], strict=strict)

    for kind, steps in final.items():
        if steps:
            if course in DECLARED:
                since = max(item["day"] for item in items if item["kind"] == "declared")
            else:
                since = next(day for day in days if by(day)[kind] == steps)
            length = WINDOWS[course, kind]
            reached[kind] = steps, since, None if length is None else since + datetime.timedelta(days=length)
    return reached


def better(course: str, one: Level, other: Level | None) -> bool:
    """Tell whether a level stands before another one."""
    if other is None:
        return True
    if course in DECLARED:
        return (one[1], one[0]) > (other[1], other[0])
    last = datetime.date.max
    return (-one[0], one[1], one[2] or last) < (-other[0], other[1], other[2] or last)


class Sums:
    """What some events come to."""

    def __init__(self, person: str) -> None:
        self.people = {person}
        self.seen: dict[tuple[str, str], Event] = {}
        self.known: set[tuple[str, str]] = set()
        self.levels: dict[tuple[str, Account], Level] = {}
        self.caps: dict[tuple[str, Account], int] = {}
        self.longer: dict[Account, Day] = {}
        self.claimed: dict[Account, int] = {}
        self.withheld: dict[Account, int] = {}
        self.claims: dict[str, Event] = {}
        self.papers: dict[str, Event] = {}
        self.voided: dict[str, bool] = {}
        self.voids: set[tuple[str, bool]] = set()
        self.replaced: set[str] = set()
        self.holds: set[tuple[str, str]] = set()
        #: The courses of which records were erased: nothing can be earned in them again.
        self.closed: set[str] = set()
        self.done: dict[str, Day] = {}
        self.name = ""
        self.follows = ""
        self.merges: set[str] = set()

    def level_of(self, person: str, account: Account) -> Level | None:
        """Return the level that one person reached of an account, at most what it was set to."""
        held, cap = self.levels.get((person, account)), self.caps.get((person, account))
        return held if held is None or cap is None else (min(held[0], cap), *held[1:])

    def reached(self, account: Account) -> Level | None:
        """Return the best level that anybody here ever reached, whatever was set since."""
        best: Level | None = None
        for (_, about), level in self.levels.items():
            if about == account and better(account[0], level, best):
                best = level
        return best

    def standing(self, account: Account) -> Level | None:
        """Return the level that counts for everybody here together."""
        best: Level | None = None
        for person in sorted(self.people):
            level = self.level_of(person, account)
            if level is not None and better(account[0], level, best):
                best = level
        longer = self.longer.get(account)
        if best is not None and best[2] is not None and longer is not None and longer > best[2]:
            return best[0], best[1], longer
        return best

    def level_stated(self, account: Account) -> int:
        """Return the highest amount that was ever stated of an account."""
        return max((level[0] for (_, about), level in self.levels.items() if about == account), default=0)

    def accounts(self) -> list[Account]:
        """List what anything was earned of."""
        return sorted({account for _, account in self.levels})

    def left(self, account: Account) -> int:
        """Tell how much was earned and not claimed yet."""
        level = self.standing(account)
        return 0 if level is None else max(0, level[0] - self.claimed.get(account, 0))

    def most_on_base(self, account: Account, base_claimed: int) -> int:
        """Tell how much of some points can be claimed in all, with so much of the credit beneath them claimed."""
        level = self.standing(account)
        assert level is not None
        return min(level[0], self.carried(account, base_claimed))

    def carried(self, account: Account, base_claimed: int) -> int:
        """Tell how much of some points so much claimed credit can carry, of which only what was earned counts."""
        if account in ON_ALL_OF_IT:
            return 10_000 if base_claimed >= ON_ALL_OF_IT[account] else 0
        base = self.standing((account[0], "AMA"))
        return base_claimed if base is None else min(base_claimed, base[0])

    def stands_on_base(self, account: Account, claimed: int, base_claimed: int) -> bool:
        """Tell whether so much of some points, as far as it was earned, can stand on so much of the credit."""
        level = self.standing(account)
        stays = 0 if level is None else min(level[0], claimed)
        return stays <= 0 or stays <= self.carried(account, base_claimed)

    def open(self, wished: dict[Account, int | None], day: Day, *, member: bool) -> dict[Account, int]:
        """Tell what one claim would take of some accounts that have anything left; ``None`` wishes all of it."""
        takes: dict[Account, int] = {}
        for account in sorted((one for one in wished if self.left(one)), key=lambda one: one[1] == "MOC"):
            level, wish = self.standing(account), wished[account]
            assert level is not None
            amount = self.left(account) if wish is None else wish
            if account[1] == "MOC":
                base = account[0], "AMA"
                under = max(0, self.claimed.get(base, 0) - self.withheld.get(base, 0)) + takes.get(base, 0)
                amount = max(0, min(amount, self.most_on_base(account, under) - self.claimed.get(account, 0)))
            late = level[2] is not None and day > level[2]
            shut = day < level[1] or late or bool(self.follows) or (account in FOR_MEMBERS and not member)
            takes[account] = 0 if shut else amount
        return takes

    def balance(self, account: Account, day: Day, *, member: bool) -> dict[str, int]:
        """Tell what became of everything that was earned of an account."""
        level, taken = self.standing(account), self.claimed.get(account, 0)
        stands = 0 if level is None else level[0]
        everything = sum(one[0] for one in (self.level_of(person, account) for person in self.people) if one is not None)
        claimable = self.open(dict.fromkeys(self.accounts()), day, member=member).get(account, 0)
        waiting = max(0, stands - taken) - claimable
        late = level is not None and level[2] is not None and day > level[2]
        gone = self.withheld.get(account, 0)
        return {
            "earned": everything,
            "claimed": taken - gone,
            "claimable": claimable,
            "blocked": 0 if late else waiting,
            "lapsed": waiting if late else 0,
            "withheld": gone,
            "set_aside": everything - stands,
            "over_claimed": max(0, taken - stands),
        }

    def balances(self, day: Day, *, member: bool) -> dict[Account, dict[str, int]]:
        """Tell it of every account."""
        # Whoever parted may leave a claim behind of what nobody here earned.
        every = {*self.accounts(), *self.claimed}
        return {account: self.balance(account, day, member=member) for account in sorted(every)}

    def items(self, course: str) -> list[Event]:
        """List the evidence of a course that was not taken back; two people may have seen the same."""
        plain = {(one["kind"], one["day"], one["amount"]): one for one in self.seen.values() if one["course"] == course}
        return list(plain.values())

    def current(self, number: str) -> bool:
        """Tell whether a certificate was neither voided nor replaced."""
        return number not in self.voided and number not in self.replaced


def in_effect(events: list[Event]) -> list[Event]:
    """Leave out what was erased, the merges that were undone, and what was written about whoever parted."""
    gone = {name for event in events if event["what"] == "purged" for name in event["names"]}
    over = {event["merge"] for event in events if event["what"] == "parted" and event["name"] in gone}
    still = {event["name"] for event in events if event["what"] == "joined" and event["merge"] not in over}
    kept: list[Event] = []
    for event in (_left_of(one, gone) for one in events if one["name"] not in gone or one["name"] in still):
        if event["what"] != "parted":
            kept.append(event)
            continue
        undone = [one for one in kept if one["what"] in {"joined", "followed"} and one["merge"] == event["merge"]]
        parted = {person for one in undone if one["what"] == "joined" for person in people_of(one)}
        kept = [one for one in kept if one not in undone and one["who"] not in parted]
    return kept


def _left_of(event: Event, gone: set[str]) -> Event:
    """Leave of a merge that was erased only who came along with it."""
    if event["name"] not in gone:
        return event
    inner = [one for one in in_effect(event["events"]) if one["what"] == "joined"]
    return {**event, "events": [_left_of(one, {one["name"]}) for one in inner]}


def erased(events: list[Event]) -> list[Event]:
    """List what was done and is erased."""
    gone = {name for event in events if event["what"] == "purged" for name in event["names"]}
    return [event for event in events if event["name"] in gone]


def people_of(joined: Event) -> set[str]:
    """List who comes along with a merge."""
    inner = [people_of(one) for one in in_effect(joined["events"]) if one["what"] == "joined"]
    return {joined["other"]}.union(*inner)


def add_up(person: str, events: list[Event]) -> Sums:
    """Add up what happened, from the first to the last."""
    sums = Sums(person)
    for event in in_effect(events):
        _take(sums, event)
    return sums


def _take(sums: Sums, event: Event) -> None:
    who, what = event["who"], event["what"]
    account = (event.get("course", ""), event.get("kind", ""))
    match what:
        case "seen":
            sums.seen[who, event["name"]] = event
        case "taken back":
            sums.seen.pop((who, event["of"]), None)
        case "completed":
            sums.done[event["course"]] = min(event["day"], sums.done.get(event["course"], event["day"]))
        case "reached" if better(account[0], event["level"], sums.levels.get((who, account))):
            sums.levels[who, account] = event["level"]
        case "set":
            sums.caps.pop((who, account), None)
            if event["steps"] is not None:
                sums.caps[who, account] = event["steps"]
        case "extended":
            sums.longer[account] = max(event["day"], sums.longer.get(account, event["day"]))
        case "claimed":
            sums.claims[event["request"]] = event
            for one, steps in event["takes"].items():
                sums.claimed[one] = sums.claimed.get(one, 0) + steps
        case "certified":
            sums.papers[event["number"]] = event
            sums.replaced |= set(event["takes_place_of"])
        case "voided":
            sums.voided[event["number"]] = event["credit"]
            sums.voids.add((event["number"], event["credit"]))
            if event["credit"]:
                for one, steps in sums.papers[event["number"]]["awards"].items():
                    sums.withheld[one] = sums.withheld.get(one, 0) + steps
        case "held":
            sums.holds.add((who, event["hold"]))
        case "let go":
            sums.holds.discard((who, event["hold"]))
        case "renamed":
            sums.name = event["to"]
        case "purged":
            sums.closed |= event["courses"]
        case "followed":
            sums.follows = event["into"]
        case "joined":
            sums.merges.add(event["merge"])
            sums.people |= people_of(event)
            for one in in_effect(event["events"]):
                if one["what"] not in {"followed", "renamed"}:
                    _take(sums, one)
