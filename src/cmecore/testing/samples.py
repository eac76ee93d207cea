"""One small story, ready made, for examples and for tests that need some value and do not care which.

Dr 42 completed 17 of 20 units of *Early sepsis*, scored 71 % and sent in the evaluation a day later.

>>> from cmecore import assess
>>> assess(SEEN).appraisals[0].credits
Credits(1.75 ama-pra-1)
"""

from __future__ import annotations

import datetime

from cmecore.activities import ENDURING, Activity
from cmecore.assessment import assess
from cmecore.credit.amounts import CreditType
from cmecore.credit.rounding import nearest
from cmecore.designations import Designation
from cmecore.earning import earn
from cmecore.evidence import Attempt, Evaluated, Participation, Progress
from cmecore.ledger import Ledger
from cmecore.providers import Provider
from cmecore.rules.awards import InProportion
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, evaluated, passed

#: Physicians' credit, in quarters.
AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit™", step="0.25")
#: At least 80 % of the content, a score of 70 % and the evaluation; credit in proportion, to the nearest quarter.
ONLINE = Policy(
    code="online",
    requirements=[completed("0.80"), passed("0.70"), evaluated()],
    award=InProportion(),
    rounding=nearest("0.25"),
)
#: An online course designated for a maximum of 2.00 credits.
SEPSIS = Activity(
    code="EM-101",
    title="Early sepsis",
    format=ENDURING,
    provider=Provider(name="Lakeside CME", zone="America/Chicago"),
    course="Emergency Medicine",
    completion=[completed("0.80")],
    designations=[Designation(maximum=AMA("2.00"), policy=ONLINE)],
)
#: What was seen of one learner in it.
SEEN = Participation(
    "dr-42",
    SEPSIS,
    [
        Progress(17, 20, datetime.date(2026, 3, 9)),
        Attempt("0.71", datetime.date(2026, 3, 9)),
        Evaluated(datetime.date(2026, 3, 10)),
    ],
)
#: An instant three weeks later.
NOW = datetime.datetime(2026, 4, 1, 12, tzinfo=datetime.UTC)
#: The learner's ledger with what was earned, and nothing claimed yet.
LEDGER = Ledger("dr-42").add(*earn(Ledger("dr-42"), assess(SEEN)), at=NOW, actor="lms")
