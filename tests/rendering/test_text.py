import datetime
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

import cmecore
from cmecore.credit.periods import Span
from cmecore.errors import InvalidValue
from cmecore.providers import Signatory
from cmecore.rendering import Rendered, Renderer
from cmecore.rendering.text import Text
from cmecore.rendering.words import Words
from cmecore.testing.certificates import KINDS
from rendering.samples import ADA, ADDENDUM, AMA, ATTENDED, BOTH, MOC, PREVIEW, SAID, words


def printed(*certificates: object) -> str:
    return Text().render(certificates).data.decode()  # type: ignore[arg-type]


@pytest.mark.parametrize("said", SAID)
def test_everything_on_the_certificate_stands_in_the_text(said: str) -> None:
    assert said in words(printed(ADA))


def test_the_text_is_utf_8_and_says_so() -> None:
    renderer: Renderer = Text()
    rendered = renderer.render([ADA])
    assert isinstance(rendered, Rendered)
    assert rendered.media_type == "text/plain; charset=utf-8"
    assert rendered.data.decode("utf-8").endswith("\n")


def test_the_learners_account_is_never_printed() -> None:
    assert "account-of-ada" not in printed(ADA)


def test_a_certificate_without_a_number_prints_as_a_preview() -> None:
    text = printed(PREVIEW)
    assert text.startswith("PREVIEW")
    assert "not a certificate" in text
    assert "Certificate number" not in text
    assert "PREVIEW" not in printed(ADA)


def test_a_certificate_of_participation_awards_nothing() -> None:
    """M1, M3 and M4: taking part is certified without credit."""
    text = words(printed(ATTENDED))
    assert "has participated in the live activity titled Emergency Medicine" in text
    assert "McCormick Place, Chicago · 9–11 March 2026" in text
    assert "This activity was designated for a maximum of 2.00 AMA PRA Category 1 Credits™; no credit is awarded" in text
    assert "Hours of participation, as claimed by the participant: 1.5" in text
    assert "and is awarded" not in text
    assert "0.75" not in text


def test_a_certificate_of_participation_names_every_type_it_was_designated_for_or_none() -> None:
    """M149: an activity may have been designated for several types; one for none says no more than that none is awarded."""
    both = printed(attrs.evolve(ATTENDED, designated=(AMA("2.00"), MOC("1.00")), hours=None))
    said = "designated for a maximum of 2.00 AMA PRA Category 1 Credits™ and 1.00 ABIM MOC point; no credit"
    assert said in words(both)
    assert "Hours" not in both
    none = words(printed(attrs.evolve(ATTENDED, designated=())))
    assert "titled Emergency Medicine" in none
    assert "No credit is awarded by this certificate." in none
    assert "designated" not in none


def test_points_stand_beside_the_credit_that_they_rest_on() -> None:
    """M174: in all below the total, and in each line on top of its amount."""
    text = printed(BOTH)
    assert "    1.75 AMA PRA Category 1 Credits™\n    and 0.75 ABIM MOC point\n    designated for" in text
    assert "completed 9 March 2026 · 0.75\n    including 0.50 opioid\n    plus 0.75 ABIM MOC point\nAirway" in text
    assert text.count("ABIM") == 2


def test_points_of_several_boards_are_listed() -> None:
    abp, abs_ = (attrs.evolve(MOC, code=code, name=f"{code} point", plural=f"{code} points") for code in ("ABP", "ABS"))
    three = attrs.evolve(BOTH, resting=[MOC("1.75"), abp("1.50"), abs_("0.25")])
    assert "    and 1.75 ABIM MOC points, 1.50 ABP points and 0.25 ABS point\n" in printed(three)


def test_a_certificate_says_which_one_it_takes_the_place_of() -> None:
    text = printed(BOTH)
    assert "Certificate number CME-2026-0207\nThis certificate takes the place of no. CME-2026-0193\n" in text
    several = printed(attrs.evolve(BOTH, supersedes=["CME-1", "CME-2", "CME-3"]))
    assert "This certificate takes the place of nos. CME-1, CME-2 and CME-3\n" in several


def test_an_addendum_says_so_below_its_title() -> None:
    text = printed(ADDENDUM)
    assert text.startswith("Certificate of Credit\nAddendum to certificate no. CME-2026-0193\n\nLakeside CME")
    assert "    0.75 ABIM MOC point\n    designated for a maximum of 2.00 ABIM MOC points" in text


