"""A body's rule: what it fixes stays fixed, and what it leaves open is named by the provider, or asked for."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest

from cmecore.authorities import acpe, ama, ancc
from cmecore.bodies.rulings import PROVIDERS_OWN, Ruling
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Span
from cmecore.credit.rounding import Direction, Rounding, Tie, Total, down, nearest, up
from cmecore.credit.sources import Source
from cmecore.errors import InvalidValue
from cmecore.rules.awarding import weigher
from cmecore.rules.awards import (
    AsAttested,
    AsBase,
    Asks,
    ByStages,
    ByTime,
    Component,
    Fixed,
    InProportion,
    RestsOn,
    SumOf,
    Whole,
    WithBonus,
)
from cmecore.rules.criteria import Outcome, at_least
from cmecore.rules.facts import CONTENT, STRETCHES, TIME, Share, content_of
from cmecore.rules.judging import Facts
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, evaluated, passed
from cmecore.rules.times import Stretch

AMA = ama.CATEGORY_1
HOUR = CreditType(code="hour", name="contact hour", step="0.1")
POINT = CreditType(code="point", name="MOC point", step="0.25")
WHOLE_POINT = CreditType(code="whole-point", name="MOC point", step="1")
TEXT = Source(title="The body's own text")
MINUTE = datetime.timedelta(minutes=1)


def a_ruling(**fields: Any) -> Ruling:
    """Lay down contact hours by time, whose rounding no source says."""
    policy = fields.pop("policy", Policy(code="hours", award=ByTime(), sources=[TEXT]))
    return Ruling(**{"type": HOUR, "formats": ["live activity"], "policy": policy, **fields})


HOURS = a_ruling()
ROUNDED = a_ruling(policy=Policy(code="rounded", award=ByTime(), rounding=nearest("0.5")))
ARTICLE = a_ruling(policy=Policy(code="article", award=Fixed("1")))
A = Component(code="A", test=at_least(content_of("A"), 1), worth=5)
STAGES = a_ruling(policy=Policy(code="stages", award=ByStages([A])))
UNITS = a_ruling(policy=Policy(code="units", award=SumOf([A])))
ALL_OR_NOTHING = a_ruling(policy=Policy(code="whole", award=Whole()))


def resting(kind: CreditType) -> Ruling:
    """Lay down as much credit of a type as of AMA credit, claimed."""
    return a_ruling(type=kind, policy=Policy(code="on-top", award=AsBase(), rests_on=RestsOn(AMA, Asks.CLAIM)))


def refused(call: Any, *words: str) -> InvalidValue:
    """Insist that a call is refused, in these words, each from its first letter on."""
    with pytest.raises(InvalidValue) as caught:
        call()
    message = str(caught.value)
    assert [word for word in words if not re.search(rf"(^|[ (]){re.escape(word)}", message)] == [], message
    return caught.value


def test_a_ruling_answers_with_the_policy_of_a_designation() -> None:
    """What the body fixes is in it, with the type it is for and the source of each requirement."""
    policy = ama.ENDURING(passing="0.70")
    assert [requirement.code for requirement in policy.requirements] == ["profession", "passed"]
    assert policy.requirements[1].sources == ama.ENDURING.sources
    assert (policy.type, policy.award, policy.rounding) == (AMA, InProportion(), nearest("0.25"))
    assert (policy.code, policy.sources) == ("ama-enduring", ama.ENDURING.policy.sources)


def test_its_days_and_sources_are_those_of_its_policy() -> None:
    """A ruling has one text, one term and one name."""
    span = Span(datetime.date(2017, 9, 12))
    ruling = a_ruling(policy=Policy(code="hours", award=ByTime(), in_force=span, sources=[TEXT]))
    assert (ruling.code, ruling.in_force, ruling.sources) == ("hours", span, (TEXT,))


def test_what_the_provider_asks_besides_comes_after_what_the_body_asks() -> None:
    """The body's requirements first, then the passing score, then the provider's own."""
    asked = ama.JOURNAL(evaluated(), passing="2/3")
    assert [str(requirement) for requirement in asked.requirements] == [
        "Be a physician",
        "Score at least 2 of 3 on the assessment",
        "Submit the evaluation",
    ]


def test_what_the_provider_asks_is_cited_as_its_own() -> None:
    """The body's documents do not ask it; a source that the provider names stands."""
    asked = ama.LIVE(evaluated(), passed("0.70", sources=[TEXT])).requirements
    assert [requirement.sources for requirement in asked[1:]] == [(PROVIDERS_OWN,), (TEXT,)]


