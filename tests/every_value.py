"""A strategy for every class whose values can be written down, so that a law can be tried on each of them."""

import datetime
import zoneinfo
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import strategies as draw
from cmecore import activities, chain, entries, evidence, handling, plans
from cmecore.bodies.accreditations import Accreditation
from cmecore.credit.amounts import Credits, CreditType, total
from cmecore.credit.periods import Period, Span
from cmecore.credit.rounding import Rounding
from cmecore.credit.sources import Source
from cmecore.designations import Designation, RuleDay
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.kinds import KindRule
from cmecore.ledger import Ledger
from cmecore.providers import Provider, Signatory
from cmecore.rules import awards
from cmecore.rules.criteria import AllOf, AnyOf, Compare, KOf
from cmecore.rules.facts import PRESENTED, Fact, FactKind, Share
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import Requirement
from cmecore.rules.times import Stretch
from cmecore.rules.windows import Anchor, Anchors, Window

AMA = draw.AMA
UTC = datetime.UTC

words = st.sampled_from(["EM-101", "Nguyễn Thị Hồng", 'a "quoted" \\ word', "0", "null", "🩺 ward"])
blanks = st.just("") | words
days = draw.days()
# No zone here shows an hour twice, in which Python takes one moment for two.
instants = draw.instants() | st.datetimes(
    datetime.datetime(2020, 1, 1),  # noqa: DTZ001 - the zone is drawn beside it
    datetime.datetime(2030, 1, 1),  # noqa: DTZ001 - likewise
    timezones=st.sampled_from([UTC, zoneinfo.ZoneInfo("Asia/Kolkata"), zoneinfo.ZoneInfo("Africa/Lagos")]),
)
pairs = st.tuples(instants, st.timedeltas(datetime.timedelta(microseconds=1), datetime.timedelta(hours=9))).map(
    lambda drawn: (drawn[0], drawn[0] + drawn[1])
)
credits = draw.amounts(AMA)
zones = st.sampled_from(["UTC", "America/Chicago", "Asia/Kolkata"])
parts_of_credit = st.lists(st.tuples(words, credits), max_size=2)
requirements = st.builds(
    Requirement, code=words, says=words, test=draw.nested_tests(most=3), sources=st.lists(draw.sources(), max_size=1)
)
spans = draw.spans()


def few(drawn: SearchStrategy[Any], by: str = "") -> SearchStrategy[list[Any]]:
    """Draw up to two values, which differ in the field that has to differ."""
    return st.lists(drawn, max_size=2, unique_by=(lambda one: getattr(one, by)) if by else None)


