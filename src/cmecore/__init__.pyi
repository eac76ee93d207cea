# The public names, for type checkers and editors; tests/test_project.py holds them against the table in __init__.py.

from cmecore.activities import (
    ENDURING as ENDURING,
    INTERNET_LIVE as INTERNET_LIVE,
    JOURNAL as JOURNAL,
    LIVE as LIVE,
    MANUSCRIPT_REVIEW as MANUSCRIPT_REVIEW,
    OTHER as OTHER,
    PERFORMANCE_IMPROVEMENT as PERFORMANCE_IMPROVEMENT,
    POINT_OF_CARE as POINT_OF_CARE,
    TEACHING as TEACHING,
    TEST_ITEM_WRITING as TEST_ITEM_WRITING,
    Activity as Activity,
    Format as Format,
    Offer as Offer,
    Part as Part,
)
from cmecore.assessment import Appraisal as Appraisal, Assessment as Assessment, appraise as appraise, assess as assess
from cmecore.availability import (
    Answer as Answer,
    Available as Available,
    Route as Route,
    available as available,
    found_by as found_by,
)
from cmecore.balances import Balance as Balance, balance as balance
from cmecore.bodies.accreditations import Accreditation as Accreditation
from cmecore.bodies.body import Body as Body, Item as Item, Misnomer as Misnomer, Note as Note, Required as Required
from cmecore.bodies.equivalences import (
    Conversion as Conversion,
    Converts as Converts,
    Equivalence as Equivalence,
    convert as convert,
)
from cmecore.bodies.limits import Limit as Limit, Per as Per
from cmecore.bodies.reading import ReadingTime as ReadingTime
from cmecore.bodies.recognition import Recognition as Recognition
from cmecore.bodies.reporting import Reporter as Reporter, Reporting as Reporting
from cmecore.bodies.rulings import Ruling as Ruling
from cmecore.bodies.statements import Statement as Statement, Style as Style
from cmecore.bodies.wordings import Approval as Approval, Purpose as Purpose, Wording as Wording
from cmecore.certificates import (
    certify as certify,
    certify_completion as certify_completion,
    certify_participation as certify_participation,
)
from cmecore.chain import Fault as Fault, Head as Head, verify as verify
from cmecore.claimed import By as By, Claimed as Claimed, claimed_list as claimed_list, totals as totals
from cmecore.claiming import ALL as ALL, claim as claim, claim_automatically as claim_automatically
from cmecore.corrections import adjust as adjust, correct as correct, reissue as reissue, void as void
from cmecore.credit.amounts import Credits as Credits, CreditType as CreditType, total as total
from cmecore.credit.canonical import canonical as canonical, digest as digest
from cmecore.credit.periods import Period as Period, Span as Span, civil_day as civil_day
from cmecore.credit.rounding import Rounding as Rounding, Tie as Tie, Total as Total, down as down, nearest as nearest, up as up
from cmecore.credit.sources import Source as Source, Sureness as Sureness
from cmecore.delivering import Undelivered as Undelivered, orders as orders, undelivered as undelivered
from cmecore.designating import designable as designable, teaching as teaching
from cmecore.designations import Designation as Designation, RuleDay as RuleDay
from cmecore.earning import earn as earn
from cmecore.entries import (
    ANNUAL_SUMMARY as ANNUAL_SUMMARY,
    CME as CME,
    CME_ABIM as CME_ABIM,
    CME_ABIM_ABP as CME_ABIM_ABP,
    CME_ABP as CME_ABP,
    COMPLETION as COMPLETION,
    CREDIT as CREDIT,
    PARTICIPATION as PARTICIPATION,
    SPECIALTY as SPECIALTY,
    TRANSCRIPT as TRANSCRIPT,
    Acknowledged as Acknowledged,
    Adjusted as Adjusted,
    Answered as Answered,
    Certificate as Certificate,
    Claim as Claim,
    Completed as Completed,
    Corrected as Corrected,
    Document as Document,
    Earned as Earned,
    Extended as Extended,
    Hold as Hold,
    Kind as Kind,
    Lifted as Lifted,
    Line as Line,
    Observed as Observed,
    Ordered as Ordered,
    Overridden as Overridden,
    Purged as Purged,
    Reason as Reason,
    Refusal as Refusal,
    Renamed as Renamed,
    Reported as Reported,
    Retracted as Retracted,
    Retrieved as Retrieved,
    Voided as Voided,
)
from cmecore.errors import (
    CmeError as CmeError,
    DifferentTypes as DifferentTypes,
    InvalidValue as InvalidValue,
    LedgerConflict as LedgerConflict,
    OutcomeIsNotABool as OutcomeIsNotABool,
)
from cmecore.evidence import (
    Attempt as Attempt,
    Attended as Attended,
    Attested as Attested,
    Declared as Declared,
    Entitled as Entitled,
    Evaluated as Evaluated,
    Feedback as Feedback,
    Participation as Participation,
    Practises as Practises,
    Present as Present,
    Presented as Presented,
    Prior as Prior,
    Progress as Progress,
    Stated as Stated,
    TimeSpent as TimeSpent,
)
from cmecore.findings import Finding as Finding
from cmecore.handling import (
    Again as Again,
    Availability as Availability,
    Handling as Handling,
    Loss as Loss,
    Moment as Moment,
    Paper as Paper,
    Release as Release,
    Retention as Retention,
    Scope as Scope,
)
from cmecore.history import Event as Event
from cmecore.identifiers import (
    AccmeActivity as AccmeActivity,
    AccmeProvider as AccmeProvider,
    BirthDay as BirthDay,
    BoardId as BoardId,
    Licence as Licence,
    NabpProfile as NabpProfile,
    Npi as Npi,
    Orcid as Orcid,
    Uan as Uan,
)
from cmecore.kinds import KindRule as KindRule, kind_of as kind_of
from cmecore.ledger import Ledger as Ledger
from cmecore.linting import Remark as Remark, Severity as Severity, lint as lint
from cmecore.measuring import facts as facts
from cmecore.merging import Merging as Merging, merge as merge, unmerge as unmerge
from cmecore.obligations import Obligation as Obligation
from cmecore.observing import Observation as Observation, observe as observe
from cmecore.packages import Dated as Dated, LeftOut as LeftOut, Package as Package, package as package, summary as summary
from cmecore.pages import Page as Page, find as find, page as page
from cmecore.papers import State as State, Status as Status, status as status
from cmecore.picking import on_topic as on_topic, soonest as soonest
from cmecore.plans import Plan as Plan
from cmecore.processing import Matter as Matter, Stage as Stage
from cmecore.providers import Provider as Provider, Signatory as Signatory
from cmecore.reevaluation import Change as Change, Reevaluation as Reevaluation, reevaluate as reevaluate
from cmecore.releasing import Listed as Listed, listing as listing, retrieve as retrieve
from cmecore.rendering import Rendered as Rendered, Renderer as Renderer
from cmecore.retention import Keeping as Keeping, Kept as Kept, erase_all as erase_all, purge as purge, retained as retained
from cmecore.rules.awards import (
    AsAttested as AsAttested,
    AsBase as AsBase,
    Asks as Asks,
    ByStages as ByStages,
    ByTime as ByTime,
    Component as Component,
    Fixed as Fixed,
    InProportion as InProportion,
    RestsOn as RestsOn,
    SumOf as SumOf,
    Whole as Whole,
    WithBonus as WithBonus,
    minutes as minutes,
    over_units as over_units,
)
from cmecore.rules.criteria import (
    AllOf as AllOf,
    AnyOf as AnyOf,
    KOf as KOf,
    Outcome as Outcome,
    at_least as at_least,
    at_most as at_most,
    is_false as is_false,
    is_true as is_true,
    none_of as none_of,
    one_of as one_of,
)
from cmecore.rules.facts import Counting as Counting, Fact as Fact, FactKind as FactKind, Share as Share
from cmecore.rules.judging import judge as judge, remaining as remaining
from cmecore.rules.policies import Policy as Policy
from cmecore.rules.requirements import (
    Requirement as Requirement,
    attended as attended,
    attested as attested,
    completed as completed,
    entitled as entitled,
    evaluated as evaluated,
    given_feedback as given_feedback,
    identified as identified,
    passed as passed,
    permitted as permitted,
    practises as practises,
    prerequisite as prerequisite,
    spent as spent,
)
from cmecore.rules.times import Stretch as Stretch
from cmecore.rules.windows import Anchor as Anchor, Anchors as Anchors, Window as Window

__version__: str