def test_a_body_that_asks_for_an_assessment_leaves_the_score_to_the_provider() -> None:
    """Enduring material has a minimum performance level; which one, no body says, and none is guessed."""
    refused(
        ama.ENDURING,
        "passing score of ama-enduring: found none; expected the least score, which the provider sets",
        'write passing="0.70"',
    )


def test_a_score_is_refused_where_the_body_asks_for_no_assessment() -> None:
    """A live activity asks none; a provider that does says so as a requirement of its own."""
    refused(
        lambda: ama.LIVE(passing="0.70"),
        "passing score of ama-live: found '0.70'; expected no score: this rule asks for none",
        'hand over passed("0.70")',
    )
    assert [asked.code for asked in ama.LIVE(passed("0.70")).requirements] == ["profession", "passed"]


@pytest.mark.parametrize("passing", ["70", "1.01", 0.7, "seventy", True])
def test_a_passing_score_is_a_share(passing: object) -> None:
    """From 0 to 1, exactly; what is wrong is said of the passing score."""
    refused(lambda: ama.ENDURING(passing=passing), "passing score of ama-enduring: found ")


def test_a_passing_score_is_not_asked_for_twice() -> None:
    """One assessment, one score: a second one is refused and not silently the stricter."""
    refused(lambda: ama.ENDURING(passed("0.80"), passing="0.70"), "passed more than once")


# Rounding.


@pytest.mark.parametrize("named", [nearest("0.25"), nearest("0.5"), down("0.25"), up("0.25")])
def test_the_rounding_of_a_body_cannot_be_overridden(named: Rounding) -> None:
    """AMA credit goes to the nearest quarter whatever a platform would like, and even the same rule is not said twice."""
    refused(
        lambda: ama.LIVE(rounding=named),
        f"rounding of ama-live: found {named}; expected the body's own: to the nearest 0.25",
        "leave it out, or say with `on` and `tie` what no source says",
    )


def test_where_no_source_says_how_a_body_rounds_the_caller_names_it() -> None:
    """Nothing is rounded by a guess, and the refusal says what to write."""
    assert HOURS.asks_rounding
    refused(
        HOURS,
        "rounding of hours: found none; expected a rounding that you name, since no source says how the body rounds; "
        'write rounding=down("0.1"), or what your accreditor told you',
    )
    assert HOURS(rounding=down("0.1")).rounding == down("0.1")


@pytest.mark.parametrize(
    ("ruling", "asks"),
    [
        (HOURS, True),
        (a_ruling(policy=Policy(code="share", award=InProportion())), True),
        (a_ruling(policy=Policy(code="extra", award=WithBonus(InProportion(), [A]))), True),
        (ROUNDED, False),
        (ARTICLE, False),
        (STAGES, False),
        (ALL_OR_NOTHING, False),
        (a_ruling(policy=Policy(code="word", award=AsAttested())), False),
        (ama.LIVE, False),
    ],
    ids=lambda given: given.code if isinstance(given, Ruling) else None,
)
def test_only_an_award_that_can_fall_between_two_steps_asks_for_a_rounding(ruling: Ruling, *, asks: bool) -> None:
    """Time and shares can; one credit an article, a stage, all or nothing, and the learner's own word cannot."""
    assert ruling.asks_rounding is asks


@pytest.mark.parametrize(("kind", "asks"), [(POINT, False), (WHOLE_POINT, True), (HOUR, True)])
def test_points_beside_a_base_ask_for_a_rounding_only_in_other_steps(kind: CreditType, *, asks: bool) -> None:
    """Quarter points beside quarter credits are as many; whole points, and tenths, are not always."""
    ruling = resting(kind)
    assert ruling.asks_rounding is asks
    if asks:
        refused(ruling, "expected a rounding that you name")
    else:
        assert ruling().rounding is None


