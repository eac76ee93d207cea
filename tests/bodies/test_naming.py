"""The names in a text: types by their own names, misnomers, and claims to be accredited."""

from __future__ import annotations

import string
import time

import pytest
from hypothesis import given, strategies as st

from cmecore.authorities import accme, acep, ama, bodies, body
from cmecore.bodies.body import Body, Misnomer
from cmecore.bodies.naming import claims_accreditation, is_called, misnomers_in
from cmecore.credit.amounts import CreditType
from cmecore.credit.text import PARAGRAPH

BODIES = bodies()
AMA_ALONE = (ama.BODY,)


def found(text: str, held: tuple[Body, ...] = BODIES) -> list[str]:
    """List the misnomers in a text as the body writes them."""
    return [misnomer.phrase for misnomer in misnomers_in(text, held)]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("2.0 ACCME credits", ["ACCME credit"]),
        ("2.0 ACCME CME Credits", ["ACCME CME credit"]),
        ("Earn ACCME Category 1 Credit(s)™ today", ["ACCME Category 1 credit"]),
        ("Earn 2.0 Category 1 credits", ["Category 1 credit"]),
        ("Category I CREDIT", ["Category I credit"]),
        ("EARN CATEGORY 1 CREDIT NOW", ["Category 1 credit"]),
        ("2.0 CME Category 1 credits", ["Category 1 credit"]),
        ("AMA Category 1 credit", ["AMA Category 1 credit"]),
        ("2.0 Category 1 CME credits", ["Category 1 CME credit"]),
        ("Category I CME Credit", ["Category I CME credit"]),
        ("2 ACCME-accredited credits", ["ACCME-accredited credit"]),
        ("2 ACCME accredited CME credits", ["ACCME accredited CME credit"]),
        ("1.0 AMA PRA Category 1", ["AMA PRA Category 1"]),
        ("1.0 AMA PRA Category 1 CME Credit", ["AMA PRA Category 1"]),
        ("AMA PRA Cat. 1 and AMA PRA Cat 1", ["AMA PRA Cat. 1", "AMA PRA Cat 1"]),
        ("AMA PRA Category I Credit™", ["AMA PRA Category I"]),
        ("3 CAT 1 CME", ["CAT 1 CME"]),
        ("(Category 1 credit)", ["Category 1 credit"]),
        ("Category\u00a01  credit", ["Category 1 credit"]),
        ("a Category 1 Credit\u2122s", ["Category 1 credit"]),
    ],
)
def test_misnomers_are_found(text: str, phrases: list[str]) -> None:
    """M59: "ACCME credit" and abbreviated names, in whatever case, plural, spaces and marks; the longest name is meant."""
    assert found(text) == found(text, AMA_ALONE) == phrases


@pytest.mark.parametrize(
    "text",
    [
        "2.00 AMA PRA Category 1 Credits™",
        "1.00 AMA PRA Category 1 Credit",
        "2.00 AMA PRA Category 1 Credit(s)™",
        "2.00 AMA PRA Category 1 CreditsTM",
        "2.00 AMA PRA Category 1 Credits (™)",
        "2.00 AMA PRA Category 1 Credit(s)TM",
        "2.00 ama pra category 1 credits",
        "2.00 AMA PRA CATEGORY 1 CREDITS™",
        "2.00 AMA PRA Category 2 Credits™",
        "2.00 AAPA Category 1 CME credits",
        "1.00 AAPA Category 1 CME credit",
        "2.00 AAPA CATEGORY 1 CME CREDITS",
        "ACCME-accredited providers give credit",
        "2.00 AAPA Category 1 Self-Assessment CME credits",
        "2.00 NCCPA Category 1 CME credits",
        "2.00 ACEP Category I Credits",
        "2.00 AOA Category 1-A credits",
        "2.00 AOA Category 1-B CME credits",
        "2.00 DoH Category 1 credit hours",
        "approved for 2 hours of ACEP Category I credit",
        "the American College of Emergency Physicians (ACEP) Category I credit",
        "2.00 AOA Category 1 credits",
        "AAPA accepts activities certified for AAPA Category 1 CME credit, AMA PRA Category 1 Credit(s)™, or Prescribed credit",
        "credit from organizations accredited by the ACCME or a recognized state medical society",
        "reported as Prescribed credit, not as Category 1",
        "ACCME accreditation, ACCME-accredited, accredited by the ACCME: credits",
        "subcategory 1 credit",
        "Category 1 creditor",
        "Category 10 credits, and category 1 of credit",
        "vaCCME credit",
        "2.00 Emergency Medicine credits",
        "",
    ],
)
def test_proper_names_are_no_misnomers(text: str) -> None:
    """A body's own name holds none, another organisation's abbreviation makes it its own, and parts of words are no words."""
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["2.00 ACEP Category I Credits", "2.00 DoH Category 1 credit hours", "(AOA) Category 1 credit"]
)
def test_another_bodys_name_is_known_by_its_abbreviation_even_where_the_body_is_not(text: str) -> None:
    """Whoever holds only the AMA's rules against a text is not told that the ACEP's credit is misspelled."""
    assert found(text, AMA_ALONE) == []


