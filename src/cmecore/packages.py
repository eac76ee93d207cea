"""Packages: the certificates somebody sends somewhere together, what was left out of them and why, and their summary.

Without a word about what is wanted, a package of the days of a renewal period holds everything that a learner can have for it.
A summary lists what the certificates of a package say, as far as it stands, and awards nothing itself.
"""

from __future__ import annotations

import datetime
import enum
from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from cmecore.balances import balance
from cmecore.certificates import check_maker
from cmecore.credit.amounts import Credits, CreditType, total
from cmecore.credit.fields import are, expect, is_a, listed, many
from cmecore.credit.periods import Span, checked_instant, civil_day, in_words
from cmecore.credit.text import checked
from cmecore.entries import ANNUAL_SUMMARY, Certificate, Kind, Line, Reason, Refusal
from cmecore.errors import InvalidValue, near, shown
from cmecore.handling import Paper
from cmecore.kinds import Family, kind_for
from cmecore.lasting import lowered
from cmecore.ledger import Ledger
from cmecore.papers import State, Status, papers, status
from cmecore.providers import Provider
from cmecore.releasing import Listed, listing
from cmecore.restating import by_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cmecore.entries import Account
    from cmecore.evidence import Entitled


class Dated(enum.Enum):
    """Which day decides whether something lies in a period.

    >>> Dated("completed").name
    'COMPLETED'
    """

    COMPLETED = "completed"
    """The day on which the activity was completed: it decides line by line."""
    CLAIMED = "claimed"
    """The day of the claim that the certificate was made of."""
    ISSUED = "issued"


@attrs.frozen(kw_only=True)
class LeftOut:
    """What is not in a package, and why: a certificate, a line of one that is, or credit that has no certificate yet.

    >>> print(LeftOut(title="Early sepsis", reasons=[Reason(code="not-claimed", says="1.75 not claimed; claim it")]))
    Early sepsis: 1.75 not claimed; claim it
    """

    #: Empty for credit without a certificate.
    number: str = ""
    #: The course of the certificate, or the title of the line; empty where it is gone or never was.
    title: str = ""
    reasons: tuple[Reason, ...] = attrs.field(converter=many, validator=are(Reason))
    #: None where it is not issued, or gone.
    certificate: Certificate | None = attrs.field(default=None, repr=False)

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{', '.join(filter(None, (self.number, self.title)))}: {'; '.join(map(str, self.reasons))}"


@attrs.frozen(kw_only=True)
class Package:
    """Some certificates of a learner, and what is not among them: in the order of issue, or in that of the picked numbers.

    Credit that was earned and not claimed, or claimed and not certified, is told among what was left out.  It is not where
    ``kinds`` or ``numbers`` were asked for, nor where ``during`` is of the days of claim or issue, which it does not have yet.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> print(*package(LEDGER, at=NOW).left_out)
    Early sepsis: 1.75 AMA PRA Category 1 Credits™ not claimed; claim it
    """

    learner: str = attrs.field(repr=False)
    certificates: tuple[Certificate, ...]
    left_out: tuple[LeftOut, ...]
    #: What to know before the amounts are relied on: that more of an activity was claimed than stands as earned.
    cautions: tuple[Reason, ...] = ()
    #: What stands as earned of each account of the learner: no sum can be more, whatever was claimed.
    stands: tuple[tuple[Account, Credits], ...] = attrs.field(default=(), converter=many, repr=False)
    #: What was asked for: the days, which day they are of, and the codes of the types.
    during: Span = attrs.field(default=Span(), validator=is_a(Span))
    of: Dated = Dated.COMPLETED
    types: frozenset[str] = frozenset()

    @property
    def lines(self) -> Iterator[tuple[Certificate, Line]]:
        """Walk the lines of its certificates, without what lies outside the days and types that were asked for."""
        for certificate in self.certificates:
            for line in certificate.lines:
                if (self.of is not Dated.COMPLETED or line.on in self.during) and _has(line, self.types):
                    yield certificate, _of_types(line, self.types) if self.types else line