@pytest.mark.parametrize(
    ("fields", "known", "example"),
    [
        ({"direction": Direction.DOWN}, "direction down", 'down("0.1")'),
        ({"direction": Direction.NEAREST, "step": "0.5"}, "direction nearest, step 0.5", 'nearest("0.5")'),
        ({"minimum": "0.5"}, "minimum 0.5", 'down("0.1", minimum="0.5")'),
        ({"step": "0.5", "minimum": "1"}, "step 0.5, minimum 1", 'down("0.5", minimum="1")'),
    ],
)
def test_a_part_of_a_rounding_that_is_known_is_asked_for_with_it(fields: dict[str, Any], known: str, example: str) -> None:
    """Always down, but to which step is not said: the refusal tells both, and shows what could be written."""
    refused(a_ruling(**fields), f"no source says how the body rounds (known is {known})", f"write rounding={example},")


@pytest.mark.parametrize(
    ("fields", "right", "wrong", "write"),
    [
        ({"direction": Direction.DOWN}, down("0.1"), nearest("0.1"), 'down("0.1")'),
        ({"direction": Direction.DOWN}, down("0.1"), up("0.2", on=Total.DAY), 'down("0.2", on=Total.DAY)'),
        ({"step": "0.5"}, nearest("0.5"), nearest("0.1"), 'nearest("0.5")'),
        ({"step": "0.5"}, nearest("0.5"), nearest("0.1", tie=Tie.EVEN), 'nearest("0.5", tie=Tie.EVEN)'),
        ({"minimum": "0.5"}, down("0.1", minimum="0.5"), down("0.1"), 'down("0.1", minimum="0.5")'),
        ({"minimum": "0.5"}, down("0.1", minimum="0.50"), up("0.1", minimum="1"), 'up("0.1", minimum="0.5")'),
    ],
)
def test_what_is_known_of_a_rounding_cannot_be_overridden_either(
    fields: dict[str, Any], right: Rounding, wrong: Rounding, write: str
) -> None:
    """Always down is fixed, even where to what is not."""
    ruling = a_ruling(**fields)
    assert ruling(rounding=right).rounding == right
    refused(
        lambda: ruling(rounding=wrong),
        f"found {wrong}; expected a rounding that agrees with what is known of the body's: ",
        f"write rounding={write}",
    )


def test_what_acpe_and_ancc_say_of_their_rounding_is_told_as_it_is_written() -> None:
    """The least amount of ACPE, and the direction of ANCC, have to be said again."""
    advice = 'write rounding=down("0.25", minimum="0.25")'
    assert refused(lambda: acpe.PHARMACISTS(rounding=down("0.25")), "rounding of acpe").advice == advice
    assert acpe.PHARMACISTS(rounding=down("0.25", minimum="0.25")).rounding == down("0.25", minimum="0.25")
    assert refused(lambda: ancc.HOURS(rounding=nearest("0.1")), "rounding of ancc").advice == 'write rounding=down("0.1")'
    assert ancc.HOURS(rounding=down("0.1")).rounding == down("0.1")


def test_a_rounding_is_one_that_the_type_can_hold() -> None:
    """Said where it is named, and not where the activity is designated; what is shown as an example can be held."""
    halves = a_ruling(type=CreditType(code="halves", name="half", step="0.5"))
    error = refused(lambda: halves(rounding=down("0.25")), "rounding step: found the Decimal 0.25")
    assert error.expected == "a multiple of 0.5, the smallest amount of halves"
    refused(lambda: halves(rounding=down("0.5", minimum="0.75")), "rounding minimum: found the Decimal 0.75")
    refused(halves, 'write rounding=down("0.5"),')
    assert halves(rounding=down("0.5")).rounding == down("0.5")
    quarters = a_ruling(type=POINT)
    refused(quarters, 'write rounding=down("0.25"),')


def test_a_rounding_is_known_as_a_whole_or_in_part() -> None:
    """A ruling with both would have two answers."""
    refused(
        lambda: a_ruling(policy=ROUNDED.policy, direction=Direction.DOWN),
        "rounding of rounded: found to the nearest 0.5, and direction down; expected a whole rounding in the policy, or a part",
    )


@pytest.mark.parametrize("ruling", [ARTICLE, STAGES], ids=lambda ruling: ruling.code)
def test_what_an_article_is_worth_is_never_rounded(ruling: Ruling) -> None:
    """Rounding 1 credit up to 5 would be another rule than the body's."""
    error = refused(lambda: ruling(rounding=up("5")), "found up to 5; expected none: what it is worth is never rounded")
    assert error.advice == "leave it out"


