"""Linting: what is wrong with the words on a certificate, a statement or an activity, with the source that says so.

The rules are the bodies' own, handed in as data; nothing here changes what is printed.
"""

from __future__ import annotations

import datetime
import enum
import re
from typing import TYPE_CHECKING, TypeAlias

import attrs

from cmecore.activities import (
    ENDURING,
    INTERNET_LIVE,
    JOURNAL,
    LIVE,
    MANUSCRIPT_REVIEW,
    OTHER,
    PERFORMANCE_IMPROVEMENT,
    POINT_OF_CARE,
    TEACHING,
    TEST_ITEM_WRITING,
    Activity,
)
from cmecore.bodies.body import Body, Item, plain
from cmecore.bodies.naming import claims_accreditation, claims_credit, is_called, is_format, misnomers_in, readings, refusing
from cmecore.bodies.statements import Statement
from cmecore.bodies.wordings import Purpose, Wording
from cmecore.credit.amounts import Credits, CreditType, total
from cmecore.credit.fields import expect, listed
from cmecore.credit.periods import Span, checked_day
from cmecore.credit.sources import Source
from cmecore.credit.text import PARAGRAPH, checked
from cmecore.designating import designated_beyond_its_time
from cmecore.entries import Certificate
from cmecore.errors import InvalidValue, near
from cmecore.rules.facts import profession as being_a

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cmecore.bodies.naming import Reading
    from cmecore.providers import Provider


class Severity(enum.Enum):
    """How bad it is.

    >>> Severity("error").name
    'ERROR'
    """

    ERROR = "error"
    """A body forbids it, or it is not true."""
    WARNING = "warning"
    """Somebody should look."""


@attrs.frozen(kw_only=True)
class Remark:
    """One thing that is wrong, where, and who says so.

    >>> print(Remark(code="missing-item", severity=Severity.ERROR, says="the format is missing", where="certificate C-1"))
    error: certificate C-1: the format is missing
    """

    #: Stable name for programs.
    code: str
    severity: Severity
    says: str
    where: str
    sources: tuple[Source, ...] = ()

    def __str__(self) -> str:
        """Print it on one line."""
        cited = f" [{'; '.join(map(str, self.sources))}]" if self.sources else ""
        return f"{self.severity.value}: {self.where}: {self.says}{cited}"


def _error(code: str, says: str, where: str, sources: Iterable[Source]) -> Remark:
    return Remark(code=code, severity=Severity.ERROR, says=says, where=where, sources=tuple(sources))


def _warning(code: str, says: str, where: str, sources: Iterable[Source]) -> Remark:
    return attrs.evolve(_error(code, says, where, sources), severity=Severity.WARNING)


Subject: TypeAlias = Certificate | Activity | Statement | str

_ACCREDITING = frozenset({Purpose.ACCREDITATION, Purpose.JOINT_PROVIDERSHIP})
_STANDARD = (LIVE, INTERNET_LIVE, ENDURING, JOURNAL, MANUSCRIPT_REVIEW, TEST_ITEM_WRITING, PERFORMANCE_IMPROVEMENT)
_WORDS_FOR_FORMATS = frozenset(one.name for one in (*_STANDARD, POINT_OF_CARE, OTHER, TEACHING))
# Notes of a body name these two, for the linter to cite them.
_NOT_IN_FORCE = "accreditation-not-in-force"
_NOT_CLAIMED = "amount-not-claimed"
_DESIGNATES = re.compile(r"(?<!\w)designates?(?!\w)")


@attrs.frozen(kw_only=True)
class _Ground:
    """What a subject is held against, wherever in it one looks."""

    bodies: tuple[Body, ...]
    day: datetime.date | None
    provider: Provider | None = None
    profession: str = ""
    elsewhere: frozenset[Item] = frozenset()

    def holds(self, days: Span) -> bool:
        """Tell whether something that is in force on some days is to be looked at; without a day, what still is."""
        return days.last is None if self.day is None else self.day in days

    def noted(self, remark: str, body: Body) -> tuple[Source, ...]:
        """Find the sources of a body's notes that a remark rests on."""
        notes = (note for note in body.notes if note.remark == remark and self.holds(note.in_force))
        return tuple(source for note in notes for source in note.sources)


