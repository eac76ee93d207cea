"""The certificates that the rendering tests print: Ada Okoro's, and variations of it."""

import datetime
from decimal import Decimal

import attrs

from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Span
from cmecore.entries import CREDIT, PARTICIPATION, Certificate, Line
from cmecore.providers import Provider

AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit™", plural="AMA PRA Category 1 Credits™", step="0.25")
MOC = CreditType(code="abim-moc", name="ABIM MOC point", step="0.25")
ADDRESS = "https://verify.example.org/c/CME-2026-0193"

LINES = (
    Line(
        activity="EM-101",
        title="Early recognition of sepsis",
        on=datetime.date(2026, 3, 9),
        credits=AMA("0.75"),
        topics=(("opioid", AMA("0.50")),),
    ),
    Line(activity="EM-102", title="Airway management", on=datetime.date(2026, 3, 10), credits=AMA("0.50")),
    Line(activity="EM-103", title="Point-of-care ultrasound", on=datetime.date(2026, 3, 11), credits=AMA("0.50")),
)

ADA = Certificate(
    number="CME-2026-0193",
    kind=CREDIT,
    learner="account-of-ada",
    name="Ada Okoro, MD",
    provider=Provider(
        name="Lakeside CME", address="1200 Lake Shore Drive, Chicago, IL 60611", contact="education@lakeside.example"
    ),
    course="Emergency Medicine",
    edition="Second edition",
    format="enduring material",
    issued_on=datetime.date(2026, 3, 12),
    lines=LINES,
    total=AMA("1.75"),
    maximum=AMA("2.00"),
    statements=("Lakeside CME is accredited to provide continuing medical education for physicians.",),
    address=ADDRESS,
)

PREVIEW = attrs.evolve(ADA, number=None, address="")

#: Ada claimed MOC points for two of the topics later: the certificate over both, and that of the points alone.
BOTH = attrs.evolve(
    ADA,
    number="CME-2026-0207",
    lines=[attrs.evolve(line, resting=[MOC(line.credits.amount)] * bool(line.topics)) for line in LINES if line.credits],
    resting=[MOC("0.75")],
    supersedes=["CME-2026-0193"],
)
ADDENDUM = attrs.evolve(
    ADA,
    number="CME-2026-0208",
    lines=[attrs.evolve(LINES[0], credits=MOC("0.75"), topics=())],
    total=MOC("0.75"),
    maximum=MOC("2.00"),
    adds_to="CME-2026-0193",
)

ATTENDED = attrs.evolve(
    ADA,
    number="CME-2026-0194",
    kind=PARTICIPATION,
    format="live activity",
    place="McCormick Place, Chicago",
    dates=Span(datetime.date(2026, 3, 9), datetime.date(2026, 3, 11)),
    lines=tuple(attrs.evolve(line, credits=None, topics=()) for line in LINES),
    total=None,
    maximum=None,
    designated=(AMA("2.00"),),
    hours="1.5",
)

#: Everything that has to stand on Ada's certificate.
SAID = (
    "Certificate of Credit",
    "Lakeside CME",
    "certifies that",
    "Ada Okoro, MD",
    "has participated in the enduring material titled",
    "Emergency Medicine",
    "Second edition",
    "and is awarded",
    "1.75 AMA PRA Category 1 Credits™",
    "designated for a maximum of 2.00 AMA PRA Category 1 Credits™",
    "Early recognition of sepsis",
    "9 March 2026",
    "0.75",
    "including 0.50 opioid",
    "Airway management",
    "10 March 2026",
    "Point-of-care ultrasound",
    "11 March 2026",
    "Lakeside CME is accredited to provide continuing medical education for physicians.",
    "Issued 12 March 2026",
    "Certificate number CME-2026-0193",
    "1200 Lake Shore Drive, Chicago, IL 60611",
    "education@lakeside.example",
    ADDRESS,
)


def named(name: str) -> Certificate:
    """Give Ada's certificate another name."""
    return attrs.evolve(ADA, name=name)


def with_lines(count: int) -> Certificate:
    """Give Ada's certificate so many topics."""
    lines = tuple(
        attrs.evolve(LINES[1], activity=f"EM-{index}", title=f"Topic of evening {index}") for index in range(1, count + 1)
    )
    return attrs.evolve(ADA, lines=lines, total=AMA(Decimal("0.50") * count), maximum=AMA(Decimal("0.50") * count))


def words(text: str) -> str:
    """Bring text from a page to single spaces: where lines break is not what is said."""
    return " ".join(text.split())
