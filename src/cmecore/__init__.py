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
        MANUSCRIPT_REVIEW,
        OTHER,
        PERFORMANCE_IMPROVEMENT,
        POINT_OF_CARE,
        TEACHING,
        TEST_ITEM_WRITING,
        Activity,
        Format,
        Offer,
        Part,
        Provider,
    )
    from cmecore.assessment import Appraisal, Assessment, appraise, assess
    from cmecore.bodies.accreditations import Accreditation
    from cmecore.bodies.body import Body, Item, Misnomer, Note, Required
    from cmecore.bodies.equivalences import Conversion, Converts, Equivalence, convert
    from cmecore.bodies.limits import Limit, Per
    from cmecore.bodies.reading import ReadingTime
    from cmecore.bodies.recognition import Recognition
    from cmecore.bodies.reporting import Reporter, Reporting
    from cmecore.bodies.rulings import Ruling
    from cmecore.bodies.statements import Statement, Style
    from cmecore.bodies.wordings import Approval, Purpose, Wording
    from cmecore.certificates import certify, certify_participation
    from cmecore.claiming import ALL, claim
    from cmecore.credit.amounts import Credits, CreditType, total
    from cmecore.credit.canonical import canonical, digest
    from cmecore.credit.periods import Period, Span, civil_day
    from cmecore.credit.rounding import Rounding, Tie, Total, down, nearest, up
    from cmecore.credit.sources import Source, Sureness
    from cmecore.designating import designable, teaching
    from cmecore.designations import Designation, RuleDay
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
        Feedback,
        Participation,
        Practises,
        Present,
        Presented,
        Prior,
        Progress,
        Stated,
        TimeSpent,
    )
    from cmecore.findings import Finding
    from cmecore.identifiers import AccmeActivity, AccmeProvider, BirthDay, BoardId, Licence, NabpProfile, Npi, Orcid, Uan
    from cmecore.ledger import Ledger
    from cmecore.linting import Remark, Severity, lint
    from cmecore.measuring import facts
    from cmecore.rendering import Rendered, Renderer
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
        given_feedback,
        identified,
        passed,
        permitted,
        practises,
        prerequisite,
        spent,
    )
    from cmecore.rules.times import Stretch

__version__ = "0.1.0"

#: Where each public name is defined.
_HOMES = {
    "activities": (
        "ENDURING INTERNET_LIVE JOURNAL LIVE MANUSCRIPT_REVIEW OTHER PERFORMANCE_IMPROVEMENT POINT_OF_CARE TEACHING "
        "TEST_ITEM_WRITING Activity Format Offer Part Provider"
    ),
    "assessment": "Appraisal Assessment appraise assess",
    "bodies.accreditations": "Accreditation",
    "bodies.body": "Body Item Misnomer Note Required",
    "bodies.equivalences": "Conversion Converts Equivalence convert",
    "bodies.limits": "Limit Per",
    "bodies.reading": "ReadingTime",
    "bodies.recognition": "Recognition",
    "bodies.reporting": "Reporter Reporting",
    "bodies.rulings": "Ruling",
    "bodies.statements": "Statement Style",
    "bodies.wordings": "Approval Purpose Wording",
    "certificates": "certify certify_participation",
    "claiming": "ALL claim",
    "credit.amounts": "CreditType Credits total",
    "credit.canonical": "canonical digest",
    "credit.periods": "Period Span civil_day",
    "credit.rounding": "Rounding Tie Total down nearest up",
    "credit.sources": "Source Sureness",
    "designating": "designable teaching",
    "designations": "Designation RuleDay",
    "earning": "earn",
    "entries": "CREDIT PARTICIPATION Certificate Claim Completed Earned Kind Line Reason Refusal",
    "errors": "CmeError DifferentTypes InvalidValue LedgerConflict OutcomeIsNotABool",
    "evidence": (
        "Attempt Attended Attested Declared Entitled Evaluated Feedback Participation Practises Present Presented Prior "
        "Progress Stated TimeSpent"
    ),
    "findings": "Finding",
    "identifiers": "AccmeActivity AccmeProvider BirthDay BoardId Licence NabpProfile Npi Orcid Uan",
    "ledger": "Ledger",
    "linting": "Remark Severity lint",
    "measuring": "facts",
    "rendering": "Rendered Renderer",
    "rules.awards": (
        "AsAttested AsBase Asks ByStages ByTime Component Fixed InProportion RestsOn SumOf Whole WithBonus minutes over_units"
    ),
    "rules.criteria": "AllOf AnyOf KOf Outcome at_least at_most is_false is_true none_of one_of",
    "rules.facts": "Counting Fact FactKind Share",
    "rules.judging": "judge remaining",
    "rules.policies": "Policy",
    "rules.requirements": (
        "Requirement attended attested completed entitled evaluated given_feedback identified passed permitted "
        "practises prerequisite spent"
    ),
    "rules.times": "Stretch",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}