def lint(
    subject: Subject,
    /,
    *,
    bodies: Iterable[Body],
    on: datetime.date | None = None,
    profession: str = "",
    marks: Iterable[str] = (),
    elsewhere: Iterable[Item] = (),
) -> tuple[Remark, ...]:
    """Look over a certificate, an activity, or a statement, and tell what the bodies would object to.

    :param bodies: whose rules are held against it, such as ``authorities.bodies()``.
    :param on: the day on which it is said; by default that of the work, as far as the subject tells it.
    :param profession: the learner's, where it is known.
    :param marks: the accreditors whose seals or marks are printed on the certificate, or with the activity.
    :param elsewhere: what stands on the document though the certificate does not hold it, such as a board's id.

    >>> from cmecore.bodies.body import Misnomer
    >>> ama = Body(code="ama", name="AMA", misnomers=[Misnomer(phrase="ACCME credit", instead="AMA PRA Category 1 Credit™")])
    >>> for remark in lint("Earn 2.0 ACCME Credits!", bodies=[ama]): print(remark)
    error: statement: not “ACCME credit” but “AMA PRA Category 1 Credit™”
    """
    known = tuple(expect(body, Body, field="bodies") for body in listed(bodies, field="bodies"))
    shown = frozenset(expect(item, Item, field="elsewhere") for item in listed(elsewhere, field="elsewhere"))
    printed = listed(marks, field="marks")
    if on is not None:
        checked_day(on, field="on")
    if profession:
        being_a(profession)
    ground = _Ground(bodies=known, day=on, profession=profession, elsewhere=shown)
    match subject:
        case Certificate():
            worked_on = max((line.on for line in subject.lines), default=subject.issued_on)
            ground = attrs.evolve(ground, day=on or worked_on, provider=subject.provider)
            found = (*_certificate(subject, ground), *_marks(_where(subject), printed, ground))
        case Activity():
            day = on or (subject.days.last if subject.days else subject.offered.first)
            ground = attrs.evolve(ground, day=day, provider=subject.provider)
            found = (*_activity(subject, ground), *_marks(f"activity {subject.code}", printed, ground))
        case _:
            if printed:
                expected = "a certificate or an activity, which names its provider"
                raise InvalidValue(field="marks", found="a mark beside a text", expected=expected)
            text = subject.text if isinstance(subject, Statement) else checked(subject, field="subject", longest=PARAGRAPH)
            found = tuple(_said(text, readings(text, known), "statement", ground))
    # What is wrong twice in one place is said once.
    return tuple(dict.fromkeys(found))


def _said(text: str, read: tuple[Reading, ...], where: str, ground: _Ground) -> Iterator[Remark]:
    """Look over a text: names, the wording of its day, the learning format, and the accreditation that it claims."""
    day = ground.day
    yield from _names(text, where, ground)
    if not read:
        yield from _unread(text, where, ground)
    elif day is not None and not any(day in one.wording.in_force for one in read):
        yield _outdated(read[0].body, read[0].wording, where, day)
    if not any(one.wording.accredits for one in read):
        yield from _claimed(text, where, ground)
    for one in read:
        if one.wording.accredits:
            yield from _accreditation(one.body, where, ground, one.wording.sources)
        yield from _format(one.values.get("format", ""), where, one.body, one.wording)
        yield from _filled(one, where)


def _filled(read: Reading, where: str) -> Iterator[Remark]:
    """Look over what a wording was filled in with."""
    if (type := read.between_steps) is not None:
        says = f"{read.values['amount']} lies between two steps: {type.name} comes in steps of {type.step}"
        yield _error("between-steps", says, where, type.sources or read.wording.sources)
    if read.leaves_out_partners:
        says = "the joint statement does not name the accredited provider and its partners"
        yield _warning("partners-missing", says, where, read.wording.sources)


