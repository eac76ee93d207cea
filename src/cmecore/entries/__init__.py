"""Every noun that may be written about a learner; entries are frozen, complete in themselves, and have no verbs.

Each says by its ``identity`` what makes it itself: an event, a request, a number, a case.  Only what has none of these is
named by a digest of its content, and nothing is ever named by a person.
"""

from cmecore.entries.claims import Claim, ClaimLine, Reason, Refusal
from cmecore.entries.custody import Answered, Corrected, Document, Erased, Hold, Joined, Lifted, Purged, Renamed, Reported
from cmecore.entries.documents import (
    Acknowledged,
    Certificate,
    Line,
    Ordered,
    Retrieved,
    Voided,
)
from cmecore.entries.earned import Account, Adjusted, Completed, Earned, Extended, Overridden, Reevaluated, Terms
from cmecore.entries.kinds import (
    ANNUAL_SUMMARY,
    CME,
    CME_ABIM,
    CME_ABIM_ABP,
    CME_ABP,
    COMPLETION,
    CREDIT,
    PARTICIPATION,
    SPECIALTY,
    TRANSCRIPT,
    Kind,
)
from cmecore.entries.observed import Assessed, Observed, Retracted
from cmecore.entries.records import ENTRIES, NEED_A_REASON, Entry, Followed, Merged, Record, Unmerged, activities_of

__all__ = [
    "ANNUAL_SUMMARY",
    "CME",
    "CME_ABIM",
    "CME_ABIM_ABP",
    "CME_ABP",
    "COMPLETION",
    "CREDIT",
    "ENTRIES",
    "NEED_A_REASON",
    "PARTICIPATION",
    "SPECIALTY",
    "TRANSCRIPT",
    "Account",
    "Acknowledged",
    "Adjusted",
    "Answered",
    "Assessed",
    "Certificate",
    "Claim",
    "ClaimLine",
    "Completed",
    "Corrected",
    "Document",
    "Earned",
    "Entry",
    "Erased",
    "Extended",
    "Followed",
    "Hold",
    "Joined",
    "Kind",
    "Lifted",
    "Line",
    "Merged",
    "Observed",
    "Ordered",
    "Overridden",
    "Purged",
    "Reason",
    "Record",
    "Reevaluated",
    "Refusal",
    "Renamed",
    "Reported",
    "Retracted",
    "Retrieved",
    "Terms",
    "Unmerged",
    "Voided",
    "activities_of",
]
