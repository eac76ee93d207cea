"""Pages: finding an activity by its name as people type it, the meetings that were attended, and an activity's own page."""

from __future__ import annotations

import datetime
import unicodedata
from typing import TYPE_CHECKING

import attrs

from cmecore.activities import INTERNET_LIVE, LIVE, Activity, Format, Heading
from cmecore.claimable import JOINED, not_earned_yet
from cmecore.credit.fields import expect, listed
from cmecore.credit.text import checked
from cmecore.entries import Reason, Refusal
from cmecore.errors import near, shown
from cmecore.handling import Paper
from cmecore.ledger import Ledger
from cmecore.releasing import Listed, listing, outstanding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cmecore.evidence import Entitled

#: Most titles named where a search could mean several.
_NAMED = 5


@attrs.frozen(kw_only=True)
class Page:
    """An activity's own page: what a learner can have there, and what the rest waits for.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> for row in page(LEDGER, "early sep", at=NOW).papers: print(row)
    the certificate of participation for Early sepsis
    the certificate of credit for Early sepsis: 1.75 AMA PRA Category 1 Credits™ not claimed; claim it
    """

    activity: str
    title: str
    #: The day on which the learner completed it; none before that.
    completed_on: datetime.date | None = None
    #: Participation first, then credit where any was offered.
    papers: tuple[Listed, ...]


def page(
    ledger: Ledger,
    activity: Activity | str,
    /,
    *,
    at: datetime.datetime,
    channel: str = "",
    entitlements: Iterable[Entitled] = (),
) -> Page | Refusal:
    """Show the page of an activity, named by its code or by what people type of its title.

    Hand over the activity itself where the learner may not have finished it: then the page tells what is still to do, criterion
    by criterion.  A ledger knows the titles only of what was completed or earned.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> shown = page(LEDGER, "EM-101", at=NOW)
    >>> [(row.paper.name, row.ready) for row in shown.papers]
    [('PARTICIPATION', True), ('CREDIT', False)]
    """
    expect(ledger, Ledger, field="ledger")
    if ledger.follows:
        return Refusal([JOINED])
    if isinstance(activity, Activity):
        heading, offered = activity.heading, bool(activity.designations)
    else:
        found = _one(ledger, activity)
        if isinstance(found, Refusal):
            return found
        heading, offered = found, False
    code, title = heading.activity, heading.title
    completed = ledger.completed.get(code)
    rows = [row for row in listing(ledger, at=at, channel=channel, entitlements=entitlements) if code in row.activities]
    blank = Listed(paper=Paper.PARTICIPATION, activities=(code,), title=title, course=heading.course, ready=False, listed=False)
    # Of what was finished somewhere else, with evidence that this ledger does not keep, nothing can be said for certain.
    unknown = code not in ledger.evidence and (completed is not None or any(account[0] == code for account in ledger.standing))
    if isinstance(activity, Activity) and not unknown:
        rows += outstanding(ledger, activity, at=at)
    if not any(row.paper is Paper.PARTICIPATION for row in rows):
        says = f"{title} is not completed; complete it"
        rows.append(attrs.evolve(blank, reasons=(Reason(code="not-completed", says=says, activity=code),)))
    offered = offered or (completed is not None and bool(completed.designated))
    if offered and not any(row.paper is Paper.CREDIT for row in rows):
        says = f"no credit of {title} is earned; see what is still to do"
        rows.append(attrs.evolve(blank, paper=Paper.CREDIT, reasons=(Reason(code="not-earned", says=says, activity=code),)))
    return Page(
        activity=code,
        title=title,
        completed_on=completed.on if completed is not None else None,
        papers=tuple(sorted(rows, key=lambda row: row.paper is Paper.CREDIT)),
    )


def find(ledger: Ledger, words: str, /) -> tuple[Heading, ...] | Refusal:
    """Find activities by their code, or by a part of their title, course or edition as people type it, the best match first.

    Case, accents and punctuation do not matter.

    >>> from cmecore.testing.samples import LEDGER
    >>> [heading.activity for heading in find(LEDGER, "EARLY sep")]
    ['EM-101']
    >>> print(find(LEDGER, "early spesis").explain())
    no activity is called 'early spesis': did you mean Early sepsis?
    """
    return tuple(heading for _, heading in ranked) if (ranked := _ranked(ledger, words)) else _unknown(ledger, words)