def _names(text: str, where: str, ground: _Ground) -> Iterator[Remark]:
    for misnomer in misnomers_in(text, ground.bodies):
        yield _error("misnomer", str(misnomer), where, misnomer.sources)
    for body in ground.bodies:
        if (sources := _accrediting(body, ground)) and not body.types and claims_credit(text, body):
            yield _error("misnomer", f"{body.name} accredits providers and grants no credit", where, sources)


def _outdated(body: Body, wording: Wording, where: str, day: datetime.date) -> Remark:
    others = [other for other in body.wordings if other.purpose is wording.purpose and other.types == wording.types]
    if all(other.in_force.first is not None and day < other.in_force.first for other in others):
        says = f"which wording of {body.name} held on {day} is not known; this one is known {wording.in_force}"
        return _warning("wording-not-in-force", says, where, wording.sources)
    right = next((other for other in others if day in other.in_force), None)
    if right is not None and "format" in right.fields and "format" not in wording.fields:
        says = f"the learning format is missing: the wording of {body.name} in force on {day} names it"
        return _error("missing-learning-format", says, where, right.sources)
    says = f"this wording of {body.name} was in force {wording.in_force}, not on {day}"
    return _error("wording-not-in-force", says, where, wording.sources)


def _unread(text: str, where: str, ground: _Ground) -> Iterator[Remark]:
    """Find a designation in words of the provider's own: cut off, or without the learning format that the body's names."""
    said = plain(text)
    for body in ground.bodies:
        for wording in (one for one in body.wordings if ground.holds(one.in_force)):
            named = [type.name for type in body.types if type.code in wording.types and plain(type.name) in said]
            lacking = _names_format(wording) and not any(plain(name) in said for name in _formats(body))
            if named and lacking and _DESIGNATES.search(said):
                says = f"no learning format is named beside {named[0]}"
                yield _error("missing-learning-format", says, where, wording.sources)
            if named and wording.is_begun(text):
                says = f"it begins like the designation of {body.name} and goes on otherwise: {wording.text}"
                yield _warning("not-the-wording", says, where, wording.sources)


def _names_format(wording: Wording) -> bool:
    return wording.purpose is Purpose.DESIGNATION and "format" in wording.fields


def _formats(body: Body) -> set[str]:
    return {name for ruling in body.rulings for name in ruling.formats} | _WORDS_FOR_FORMATS


def _format(name: str, where: str, body: Body, wording: Wording) -> Iterator[Remark]:
    if name and body.rulings and not any(is_format(name, one) for one in _formats(body)):
        says = f"{name[:60]} is no learning format of {body.name}: {near(name[:60], _formats(body))}"
        yield _warning("unknown-format", says, where, wording.sources)


def _claimed(text: str, where: str, ground: _Ground) -> Iterator[Remark]:
    """Find an accreditation that a provider claims in words of its own."""
    for body in ground.bodies:
        if (sources := _accrediting(body, ground)) and claims_accreditation(text, body):
            yield from _accreditation(body, where, ground, sources)


def _accrediting(body: Body, ground: _Ground) -> tuple[Source, ...]:
    """Find the sources of a body's accreditation statements; a body that has none accredits no provider."""
    wordings = (one for one in body.wordings if one.accredits and ground.holds(one.in_force))
    return tuple(source for wording in wordings for source in wording.sources)


def _accreditation(body: Body, where: str, ground: _Ground, sources: tuple[Source, ...]) -> Iterator[Remark]:
    provider, day = ground.provider, ground.day
    if provider is None or day is None:
        return
    held = [one for one in provider.accreditations if is_called(body, one.by)]
    if not held:
        says = f"it names an accreditation by {body.name} that is not on record for {provider.name}"
        yield _warning("accreditation-not-on-record", says, where, sources)
    elif not any(day in one.in_force for one in held):
        says = f"the accreditation by {body.name} was not in force on {day}: {'; '.join(str(one.in_force) for one in held)}"
        yield _error(_NOT_IN_FORCE, says, where, (*sources, *(source for one in held for source in one.sources)))


