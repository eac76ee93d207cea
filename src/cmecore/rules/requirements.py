"""Requirements: a test with a stable code, a sentence for people and its sources; and those that every provider needs.

The thresholds are arguments without defaults: what one provider asks (80 % of the content, a score of 70 %) another does not.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.fields import are, is_a, listed, many
from cmecore.credit.sources import Source
from cmecore.credit.text import LINE, PARAGRAPH, line
from cmecore.errors import InvalidValue, shown
from cmecore.rules import facts
from cmecore.rules.criteria import TESTS, AllOf, AnyOf, Test, at_least, is_true
from cmecore.rules.facts import Counting, Share

if TYPE_CHECKING:
    from collections.abc import Iterable


#: The code of the requirement that decides to whom a type of credit can be awarded at all.
PROFESSION = "profession"


@attrs.frozen(kw_only=True)
class Requirement:
    """Something a learner has to do, as a person reads it and as a test that decides it.

    Your own needs no class: name it with a prefix of yours and give it a test.

    >>> from cmecore.rules.criteria import at_least
    >>> from cmecore.rules.facts import Fact, FactKind
    >>> cases = Fact(name="acme.cases", kind=FactKind.COUNT, says="cases discussed")
    >>> print(Requirement(code="acme.discussed", says="Discuss at least 3 cases", test=at_least(cases, 3)))
    Discuss at least 3 cases
    """

    #: Stable name for programs: it does not change when the sentence does.
    code: str = attrs.field(validator=line(longest=2 * LINE))
    #: The sentence for people.
    says: str = attrs.field(validator=line(longest=PARAGRAPH))
    test: Test = attrs.field(validator=is_a(*TESTS))
    sources: tuple[Source, ...] = attrs.field(default=(), converter=many, validator=are(Source))

    def __str__(self) -> str:
        """Say it."""
        return self.says


def _make(code: str, says: str, test: Test, sources: Iterable[Source]) -> Requirement:
    return Requirement(code=code, says=says, test=test, sources=listed(sources, field="sources"))


def completed(least: object, *, part: str = "", sources: Iterable[Source] = ()) -> Requirement:
    """Complete a minimum share of the content: ``completed("0.80")``.

    >>> print(completed("0.80"))
    Complete at least 80 % of the content
    """
    fact = facts.content_of(part) if part else facts.CONTENT
    share = Share.of(least, field="least")
    where = f" of {part}" if part else ""
    return _make(fact.name, f"Complete at least {share} of the content{where}", at_least(fact, share), sources)


def passed(
    least: object,
    *,
    counting: Counting = Counting.BEST,
    attempts: int | None = None,
    assessment: str = "",
    sources: Iterable[Source] = (),
) -> Requirement:
    """Pass an assessment: which attempt counts, and how many are allowed, are part of the rule.

    >>> print(passed("0.70", counting=Counting.LAST, attempts=3))
    Score at least 70 % on the assessment, in the last of at most 3 attempts
    """
    share = Share.of(least, field="least")
    fact = facts.score(counting, attempts=attempts, assessment=assessment)
    allowed = f"at most {attempts} attempts" if attempts else "all attempts"
    how = {
        Counting.BEST: ""
        if not attempts
        else f", in any of at most {attempts} attempts"
        if attempts > 1
        else ", in one attempt",
        Counting.LAST: f", in the last of {allowed}",
        Counting.FIRST: ", in the first attempt",
    }[counting]
    code = f"passed:{assessment}" if assessment else "passed"
    return _make(code, f"Score at least {share} on {assessment or 'the assessment'}{how}", at_least(fact, share), sources)


def spent(*, minutes: int, sources: Iterable[Source] = ()) -> Requirement:
    """Take part for a minimum time.

    >>> print(spent(minutes=45))
    Take part for at least 45 minutes
    """
    if type(minutes) is not int or not 1 <= minutes <= facts.LARGEST_WHOLE:
        raise InvalidValue(field="minutes", found=shown(minutes), expected="a whole number of minutes, 1 or more")
    return _make(
        "time",
        f"Take part for at least {minutes} minutes",
        at_least(facts.TIME, datetime.timedelta(minutes=minutes)),
        sources,
    )


def evaluated(form: str = "", *, sources: Iterable[Source] = ()) -> Requirement:
    """Submit the evaluation.

    >>> print(evaluated())
    Submit the evaluation
    """
    fact = facts.evaluation(form)
    return _make(fact.name, f"Submit the evaluation {form}".strip(), is_true(fact), sources)


def attested(statement: str, *, sources: Iterable[Source] = ()) -> Requirement:
    """Attest to a statement.

    >>> print(attested("I took part in the whole session"))
    Attest: I took part in the whole session
    """
    fact = facts.attestation(statement)
    return _make(fact.name, f"Attest: {statement}", is_true(fact), sources)


def attended(least: object = None, *, sessions: Iterable[str] = (), sources: Iterable[Source] = ()) -> Requirement:
    """Attend: at all, or a minimum share of the sessions, or all of some named ones, or both.

    >>> for asked in (attended(), attended("0.75"), attended(sessions=["Opening", "Panel"])):
    ...     print(asked)
    Attend
    Attend at least 75 % of the sessions
    Attend Opening and Panel
    """
    named = listed(sessions, field="sessions")
    tests: list[Test] = [is_true(facts.presence(session)) for session in named]
    asked = [" and ".join(named)] if named else []
    if least is not None:
        share = Share.of(least, field="least")
        tests.insert(0, at_least(facts.SESSIONS, share))
        asked.insert(0, f"at least {share} of the sessions")
    if not tests:
        tests.append(is_true(facts.ATTENDANCE))
    test = tests[0] if len(tests) == 1 else AllOf(tests)
    return _make("attended", f"Attend {', and '.join(asked)}".rstrip(), test, sources)


def prerequisite(activity: str, *, sources: Iterable[Source] = ()) -> Requirement:
    """Complete another activity before.

    >>> print(prerequisite("EM-100"))
    Complete EM-100 first
    """
    fact = facts.prior(activity)
    return _make(fact.name, f"Complete {activity} first", is_true(fact), sources)


def entitled(name: str, *, sources: Iterable[Source] = ()) -> Requirement:
    """Hold a membership or registration that is active on the day asked for.

    Among a policy's ``requirements`` it gates earning; among its ``gates`` it gates claiming only.

    >>> print(entitled("Premium membership"))
    Have an active Premium membership
    """
    fact = facts.entitlement(name)
    return _make(fact.name, f"Have an active {name}", is_true(fact), sources)


def given_feedback(assessment: str = "", *, sources: Iterable[Source] = ()) -> Requirement:
    """Be given feedback on an assessment, with the rationale of its answers.

    >>> print(given_feedback())
    Receive feedback on the assessment, with its rationale
    """
    fact = facts.feedback(assessment)
    what = assessment or "the assessment"
    return _make(fact.name, f"Receive feedback on {what}, with its rationale", is_true(fact), sources)


def practises(*professions: str, sources: Iterable[Source] = ()) -> Requirement:
    """Be of a profession, or of one of several, to which a type of credit is awarded.

    >>> print(practises("physician"))
    Be a physician
    """
    if not professions:
        raise InvalidValue(field="professions", found="none", expected="one or more", advice='write practises("physician")')
    tests = [is_true(facts.profession(word)) for word in professions]
    test = tests[0] if len(tests) == 1 else AnyOf(tests)
    return _make(PROFESSION, f"Be {' or '.join(map(facts.with_article, professions))}", test, sources)


def identified(scheme: str, *, sources: Iterable[Source] = ()) -> Requirement:
    """Have an identifier with a board or register that a report needs.

    >>> print(identified("ABIM ID"))
    Give the ABIM ID
    """
    fact = facts.identifier(scheme)
    return _make(fact.name, f"Give the {scheme}", is_true(fact), sources)


def permitted(to: str, *, sources: Iterable[Source] = ()) -> Requirement:
    """Permit that something is reported to somebody.

    >>> print(permitted("the ABIM"))
    Permit reporting to the ABIM
    """
    fact = facts.permission(to)
    return _make(fact.name, f"Permit reporting to {to}", is_true(fact), sources)