def package(
    ledger: Ledger,
    /,
    *,
    at: datetime.datetime,
    during: Span | None = None,
    of: Dated = Dated.COMPLETED,
    types: Iterable[CreditType | str] = (),
    courses: Iterable[str] = (),
    kinds: Iterable[Kind] = (),
    numbers: Iterable[str] | None = None,
    channel: str = "",
    entitlements: Iterable[Entitled] = (),
) -> Package:
    """Put together the certificates of some days, types, courses or kinds, or those picked by their numbers.

    Without types, courses or kinds it is of all of them.  With ``during`` a certificate is taken if a line of it lies in the
    days; its other lines are told among what was left out.  Certificates that were voided or replaced are never taken, nor is
    what the provider does not release, or not through the ``channel``.

    Credit that was earned in the days and has no certificate is left out as well, and says what to do.  It has no kind, and no
    day of claim or issue: with ``kinds``, and with ``during`` and such an ``of``, it is not told.  Of picked ``numbers`` the
    certificates come in the order of the numbers, and only these are told.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> package(LEDGER, at=NOW, during=Span(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))).certificates
    ()
    """
    expect(ledger, Ledger, field="ledger")
    desk = _Desk(
        ledger,
        during=Span() if during is None else expect(during, Span, field="during"),
        of=expect(of, Dated, field="of"),
        types=frozenset(
            one if isinstance(one, str) else expect(one, CreditType, field="types").code for one in listed(types, field="types")
        ),
        courses={checked(one, field="courses") for one in listed(courses, field="courses")},
        kinds={expect(one, Kind, field="kinds").code for one in listed(kinds, field="kinds")},
    )
    rows = listing(ledger, at=at, channel=channel, entitlements=entitlements)
    picked = None if numbers is None else [checked(one, field="numbers") for one in listed(numbers, field="numbers")]
    issued = {found.number: found for found in papers(ledger)}
    taken: list[Certificate] = []
    left_out: list[LeftOut] = []
    by_number = {row.certificate.number: row for row in rows if row.certificate is not None}
    for number in issued if picked is None else dict.fromkeys(picked):
        found = issued[number] if number in issued else status(ledger, number)
        reasons = [*_kept_back(found, by_number), *desk.unwanted(found.certificate)]
        if reasons or found.certificate is None:
            left_out.append(_left(found, reasons))
        else:
            taken.append(found.certificate)
            left_out += desk.lines_outside(found.certificate)
    if picked is None:
        left_out += (LeftOut(title=row.title, reasons=row.reasons) for row in rows if desk.lacks(row))
    return Package(
        learner=ledger.learner,
        certificates=tuple(taken),
        left_out=tuple(left_out),
        cautions=tuple(_cautions(ledger, taken, at)),
        stands=((account, held.level) for account, held in ledger.standing.items()),
        during=desk.during,
        of=desk.of,
        types=desk.types,
    )


def summary(
    package: Package,
    /,
    *,
    name: str,
    at: datetime.datetime,
    number: Callable[[], str] | None = None,
    kind: Kind = ANNUAL_SUMMARY,
    title: str = "",
    provider: Provider | None = None,
) -> Certificate | Refusal:
    """Make the document that lists the lines of a package under their courses, with what they add up to by type.

    Where more of an activity is certified than stands as earned, as after two accounts were joined, it lists what stands.  It
    awards nothing, and is never written to a ledger.

    The ``title`` says what it is about, by default its days; the ``provider`` is the one of the certificates, and has to be
    named where there are several.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> print(summary(package(LEDGER, at=NOW), name="Ada Okoro, MD", at=NOW).explain())
    the package holds nothing that a summary could list
    1.75 AMA PRA Category 1 Credits™ not claimed; claim it
    """
    expect(package, Package, field="package")
    checked(name, field="name")
    checked_instant(at, field="at")
    check_maker(number, field="number", example="new_number")
    kind_for(Family.SUMMARY, kind)
    lines = tuple(_listed(package))
    if not lines:
        says = "the package holds nothing that a summary could list"
        because = (reason for left in package.left_out for reason in left.reasons)
        return Refusal([Reason(code="nothing-to-list", says=says), *package.cautions, *because])
    by = _provider(package) if provider is None else expect(provider, Provider, field="provider")
    return Certificate(
        number=None if number is None else checked(number(), field="number"),
        kind=kind,
        learner=package.learner,
        name=name,
        provider=by,
        course=title or _days(package.during),
        issued_on=civil_day(at, by.zone),
        lines=lines,
        summed=tuple(total(credits for line in lines for credits in line.amounts).values()),
        signatories=by.signatories,
    )