@pytest.mark.parametrize("said", [{"on": Total.SESSION}, {"tie": Tie.DOWN}])
def test_what_says_how_to_round_is_refused_where_nothing_is_rounded(said: dict[str, Any]) -> None:
    """A tie of all or nothing would be read by nobody."""
    refused(lambda: ALL_OR_NOTHING(**said), "found `on` or `tie`; expected neither: nothing of it is rounded; leave them out")


@pytest.mark.parametrize("rounding", ["0.25", 0.25, "nearest", Rounding])
def test_a_rounding_is_a_rounding(rounding: Any) -> None:
    """Not its step, and not its class."""
    for ruling in (HOURS, ROUNDED):
        with pytest.raises(InvalidValue, match=f"rounding of {ruling.code}: .*expected Rounding"):
            ruling(rounding=rounding)


@pytest.mark.parametrize(
    ("on", "tie", "said"),
    [
        (None, None, "to the nearest 0.25"),
        (Total.SESSION, None, "to the nearest 0.25, for each session"),
        (Total.DAY, Tie.DOWN, "to the nearest 0.25, ties down, for each day"),
        (None, Tie.EVEN, "to the nearest 0.25, ties to even"),
    ],
)
def test_what_no_source_says_of_a_rounding_is_the_callers(on: Total | None, tie: Tie | None, said: str) -> None:
    """What is added up, and where the middle goes; direction, step and minimum stay the body's."""
    assert str(ama.LIVE(on=on, tie=tie).rounding) == said


def test_what_a_named_rounding_says_itself_stands_unless_it_is_said_again() -> None:
    """`on` and `tie` change a rounding, and leaving them out changes nothing."""
    named = nearest("0.5", tie=Tie.DOWN, on=Total.DAY)
    assert HOURS(rounding=named).rounding == named
    assert HOURS(rounding=named, on=Total.ACTIVITY).rounding == nearest("0.5", tie=Tie.DOWN)
    assert HOURS(rounding=named, tie=Tie.UP).rounding == nearest("0.5", on=Total.DAY)


def test_rounding_each_session_is_another_amount_than_rounding_once() -> None:
    """Three sessions of 20 minutes are 1 hour, 1.00; each by itself goes to 0.25, and three of those are 0.75."""
    sessions = tuple(Stretch(20 * MINUTE, session=code) for code in ("S1", "S2", "S3"))
    facts: Facts = {"profession:physician": True, TIME.name: 60 * MINUTE, STRETCHES.name: sessions}
    assert weigher(ama.LIVE(), AMA("2.00"))(facts) == (Outcome.MET, AMA("1.00").steps)
    assert weigher(ama.LIVE(on=Total.SESSION), AMA("2.00"))(facts) == (Outcome.MET, AMA("0.75").steps)


@pytest.mark.parametrize("said", [{"on": "session"}, {"tie": "down"}])
def test_totals_and_ties_are_values(said: dict[str, Any]) -> None:
    """A word that looks right is no :class:`Total`."""
    with pytest.raises(InvalidValue):
        ama.LIVE(**said)


# Kinds of time.


def test_a_kind_of_time_that_the_rule_speaks_of_keeps_its_weight() -> None:
    """Breaks do not count for AMA credit, whatever a provider would like, and the refusal says what the rule says."""
    refused(
        lambda: ama.LIVE(counts={"break": 1, "introduction": 0}),
        "counts of ama-live: found break; expected only kinds of time that the rule does not speak of",
        "it says itself what these weigh:",
        "break 0, ",
        "learning 1",
    )
    refused(lambda: ama.LIVE(counts={"learning": "0.5", "meal": 1}), "found learning, meal;")


def test_a_kind_of_time_that_the_rule_does_not_speak_of_is_weighed_by_the_caller() -> None:
    """Introductions: the booklet does not name them."""
    weights = dict(ama.LIVE(counts={"introduction": 0, "acme.simulation": "0.5"}).award.counts)  # type: ignore[union-attr]
    assert {kind: str(weights[kind]) for kind in ("introduction", "acme.simulation", "learning", "break")} == {
        "introduction": "0",
        "acme.simulation": "0.5",
        "learning": "1",
        "break": "0",
    }


@pytest.mark.parametrize("counts", [{"introduction": "1.5"}, {"introduktion": 0}, {"introduction": -1}])
def test_weights_are_from_0_to_1_and_for_known_kinds(counts: dict[str, object]) -> None:
    """A weight above 1 would be another rule."""
    with pytest.raises(InvalidValue):
        ama.LIVE(counts=counts)


