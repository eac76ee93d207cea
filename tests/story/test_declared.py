"""Credit that a learner declares: the latest word counts until it is claimed, and then the matter is settled."""

from builders import AMA, LEARNER, NINTH, NOW, a_ledger, made, on, paying, seen, written
from cmecore.assessment import assess
from cmecore.claiming import ALL, claim
from cmecore.earning import earn
from cmecore.entries import Earned
from cmecore.evidence import Declared, Item
from cmecore.ledger import Ledger
from cmecore.rules.awards import AsAttested, Component, WithBonus
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import evaluated

MEETING = paying(Policy(code="live", award=AsAttested()), "20.00")
ACCOUNT = ("EM-101", AMA)
TWELVE = Declared(AMA("12.50"), NINTH)


def after(ledger: Ledger, *items: Item) -> Ledger:
    """Write down what some declarations earned."""
    return written(ledger, *earn(ledger, assess(seen(MEETING, *items))))


def test_credit_declared_lower_before_the_claim_counts_as_lowered() -> None:
    """12.50 declared on the ninth and 10.00 on the tenth are 10.00, though 12.50 was written down in between."""
    ledger = after(a_ledger(seen(MEETING, TWELVE)), TWELVE, Declared(AMA("10.00"), on(3, 10)))
    assert ledger.claimable() == {ACCOUNT: AMA("10.00")}
    assert (ledger.standing[ACCOUNT].level, ledger.standing[ACCOUNT].since) == (AMA("10.00"), on(3, 10))
    assert made(claim(ledger, ALL, at=NOW, request="r-1")).totals == {AMA: AMA("10.00")}


def test_an_earlier_declaration_that_arrives_late_changes_nothing() -> None:
    """The latest word is that of the latest day, not that which was written down last."""
    lowered = Declared(AMA("10.00"), on(3, 10))
    ledger = after(a_ledger(seen(MEETING, lowered)), TWELVE)
    assert ledger.claimable() == {ACCOUNT: AMA("10.00")}


def test_of_two_declarations_of_one_day_the_larger_counts() -> None:
    """What one day leaves open is decided for the learner, in whatever order the two arrive."""
    ledger = a_ledger(seen(MEETING, TWELVE))
    for declared in ("10.00", "15.00"):
        ledger = after(ledger, Declared(AMA(declared), NINTH))
    assert ledger.claimable() == {ACCOUNT: AMA("15.00")}


def test_what_was_declared_and_claimed_is_settled() -> None:
    """After the claim of 12.50, neither a lower nor a higher declaration writes anything, and nothing is left to claim."""
    ledger = a_ledger(seen(MEETING, TWELVE))
    ledger = written(ledger, made(claim(ledger, ALL, at=NOW, request="r-1")))
    for declared in ("10.00", "20.00"):
        assert earn(ledger, assess(seen(MEETING, TWELVE, Declared(AMA(declared), on(3, 10))))) == ()
    assert (ledger.claimed(ACCOUNT), ledger.claimable()) == (AMA("12.50"), {})


def test_a_bonus_on_declared_credit_is_declared_credit() -> None:
    """What lies on top of a declaration is claimed together with it, whole."""
    policy = Policy(code="live", award=WithBonus(AsAttested(), [Component(code="form", test=evaluated().test, worth="0.25")]))
    (entry,) = earn(Ledger(LEARNER), assess(seen(paying(policy, "20.00"), TWELVE)))
    assert isinstance(entry, Earned)
    assert (entry.level, entry.terms.whole) == (AMA("12.50"), True)
