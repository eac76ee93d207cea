"""The American Nurses Credentialing Center: contact hours of nursing continuing professional development, formerly CNE."""

from __future__ import annotations

from cmecore.authorities._cited import READ_AGAIN, in_use, secondary, unsourced
from cmecore.bodies.body import Body, Item, Misnomer, Note, Required
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Approval, Purpose, Wording
from cmecore.credit.amounts import CreditType
from cmecore.credit.rounding import Direction
from cmecore.rules.awards import ByTime, InProportion
from cmecore.rules.policies import Policy
from cmecore.rules.times import EVALUATION, LEARNING

MIDWEST = "Midwest Multistate Division, contact hours FAQ, 2022, quoting ANCC 2013 and 2015"
COLORADO = "Colorado Nurses Association, FAQs for nursing continuing professional development"
EXCELLENCE = "Nursing Excellence Continuing Education Services, FAQs"
AORN_METHOD = "AORN, Contact Hour Calculation for Enduring/Web-based Materials"

_MIDWEST_AT = "https://midwestnurses.org/faq_category/contact-hours/"
_COLORADO_AT = "https://coloradonurses.org/faqs-2/"

#: Tenths and hundredths of an hour are both whole numbers of its steps: which of them a provider gives, its rounding says.
CONTACT_HOUR = CreditType(
    code="ancc-contact-hour",
    name="ANCC contact hour",
    step="0.01",
    sources=[
        secondary(MIDWEST, "60 minutes are 1 contact hour", address=_MIDWEST_AT),
        unsourced(
            "whether hours are given in steps of 0.1 or of 0.01: the step is 0.01, which holds both, and the caller rounds"
        ),
    ],
)

_HOUR = secondary(
    MIDWEST,
    "60 minutes are 1 contact hour; the time that participants spend evaluating the activity counts",
    address=_MIDWEST_AT,
)
_SAME = secondary(
    COLORADO, "one contact hour is 60 minutes, time for evaluation included", address=_COLORADO_AT, collected=READ_AGAIN
)
_DOWN = secondary(AORN_METHOD, "always round down", address="https://paperzz.com/doc/8675765")

HOURS = Ruling(
    type=CONTACT_HOUR,
    formats=["live activity", "internet live activity"],
    direction=Direction.DOWN,
    policy=Policy(code="ancc-hours", award=ByTime(counts={LEARNING: 1, EVALUATION: 1}), sources=[_HOUR, _SAME, _DOWN]),
)
SELF_PACED = Ruling(
    type=CONTACT_HOUR,
    formats=["enduring material"],
    direction=Direction.DOWN,
    policy=Policy(
        code="ancc-self-paced",
        award=InProportion(),
        sources=[
            secondary(
                MIDWEST,
                "contact hours can also be awarded for learner-directed and learner-paced independent studies",
                address=_MIDWEST_AT,
                collected=READ_AGAIN,
            ),
            _DOWN,
        ],
    ),
)

BODY = Body(
    code="ancc",
    name="American Nurses Credentialing Center",
    types=[CONTACT_HOUR],
    rulings=[HOURS, SELF_PACED],
    wordings=[
        Wording(
            code="ancc-provider",
            purpose=Purpose.ACCREDITATION,
            types=["ancc-contact-hour"],
            text=(
                "{provider} is accredited as a provider of nursing continuing professional development by the American Nurses "
                "Credentialing Center's Commission on Accreditation."
            ),
            sources=[secondary(EXCELLENCE, "the provider's statement", address="https://nursingexcellence-ce.com/faqs")],
        ),
        Wording(
            code="ancc-approver",
            purpose=Purpose.ACCREDITATION,
            approval=Approval.APPROVED,
            types=["ancc-contact-hour"],
            text=(
                "This nursing continuing professional development activity was approved by {approver}, an accredited approver "
                "by the American Nurses Credentialing Center's Commission on Accreditation."
            ),
            sources=[secondary(COLORADO, "the approver's statement", address=_COLORADO_AT, collected=READ_AGAIN)],
        ),
        Wording(
            code="ancc-designation",
            purpose=Purpose.DESIGNATION,
            types=["ancc-contact-hour"],
            text=(
                "Awarded {amount} contact hour(s) of continuing nursing education for RNs and APNs; {pharmacology} contact "
                "hours are in the area of pharmacology."
            ),
            sources=[
                in_use("Medscape, content tool in a public repository", "statement of nursing hours", collected=READ_AGAIN)
            ],
        ),
    ],
    required=[
        Required(
            items=[
                Item.NAME,
                Item.TITLE,
                Item.DATE,
                Item.PROVIDER,
                Item.PROVIDER_ADDRESS,
                Item.AMOUNT,
                Item.ACCREDITATION,
            ],
            types=["ancc-contact-hour"],
            sources=[secondary(COLORADO, "what each certificate has to show; a web address is enough", address=_COLORADO_AT)],
        ),
    ],
    misnomers=[
        Misnomer(
            phrase="ANCC CEU",
            instead=CONTACT_HOUR.name,
            sources=[
                secondary(MIDWEST, "ANCC does not use the term CEU of its unit", address=_MIDWEST_AT, collected=READ_AGAIN)
            ],
        ),
    ],
    notes=[
        Note(
            says="No sponsor stands on a certificate.",
            sources=[secondary(COLORADO, "sponsors are not on the certificate", address=_COLORADO_AT)],
        ),
        Note(
            says="Records are kept for at least 6 years.",
            sources=[secondary(EXCELLENCE, "records for a minimum of 6 years, in accordance with ANCC")],
        ),
        Note(
            says="A contact hour and a CEU are not the same: 360 minutes are 6.0 contact hours, and 0.6 CEU of IACET.",
            sources=[secondary(MIDWEST, "360 minutes are 0.6 CEU or 6.0 contact hours", address=_MIDWEST_AT)],
        ),
        Note(
            says="Hours of pharmacology are a part of the contact hours, never on top of them.",
            sources=[
                in_use("Medscape, content tool in a public repository", "so many of the contact hours are in pharmacology")
            ],
        ),
        Note(
            says="How the hours of a text were found is the provider's to justify: by a pilot test, or by Mergener's formula.",
            sources=[
                secondary(
                    AORN_METHOD, "pilot tests and word counts are both accepted", address="https://paperzz.com/doc/8675765"
                )
            ],
        ),
    ],
    aliases={
        "ANCC CNE": CONTACT_HOUR,
        "ANCC CNE contact hour": CONTACT_HOUR,
        "ANCC CNE contact hours": CONTACT_HOUR,
        "ANCC NCPD": CONTACT_HOUR,
        "ANCC NCPD contact hour": CONTACT_HOUR,
        "ANCC NCPD contact hours": CONTACT_HOUR,
        "CNE (ANCC)": CONTACT_HOUR,
    },
)