def test_weights_need_an_award_by_time() -> None:
    """An estimate of content has no kinds of time to weigh."""
    refused(
        lambda: ama.ENDURING(passing="0.70", counts={"evaluation": 0}),
        "counts of ama-enduring: found weights of kinds of time",
        "an award by time that they are for",
    )


def test_weights_are_a_mapping() -> None:
    """Pairs in a list are refused in words, not by a crash."""
    refused(lambda: ama.LIVE(counts=[("introduction", 0)]), "counts of ama-live: found a list of 1; expected the weight of")  # type: ignore[arg-type]


# The award.


@pytest.mark.parametrize("award", [AsAttested(), InProportion(), Whole()])
def test_how_participation_is_measured_is_the_providers(award: Any) -> None:
    """By declaration, by content, or all or nothing; the body's rounding stays."""
    policy = ama.LIVE(award=award)
    assert (policy.award, policy.rounding) == (award, nearest("0.25"))


def test_a_declared_amount_is_taken_as_it_is() -> None:
    """A physician claims what is commensurate: 1.50 of 2.00."""
    policy = ama.LIVE(award=AsAttested())
    facts: Facts = {"profession:physician": True, "declared:ama-pra-1": AMA("1.50")}
    assert weigher(policy, AMA("2.00"))(facts) == (Outcome.MET, AMA("1.50").steps)


@pytest.mark.parametrize(
    ("ruling", "award", "own"),
    [
        (ama.LIVE, ByTime(), "ByTime"),
        (ama.LIVE, ByTime(counts={"break": 1, "learning": 1}), "ByTime"),
        (ama.TEACHING, ByTime(credits="3"), "ByTime"),
        (ama.LIVE, Fixed("5"), "ByTime"),
        (ama.LIVE, ByStages([A]), "ByTime"),
        (ama.LIVE, WithBonus(Fixed("5"), [A]), "ByTime"),
        (ama.LIVE, WithBonus(AsAttested(), [A]), "ByTime"),
        (ama.LIVE, SumOf([A]), "ByTime"),
        (ARTICLE, Fixed("2"), "Fixed"),
        (ARTICLE, Whole(), "Fixed"),
        (STAGES, InProportion(), "ByStages"),
        (UNITS, AsAttested(), "SumOf"),
    ],
)
def test_what_time_or_work_is_worth_cannot_be_overridden(ruling: Ruling, award: Any, own: str) -> None:
    """Two credits an hour for teaching, one an article, five a stage: with another worth it would be another rule."""
    refused(
        lambda: ruling(award=award),
        f"award of {ruling.code}: found a ",
        f"of your own; expected the {own} of the body, which says what it is worth; leave it out",
    )


def test_a_refused_measure_of_time_tells_of_counts() -> None:
    """Who wanted an introduction weighed finds out how; who wanted another article's worth is not told of minutes."""
    refused(lambda: ama.LIVE(award=ByTime()), "say with `counts` what other kinds of time weigh")
    assert "counts" not in str(refused(lambda: ARTICLE(award=Fixed("2")), "leave it out"))


@pytest.mark.parametrize("award", ["attested", AsAttested, 1, object()])
def test_an_award_is_an_award(award: Any) -> None:
    """Not its name and not its class."""
    refused(lambda: ama.LIVE(award=award), "award of ama-live: found", "expected an award, such as AsAttested()")


def test_where_the_body_measures_nothing_by_time_the_provider_may() -> None:
    """Points as much as a base can be taken by time too, and then a rounding is asked for."""
    ruling = resting(POINT)
    refused(lambda: ruling(award=ByTime()), "expected a rounding that you name")
    assert ruling(award=ByTime(), rounding=down("0.25")).rounding == down("0.25")
    assert ruling(award=AsAttested()).rounding is None


# The ruling itself.