def of(kind: type, union: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Draw from a union what is of one class."""
    return union.filter(lambda value: type(value) is kind)


time_kinds = st.sampled_from(["learning", "panel", "acme.simulation"])
parts = st.builds(
    lambda schedule, **given: activities.Part(starts=schedule and schedule[0], ends=schedule and schedule[1], **given),
    st.none() | pairs,
    code=words,
    title=words,
    minutes=st.none() | st.integers(1, 90),
    units=st.integers(1, 3),
    breaks=st.lists(pairs, max_size=1),
    attended_from=st.none() | draw.shares(),
    kind=time_kinds,
    specialty=blanks,
    topics=st.lists(words, max_size=2),
)
accreditations = st.builds(
    Accreditation,
    by=words,
    types=st.lists(draw.credit_types(), min_size=1, max_size=2),
    in_force=spans,
    number=blanks,
    status=blanks,
    sources=st.lists(draw.sources(), max_size=1),
)
signatories = st.builds(Signatory, words, blanks)
providers = st.builds(
    Provider,
    name=words,
    address=blanks,
    contact=blanks,
    zone=zones,
    accreditations=few(accreditations),
    signatories=st.lists(signatories, max_size=2),
    policy=blanks,
)
formats = st.builds(activities.Format, words, live=st.booleans())
policies = draw.policies(AMA)
windows = st.builds(Window, within=draw.periods(), anchor=st.sampled_from(Anchor), until=st.none() | days) | st.builds(
    Window, within=st.none() | draw.periods(), until=days
)
anchors = st.builds(Anchors, **dict.fromkeys(["earned", "completed", "last_day", "released"], st.none() | days))
papers = st.sampled_from(handling.Paper)
releases = st.builds(handling.Release, of=papers) | st.builds(
    handling.Release,
    of=papers,
    on=st.sampled_from(handling.Moment),
    after=few(requirements, "code"),
    sends=st.booleans(),
    since=st.none() | days,
)
availabilities = st.builds(
    handling.Availability, words, spans, within=st.none() | draw.periods(), anchor=st.sampled_from(Anchor)
)
retentions = st.builds(
    handling.Retention,
    keep=st.none() | draw.periods(),
    anchor=st.sampled_from(Anchor),
    hard=st.booleans(),
    unclaimed=st.none() | draw.periods(),
    scope=st.sampled_from(handling.Scope),
)
handlings = st.just(handling.Handling()) | st.builds(
    handling.Handling,
    automatic=st.booleans(),
    loss=st.sampled_from(handling.Loss),
    topped_up=st.sampled_from(handling.Again),
    rested=st.sampled_from(handling.Again),
    releases=few(releases),
    available=few(availabilities),
    keep=retentions,
    gates_hide=st.booleans(),
    hours_blank=st.booleans(),
)


def _activity(course: dict[str, Any], zone: dict[str, Any], **drawn: Any) -> activities.Activity:
    """Offer what was drawn, without the rules where they are about parts that it does not have."""
    try:
        return activities.Activity(**course, **zone, **drawn)
    except InvalidValue:
        return activities.Activity(**course, **zone, **{**drawn, "completion": (), "designations": ()})


def _with_base(designation: Designation) -> list[Designation]:
    """Designate the type as well that a policy rests on."""
    rests_on = designation.policy[0].rests_on
    base = [] if rests_on is None else [Designation(maximum=rests_on.type(4), policy=Policy(code="base"))]
    return [designation, *base]


activity = st.builds(
    _activity,
    course=st.just({}) | st.fixed_dictionaries({"course": words}),
    zone=st.just({}) | st.fixed_dictionaries({"zone": zones}),
    code=words,
    title=words,
    format=formats,
    provider=providers,
    edition=blanks,
    offered=spans,
    held=st.none() | spans,
    place=blanks,
    parts=few(parts, "code"),
    completion=few(requirements, "code"),
    designations=st.just([]) | draw.designations(AMA).map(_with_base),
    statements=st.lists(words, max_size=2),
    signatories=st.lists(signatories, max_size=1),
    handling=handlings,
)
headings = activity.map(lambda drawn: drawn.heading)
values = st.sampled_from(draw.POOL).flatmap(draw.values)
terms = st.builds(
    entries.Terms,
    zone=zones,
    claim_by=st.none() | days,
    gates=few(requirements, "code"),
    whole=st.booleans(),
    rests_on=st.none() | draw.rests(),
    default=st.booleans(),
    keep_until=st.none() | days,
    unclaimed_until=st.none() | days,
    handling=handlings,
    reported=blanks,
)


def _earned(level: Credits, maximum: Credits, **drawn: Any) -> entries.Earned:
    """Earn no more than was designated."""
    return entries.Earned(level=min(level, maximum), maximum=max(level, maximum), **drawn)


earned = st.builds(
    _earned,
    learner=words,
    heading=headings,
    level=credits,
    since=days,
    maximum=credits,
    version=words,
    terms=terms,
    topics=parts_of_credit,
    specialties=parts_of_credit,
)
entitled = st.builds(evidence.Entitled, words, days).flatmap(
    lambda one: st.sampled_from([one, attrs.evolve(one, until=one.since)])
)
practised = st.builds(evidence.Practises, st.sampled_from(["physician", "nurse", "acme.paramedic"]), days).flatmap(
    lambda one: st.sampled_from([one, attrs.evolve(one, until=one.since)])
)
claim_lines = st.builds(entries.ClaimLine, earned=earned, credits=credits)
joined = st.builds(entries.Joined, merge=words, learners=st.lists(words, min_size=1, max_size=2))
claims = st.builds(
    entries.Claim,
    learner=words,
    request=words,
    asked=words,
    at=instants,
    lines=st.lists(claim_lines, max_size=2),
    entitlements=st.lists(entitled, max_size=1),
    left_out=st.lists(st.builds(entries.Reason, code=words, says=words, activity=blanks), max_size=1),
)
kinds = st.builds(entries.Kind, code=words, title=words)
lines = st.builds(
    entries.Line,
    activity=words,
    title=words,
    on=days,
    credits=st.none() | credits,
    topics=parts_of_credit,
    resting=st.lists(credits, max_size=1),
)


def _summary(lines: list[entries.Line], **drawn: Any) -> entries.Certificate:
    """List what other certificates award, and what it adds up to by type."""
    return entries.Certificate(lines=lines, summed=total(one for line in lines for one in line.amounts).values(), **drawn)


def _certificate(
    lines: list[entries.Line], more: Credits | None, resting: list[Credits], hours: str | None, **drawn: Any
) -> entries.Certificate:
    """Award what the lines add up to, of a maximum that is no less, or state hours where nothing is awarded."""
    awarded = total(line.credits for line in lines if line.credits is not None).get(AMA)
    maximum = None if awarded is None or more is None else max(awarded, more)
    hours = hours if awarded is None else None
    blank = awarded is None and hours is None
    if awarded is None:
        resting, lines = [], [attrs.evolve(line, resting=()) for line in lines]
    drawn["resting"] = resting
    return entries.Certificate(lines=lines, total=awarded, maximum=maximum, hours=hours, blank=blank, **drawn)


certificates = st.builds(
    _summary,
    number=st.none() | words,
    kind=kinds,
    learner=words,
    name=words,
    provider=providers,
    course=words,
    issued_on=days,
    lines=st.lists(lines.map(lambda line: attrs.evolve(line, under="EM")), max_size=2),
) | st.builds(
    _certificate,
    more=st.none() | credits,
    hours=st.none() | st.sampled_from(["0", "1.5", "12.0"]),
    designated=st.lists(credits, max_size=2),
    number=st.none() | words,
    kind=kinds,
    learner=words,
    name=words,
    provider=providers,
    course=words,
    edition=blanks,
    format=blanks,
    place=blanks,
    dates=st.none() | spans,
    issued_on=days,
    lines=st.lists(lines, min_size=1, max_size=2),
    statements=st.lists(words, max_size=1),
    reported=st.lists(words, max_size=1),
    signatories=st.lists(signatories, max_size=1),
    address=blanks,
    request=blanks,
    resting=st.lists(credits, max_size=1),
    earlier=st.lists(words, max_size=2),
    supersedes=st.lists(words, max_size=2),
    adds_to=blanks,
    language=st.sampled_from(["en", "vi"]),
)
completions = st.builds(
    entries.Completed,
    learner=words,
    heading=headings,
    on=days,
    zone=zones,
    designated=st.lists(credits, max_size=2),
    anchors=anchors,
    keep_until=st.none() | days,
    handling=handlings,
    met=few(requirements),
)
reasons = st.builds(entries.Reason, code=words, says=words, activity=blanks)
components = draw.components(AMA, whole=False)
nested = draw.nested_tests()
award = draw.awards(AMA)
items = {
    evidence.Progress: draw.shares().flatmap(
        lambda share: st.builds(evidence.Progress, st.just(share.part), st.just(share.whole), days, blanks)
    ),
    evidence.Attended: st.builds(lambda pair, session: evidence.Attended(pair[0], pair[1], session), pairs, blanks),
    evidence.TimeSpent: st.builds(evidence.TimeSpent, st.integers(0, 600), days, blanks),
    evidence.Attempt: st.builds(evidence.Attempt, draw.shares(), days | instants, blanks, st.integers(0, 5)),
    evidence.Evaluated: st.builds(evidence.Evaluated, days, blanks),
    evidence.Attested: st.builds(evidence.Attested, words, days),
    evidence.Declared: st.builds(evidence.Declared, credits, days),
    evidence.Present: st.builds(evidence.Present, blanks, days),
    evidence.Presented: st.builds(evidence.Presented, words, days, st.none() | st.integers(0, 90))
    | st.builds(evidence.Presented, words, days, talk=words),
    evidence.Feedback: st.builds(evidence.Feedback, days, blanks),
    evidence.Practises: practised,
    evidence.Entitled: entitled,
    evidence.Prior: st.builds(evidence.Prior, words, days),
    evidence.Stated: st.builds(evidence.Stated, words, values, days),
}
observations = st.builds(
    entries.Observed, learner=words, activity=words, item=st.one_of(*items.values()), source=blanks, event=blanks
)
documents = st.builds(
    entries.Document, name=words, sha256=st.sampled_from(["0" * 64, "9f" * 32]), media_type=blanks, place=blanks
)
outcomes = st.lists(st.tuples(words, st.sampled_from(["met", "unmet", "unknown"])), max_size=2)
#: Every class of entries, but the merge, which holds entries itself.
simple: dict[type, SearchStrategy[Any]] = {
    entries.Observed: observations,
    entries.Retracted: st.builds(entries.Retracted, learner=words, observed=words),
    entries.Assessed: st.builds(entries.Assessed, learner=words, activity=words, evidence=words, outcomes=outcomes),
    entries.Completed: completions,
    entries.Earned: earned,
    entries.Adjusted: st.builds(
        entries.Adjusted, learner=words, activity=words, level=credits, case=words, lifted=st.booleans()
    ),
    entries.Overridden: earned.flatmap(
        lambda one: st.builds(entries.Overridden, learner=st.just(one.learner), earned=st.just(one), by=words, case=words)
    ),
    entries.Extended: st.builds(
        entries.Extended, learner=words, activity=words, type=draw.credit_types(), claim_by=days, case=words
    ),
    entries.Reevaluated: st.builds(entries.Reevaluated, learner=words, plan=words, activities=st.lists(words, max_size=2)),
    entries.Claim: claims,
    entries.Certificate: certificates,
    entries.Retrieved: st.builds(entries.Retrieved, learner=words, number=words, channel=blanks, download=blanks),
    entries.Voided: st.builds(entries.Voided, learner=words, number=words, credit=st.booleans()),
    entries.Ordered: st.builds(entries.Ordered, learner=words, order=words, number=words, to=words, why=words),
    entries.Acknowledged: st.builds(
        entries.Acknowledged, learner=words, order=words, delivered=st.booleans(), says=blanks, attempt=st.integers(1, 3)
    ),
    entries.Corrected: st.builds(
        entries.Corrected, learner=words, case=words, about=words, documents=st.lists(documents, max_size=2)
    ),
    entries.Renamed: st.builds(entries.Renamed, learner=words, name=words, case=words),
    entries.Reported: st.builds(
        entries.Reported, learner=words, report=words, activity=words, type=draw.credit_types(), body=words
    ),
    entries.Answered: st.builds(
        entries.Answered, learner=words, report=words, accepted=st.booleans(), code=blanks, says=blanks
    ),
    entries.Hold: st.builds(entries.Hold, learner=words, hold=words, activity=blanks),
    entries.Lifted: st.builds(entries.Lifted, learner=words, hold=words),
    entries.Followed: st.builds(entries.Followed, learner=words.map("{} ".format), merge=words, into=words),
    entries.Unmerged: st.builds(entries.Unmerged, learner=words, merge=words),
    entries.Purged: st.builds(
        entries.Purged,
        learner=words,
        purge=words,
        erased=st.lists(words, max_size=2),
        activities=st.lists(words, max_size=2),
        joined=st.lists(joined, max_size=2),
    ),
}


def _written(entry: entries.Entry, secret: bytes, *, erased: bool, **drawn: Any) -> entries.Record:
    """Write a record after some link, and take away what it says if it was erased since."""
    record = chain.write(entry, after=chain.genesis(entry.learner), secret=secret, **drawn)
    return chain.erase(record) if erased else record


def _recorded(entry: SearchStrategy[entries.Entry]) -> SearchStrategy[entries.Record]:
    return st.builds(_written, entry, st.binary(max_size=2), erased=st.booleans(), at=instants, actor=words, reason=blanks)


merges = st.builds(
    entries.Merged,
    learner=words.map("{} ".format),
    merge=words,
    other=words,
    records=st.lists(_recorded(st.one_of(*simple.values())), max_size=2),
)
all_entries = {**simple, entries.Merged: merges}
records = _recorded(st.one_of(*all_entries.values()))


def _ledger(learner: str, drawn: list[entries.Entry], secret: bytes) -> Ledger:
    """Keep of some entries those that a ledger of this learner can hold together."""
    ledger = Ledger(learner, secret=secret)
    for number, entry in enumerate(drawn):
        of: dict[str, Any] = (
            {"earned": attrs.evolve(entry.earned, learner=learner)} if isinstance(entry, entries.Overridden) else {}
        )
        try:
            ours = attrs.evolve(entry, learner=learner, **of)
            ledger = ledger.add(ours, at=LONG_AGO + datetime.timedelta(hours=number), actor="lms", reason="asked for")
        except (InvalidValue, LedgerConflict):
            continue
    return Ledger(learner, ledger.records)


LONG_AGO = datetime.datetime(2024, 2, 29, tzinfo=UTC)
EARLY = observations | completions | earned
ledgers = st.builds(
    _ledger,
    words,
    st.tuples(st.lists(EARLY, max_size=2), st.lists(st.one_of(*all_entries.values()), max_size=3)).map(
        lambda drawn: [*drawn[0], *drawn[1]]
    ),
    st.binary(max_size=1),
)
some_entries = st.lists(st.one_of(*all_entries.values()), max_size=2)
steps = st.builds(plans.Step, learner=words, entries=some_entries, on=blanks)
#: For each class, values of exactly that class.
EXAMPLES: dict[type, SearchStrategy[Any]] = {
    **items,
    **all_entries,
    CreditType: draw.credit_types() | st.builds(CreditType, code=words, name=words, step=st.just("0.5"), plural=words),
    Credits: draw.credit_types().flatmap(draw.amounts),
    Rounding: draw.roundings(AMA),
    Source: draw.sources(),
    Period: draw.periods(),
    Span: spans,
    Share: draw.shares(),
    Fact: draw.facts(),
    Compare: draw.comparisons(),
    AllOf: st.lists(nested, max_size=3).map(AllOf),
    AnyOf: st.lists(nested, min_size=1, max_size=3).map(AnyOf),
    KOf: st.lists(nested, min_size=2, max_size=3).map(lambda listed: KOf(2, listed)),
    Requirement: requirements,
    awards.Whole: st.just(awards.Whole()),
    awards.InProportion: draw.facts([FactKind.SHARE]).map(awards.InProportion),
    awards.ByTime: draw.by_time() | st.builds(awards.ByTime, unit=draw.times().filter(bool), of=st.just(PRESENTED)),
    awards.AsBase: st.just(awards.AsBase()),
    awards.RestsOn: draw.rests(),
    Stretch: draw.stretches(kinds=["learning", "acme.simulation"]),
    Accreditation: accreditations,
    awards.AsAttested: st.just(awards.AsAttested()),
    awards.Fixed: st.sampled_from(["1", "0.75"]).map(awards.Fixed),
    awards.Component: components.map(lambda listed: listed[0]),
    awards.ByStages: components.map(awards.ByStages),
    awards.SumOf: components.map(awards.SumOf),
    awards.WithBonus: st.builds(awards.WithBonus, award.filter(lambda one: not isinstance(one, awards.WithBonus)), components),
    Policy: st.builds(
        attrs.evolve,
        policies,
        type=st.none() | st.just(AMA),
        gates=few(requirements, "code"),
        claim_within=st.none() | draw.periods() | windows,
        in_force=spans,
        sources=few(draw.sources()),
    ),
    activities.Format: formats,
    Provider: providers,
    Signatory: signatories,
    activities.Part: parts,
    Designation: st.builds(
        attrs.evolve, draw.designations(AMA), rule_day=st.none() | st.sampled_from(RuleDay), reported=blanks
    ),
    activities.Heading: headings,
    activities.Activity: activity,
    evidence.Participation: st.builds(evidence.Participation, words, activity, st.sets(st.one_of(*items.values()), max_size=6)),
    entries.Terms: terms,
    entries.ClaimLine: claim_lines,
    entries.Kind: kinds,
    entries.Joined: joined,
    KindRule: st.builds(
        KindRule,
        kind=kinds,
        types=st.lists(words | st.sets(words, min_size=1, max_size=2), min_size=1, max_size=2),
        none_other=st.booleans(),
    ),
    entries.Line: lines,
    entries.Reason: reasons,
    entries.Refusal: st.lists(reasons, max_size=2).map(entries.Refusal),
    entries.Document: documents,
    entries.Erased: st.builds(entries.Erased, identity=words),
    entries.Record: records,
    Anchors: anchors,
    Window: windows,
    handling.Availability: availabilities,
    handling.Handling: handlings,
    handling.Release: releases,
    handling.Retention: retentions,
    chain.Head: st.builds(chain.Head, words, st.integers(0, 10**6), words),
    chain.Fault: st.builds(chain.Fault, place=st.integers(0, 10**6), code=words, says=words),
    plans.Step: steps,
    plans.Plan: st.builds(
        plans.Plan,
        steps=st.lists(some_entries, max_size=2).map(
            lambda drawn: [plans.Step(learner=f"dr-{place}", entries=listed) for place, listed in enumerate(drawn)]
        ),
        does=st.lists(words, max_size=2),
        conflicts=st.lists(reasons, max_size=1),
    ),
    Ledger: ledgers,
}