def _certificate(certificate: Certificate, ground: _Ground) -> Iterator[Remark]:
    where = _where(certificate)
    said: set[Purpose] = set()
    for position, text in enumerate(certificate.statements, start=1):
        read = readings(text, ground.bodies)
        said |= {one.wording.purpose for one in read}
        yield from _said(text, read, f"{where}, statement {position}", ground)
        yield from _differing(read, f"{where}, statement {position}", certificate.provider.name, certificate.format)
        # With several activities, each statement speaks of its own, and the certificate of all.
        if len(certificate.lines) == 1:
            yield from _maxima(read, f"{where}, statement {position}", [certificate.maximum, *certificate.designated])
    amounts = (certificate.total, certificate.maximum, *certificate.designated, *(line.credits for line in certificate.lines))
    for type in dict.fromkeys(amount.type for amount in amounts if amount is not None):
        yield from _names(type.name, where, ground)
    if certificate.total is not None:
        yield from _amount(certificate, certificate.total, ground)
        for body in ground.bodies:
            yield from _awardable(certificate, certificate.total.type, body, ground)
            yield from _missing(certificate, certificate.total.type, body, ground, said)


def _where(certificate: Certificate) -> str:
    return f"certificate {certificate.number or '(preview)'}"


def _marks(where: str, marks: Iterable[str], ground: _Ground) -> Iterator[Remark]:
    """Find the mark of an accreditor that did not accredit the provider on the day."""
    for mark in marks:
        body = next((one for one in ground.bodies if is_called(one, checked(mark, field="marks"))), None)
        if body is None:
            advice = near(plain(mark), {one.code for one in ground.bodies})
            raise InvalidValue(field="marks", found=mark[:60], expected="the code or name of a body", advice=advice)
        sources = ground.noted(_NOT_IN_FORCE, body) or _accrediting(body, ground)
        yield from _accreditation(body, f"{where}, mark of {body.name}", ground, sources)


def _amount(certificate: Certificate, awarded: Credits, ground: _Ground) -> Iterator[Remark]:
    """Find an amount other than what was claimed, the designated maximum in its place above all."""
    claimed = total(line.credits for line in certificate.lines if line.credits is not None)
    if claimed and claimed.get(awarded.type) != awarded:
        maximum = "the designated maximum" if awarded == certificate.maximum else str(awarded.amount)
        instead = claimed[awarded.type].amount if awarded.type in claimed else f"no {awarded.type.name}"
        says = f"{maximum} is printed as the amount awarded; claimed is {instead}"
        noted = (ground.noted(_NOT_CLAIMED, body) for body in ground.bodies if awarded.type in body.types)
        yield _error(_NOT_CLAIMED, says, _where(certificate), (source for sources in noted for source in sources))


def _awardable(certificate: Certificate, type: CreditType, body: Body, ground: _Ground) -> Iterator[Remark]:
    """Find a type awarded to somebody of a profession to whom no rule of the body awards it."""
    asked = refusing(body, type, ground.profession, certificate.format) if ground.profession else ()
    if asked:
        says = f"{type.name} is not awarded to a {ground.profession}: certify participation instead"
        yield _error("not-awarded-to-profession", says, _where(certificate), asked[0].sources)