def test_a_learning_format_stands_once_and_is_a_word() -> None:
    """A format that is listed twice was meant to be another one."""
    refused(
        lambda: a_ruling(formats=["live activity", "live activity"]), "formats of hours: found live activity more than once"
    )
    refused(lambda: a_ruling(formats=["live activity", " "]), "formats of hours: found blank text")
    refused(lambda: a_ruling(formats="live activity"), "formats: found")
    refused(lambda: a_ruling(formats=[b"live activity"]), "formats[0]: found")


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "hour"},
        {"policy": ByTime()},
        {"passing": "yes"},
        {"passing": None},
        {"version": None},
        {"version": "a\nb"},
        {"direction": "down"},
        {"step": 0.1},
        {"minimum": "-1"},
    ],
    ids=str,
)
def test_a_ruling_is_made_of_what_it_names(fields: dict[str, Any]) -> None:
    """Each field refuses what it cannot be, in words."""
    with pytest.raises(InvalidValue):
        a_ruling(**fields)


def test_a_passing_score_of_nothing_is_a_passing_score() -> None:
    """An assessment that only has to be sat: 0 is named, and it is asked for that there was one."""
    policy = ama.ENDURING(passing=0)
    facts: Facts = {"profession:physician": True, CONTENT.name: Share(1, 1)}
    assert weigher(policy, AMA("1.00"))(facts)[0] is Outcome.UNKNOWN
    assert weigher(policy, AMA("1.00"))({**facts, "score:best": Share(0, 10)}) == (Outcome.MET, 4)


def test_a_rule_with_one_amount_asks_what_earns_it() -> None:
    """Where the body says what an article is worth and not what earns it, seeing somebody open it is not enough."""
    article = Ruling(type=AMA, formats=["journal-based CME activity"], policy=Policy(code="article", award=Fixed("1")))
    assert article.asks_requirement
    with pytest.raises(InvalidValue, match=r"requirements of article: found none; expected what earns its one amount"):
        article()
    assert [str(asked) for asked in article(completed(1)).requirements] == ["Complete at least 100 % of the content"]


def test_what_a_provider_adds_is_not_cited_to_the_body() -> None:
    """A requirement of the provider's is named as his; one that brings a source of its own keeps it."""
    page = Source(title="Lakeside CME, Online courses")
    policy = ama.ENDURING(completed("0.80"), evaluated(sources=[page]), passing="0.70")
    cited = {asked.code: [source.title for source in asked.sources] for asked in policy.requirements}
    assert (cited["content"], cited["evaluated"]) == (["the provider's own rule"], ["Lakeside CME, Online courses"])
    assert all("own rule" not in title for title in cited["profession"] + cited["passed"])


@pytest.mark.parametrize(
    ("fields", "asks"),
    [
        ({"award": Fixed("1")}, True),
        ({"award": Whole()}, True),
        ({"award": Fixed("1"), "requirements": [evaluated()]}, False),
        ({"award": ByStages([A])}, False),
        ({"award": ByTime(), "rounding": nearest("0.1")}, False),
    ],
)
def test_only_a_rule_that_asks_nothing_for_one_amount_asks_for_a_requirement(fields: dict[str, Any], *, asks: bool) -> None:
    """Time and stages are earned by themselves, and what the body asks is enough."""
    ruling = a_ruling(policy=Policy(code="asking", **fields))
    assert ruling.asks_requirement is asks
    if asks:
        refused(ruling, "requirements of asking: found none; ", "which the body leaves to you; write completed(1)")
    else:
        assert ruling().award == fields["award"]
    assert ruling(evaluated("after")).requirements[-1].code == evaluated("after").code


def test_an_assessment_is_what_earns_an_article() -> None:
    """A body that asks for one leaves its score to the provider, and asks for no more."""
    article = a_ruling(policy=ARTICLE.policy, passing=True)
    assert not article.asks_requirement
    assert [requirement.code for requirement in article(passing="0.70").requirements] == ["passed"]


def test_material_may_be_counted_by_its_units_or_hours_and_not_by_an_amount_of_ones_own() -> None:
    """An hour stays an hour however it is counted; an amount that the provider sets is none of the body's."""
    for award in (SumOf([A]), ByTime()):
        assert ama.ENDURING(passing="0.70", award=award).award == award
    for worth in (Fixed("3"), ByStages([A])):
        with pytest.raises(InvalidValue, match=r"^award of ama-enduring: found a .* of your own"):
            ama.ENDURING(passing="0.70", award=worth)


def test_what_is_asked_besides_is_a_requirement() -> None:
    """A word in its place is refused as what it is."""
    with pytest.raises(InvalidValue, match=r"^requirements: "):
        ama.LIVE("evaluated")  # type: ignore[arg-type]
