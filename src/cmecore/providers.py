"""Providers: the accredited organisations that answer for activities, and the people who sign for them."""

from __future__ import annotations

import attrs

from cmecore.bodies.accreditations import Accreditation
from cmecore.credit.fields import are, many
from cmecore.credit.periods import checked_zone
from cmecore.credit.text import PARAGRAPH, line


@attrs.frozen
class Signatory:
    """Somebody who answers for a certificate by name and office.

    >>> Signatory("Grace Lindqvist, PhD", "Director of Education").title
    'Director of Education'
    """

    name: str = attrs.field(validator=line())
    #: The office, as it is printed under the name.
    title: str = attrs.field(default="", validator=line(blank=True))


@attrs.frozen(kw_only=True)
class Provider:
    """The accredited organisation that offers activities and answers for them.

    >>> Provider(name="Lakeside CME", zone="America/Chicago").name
    'Lakeside CME'
    """

    name: str = attrs.field(validator=line())
    address: str = attrs.field(default="", validator=line(blank=True))
    #: Where questions about a certificate go.
    contact: str = attrs.field(default="", validator=line(blank=True))
    #: The zone whose civil days count, unless an activity has its own.
    zone: str = attrs.field(default="UTC", converter=checked_zone)
    #: Who accredited it for which types, and when; nothing is earned of a type named here outside its days.
    accreditations: tuple[Accreditation, ...] = attrs.field(default=(), converter=many, validator=are(Accreditation))
    #: Who signs its certificates, in the order in which they stand there.
    signatories: tuple[Signatory, ...] = attrs.field(default=(), converter=many, validator=are(Signatory))
    #: The document that says how it keeps records of certificates, as it is cited on them: its title, date and address.
    policy: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH))
