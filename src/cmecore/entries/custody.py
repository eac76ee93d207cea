"""Keeping a record right: corrections with their documents, names, reports to bodies, holds, and the end of retention."""

from __future__ import annotations

import re

import attrs

from cmecore.credit.amounts import CreditType
from cmecore.credit.fields import are, is_a, many
from cmecore.credit.text import PARAGRAPH, line
from cmecore.entries.earned import Account
from cmecore.errors import InvalidValue, personal

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def _a_sha256(_instance: object, attribute: attrs.Attribute[str], value: object) -> None:
    if not isinstance(value, str) or _SHA256.fullmatch(value) is None:
        raise InvalidValue(
            field=attribute.name,
            found=personal(value),
            expected="a SHA-256 in 64 small hexadecimal digits",
            advice="write hashlib.sha256(content).hexdigest()",
        )


@attrs.frozen(kw_only=True)
class Document:
    """A document that is kept outside of the ledger, named so that nobody can put another one in its place.

    >>> Document(name="sign-in sheet.pdf", sha256="0" * 64, media_type="application/pdf").media_type
    'application/pdf'
    """

    name: str = attrs.field(validator=line(), repr=False)
    sha256: str = attrs.field(validator=_a_sha256)
    media_type: str = attrs.field(default="", validator=line(blank=True))
    #: Where the host keeps it.
    place: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH), repr=False)


@attrs.frozen(kw_only=True)
class Corrected:
    """An error in the record was corrected: what it was about, and the documents that show it.

    The change itself stands beside it, as the entry that it is: an adjustment, a retraction, another name.

    >>> Corrected(learner="dr-42", case="C-7", about="certificate:LC-2026-0001").identity
    'corrected:C-7'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    case: str = attrs.field(validator=line())
    #: The identity of the entry that it is about.
    about: str = attrs.field(validator=line())
    documents: tuple[Document, ...] = attrs.field(default=(), converter=many, validator=are(Document))

    @property
    def identity(self) -> str:
        """What makes it itself: the case."""
        return f"corrected:{self.case}"


@attrs.frozen(kw_only=True)
class Renamed:
    """The name of the account is another one from now on; certificates that were issued keep theirs.

    >>> Renamed(learner="dr-42", name="Ada Okoro-Hill, MD", case="C-10")
    Renamed(case='C-10')
    """

    learner: str = attrs.field(validator=line(), repr=False)
    name: str = attrs.field(validator=line(), repr=False)
    case: str = attrs.field(validator=line())

    @property
    def identity(self) -> str:
        """What makes it itself: the case, never the name."""
        return f"renamed:{self.case}"


@attrs.frozen(kw_only=True)
class Reported:
    """Claimed credit was reported to a body.

    >>> from cmecore.testing.samples import AMA
    >>> Reported(learner="dr-42", report="pars-1", activity="EM-101", type=AMA, body="accme").identity
    'reported:pars-1'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    report: str = attrs.field(validator=line())
    activity: str = attrs.field(validator=line())
    type: CreditType = attrs.field(validator=is_a(CreditType))
    #: The code of the body.
    body: str = attrs.field(validator=line())

    @property
    def account(self) -> Account:
        """The activity's code and the type of credit."""
        return self.activity, self.type

    @property
    def identity(self) -> str:
        """What makes it itself: the report."""
        return f"reported:{self.report}"


@attrs.frozen(kw_only=True)
class Answered:
    """The body answered a report.

    >>> Answered(learner="dr-42", report="pars-1", accepted=False, code="E-12").identity
    'answered:pars-1'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    report: str = attrs.field(validator=line())
    accepted: bool = attrs.field(validator=is_a(bool))
    #: The body's own code and words.
    code: str = attrs.field(default="", validator=line(blank=True))
    says: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH), repr=False)

    @property
    def identity(self) -> str:
        """What makes it itself: the report."""
        return f"answered:{self.report}"


@attrs.frozen(kw_only=True)
class Hold:
    """Records must be kept, whatever their retention, because a law or a proceeding asks for it.

    >>> Hold(learner="dr-42", hold="case 26-118").activity
    ''
    """

    learner: str = attrs.field(validator=line(), repr=False)
    hold: str = attrs.field(validator=line())
    #: The activity it is about; everything where it names none.
    activity: str = attrs.field(default="", validator=line(blank=True))

    @property
    def identity(self) -> str:
        """What makes it itself: its name."""
        return f"hold:{self.hold}"


@attrs.frozen(kw_only=True)
class Lifted:
    """A hold was lifted.

    >>> Lifted(learner="dr-42", hold="case 26-118").identity
    'lifted:case 26-118'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    hold: str = attrs.field(validator=line())

    @property
    def identity(self) -> str:
        """What makes it itself: the hold."""
        return f"lifted:{self.hold}"


@attrs.frozen(kw_only=True)
class Joined:
    """Accounts that stay joined although the merge was erased, with what it brought: what comes in late finds its place.

    >>> Joined(merge="M-1", learners=["dr-17"]).merge
    'M-1'
    """

    merge: str = attrs.field(validator=line())
    #: The account that was joined, and after it those that had been joined to that one before.
    learners: tuple[str, ...] = attrs.field(converter=many, validator=are(str), repr=False)

    def __attrs_post_init__(self) -> None:
        if not self.learners:
            raise InvalidValue(field="learners", found="none", expected="the account that was joined, and who came with it")


@attrs.frozen(kw_only=True)
class Purged:
    """What some entries said was erased at the end of their retention; that they were written, and when, still stands.

    >>> Purged(learner="dr-42", purge="2032-03", erased=["certificate:LC-2026-0001"]).identity
    'purged:2032-03'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    purge: str = attrs.field(validator=line())
    #: The identities of the entries.
    erased: tuple[str, ...] = attrs.field(converter=many, validator=are(str))
    #: The activities that they were about: what was earned in them is known no more, and is not earned again.
    activities: tuple[str, ...] = attrs.field(default=(), converter=many, validator=are(str))
    #: The merges among them whose accounts stay joined.
    joined: tuple[Joined, ...] = attrs.field(default=(), converter=many, validator=are(Joined))

    @property
    def identity(self) -> str:
        """What makes it itself: its name."""
        return f"purged:{self.purge}"


@attrs.frozen(kw_only=True)
class Erased:
    """What is left in the place of an entry that was purged: its identity, and in the chain the digest of what it said.

    >>> Erased(identity="certificate:LC-2026-0001").identity
    'certificate:LC-2026-0001'
    """

    identity: str = attrs.field(validator=line(longest=PARAGRAPH))
    #: Whether the purge that names it was written after the moment that is looked at.  Only a ledger as of that moment can tell
    #: (:func:`cmecore.chain.past`), so it is never written out: whoever changes what is stored cannot say it.
    later: bool = attrs.field(default=False, validator=is_a(bool), repr=False, eq=False, metadata={"written": False})
