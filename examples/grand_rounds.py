"""The main job: an attendance list and a completion export go in; reasons for every learner and certificates come out.

Run it as it is for the sample files beside it, or hand over your own: a participants file of a webinar, a completion export
(each may be left out with a dash) and the folder for the PDF.

    python examples/grand_rounds.py [participants.csv] [completions.csv] [folder]
"""

import datetime
import itertools
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from cmecore import (
    ALL,
    ENDURING,
    INTERNET_LIVE,
    Activity,
    ByTime,
    Certificate,
    Claim,
    CmeError,
    CreditType,
    Designation,
    InProportion,
    Ledger,
    Part,
    Participation,
    Policy,
    Provider,
    assess,
    certify,
    certify_participation,
    claim,
    completed,
    earn,
    evaluated,
    nearest,
    passed,
    spent,
)
from cmecore.exchange.attendance import read_zoom
from cmecore.exchange.completions import read_completions
from cmecore.exchange.reading import Reading, Seen
from cmecore.rendering.pdf import Pdf

DATA = Path(__file__).parent / "data"
CHICAGO = "America/Chicago"
NOW = datetime.datetime(2026, 10, 6, 9, tzinfo=ZoneInfo(CHICAGO))

AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit™", plural="AMA PRA Category 1 Credits™", step="0.25")
LAKESIDE = Provider(
    name="Lakeside CME", address="1200 Harbor Drive, Chicago, Illinois", contact="credit@lakeside.example.org", zone=CHICAGO
)


def designated(format_and_maximum: str) -> str:
    """Spell the designation statement in the words that the AMA asks for."""
    return (
        f"Lakeside CME designates this {format_and_maximum} AMA PRA Category 1 Credit(s)™. Physicians should claim only the "
        "credit commensurate with the extent of their participation in the activity."
    )


ROUNDS = Activity(
    code="GR-2026-10",
    title="Grand Rounds: Early Recognition of Sepsis",
    format=INTERNET_LIVE,
    provider=LAKESIDE,
    course="Grand Rounds",
    edition="Autumn 2026",
    parts=[
        Part(
            code="talk",
            title="Early recognition of sepsis",
            starts=datetime.datetime(2026, 10, 5, 18, tzinfo=ZoneInfo(CHICAGO)),
            ends=datetime.datetime(2026, 10, 5, 19, tzinfo=ZoneInfo(CHICAGO)),
        )
    ],
    completion=[spent(minutes=20)],
    designations=[
        Designation(maximum=AMA("1.00"), policy=Policy(code="lakeside-live", award=ByTime(), rounding=nearest("0.25")))
    ],
    statements=[designated("live activity for a maximum of 1.00")],
)
SEPSIS = Activity(
    code="EM-101",
    title="Early Sepsis: the First Three Hours",
    format=ENDURING,
    provider=LAKESIDE,
    course="Emergency Medicine",
    completion=[completed("0.80"), passed("0.70", attempts=3)],
    designations=[
        Designation(
            maximum=AMA("2.00"),
            policy=Policy(
                code="lakeside-online",
                requirements=[completed("0.80"), passed("0.70", attempts=3), spent(minutes=80), evaluated()],
                award=InProportion(),
                rounding=nearest("0.25"),
            ),
        )
    ],
    statements=[designated("enduring material for a maximum of 2.00")],
)


def certificates_of(seen: Seen, activity: Activity, numbers: Iterator[int]) -> Iterator[Certificate]:
    """Assess one learner, print the reasons, and carry what was earned through the ledger to its certificates."""
    assessment = assess(Participation(seen.learner, activity, seen.evidence))
    print(f"\n{seen.learner}, rows {', '.join(map(str, seen.rows))}\n{assessment.explain()}")
    ledger = Ledger(seen.learner)
    ledger = ledger.add(*earn(ledger, assessment), at=NOW, actor="grand_rounds.py")

    def number() -> str:
        return f"LC-2026-{next(numbers):04}"

    # A real platform prints the name of its account; these files know a learner by a display name, or by the address alone.
    name = seen.name or seen.learner
    address = "https://verify.example.org/{}".format
    taken = claim(ledger, ALL, at=NOW, request=f"{activity.code}:{seen.learner}")
    if isinstance(taken, Claim):
        yield from certify(ledger, taken, name=name, at=NOW, number=number, address=address)
    attended = certify_participation(ledger, activity.code, name=name, at=NOW, number=number, address=address)
    if isinstance(attended, Certificate):
        yield attended


def report(title: str, reading: Reading) -> None:
    """Print what a file held that nobody can be credited for, and what is wrong in it."""
    print(f"\n== {title}: {len(reading.seen)} learners")
    for someone in reading.unidentified:
        print(f"row {someone.row}: somebody without an e-mail address; nothing can be credited")
    for problem in reading.problems:
        print(f"problem in {problem}")


def printable(certificates: Iterable[Certificate]) -> Iterator[Certificate]:
    """Keep the certificates that can be printed, and say why another cannot."""
    for certificate in certificates:
        try:
            Pdf().render([certificate])
        except CmeError as error:
            print(f"certificate {certificate.number} is not printed: {error}")
        else:
            yield certificate


def main(attendance: str = "", completions: str = "", folder: str = ".") -> None:
    """Read both files, assess everybody in them, and write one PDF of all certificates."""
    numbers = itertools.count(1)
    made: list[Certificate] = []
    if attendance != "-":
        rounds = read_zoom(Path(attendance or DATA / "grand_rounds_zoom.csv").read_bytes(), zone=CHICAGO, day_first=False)
        report("Grand Rounds, participants", rounds)
        made += [one for seen in rounds.seen for one in certificates_of(seen, ROUNDS, numbers)]
    if completions != "-":
        online = read_completions(Path(completions or DATA / "sepsis_completions.csv").read_bytes())
        report("Early Sepsis, completions", online)
        made += [one for seen in online.seen for one in certificates_of(seen, SEPSIS, numbers)]
    print()
    printed = list(printable(made))
    if not printed:
        print("no certificate to print")
        return
    path = Path(folder) / "certificates.pdf"
    path.write_bytes(Pdf().render(printed).data)
    print(f"{path}: {len(printed)} certificates")


if __name__ == "__main__":
    main(*sys.argv[1:])
