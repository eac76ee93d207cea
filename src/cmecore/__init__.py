"""Continuing medical education credit: who earned what, why, and the certificate that proves it.

The story is one line, one module a step::

    evidence → assess → Assessment → earn → Ledger → claim → Claim → certify → Certificate → render → bytes

Names are loaded when they are first used, so that importing the package costs next to nothing.
"""

# Type checkers read the same names in the stub beside this module.
__version__ = "0.1.0"

#: Where each public name is defined.
_HOMES = {
    "activities": (
        "ENDURING INTERNET_LIVE JOURNAL LIVE MANUSCRIPT_REVIEW OTHER PERFORMANCE_IMPROVEMENT POINT_OF_CARE TEACHING "
        "TEST_ITEM_WRITING Activity Format Offer Part"
    ),
    "assessment": "Appraisal Assessment appraise assess",
    "availability": "Answer Available Route available found_by",
    "balances": "Balance balance",
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
    "certificates": "certify certify_completion certify_participation",
    "chain": "Fault Head verify",
    "claimed": "By Claimed claimed_list totals",
    "claiming": "ALL claim claim_automatically",
    "corrections": "adjust correct reissue void",
    "credit.amounts": "CreditType Credits total",
    "credit.canonical": "canonical digest",
    "credit.periods": "Period Span civil_day",
    "credit.rounding": "Rounding Tie Total down nearest up",
    "credit.sources": "Source Sureness",
    "delivering": "Undelivered orders undelivered",
    "designating": "designable teaching",
    "designations": "Designation RuleDay",
    "earning": "earn",
    "entries": (
        "ANNUAL_SUMMARY Acknowledged Adjusted Answered CME CME_ABIM CME_ABIM_ABP CME_ABP COMPLETION CREDIT "
        "Certificate Claim Completed Corrected Document Earned Extended Hold Kind Lifted Line Observed Ordered "
        "Overridden PARTICIPATION Purged Reason Refusal Renamed Reported Retracted Retrieved SPECIALTY TRANSCRIPT "
        "Voided"
    ),
    "errors": "CmeError DifferentTypes InvalidValue LedgerConflict OutcomeIsNotABool",
    "evidence": (
        "Attempt Attended Attested Declared Entitled Evaluated Feedback Participation Practises Present Presented "
        "Prior Progress Stated TimeSpent"
    ),
    "findings": "Finding",
    "handling": "Again Availability Handling Loss Moment Paper Release Retention Scope",
    "history": "Event",
    "identifiers": "AccmeActivity AccmeProvider BirthDay BoardId Licence NabpProfile Npi Orcid Uan",
    "kinds": "KindRule kind_of",
    "ledger": "Ledger",
    "linting": "Remark Severity lint",
    "measuring": "facts",
    "merging": "Merging merge unmerge",
    "obligations": "Obligation",
    "observing": "Observation observe",
    "packages": "Dated LeftOut Package package summary",
    "pages": "Page find page",
    "papers": "State Status status",
    "picking": "on_topic soonest",
    "plans": "Plan",
    "processing": "Matter Stage",
    "providers": "Provider Signatory",
    "reevaluation": "Change Reevaluation reevaluate",
    "releasing": "Listed listing retrieve",
    "rendering": "Rendered Renderer",
    "retention": "Keeping Kept erase_all purge retained",
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
    "rules.windows": "Anchor Anchors Window",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}
__all__ = sorted(_HOME)  # noqa: PLE0605 - one table says it all


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"cmecore.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