def _missing(certificate: Certificate, type: CreditType, body: Body, ground: _Ground, said: set[Purpose]) -> Iterator[Remark]:
    """Find what a body asks for and the certificate does not show."""
    held = {item for item, shows in _SHOWS.items() if shows(certificate)} | _ALWAYS | ground.elsewhere
    held |= {Item.ACCREDITATION} if said & _ACCREDITING else set()
    held |= {Item.DESIGNATION} if Purpose.DESIGNATION in said else set()
    for required in body.required:
        about = type in body.types and (not required.types or type.code in required.types)
        fits = required.live in {None, certificate.dates is not None}
        fits = fits and (not required.formats or any(is_format(name, certificate.format) for name in required.formats))
        if about and fits and ground.holds(required.in_force):
            for item in (one for one in required.items if one not in held):
                says = f"the {item.value} is missing, which {body.name} asks for"
                yield _error("missing-item", says, _where(certificate), required.sources)


_ALWAYS = frozenset({Item.NAME, Item.PROVIDER, Item.TITLE, Item.AMOUNT})
#: How a certificate shows an item that it has a field for.
_SHOWS: dict[Item, Callable[[Certificate], bool]] = {
    Item.PROVIDER_ADDRESS: lambda certificate: bool(certificate.provider.address),
    Item.FORMAT: lambda certificate: bool(certificate.format),
    Item.PLACE: lambda certificate: bool(certificate.place),
    Item.DATE: lambda certificate: bool(certificate.dates or certificate.lines),
}


def _activity(activity: Activity, ground: _Ground) -> Iterator[Remark]:
    where = f"activity {activity.code}"
    maxima = [designation.maximum for designation in activity.designations]
    for position, text in enumerate(activity.statements, start=1):
        read = readings(text, ground.bodies)
        yield from _said(text, read, f"{where}, statement {position}", ground)
        yield from _differing(read, f"{where}, statement {position}", activity.provider.name, activity.format.name)
        yield from _maxima(read, f"{where}, statement {position}", maxima)
    for maximum in maxima:
        yield from _names(maximum.type.name, where, ground)
        for body in ground.bodies:
            designating = (one for one in body.wordings if _names_format(one) and maximum.type.code in one.types)
            for wording in (one for one in designating if ground.holds(one.in_force)):
                yield from _format(activity.format.name, where, body, wording)
    yield from _ruled(activity, ground)
    for maximum, worth, policy in designated_beyond_its_time(activity, ground.bodies, on=ground.day):
        says = f"it is designated for {maximum}, and its time is worth {worth.amount}"
        yield _error("more-than-its-time", says, where, policy.sources)


def _ruled(activity: Activity, ground: _Ground) -> Iterator[Remark]:
    """Find a designation by a rule that is for other learning formats than the activity's."""
    policies = [policy for designation in activity.designations for policy in designation.policy]
    for ruling in (ruling for body in ground.bodies for ruling in body.rulings):
        about = any((policy.code, policy.type) == (ruling.code, ruling.type) for policy in policies)
        if about and not any(is_format(activity.format.name, name) for name in ruling.formats):
            says = f"rule {ruling.code} is for {' or '.join(ruling.formats)}, and not for {activity.format.name}"
            yield _warning("rule-for-another-format", says, f"activity {activity.code}", ruling.sources)


def _differing(read: Iterable[Reading], where: str, provider: str, formats: str) -> Iterator[Remark]:
    """Find a designation statement of another provider, or of another learning format."""
    for one in (one for one in read if one.wording.purpose is Purpose.DESIGNATION):
        for said, held in one.differing(provider, formats):
            yield _error("statement-differs", f"it names {said[:60]}, and not {held[:60]}", where, one.wording.sources)


def _maxima(read: Iterable[Reading], where: str, maxima: Iterable[Credits | None]) -> Iterator[Remark]:
    """Find a statement that names another maximum than the activity is designated for."""
    held = [maximum for maximum in maxima if maximum is not None]
    for one in (one for one in read if "amount" in one.values):
        for maximum in held:
            if maximum.type.code in one.wording.types and one.amount != maximum.amount:
                says = f"it says {one.values['amount'][:20]}, but the activity is designated for {maximum.amount}"
                yield _error("maximum-differs", says, where, one.wording.sources)