@pytest.mark.parametrize("before", ["My", "Two", "a", "2.00", "Big College", "PRA", "CME", "CPD", "US"])
def test_other_words_before_make_it_nobodys(before: str) -> None:
    """Neither a number nor an ordinary word, nor a word of the AMA's own or of the field's, is another organisation."""
    assert found(f"{before} Category I credit", AMA_ALONE) == ["Category I credit"]


def test_what_all_credit_is_called_is_nobodys_abbreviation() -> None:
    """CME and CPD are no organisation, whether or not a body's misnomers speak of them."""
    acme = Body(code="acme", name="Acme", misnomers=[Misnomer(phrase="Acme pt", instead="Acme point")])
    for before in ("CME", "CPD", "Acme CME", "Acme"):
        assert found(f"2 {before} Acme pts", (acme,)) == ["Acme pt"]
    for before in ("AOA", "AcmE", "(AOA)", "Big-AOA"):
        assert found(f"{before} Acme pts", (acme,)) == []
        assert found(f"2 {before} Acme pts", (acme,)) == []


def test_an_abbreviation_counts_right_before_the_phrase_only() -> None:
    """A sentence may name two organisations."""
    assert found("The ACEP awards Category I credit", AMA_ALONE) == ["Category I credit"]
    assert found("THEAMERICANCOLLEGEOFEMERGENCYPHYSICIANS Category I credit", AMA_ALONE) == ["Category I credit"]


def test_a_misnomer_is_told_once_and_in_the_order_of_the_text() -> None:
    """However often it stands there."""
    text = "Category 1 credit, ACCME credit, Category 1 credits, ACCME credits"
    assert found(text) == ["Category 1 credit", "ACCME credit"]


def test_what_is_right_beside_what_is_wrong_hides_nothing() -> None:
    """Each place is read by itself."""
    assert found("2.00 AMA PRA Category 1 Credits™ (ACCME credits; ACEP Category I Credits)") == ["ACCME credit"]


def test_a_types_own_name_wins_over_a_misnomer_of_the_same_words() -> None:
    """What one body calls its type, another cannot forbid; and a type with a short name hides no longer misnomer."""
    category = CreditType(code="acme-1", name="Category 1 credit", step="1")
    acme = Body(code="acme", name="Acme", types=[category])
    assert found("2 Category 1 credits, 1 Category 1 credit", (acme, ama.BODY)) == []
    short = Body(code="short", name="Short", types=[CreditType(code="short", name="credit", step="1")])
    assert found("2 ACCME credits", (short, ama.BODY)) == ["ACCME credit"]


def test_of_two_bodies_with_one_misnomer_the_first_is_cited() -> None:
    """One remark is enough."""
    other = Misnomer(phrase="accme CREDIT", instead="Another")
    acme = Body(code="acme", name="Acme", misnomers=[other])
    assert misnomers_in("ACCME credit", [acme, ama.BODY]) == (other,)
    assert found("ACCME credit", (ama.BODY, acme)) == ["ACCME credit"]


def test_without_bodies_nothing_is_wrong() -> None:
    """There is nothing to hold against a text."""
    assert misnomers_in("ACCME credits", []) == ()
    assert found("ACCME credits", (acep.BODY,)) == []