__all__ = [
    "ALL",
    "CREDIT",
    "ENDURING",
    "INTERNET_LIVE",
    "JOURNAL",
    "LIVE",
    "MANUSCRIPT_REVIEW",
    "OTHER",
    "PARTICIPATION",
    "PERFORMANCE_IMPROVEMENT",
    "POINT_OF_CARE",
    "TEACHING",
    "TEST_ITEM_WRITING",
    "AccmeActivity",
    "AccmeProvider",
    "Accreditation",
    "Activity",
    "AllOf",
    "AnyOf",
    "Appraisal",
    "Approval",
    "AsAttested",
    "AsBase",
    "Asks",
    "Assessment",
    "Attempt",
    "Attended",
    "Attested",
    "BirthDay",
    "BoardId",
    "Body",
    "ByStages",
    "ByTime",
    "Certificate",
    "Claim",
    "CmeError",
    "Completed",
    "Component",
    "Conversion",
    "Converts",
    "Counting",
    "CreditType",
    "Credits",
    "Declared",
    "Designation",
    "DifferentTypes",
    "Earned",
    "Entitled",
    "Equivalence",
    "Evaluated",
    "Fact",
    "FactKind",
    "Feedback",
    "Finding",
    "Fixed",
    "Format",
    "InProportion",
    "InvalidValue",
    "Item",
    "KOf",
    "Kind",
    "Ledger",
    "LedgerConflict",
    "Licence",
    "Limit",
    "Line",
    "Misnomer",
    "NabpProfile",
    "Note",
    "Npi",
    "Offer",
    "Orcid",
    "Outcome",
    "OutcomeIsNotABool",
    "Part",
    "Participation",
    "Per",
    "Period",
    "Policy",
    "Practises",
    "Present",
    "Presented",
    "Prior",
    "Progress",
    "Provider",
    "Purpose",
    "ReadingTime",
    "Reason",
    "Recognition",
    "Refusal",
    "Remark",
    "Rendered",
    "Renderer",
    "Reporter",
    "Reporting",
    "Required",
    "Requirement",
    "RestsOn",
    "Rounding",
    "RuleDay",
    "Ruling",
    "Severity",
    "Share",
    "Source",
    "Span",
    "Stated",
    "Statement",
    "Stretch",
    "Style",
    "SumOf",
    "Sureness",
    "Tie",
    "TimeSpent",
    "Total",
    "Uan",
    "Whole",
    "WithBonus",
    "Wording",
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
    "convert",
    "designable",
    "digest",
    "down",
    "earn",
    "entitled",
    "evaluated",
    "facts",
    "given_feedback",
    "identified",
    "is_false",
    "is_true",
    "judge",
    "lint",
    "minutes",
    "nearest",
    "none_of",
    "one_of",
    "over_units",
    "passed",
    "permitted",
    "practises",
    "prerequisite",
    "remaining",
    "spent",
    "teaching",
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
