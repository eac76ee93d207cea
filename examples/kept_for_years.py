"""What happens to credit after it is earned, told on ledgers in an SQLite file: claimed, corrected, merged, proved.

Install the extra that brings the SQL store, and run it; the file is left in the folder that you name.

    pip install 'cmecore[sql]'
    python examples/kept_for_years.py [folder]
"""

import datetime
import itertools
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

from cmecore import (
    ALL,
    ENDURING,
    Activity,
    Designation,
    Evaluated,
    Handling,
    Ledger,
    Paper,
    Participation,
    Period,
    Policy,
    Progress,
    Provider,
    Refusal,
    Release,
    Retention,
    Window,
    assess,
    certify,
    certify_participation,
    claim,
    completed,
    digest,
    earn,
    entitled,
    evaluated,
    verify,
)
from cmecore.authorities import ama
from cmecore.balances import balance
from cmecore.claiming import claim_automatically
from cmecore.corrections import void
from cmecore.delivering import orders, undelivered
from cmecore.evidence import Entitled
from cmecore.history import history
from cmecore.merging import merge
from cmecore.obligations import obligations
from cmecore.observing import observe
from cmecore.storage.engines import connect, migrate
from cmecore.storage.sql import SqlStore
from cmecore.storage.updating import update, update_all

ZONE = "America/Chicago"
LAKESIDE = Provider(name="Lakeside CME", zone=ZONE)
NAME = "Ada Okoro, MD"

#: Claimed by members within three years, and by the system at completion for the online modules.
MEMBERS = Policy(
    code="members",
    requirements=[completed("0.80"), evaluated()],
    gates=[entitled("Premium membership")],
    claim_within=Window(within=Period(years=3)),
)
MEMBER = Entitled("Premium membership", datetime.date(2026, 1, 1))
SIX_YEARS = Retention(keep=Period(years=6))
SENT = [Release(of=Paper.PARTICIPATION, sends=True), Release(of=Paper.CREDIT, sends=True)]


def course(code: str, title: str, credits: str, *, policy: Policy = MEMBERS, handling: Handling | None = None) -> Activity:
    """Offer an online activity."""
    return Activity(
        code=code,
        title=title,
        course="Emergency Medicine",
        format=ENDURING,
        provider=LAKESIDE,
        completion=[completed("0.80")],
        designations=[Designation(maximum=ama.CATEGORY_1(credits), policy=policy)],
        handling=handling or Handling(keep=SIX_YEARS),
    )


SEPSIS = course("EM-101", "Early sepsis", "2.00")
STROKE = course("EM-102", "Stroke in the first hour", "1.50")
OPIOIDS = course(
    "EM-103",
    "Safe opioid prescribing",
    "1.00",
    policy=Policy(code="open", requirements=[completed("0.80"), evaluated()]),
    handling=Handling(automatic=True, releases=SENT, keep=SIX_YEARS),
)


def noon(day: datetime.date) -> datetime.datetime:
    """Name an instant of a day."""
    return datetime.datetime.combine(day, datetime.time(12), ZoneInfo(ZONE))


def numbers(learner: str, act: str) -> Callable[[], str]:
    """Number the certificates of an act by whose it is and by its name: deciding again after a lost race gives the same."""
    return map(f"LC-{digest((learner, act))[:8]}-{{}}".format, itertools.count(1)).__next__


def night(learner: str, activity: Activity, day: datetime.date) -> Callable[[Ledger], Ledger]:
    """Write down what an LMS saw, what it is worth, what is claimed by itself, and what the host has to send."""
    seen = Participation(learner, activity, [Progress(20, 20, day), Evaluated(day)])

    def change(ledger: Ledger) -> Ledger:
        at, new_number = noon(day), numbers(learner, f"{activity.code} {day}")
        new = observe(ledger, seen, at=at, source="lms")
        for aside in new.set_aside:  # a day that has not come, for example
            print(f"set aside: {aside.says}")
        ledger = ledger.add(*new.entries, at=at, actor="nightly import")
        ledger = ledger.add(*earn(ledger, assess(ledger.participation(activity))), at=at, actor="nightly import")
        for claimed in claim_automatically(ledger, at=at):
            papers = certify(ledger, claimed, name=NAME, at=at, number=new_number)
            attended = certify_participation(ledger, activity.code, name=NAME, at=at, number=new_number)
            ledger = ledger.add(claimed, *papers, attended, at=at, actor="nightly import")
        return ledger.add(*orders(ledger, at=at, to="the address of the account"), at=at, actor="nightly import")

    return change


