"""What certifying boards have to be told of a learner before the ACCME's PARS passes his credit on to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmecore.authorities._cited import issuer
from cmecore.bodies.body import Note
from cmecore.rules.requirements import identified, permitted

if TYPE_CHECKING:
    from cmecore.rules.requirements import Requirement

#: The accreditor's system, which providers report to and which the boards take their credit from.
PARS = "ACCME PARS"

DATA = issuer(
    "ACCME, FAQ on CME for MOC, learner data",
    "the board's id, first and last name, month and day of birth, completion date, credit type and amount, and the learner's "
    "permission; no more than 30 days after the evaluation requirements were completed",
    address="https://accme.org/faq/7921",
)


def needs(board: str, *, board_id: str = "", birth: bool = True) -> tuple[Requirement, ...]:
    """List what has to be known of a learner, and allowed by him; the year of birth is never asked for."""
    schemes = (board_id, "first and last name", "month and day of birth" if birth else "", "completion date")
    known = tuple(identified(scheme, sources=[DATA]) for scheme in schemes if scheme)
    return (*known, permitted(f"the {board}", sources=[DATA]))


def ed_hub(board: str) -> Note:
    """Say that one provider reports to a board by itself."""
    return Note(
        says=f"The AMA Ed Hub reports completed activities to the {board} by itself, unless the learner opts out.",
        sources=[
            issuer(
                "AMA Ed Hub, Automated credit transmission",
                "to the ABIM, ABP, ABOHNS, ABPath and ABS and about a dozen state boards; one can opt out",
                address="https://edhub.ama-assn.org/pages/auto-credit-reporting",
            )
        ],
    )