def test_a_certificate_that_stands_alone_speaks_of_no_other() -> None:
    for said in ("takes the place", "Addendum", "plus"):
        assert said not in printed(ADA)


def test_several_certificates_stand_one_after_the_other() -> None:
    text = printed(ADA, ATTENDED)
    assert text.index("Certificate of Credit") < text.index("=" * 20) < text.index("Certificate of Participation")


def test_no_certificates_at_all_are_refused() -> None:
    with pytest.raises(
        InvalidValue, match=r"certificates: found none; expected at least one certificate; render what certify\(\)"
    ):
        Text().render([])


@pytest.mark.parametrize("trick", ["a\nCertificate number CME-1", "a\u202eb", "a\u2028b", "\x1b[31mred"])
def test_text_from_outside_cannot_leave_its_line(trick: str) -> None:
    with pytest.raises(InvalidValue, match=r"U\+"):
        Text().render([attrs.evolve(ADA, edition=trick)])


def test_the_same_certificate_gives_the_same_bytes_on_another_machine(elsewhere: list[dict[str, str]]) -> None:
    program = "import sys; from rendering.samples import *; from cmecore.rendering.text import Text; "
    program += "sys.stdout.buffer.write(Text().render([ADA, ATTENDED, PREVIEW]).data)"
    expected = Text().render([ADA, ATTENDED, PREVIEW]).data
    for environment in elsewhere:
        run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
        assert run.stdout == expected


def test_the_protocol_can_be_had_without_the_libraries_that_draw() -> None:
    program = "import sys, cmecore.rendering, cmecore.rendering.text; print({'reportlab', 'segno', 'PIL'} & set(sys.modules))"
    path = str(Path(cmecore.__file__).parents[1])
    run = subprocess.run([sys.executable, "-c", program], env={"PYTHONPATH": path}, capture_output=True, check=True)
    assert run.stdout.strip() == b"set()"


def test_who_signs_stands_below_the_statements() -> None:
    text = printed(attrs.evolve(ADA, signatories=[Signatory("Grace Lindqvist, PhD", "Director of Education")]))
    assert "physicians.\n\nGrace Lindqvist, PhD\nDirector of Education\n\nIssued" in text


def test_a_blank_for_hours_is_a_rule_to_write_on() -> None:
    """M45, M46 and M47: the hours are the participant's own, written on the printed copy, and no credit."""
    text = printed(KINDS["blank"])
    assert "Hours of participation, to be filled in by the participant: ____________\n" in text
    assert "No credit" in text or "no credit is awarded" in text


def test_a_summary_lists_each_course_with_its_topics_and_the_sum() -> None:
    text = printed(KINDS["summary"])
    topics = "\nEmergency Medicine\nEarly recognition of sepsis · completed 9 March 2026 · 0.75 AMA PRA Category 1 Credit™\n"
    assert topics in text
    assert "\n\nCritical Care\nEarly recognition" in text
    assert "\n\nIn all: 3.50 AMA PRA Category 1 Credits™\n" in text


def test_the_words_and_their_order_are_the_callers() -> None:
    words = Words(
        language="de", certifies="bescheinigt, dass", completed_on="abgeschlossen am {date}", date="{day}. {month} {year}"
    )
    renderer = Text(words=words, order=["provider", "kind", "learner", "course", "award"])
    text = renderer.render([ADA]).data.decode()
    assert text.startswith("Lakeside CME\n\nCertificate of Credit\n\nbescheinigt, dass\n\n    Ada Okoro, MD\n")
    assert "abgeschlossen am 9. March 2026" in text
    for wrong in ({"words": "de"}, {"order": ["kind"]}):
        with pytest.raises(InvalidValue):
            Text(**wrong)


MARCH = [datetime.date(2026, 3, day) for day in (9, 11)]


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (None, ""),
        (Span(None, None), ""),
        (Span(MARCH[0], MARCH[0]), "9 March 2026"),
        (Span(*MARCH), "9–11 March 2026"),
        (Span(MARCH[0], datetime.date(2026, 4, 1)), "9 March 2026 – 1 April 2026"),
        (Span(datetime.date(2025, 12, 31), MARCH[0]), "31 December 2025 – 9 March 2026"),
        (Span(MARCH[0], None), "from 9 March 2026"),
        (Span(None, MARCH[0]), "until 9 March 2026"),
    ],
)
def test_days_read_the_same_everywhere(span: Span | None, said: str) -> None:
    assert Words().days(span) == said
