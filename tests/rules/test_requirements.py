"""The ready-made requirements say a sentence, and decide by the facts; each promise of the help page is one of them."""

import datetime
from typing import Any

import pytest

from cmecore.credit.sources import Source
from cmecore.errors import InvalidValue
from cmecore.rules.criteria import AllOf, AnyOf, Outcome, Test, at_least, is_true
from cmecore.rules.facts import (
    CONTENT,
    TIME,
    Counting,
    Share,
    evaluation,
    feedback,
    identifier,
    permission,
    presence,
    profession,
    score,
)
from cmecore.rules.judging import judge, out_of_reach, remaining
from cmecore.rules.requirements import (
    Requirement,
    attended,
    attested,
    completed,
    entitled,
    evaluated,
    given_feedback,
    identified,
    passed,
    permitted,
    practises,
    prerequisite,
    spent,
)
from cmecore.rules.sentences import found, to_do
from hostile import MONSTER, label
from strategies import CASES

MET, UNMET, UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN
HELP = Source(title="Managing Your CME Credits", section="Credit Requirements")


@pytest.mark.parametrize(
    ("requirement", "code", "says", "test"),
    [
        (completed("0.80"), "content", "Complete at least 80 % of the content", at_least(CONTENT, "0.80")),
        (
            completed("17/20", part="m1"),
            "content:m1",
            "Complete at least 17 of 20 of the content of m1",
            None,
        ),
        (passed("0.70"), "passed", "Score at least 70 % on the assessment", at_least(score(), "0.70")),
        (
            passed("0.70", attempts=3),
            "passed",
            "Score at least 70 % on the assessment, in any of at most 3 attempts",
            at_least(score(Counting.BEST, attempts=3), "0.70"),
        ),
        (
            passed("0.70", counting=Counting.LAST),
            "passed",
            "Score at least 70 % on the assessment, in the last of all attempts",
            at_least(score(Counting.LAST), "0.70"),
        ),
        (
            passed("0.70", counting=Counting.LAST, attempts=3),
            "passed",
            "Score at least 70 % on the assessment, in the last of at most 3 attempts",
            at_least(score(Counting.LAST, attempts=3), "0.70"),
        ),
        (
            passed("4/6", counting=Counting.FIRST, assessment="final"),
            "passed:final",
            "Score at least 4 of 6 on final, in the first attempt",
            at_least(score(Counting.FIRST, assessment="final"), "4/6"),
        ),
        (
            spent(minutes=45),
            "time",
            "Take part for at least 45 minutes",
            at_least(TIME, datetime.timedelta(minutes=45)),
        ),
        (evaluated(), "evaluated", "Submit the evaluation", is_true(evaluation())),
        (evaluated("of the speakers"), "evaluated:of the speakers", "Submit the evaluation of the speakers", None),
        (attested("I took part"), "attested:I took part", "Attest: I took part", None),
        (attended("0.75"), "attended", "Attend at least 75 % of the sessions", None),
        (attended(sessions=["Opening"]), "attended", "Attend Opening", is_true(presence("Opening"))),
        (
            attended("0.75", sessions=["Opening", "Panel"]),
            "attended",
            "Attend at least 75 % of the sessions, and Opening and Panel",
            None,
        ),
        (prerequisite("EM-100"), "prior:EM-100", "Complete EM-100 first", None),
        (entitled("Premium membership"), "entitled:Premium membership", "Have an active Premium membership", None),
        (practises("physician"), "profession", "Be a physician", is_true(profession("physician"))),
        (
            practises("physician", "athletic trainer"),
            "profession",
            "Be a physician or an athletic trainer",
            AnyOf([is_true(profession("physician")), is_true(profession("athletic trainer"))]),
        ),
        (given_feedback(), "feedback", "Receive feedback on the assessment, with its rationale", is_true(feedback())),
        (given_feedback("quiz 2"), "feedback:quiz 2", "Receive feedback on quiz 2, with its rationale", None),
        (identified("ABIM ID"), "identified:ABIM ID", "Give the ABIM ID", is_true(identifier("ABIM ID"))),
        (permitted("the ABIM"), "permitted:the ABIM", "Permit reporting to the ABIM", is_true(permission("the ABIM"))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_requirement_has_a_code_a_sentence_and_a_test(
    requirement: Requirement, code: str, says: str, test: Test | None
) -> None:
    """The code is for programs and stays; the sentence is for people and names every number of the rule."""
    assert (requirement.code, requirement.says, str(requirement)) == (code, says, says)
    assert test is None or requirement.test == test
    assert requirement.sources == ()


@pytest.mark.parametrize(
    "make",
    [
        lambda sources: completed("0.80", sources=sources),
        lambda sources: passed("0.70", sources=sources),
        lambda sources: spent(minutes=1, sources=sources),
        lambda sources: evaluated(sources=sources),
        lambda sources: attested("I took part", sources=sources),
        lambda sources: attended("0.75", sources=sources),
        lambda sources: prerequisite("EM-100", sources=sources),
        lambda sources: entitled("membership", sources=sources),
        lambda sources: practises("physician", sources=sources),
        lambda sources: given_feedback(sources=sources),
        lambda sources: identified("ABIM ID", sources=sources),
        lambda sources: permitted("the ABIM", sources=sources),
    ],
)
def test_each_requirement_carries_its_sources(make: Any) -> None:
    """Who asks it is kept with what is asked."""
    assert make(iter([HELP])).sources == (HELP,)


@pytest.mark.parametrize(
    ("done", "outcome"),
    [
        (Share.of("0.79"), UNMET),
        (Share.of("0.80"), MET),
        (Share(15, 20), UNMET),
        (Share(16, 20), MET),
        (Share(17, 20), MET),
        (Share(0, 20), UNMET),
        (None, UNKNOWN),
    ],
)
def test_m85_minimum_participation_is_80_per_cent_of_the_content(done: Share | None, outcome: Outcome) -> None:
    """M85: 79 % against a minimum of 80 % is unmet, 80 % is met, and no report is neither."""
    assert judge(completed("0.80").test, {} if done is None else {"content": done}) is outcome


def test_17_of_20_modules_stay_exactly_17_of_20() -> None:
    """The share that a learner reads is the share that was reported, and it is compared without ever being a percentage."""
    facts = {"content": Share(17, 20)}
    assert found(completed("0.80").test, facts) == "17 of 20"
    assert judge(completed("17/20").test, facts) is MET
    assert judge(completed("0.850000001").test, facts) is UNMET


def test_m86_the_minimum_score_is_70_per_cent_unless_the_activity_says_otherwise() -> None:
    """M86: usually 70 %, so 71 % passes and 69 % does not; another activity asks for 80 %, and there 71 % does not."""
    usual, strict = passed("0.70").test, passed("0.80").test
    assert [judge(usual, {"score:best": Share.of(score)}) for score in ("0.69", "0.70", "0.71")] == [UNMET, MET, MET]
    assert judge(strict, {"score:best": Share.of("0.71")}) is UNMET


def test_m81_quizzes_and_evaluations_are_passed_with_a_passing_score() -> None:
    """M81: two quizzes of one activity each have a passing score of their own, and both have to be passed."""
    both = AllOf([passed("0.70", assessment="quiz 1").test, passed("4/6", assessment="quiz 2").test])
    scores = {"score:quiz 1:best": Share.of("0.70"), "score:quiz 2:best": Share(4, 6)}
    assert judge(both, scores) is MET
    assert judge(both, {**scores, "score:quiz 2:best": Share(3, 6)}) is UNMET
    assert judge(both, {"score:quiz 1:best": Share.of("0.70")}) is UNKNOWN


def test_a_missing_score_is_unknown_and_the_sentence_names_it() -> None:
    """Who never sat the assessment has not failed it: what is still to do is the score, which was not reported."""
    both = AllOf([completed("0.80").test, passed("0.70").test])
    facts = {"content": Share(17, 20)}
    assert judge(both, facts) is UNKNOWN
    rest = remaining(both, facts)
    assert rest == passed("0.70").test
    assert to_do(rest, facts) == "best score on the assessment at least 70 % (not reported)"


def test_the_last_allowed_attempt_decides_for_good() -> None:
    """With three attempts allowed, two failures leave a chance and three do not."""
    test = passed("0.70", attempts=3).test
    failed = {"score:best:3": Share.of("0.64")}
    assert not out_of_reach(test, {**failed, "attempts": 2})
    assert out_of_reach(test, {**failed, "attempts": 3})
    assert to_do(test, {**failed, "attempts": 3}).endswith("(found 64 %, can no longer be met)")


def test_m87_minimum_time_in_the_materials_is_exact() -> None:
    """M87: 45 minutes are asked for; 44 minutes and 59 seconds are not 45 minutes."""
    test = spent(minutes=45).test
    assert judge(test, {"time": datetime.timedelta(minutes=45)}) is MET
    assert judge(test, {"time": datetime.timedelta(minutes=44, seconds=59)}) is UNMET
    assert judge(test, {}) is UNKNOWN


def test_m88_a_required_evaluation_has_to_be_in() -> None:
    """M88: an evaluation that was not submitted blocks, and one that nobody reported about is not taken for one."""
    test = evaluated().test
    assert [judge(test, facts) for facts in ({"evaluated": True}, {"evaluated": False}, {})] == [MET, UNMET, UNKNOWN]


def test_m11_successful_completion_is_whatever_rule_the_provider_defines() -> None:
    """M11: `successfully complete` is a rule kept as data: a caller's own fact and sentence are as good as ready-made ones."""
    discussed = Requirement(
        code="acme.discussed",
        says="Discuss at least 3 cases and pass the assessment",
        test=AllOf([at_least(CASES, 3), passed("0.70").test]),
        sources=[Source(title="Acme rules for successful completion", section="2")],
    )
    assert judge(discussed.test, {"acme.cases": 3, "score:best": Share.of("0.70")}) is MET
    assert judge(discussed.test, {"acme.cases": 2, "score:best": Share.of("0.70")}) is UNMET
    assert str(discussed) == "Discuss at least 3 cases and pass the assessment"


def test_attendance_is_a_share_of_the_sessions_and_named_sessions() -> None:
    """Three of four sessions with the opening among them; without the opening the share alone does not do."""
    test = attended("0.75", sessions=["Opening"]).test
    assert judge(test, {"sessions": Share(3, 4), "present:Opening": True}) is MET
    assert judge(test, {"sessions": Share(3, 4), "present:Opening": False}) is UNMET
    assert judge(test, {"sessions": Share(2, 4), "present:Opening": True}) is UNMET
    assert judge(test, {"sessions": Share(3, 4)}) is UNKNOWN
    both = attended(sessions=["Opening", "Panel"]).test
    assert judge(both, {"present:Opening": True, "present:Panel": True}) is MET
    assert judge(both, {"present:Opening": True, "present:Panel": False}) is UNMET
    assert judge(both, {"present:Opening": True}) is UNKNOWN


def test_a_prerequisite_an_attestation_and_an_entitlement_are_yes_or_no() -> None:
    """Each is met by a yes, and unknown while nobody has said."""
    for requirement in (
        prerequisite("EM-100"),
        attested("I took part"),
        entitled("membership"),
        given_feedback(),
        identified("ABIM ID"),
        permitted("the ABIM"),
    ):
        assert judge(requirement.test, {requirement.code: True}) is MET
        assert judge(requirement.test, {requirement.code: False}) is UNMET
        assert judge(requirement.test, {}) is UNKNOWN


@pytest.mark.parametrize("least", ["80", "1.01", "21/20", "-0.1", 0.8, True, "", "most of it", MONSTER], ids=label)
@pytest.mark.parametrize("make", [completed, passed, attended])
def test_a_threshold_is_a_share(make: Any, least: Any) -> None:
    """80 where 0.80 is meant is the usual slip, and is caught for every requirement that has a share."""
    with pytest.raises(InvalidValue, match=r"^least: "):
        make(least)


@pytest.mark.parametrize("minutes", [0, -1, True, 45.0, "45", None, 10**15, 10**5_000], ids=label)
def test_a_minimum_time_is_whole_minutes_that_someone_could_spend(minutes: Any) -> None:
    """No time at all asks for nothing; more time than a calendar has asks for the impossible."""
    with pytest.raises(InvalidValue, match=r"^minutes: "):
        spent(minutes=minutes)


def test_attendance_at_all_is_attendance() -> None:
    """Without a share and without a session, any attendance is what is asked; one session's name is no list of letters."""
    test = attended().test
    assert [judge(test, facts) for facts in ({"attended": True}, {"attended": False}, {})] == [MET, UNMET, UNKNOWN]
    with pytest.raises(InvalidValue, match=r"^sessions: "):
        attended(sessions="Opening")


def test_of_several_professions_one_is_enough() -> None:
    """Whoever is of one of them is asked for no other; who named neither has not said no."""
    test = practises("physician", "nurse").test
    assert judge(test, {"profession:nurse": True}) is MET
    assert judge(test, {"profession:nurse": True, "profession:physician": False}) is MET
    assert judge(test, {"profession:nurse": False, "profession:physician": False}) is UNMET
    assert judge(test, {"profession:nurse": False}) is UNKNOWN
    assert to_do(test, {}) == "one of: being a physician (not reported); being a nurse (not reported)"


def test_a_profession_is_a_known_word_or_one_of_your_own() -> None:
    """Without any there is nothing to ask; a slip of the pen is told from a profession of one's own by its prefix."""
    assert practises("acme.paramedic").says == "Be an acme.paramedic"
    with pytest.raises(InvalidValue, match=r"^profession: found 'fysician'.*did you mean physician\?"):
        practises("fysician")
    with pytest.raises(InvalidValue, match=r"^professions: found none"):
        practises()


@pytest.mark.parametrize("make", [attested, prerequisite, entitled, practises, identified, permitted])
@pytest.mark.parametrize("of", ["", " ", "a\nb", "\ud800", None, 5, MONSTER], ids=label)
def test_what_is_attested_completed_or_held_has_a_name(make: Any, of: Any) -> None:
    """A requirement about nothing could never be read."""
    with pytest.raises(InvalidValue):
        make(of)


def test_a_statement_may_be_as_long_as_a_line() -> None:
    """The code of an attestation and its sentence both hold a statement of 450 characters."""
    statement = "x" * 450
    assert attested(statement).says == f"Attest: {statement}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", ""),
        ("code", None),
        ("says", ""),
        ("says", "x" * 10_001),
        ("test", "content >= 0.8"),
        ("test", None),
        ("sources", "booklet"),
        ("sources", ["booklet"]),
    ],
    ids=label,
)
def test_a_requirement_of_your_own_is_checked_where_you_make_it(field: str, value: Any) -> None:
    """Each part that is missing or of another kind is refused by the library's own error."""
    made: dict[str, Any] = {"code": "acme.x", "says": "Do it", "test": AllOf([]), field: value}
    with pytest.raises(InvalidValue):
        Requirement(**made)
