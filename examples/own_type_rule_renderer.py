"""A credit type, a rule and a renderer of your own: three values, nothing to subclass and nothing to register."""

import html
from collections.abc import Sequence
from datetime import UTC, date, datetime

import cmecore as cme
from cmecore.rendering.handed import documents

OPIOID = cme.CreditType(code="acme.opioid-hours", name="State opioid hour", step="0.5")  # a credit type is a value
CASES = cme.Fact(name="acme.cases", kind=cme.FactKind.COUNT, says="cases discussed")  # so is a fact, and a rule about it
DISCUSSED = cme.Requirement(code="acme.discussed", says="Discuss at least 3 cases", test=cme.at_least(CASES, 3))


class HtmlPage:
    """A renderer is anything that turns certificates into bytes: this one writes a line for each text."""

    def render(self, certificates: Sequence[cme.Certificate], /) -> cme.Rendered:
        """Write the certificates one after the other, each text as text and never as markup."""
        articles = ("".join(f"<p>{html.escape(text)}</p>\n" for text in one.texts()) for one in documents(certificates))
        page = '<!DOCTYPE html><meta charset="utf-8">' + "".join(f"<article>\n{article}</article>\n" for article in articles)
        return cme.Rendered(media_type="text/html; charset=utf-8", data=page.encode())


def main() -> None:
    """Earn, claim and print credit of the type, by the rule, with the renderer."""
    policy = cme.Policy(code="acme.opioid", requirements=[DISCUSSED])
    course = cme.Activity(code="OP-1", title="Safer Prescribing", format=cme.LIVE, provider="Lakeside CME",
                          designations=[cme.Designation(maximum=OPIOID("1.5"), policy=policy)])  # fmt: skip
    found = cme.assess(cme.Participation("dr-42", course, [cme.Stated("acme.cases", 4, date(2026, 3, 9))]))
    now, ledger = datetime(2026, 3, 10, tzinfo=UTC), cme.Ledger("dr-42")
    ledger = ledger.add(*cme.earn(ledger, found), at=now, actor="acme")
    claimed = cme.claim(ledger, cme.ALL, at=now, request="r-1")
    print(HtmlPage().render(cme.certify(ledger, claimed, name="Ada Okoro <MD>", at=now)).data.decode())


if __name__ == "__main__":
    main()