@pytest.mark.parametrize("misnomer", [(one, two) for one in BODIES for two in one.misnomers], ids=lambda pair: pair[1].phrase)
def test_every_misnomer_of_every_body_is_found_by_itself(misnomer: tuple[Body, Misnomer]) -> None:
    """None is hidden by a type's name, and each has a source and says a better name that is itself none."""
    _, one = misnomer
    assert found(one.phrase) == [one.phrase]
    assert one.sources
    assert found(one.instead) == []


@pytest.mark.parametrize("one", BODIES, ids=lambda one: one.code)
def test_no_type_of_any_body_is_a_misnomer(one: Body) -> None:
    """Each name that the library prints passes."""
    for kind in one.types:
        for amount in (kind(kind.step), kind(kind.step * 100)):
            assert found(str(amount)) == []


def test_letters_that_only_look_alike_are_no_crash() -> None:
    """A search that forgets the case of letters takes a Turkish i for ours; a name with one is another name."""
    assert found("ACCME cred\u0131ts, ACCME CRED\u0130TS, A\u00c7CME credits") == []


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """Without a crash, and what is found is in it."""
    for phrase in found(text):
        assert phrase.casefold().split()[0] in text.casefold()


@given(st.text(alphabet=string.ascii_lowercase + " ", max_size=30), st.text(alphabet=string.ascii_lowercase + " ", max_size=30))
def test_a_misnomer_is_found_wherever_it_stands(before: str, after: str) -> None:
    """Between any words."""
    assert "ACCME credit" in found(f"{before} ACCME credits {after}")


@pytest.mark.parametrize(
    "text",
    [
        "Category 1 " * 900,
        "a" * PARAGRAPH,
        "AMA PRA " * 1_200,
        "is accredited " * 700,
        "is accredited as " * 580,
        f"is accredited as {'x' * 9_000}",
        "(s)" * 3_300,
        "( " * 5_000,
        "™" * PARAGRAPH,
        "is accredited by the " * 470,
    ],
    ids=lambda text: text[:20],
)
def test_hostile_text_is_read_at_once(text: str) -> None:
    """Ten thousand characters made to send a search back and forth cost no more than others."""
    began = time.perf_counter()
    found(text)
    for one in BODIES:
        claims_accreditation(text, one)
    assert time.perf_counter() - began < 2


# Accreditors.


@pytest.mark.parametrize("name", ["accme", "ACCME", "Accreditation Council for Continuing Medical Education"])
def test_a_body_is_called_by_its_code_or_its_name(name: str) -> None:
    """In any case; by a part of its name it is not."""
    assert is_called(accme.BODY, name)
    assert not is_called(ama.BODY, name)
    assert not is_called(accme.BODY, name[:-1])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The Lakeside CME is accredited by the Accreditation Council for Continuing Medical Education (ACCME) to…", "accme"),
        ("Lakeside CME and Acme are accredited by ACCME.", "accme"),
        ("Acme is ACCREDITED  BY THE ACCME", "accme"),
        ("Acme is accredited as a provider of education by the American Nurses Credentialing Center's Commission", "ancc"),
        ("We teach. Acme is accredited by the ANCC, and more.", "ancc"),
    ],
)
def test_who_claims_to_be_accredited_is_understood(text: str, code: str) -> None:
    """In words of one's own, by abbreviation or by name."""
    assert claims_accreditation(text, body(code))


@pytest.mark.parametrize(
    "text",
    [
        "Credit of organizations accredited by the ACCME is accepted.",
        "Acme is jointly accredited by the ACCME, the ACPE and the ANCC.",
        "This activity has been accredited by the ACCME-like board",
        "Acme is accredited by the ACCMEX",
        "Acme is accredited by the AMA",
        "Acme is accredited as a provider. Others are known by the ACCME",
        f"Acme is accredited as {'a very ' * 20}good provider by the ACCME",
        "Thesis accredited by the ACCME",
        "The ACCME accredits providers.",
        "",
    ],
)
def test_who_speaks_of_others_claims_nothing(text: str) -> None:
    """Another's accreditation, one held jointly, one of an event, and a name that only begins alike."""
    assert not claims_accreditation(text, accme.BODY)