class _Desk:
    """What was asked for, held against one certificate after another."""

    def __init__(
        self, ledger: Ledger, *, during: Span, of: Dated, types: frozenset[str], courses: set[str], kinds: set[str]
    ) -> None:
        self.during, self.of, self.types, self.courses, self.kinds = during, of, types, courses, kinds
        self._meant = {"types": _meant(types, _types(ledger)), "courses": _meant(courses, _courses(ledger))}
        self._claimed: Mapping[tuple[str, str], datetime.date] = {
            (made.learner, made.request): civil_day(made.at, made.lines[0].earned.terms.zone) for made in ledger.claims
        }

    def unwanted(self, certificate: Certificate | None) -> Iterator[Reason]:
        """Say why a certificate is not what was asked for."""
        if certificate is None:
            return
        of_types = [line for line in certificate.lines if _has(line, self.types)]
        if not of_types:
            held = dict.fromkeys(str(credits.type) for line in certificate.lines for credits in line.amounts)
            yield Reason(code="another-type", says=f"it awards {' and '.join(held) or 'no credit'}{self._meant['types']}")
        if self.courses and certificate.course not in self.courses:
            yield Reason(code="another-course", says=f"it is about {certificate.course}{self._meant['courses']}")
        if self.kinds and certificate.kind.code not in self.kinds:
            yield Reason(code="another-kind", says=f"it is a {certificate.kind.title}")
        days = self._days(certificate, of_types)
        if of_types and self.during != Span() and not any(day in self.during for day in days):
            on = " and ".join(in_words(day) for day in sorted(days))
            when = f"{self.of.value} on {on}" if on else f"the day on which it was {self.of.value} is not known"
            yield Reason(code="outside-days", says=f"{when}; asked for: {self.during}")

    def lines_outside(self, certificate: Certificate) -> Iterator[LeftOut]:
        """Tell which lines of a certificate that is taken do not lie in the days."""
        for line in certificate.lines if self.of is Dated.COMPLETED else ():
            if line.on not in self.during and _has(line, self.types):
                says = f"{self.of.value} on {in_words(line.on)}; asked for: {self.during}"
                reason = Reason(code="outside-days", says=says, activity=line.activity)
                yield LeftOut(number=certificate.number or "", title=line.title, reasons=[reason], certificate=certificate)

    def lacks(self, row: Listed) -> bool:
        """Tell whether credit that was asked for has no certificate; what a lapsed membership hides is not told."""
        if row.paper is not Paper.CREDIT or row.certificate is not None or row.hidden or self.kinds:
            return False
        of_type = not self.types or any(credits.type.code in self.types for credits in row.credits)
        of_course = not self.courses or row.course in self.courses
        # What was not claimed or not issued has no such day yet.
        dated = self.during == Span() or (self.of is Dated.COMPLETED and (row.on or datetime.date.max) in self.during)
        return of_type and of_course and dated

    def _days(self, certificate: Certificate, lines: Iterable[Line]) -> set[datetime.date]:
        if self.of is Dated.COMPLETED:
            return {line.on for line in lines}
        if self.of is Dated.ISSUED:
            return {certificate.issued_on}
        claimed = self._claimed.get((certificate.learner, certificate.request))
        return set() if claimed is None else {claimed}


def _types(ledger: Ledger) -> dict[str, str]:
    """List the types of a ledger, by their codes and their names as somebody may write them."""
    stated = (credits.type for held in ledger.certificates for line in held.lines for credits in line.amounts)
    return {word: one.code for one in (*stated, *(kind for _, kind in ledger.standing)) for word in (one.code, one.name)}


def _courses(ledger: Ledger) -> dict[str, str]:
    waiting = (held.heading.course for held in ledger.standing.values())
    return {course: course for course in (*(held.course for held in ledger.certificates), *waiting)}


