"""Imports run one way: errors, credit, rules, the story in its order, the edges.  The tables below are the whole law."""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src"

# A room is a module or a package of cmecore.  Each may import from itself and from the rooms above it, never from below.
STORY = (
    "errors",
    "credit",
    "identifiers",
    "rules",
    "bodies",
    "providers",
    "handling",
    "designations",
    "activities",
    "evidence",
    "admission",
    "timekeeping",
    "measuring",
    "designating",
    "timeline",
    "breakdown",
    "findings",
    "assessment",
    "entries",
    "kinds",
    "chain",
    "holdings",
    "lasting",
    "coherence",
    "ledger",
    "plans",
    "observing",
    "earning",
    "claimable",
    "balances",
    "picking",
    "claiming",
    "grouping",
    "restating",
    "certificates",
    "papers",
    "claimed",
    "dependents",
    "corrections",
    "provenance",
    "reevaluation",
    "parting",
    "merging",
    "availability",
    "subjects",
    "retention",
    "obligations",
    "releasing",
    "pages",
    "packages",
    "delivering",
    "processing",
    "history",
    "linting",
)
# Edges lie below the story.  They do not import each other, unless a pair (who, whom) stands here with its reason.
EDGES = ("authorities", "rendering", "trust", "storage", "exchange", "serial", "frames", "testing")
EDGE_TO_EDGE = frozenset(
    {
        ("storage", "serial"),  # what is stored is what serial writes and reads
        ("testing", "storage"),  # the contract of a store speaks its protocol
        ("testing", "rendering"),  # the contract of a renderer knows what stands on a certificate
        ("rendering", "serial"),  # a certificate as JSON is what serial writes, and the words beside it
    }
)

# Which other library may be imported where: in the module or package of that name, and nowhere else.
THIRD_PARTY = {
    "attrs": ("cmecore",),
    "dateutil": ("cmecore.credit.periods",),
    "stdnum": ("cmecore.identifiers",),
    "cattrs": ("cmecore.serial",),
    "sqlalchemy": ("cmecore.storage",),
    "alembic": ("cmecore.storage",),
    "reportlab": ("cmecore.rendering",),
    "segno": ("cmecore.rendering",),
    "PIL": ("cmecore.rendering.images",),
    "uharfbuzz": ("cmecore.rendering.fonts.placing",),
}
# The clock, chance, files, settings and the network are the caller's: no module of the story asks for one.
WORLD = frozenset(
    {
        "glob",
        "http",
        "importlib",
        "io",
        "locale",
        "logging",
        "os",
        "pathlib",
        "random",
        "secrets",
        "shutil",
        "socket",
        "sqlite3",
    }
    | {"subprocess", "tempfile", "threading", "time", "urllib", "uuid", "warnings"},
)


def modules(source: Path) -> dict[str, str]:
    """Read every module under a folder: its dotted name and its text."""
    found = {}
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return found