def basket(request: str, day: datetime.date, *, member: bool, amount: str = "") -> Callable[[Ledger], Ledger | Refusal]:
    """Claim an amount, or everything, as a learner does on a page."""
    shown = [MEMBER] if member else []

    def change(ledger: Ledger) -> Ledger | Refusal:
        wanted = ama.CATEGORY_1(amount) if amount else ALL
        claimed = claim(ledger, wanted, at=noon(day), request=request, entitlements=shown)
        if isinstance(claimed, Refusal):
            return claimed
        papers = certify(ledger, claimed, name=NAME, at=noon(day), number=numbers(ledger.learner, request))
        return ledger.add(claimed, *papers, at=noon(day), actor="learner")

    return change


def told(changed: Ledger | Refusal, day: datetime.date) -> list[str]:
    """Say why not, or what the ledger holds now, for a member."""
    if isinstance(changed, Refusal):
        return changed.explain().splitlines()
    return [
        line for held in balance(changed, at=noon(day), entitlements=[MEMBER]).values() for line in held.explain().splitlines()
    ]


def show(heading: str, lines: Iterable[object]) -> None:
    """Print a step."""
    print(heading, *(f"  {line}" for line in lines), "", sep="\n")


def main(folder: Path) -> None:
    """Tell the story."""
    file = folder / "ledgers.db"
    file.unlink(missing_ok=True)
    engine = connect(f"sqlite:///{file}")
    migrate(engine)
    store = SqlStore(engine, provider="lakeside")
    march, april, june = datetime.date(2026, 3, 9), datetime.date(2026, 4, 1), datetime.date(2026, 6, 2)

    update(store, "dr-42", night("dr-42", SEPSIS, march))
    held = update(store, "dr-42", night("dr-42", OPIOIDS, march))
    update(store, "dr-17", night("dr-17", STROKE, march))
    show("9 March. The night wrote:", told(held, march))
    show("To be sent:", undelivered(store.read("dr-42")))

    show("1 April. A claim without a membership:", told(update(store, "dr-42", basket("B-1", april, member=False)), april))
    show("With it, 1.25 credits:", told(update(store, "dr-42", basket("B-2", april, member=True, amount="1.25")), april))
    again = update(store, "dr-42", basket("B-2", april, member=True, amount="1.25"))
    show("The same request again, after a time-out:", told(again, april))

    kept = store.head("dr-42")  # what an auditor notes down today
    planned: list[str] = []

    def join(ledgers: tuple[Ledger, ...]) -> tuple[Ledger, ...] | Refusal:
        plan = merge(*ledgers, merge="M-1")
        if isinstance(plan, Refusal):
            return plan
        planned[:] = plan.explain().splitlines()
        return plan.applied(*ledgers, at=noon(june), actor="office", reason="one person, two addresses")

    update_all(store, ["dr-42", "dr-17"], join)
    show("2 June. Two accounts of one person, joined:", planned)
    everything = update(store, "dr-17", basket("B-3", june, member=True))
    show("Everything, claimed from the old address:", told(everything, june))

    def end(ledger: Ledger) -> Ledger | Refusal:
        plan = void(ledger, ledger.certificates[-1].number or "", credit=True)
        return plan if isinstance(plan, Refusal) else plan.applied(ledger, at=noon(june), actor="office", reason="an error")[0]

    show("The last certificate and its credit, voided:", told(update(store, "dr-42", end), june))

    ledger = store.read("dr-42")
    show("Falls due until 2035:", obligations(ledger, until=datetime.date(2035, 1, 1), at=noon(june)))
    show("Its history:", history(ledger, zone=ZONE))
    faults = verify("dr-42", ledger.records, kept)
    show("Held against what the auditor noted:", faults or ["nothing before it was changed"])
    engine.dispose()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path())