def _meant(asked: Iterable[str], known: Mapping[str, str]) -> str:
    """Say what may have been meant by words that nothing in the ledger answers to; nothing where nothing is near them."""
    unknown = sorted(set(asked) - set(known.values()))
    words = {word.casefold(): meant for word, meant in known.items()}
    found = {
        meant: None
        for one in unknown
        for word, meant in words.items()
        if near(one.casefold(), [word]).startswith("did you mean")
    }
    return f"; did you mean {' or '.join(found)}?" if found else ""


def _kept_back(found: Status, rows: Mapping[str | None, Listed]) -> Iterable[Reason]:
    """Say why a certificate cannot be had, whatever was asked for."""
    if found.state is not State.VALID:
        return [Reason(code=found.state.name.lower().replace("_", "-"), says=str(found))]
    return () if rows[found.number].ready else rows[found.number].reasons


def _left(found: Status, reasons: Iterable[Reason]) -> LeftOut:
    title = "" if found.certificate is None else found.certificate.course
    return LeftOut(number=found.number, title=title, reasons=reasons, certificate=found.certificate)


def _cautions(ledger: Ledger, taken: Iterable[Certificate], at: datetime.datetime) -> Iterator[Reason]:
    on_them = {(line.activity, credits.type) for one in taken for line in one.lines for credits in line.amounts}
    for account, held in balance(ledger, at=at).items():
        if held.over_claimed and account in on_them:
            says = f"of {held.heading.title}, {held.over_claimed} are certified beyond what stands as earned"
            yield Reason(code="over-claimed", says=says, activity=account[0])


def _has(line: Line, types: frozenset[str]) -> bool:
    return not types or any(credits.type.code in types for credits in line.amounts)


def _of_types(line: Line, types: frozenset[str]) -> Line:
    """Return a line with the amounts of some types alone."""
    amounts = [credits for credits in line.amounts if credits.type.code in types]
    topics = [(topic, part) for topic, part in line.topics if part.type.code in types]
    return attrs.evolve(line, credits=amounts[0] if amounts else None, resting=amounts[1:], topics=topics)


def _listed(package: Package) -> Iterator[Line]:
    """Make one line of each activity under its course, by day."""
    groups: defaultdict[tuple[str, str], list[Line]] = defaultdict(list)
    for certificate, line in package.lines:
        groups[certificate.course, line.activity].append(line)
    left = {account: credits.steps for account, credits in package.stands}
    for (course, activity), lines in sorted(groups.items(), key=lambda pair: (pair[0][0], by_day(pair[1][-1]))):
        amounts = list(total(credits for line in lines for credits in line.amounts).values())
        topics: dict[tuple[str, CreditType], list[Credits]] = {}
        for topic, part in (topic for line in lines for topic in line.topics):
            topics.setdefault((topic, part.type), []).append(part)
        whole = attrs.evolve(
            lines[-1],
            under=course,
            credits=amounts[0] if amounts else None,
            resting=amounts[1:],
            topics=[(topic, total(parts)[kind]) for (topic, kind), parts in topics.items()],
        )
        stands = {(activity, each.type): min(each.steps, left.get((activity, each.type), each.steps)) for each in amounts}
        # An activity that was certified under two courses has its amount once as well.
        left |= {account: left[account] - steps for account, steps in stands.items() if account in left}
        if (listed_as := lowered(whole, stands)) is not None:
            yield listed_as


def _provider(package: Package) -> Provider:
    """Return the one provider of some certificates, as the last of them names it."""
    names = {one.provider.name: one.provider for one in package.certificates}
    if len(names) != 1:
        raise InvalidValue(
            field="provider",
            found=shown(" and ".join(sorted(names))),
            expected="who answers for a summary of several providers' certificates",
            advice="write provider=…",
        )
    return next(iter(names.values()))


def _days(during: Span) -> str:
    first, last = (None if day is None else in_words(day) for day in (during.first, during.last))
    if first and last:
        return f"{first} to {last}"
    return f"from {first}" if first else f"until {last}" if last else "All activities"