def imports(name: str, texts: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """List what a module imports, wherever in it the import stands: the line, and the module that is meant."""
    is_package = any(other.startswith(f"{name}.") for other in texts)
    for node in ast.walk(ast.parse(texts[name])):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = name.split(".")[: len(name.split(".")) - node.level + is_package] if node.level else []
            origin = ".".join([*up, *([node.module] if node.module else [])])
            for alias in node.names:
                submodule = f"{origin}.{alias.name}"
                yield node.lineno, submodule if submodule in texts else origin


def _room(name: str) -> str:
    return name.split(".")[1]


def _within(name: str, places: Iterable[str]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def _inner(name: str, target: str) -> str | None:
    """Say what is wrong with one module of ours importing another, if anything is."""
    if target == "cmecore":
        return "imports from cmecore itself: name the module that has it"
    here, there = _room(name), _room(target)
    if here == there:
        return None
    if there not in STORY + EDGES:
        return f"imports {target}, which has no place in the tables of this test"
    if here in EDGES:
        return None if there in STORY or (here, there) in EDGE_TO_EDGE else f"imports {target}: edges do not import each other"
    return None if there in STORY[: STORY.index(here)] else f"imports {target}, which comes later"


def _outer(name: str, target: str) -> str | None:
    """Say what is wrong with a module of ours importing somebody else's, if anything is."""
    top = target.partition(".")[0]
    if top in sys.stdlib_module_names:
        inside = name != "cmecore" and _room(name) in STORY
        return f"imports {target}: the world is the caller's" if inside and top in WORLD else None
    if top not in THIRD_PARTY:
        return f"imports {target}, which is no dependency of ours"
    return None if _within(name, THIRD_PARTY[top]) else f"imports {target}, which belongs to {' and '.join(THIRD_PARTY[top])}"


def violations(texts: Mapping[str, str]) -> list[str]:
    """List every import that runs the wrong way, and every module without a place."""
    found = []
    for name in texts:
        if name != "cmecore" and _room(name) not in STORY + EDGES:
            found.append(f"{name} has no place in the tables of this test")
            continue
        for line, target in imports(name, texts):
            ours = target.partition(".")[0] == "cmecore"
            if ours and name == "cmecore":
                continue  # the front door shows names from everywhere, when asked
            wrong = (_inner if ours else _outer)(name, target)
            if wrong:
                found.append(f"{name}:{line} {wrong}")
    return found


def cycles(texts: Mapping[str, str]) -> list[str]:
    """List the modules that reach themselves along imports; the front door, which nobody imports, is left out."""
    graph = {name: {target for _, target in imports(name, texts) if target in texts} for name in texts if name != "cmecore"}
    reached = {name: set(targets) for name, targets in graph.items()}
    for _ in graph:
        for targets in reached.values():
            targets.update(*(graph.get(target, set()) for target in tuple(targets)))
    return [name for name, targets in reached.items() if name in targets]


def test_imports_run_one_way() -> None:
    """No module of cmecore imports from a later room, from the front door, or from a library that is not its own."""
    assert violations(modules(SOURCE)) == []


def test_no_module_imports_itself_by_a_detour() -> None:
    """There is no cycle of imports, not even inside a room."""
    assert cycles(modules(SOURCE)) == []


def test_the_source_is_really_read() -> None:
    """The test looks at the package that is there, and sees an import that is known to stand in it."""
    texts = modules(SOURCE)
    assert "cmecore.errors" in {target for _, target in imports("cmecore.credit.amounts", texts)}


# What a good house might look like: each planted violation below is set into it, and must be the only one found.
HOUSE = {
    "cmecore": "import importlib\nif TYPE_CHECKING:\n    from cmecore.ledger import Ledger",
    "cmecore.errors": "",
    "cmecore.credit": "",
    "cmecore.credit.amounts": "import attrs\nfrom cmecore.errors import InvalidValue",
    "cmecore.credit.periods": "from dateutil.relativedelta import relativedelta",
    "cmecore.rules": "",
    "cmecore.rules.facts": "from cmecore.credit.amounts import Credits",
    "cmecore.rules.criteria": "from cmecore.rules.facts import Share",
    "cmecore.evidence": "from cmecore.rules import facts",
    "cmecore.ledger": "from cmecore.evidence import Participation",
    "cmecore.rendering": "from cmecore.ledger import Ledger",
    "cmecore.rendering.pdf": "import io\nimport segno\nfrom reportlab.pdfgen import canvas\nfrom . import Renderer",
    "cmecore.serial": "import cattrs\nfrom cmecore.ledger import Ledger",
}


def test_a_good_house_has_no_violation() -> None:
    """What the tables allow is allowed: otherwise the planted violations would prove nothing."""
    assert violations(HOUSE) == []
    assert cycles(HOUSE) == []


@pytest.mark.parametrize(
    ("module", "planted", "said"),
    [
        ("cmecore.credit.amounts", "from cmecore.rules.facts import Share", "comes later"),
        ("cmecore.errors", "import cmecore.credit.amounts", "comes later"),
        ("cmecore.evidence", "from cmecore.ledger import Ledger", "comes later"),
        ("cmecore.evidence", "from cmecore import ledger", "comes later"),
        ("cmecore.evidence", "from .ledger import Ledger", "comes later"),
        ("cmecore.rules.facts", "from ..ledger import Ledger", "comes later"),
        ("cmecore.rules", "from ..ledger import Ledger", "comes later"),
        ("cmecore.ledger", "def late():\n    from cmecore.rendering.pdf import Pdf", "comes later"),
        ("cmecore.ledger", "from cmecore.serial import converter", "comes later"),
        ("cmecore.serial", "from cmecore.rendering.pdf import Pdf", "edges do not import each other"),
        ("cmecore.rendering.pdf", "import cmecore.storage", "edges do not import each other"),
        ("cmecore.ledger", "from cmecore import Credits", "from cmecore itself"),
        ("cmecore.serial", "import cmecore", "from cmecore itself"),
        ("cmecore.ledger", "from . import Credits", "from cmecore itself"),
        ("cmecore.ledger", "from cmecore.utils import pad", "no place in the tables"),
        ("cmecore.utils", "", "no place in the tables"),
        ("cmecore.credit.amounts", "from dateutil import parser", "belongs to cmecore.credit.periods"),
        ("cmecore.ledger", "import cattrs", "belongs to cmecore.serial"),
        ("cmecore.serial", "import reportlab.lib", "belongs to cmecore.rendering"),
        ("cmecore.ledger", "from segno import make", "belongs to cmecore.rendering"),
        ("cmecore.rendering.pdf", "import numpy", "no dependency of ours"),
        ("cmecore", "import numpy", "no dependency of ours"),
        ("cmecore.ledger", "from pathlib import Path", "the caller's"),
        ("cmecore.credit.amounts", "import os.path", "the caller's"),
    ],
)
def test_a_planted_violation_is_found(module: str, planted: str, said: str) -> None:
    """Each way to break the direction is seen, alone, and with words that say which law it breaks."""
    found = violations({**HOUSE, module: f"{HOUSE.get(module, '')}\n{planted}"})
    assert len(found) == 1
    assert module in found[0]
    assert said in found[0]


def test_a_planted_cycle_is_found() -> None:
    """Two modules of one room that import each other are both named."""
    planted = {**HOUSE, "cmecore.rules.facts": "def late():\n    from cmecore.rules.criteria import AllOf"}
    assert cycles(planted) == ["cmecore.rules.facts", "cmecore.rules.criteria"]