def attended(ledger: Ledger, /, *, formats: Iterable[Format] = (LIVE, INTERNET_LIVE)) -> tuple[Heading, ...]:
    """List the meetings that a learner attended, the latest first: those completed, or that credit was earned in.

    >>> from cmecore.testing.samples import LEDGER
    >>> attended(LEDGER)  # Early sepsis was worked through at home
    ()
    """
    expect(ledger, Ledger, field="ledger")
    names = {expect(one, Format, field="formats").name for one in listed(formats, field="formats")}
    meetings = [heading for heading in _headings(ledger) if heading.format in names]
    days = {earned.activity: earned.since for earned in ledger.standing.values()}
    days |= {code: completed.on for code, completed in ledger.completed.items()}

    def latest_first(heading: Heading) -> tuple[int, str]:
        last = heading.dates.last if heading.dates is not None else None
        return -(last or days[heading.activity]).toordinal(), heading.title

    return tuple(sorted(meetings, key=latest_first))


def _headings(ledger: Ledger) -> tuple[Heading, ...]:
    known = {earned.activity: earned.heading for earned in ledger.standing.values()}
    return tuple((known | {code: completed.heading for code, completed in ledger.completed.items()}).values())


def _one(ledger: Ledger, words: str) -> Heading | Refusal:
    """Return the one activity that is meant: of those that fit, the one that fits best."""
    ranked = _ranked(ledger, words)
    under_way = words.strip() in ledger.evidence and words.strip() not in {heading.activity for heading in _headings(ledger)}
    if under_way or not ranked:
        return _unknown(ledger, words)
    best = [heading for rank, heading in ranked if rank == ranked[0][0]]
    if len(best) == 1:
        return best[0]
    named = ", ".join(" ".join(filter(None, (one.title, one.edition, f"({one.activity})"))) for one in best[:_NAMED])
    more = f" and {len(best) - _NAMED} more" if len(best) > _NAMED else ""
    says = f"{shown(words)} can mean {named}{more}; name one by its code"
    return Refusal([Reason(code="several", says=says)])


def _ranked(ledger: Ledger, words: str) -> list[tuple[int, Heading]]:
    """List the activities that fit what was typed, the best first: the code, the whole title, a part of it, all its words."""
    typed = _letters(checked(words, field="words", blank=True))
    ranked = []
    for heading in _headings(expect(ledger, Ledger, field="ledger")):
        whole = _letters(f"{heading.title} {heading.edition} {heading.course}")
        fits = (
            words.casefold().strip() == heading.activity.casefold(),
            typed in {_letters(heading.title), _letters(f"{heading.title} {heading.edition}")},
            typed in whole,
            all(word in whole for word in typed.split()),
        )
        if fits[0] or (typed and fits[-1]):
            ranked.append((fits.index(True), heading))
    return sorted(ranked, key=lambda pair: (pair[0], pair[1].title, pair[1].edition, pair[1].activity))


def _letters(text: str) -> str:
    """Keep of a text what matters in a search: letters and digits, small and without accents, with single spaces between."""
    plain = (one for one in unicodedata.normalize("NFKD", text).casefold() if unicodedata.category(one) != "Mn")
    return " ".join("".join(one if one.isalnum() else " " for one in plain).split())


def _unknown(ledger: Ledger, words: str) -> Refusal:
    if not words.strip():
        return Refusal([Reason(code="nothing-typed", says="nothing was typed; type a code or a part of a title")])
    if (reason := not_earned_yet(ledger, words.strip())) is not None:
        return Refusal([reason])
    # The titles of what is under way are not known here.
    headings = _headings(ledger)
    titles = {heading.title for heading in headings} | (set(ledger.evidence) - {heading.activity for heading in headings})
    return Refusal([Reason(code="not-found", says=f"no activity is called {shown(words)}: {near(words, titles)}")])
