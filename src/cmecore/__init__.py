"""Continuing medical education credit: who earned what, why, and the certificate that proves it.

The story is one line, one module a step::

    evidence → assess → Assessment → earn → Ledger → claim → Claim → certify → Certificate → render → bytes

Names are loaded when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

# What type checkers take for true, without the cost of importing typing.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from cmecore.activities import (
        ENDURING,
        INTERNET_LIVE,
        JOURNAL,
        LIVE,
        Activity,
        Designation,
        Format,
        Offer,
        Part,
        Provider,
        RuleDay,
    )
    from cmecore.assessment import Appraisal, Assessment, Finding, appraise, assess
    from cmecore.certificates import certify, certify_participation
    from cmecore.claiming import ALL, claim
    from cmecore.credit.amounts import Credits, CreditType, total
    from cmecore.credit.canonical import canonical, digest
    from cmecore.credit.periods import Period, Span, civil_day
    from cmecore.credit.rounding import Rounding, Tie, Total, down, nearest, up
    from cmecore.credit.sources import Source, Sureness
    from cmecore.earning import earn
    from cmecore.entries import CREDIT, PARTICIPATION, Certificate, Claim, Completed, Earned, Kind, Line, Reason, Refusal
    from cmecore.errors import CmeError, DifferentTypes, InvalidValue, LedgerConflict, OutcomeIsNotABool
    from cmecore.evidence import (
        Attempt,
        Attended,
        Attested,
        Declared,
        Entitled,
        Evaluated,
        Participation,
        Present,
        Prior,
        Progress,
        Stated,
        TimeSpent,
    )
    from cmecore.ledger import Ledger
    from cmecore.measuring import facts
    from cmecore.rendering import Rendered, Renderer
    from cmecore.rules.awards import (
        AsAttested,
        ByStages,
        ByTime,
        Component,
        Fixed,
        InProportion,
        SumOf,
        Whole,
        WithBonus,
        minutes,
        over_units,
    )
    from cmecore.rules.criteria import AllOf, AnyOf, KOf, Outcome, at_least, at_most, is_false, is_true, none_of, one_of
    from cmecore.rules.facts import Counting, Fact, FactKind, Share
    from cmecore.rules.judging import judge, remaining
    from cmecore.rules.policies import Policy
    from cmecore.rules.requirements import (
        Requirement,
        attended,
        attested,
        completed,
        entitled,
        evaluated,
        passed,
        prerequisite,
        spent,
    )

__version__ = "0.1.0"

#: Where each public name is defined.
_HOMES = {
    "activities": "ENDURING INTERNET_LIVE JOURNAL LIVE Activity Designation Format Offer Part Provider RuleDay",
    "assessment": "Appraisal Assessment Finding appraise assess",
    "certificates": "certify certify_participation",
    "claiming": "ALL claim",
    "credit.amounts": "CreditType Credits total",
    "credit.canonical": "canonical digest",
    "credit.periods": "Period Span civil_day",
    "credit.rounding": "Rounding Tie Total down nearest up",
    "credit.sources": "Source Sureness",
    "earning": "earn",
    "entries": "CREDIT PARTICIPATION Certificate Claim Completed Earned Kind Line Reason Refusal",
    "errors": "CmeError DifferentTypes InvalidValue LedgerConflict OutcomeIsNotABool",
    "evidence": "Attempt Attended Attested Declared Entitled Evaluated Participation Present Prior Progress Stated TimeSpent",
    "ledger": "Ledger",
    "measuring": "facts",
    "rendering": "Rendered Renderer",
    "rules.awards": "AsAttested ByStages ByTime Component Fixed InProportion SumOf Whole WithBonus minutes over_units",
    "rules.criteria": "AllOf AnyOf KOf Outcome at_least at_most is_false is_true none_of one_of",
    "rules.facts": "Counting Fact FactKind Share",
    "rules.judging": "judge remaining",
    "rules.policies": "Policy",
    "rules.requirements": "Requirement attended attested completed entitled evaluated passed prerequisite spent",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}
__all__ = [
    "ALL",
    "CREDIT",
    "ENDURING",
    "INTERNET_LIVE",
    "JOURNAL",
    "LIVE",
    "PARTICIPATION",
    "Activity",
    "AllOf",
    "AnyOf",
    "Appraisal",
    "AsAttested",
    "Assessment",
    "Attempt",
    "Attended",
    "Attested",
    "ByStages",
    "ByTime",
    "Certificate",
    "Claim",
    "CmeError",
    "Completed",
    "Component",
    "Counting",
    "CreditType",
    "Credits",
    "Declared",
    "Designation",
    "DifferentTypes",
    "Earned",
    "Entitled",
    "Evaluated",
    "Fact",
    "FactKind",
    "Finding",
    "Fixed",
    "Format",
    "InProportion",
    "InvalidValue",
    "KOf",
    "Kind",
    "Ledger",
    "LedgerConflict",
    "Line",
    "Offer",
    "Outcome",
    "OutcomeIsNotABool",
    "Part",
    "Participation",
    "Period",
    "Policy",
    "Present",
    "Prior",
    "Progress",
    "Provider",
    "Reason",
    "Refusal",
    "Rendered",
    "Renderer",
    "Requirement",
    "Rounding",
    "RuleDay",
    "Share",
    "Source",
    "Span",
    "Stated",
    "SumOf",
    "Sureness",
    "Tie",
    "TimeSpent",
    "Total",
    "Whole",
    "WithBonus",
    "appraise",
    "assess",
    "at_least",
    "at_most",
    "attended",
    "attested",
    "canonical",
    "certify",
    "certify_participation",
    "civil_day",
    "claim",
    "completed",
    "digest",
    "down",
    "earn",
    "entitled",
    "evaluated",
    "facts",
    "is_false",
    "is_true",
    "judge",
    "minutes",
    "nearest",
    "none_of",
    "one_of",
    "over_units",
    "passed",
    "prerequisite",
    "remaining",
    "spent",
    "total",
    "up",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"cmecore.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
