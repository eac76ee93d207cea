"""The promises of the project itself: the README's commands and quick start, the docs' completeness, a light import."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cmecore

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
#: Taken as a program finds it: the stub names each thing, and has no list.
PUBLIC: list[str] = vars(cmecore)["__all__"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = ROOT / "docs" / "reference"

MOST_LINES = 25
# Too heavy, or too much somebody else's, to be loaded by the mere name of the library.
HEAVY = {"reportlab", "segno", "cattrs", "PIL"}


def blocks(text: str) -> list[tuple[str, str, str]]:
    """List the fenced blocks of a Markdown page: the heading each stands under, its language and its text."""
    found, heading = [], ""
    for match in re.finditer(
        r"^#+ (?P<heading>[^\n]+)$|^```(?P<language>\w*)\n(?P<body>.*?)^```$", text, re.MULTILINE | re.DOTALL
    ):
        if match["heading"]:
            heading = match["heading"]
        else:
            found.append((heading, match["language"], match["body"]))
    return found


def module_names() -> list[str]:
    """Name every module of the library, the front door included."""
    paths = sorted(SOURCE.rglob("*.py"))
    return [".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__") for path in paths]


def test_blocks_sees_headings_languages_and_bodies() -> None:
    """A page's blocks come with the heading they stand under; a comment inside one is no heading."""
    page = "# A\n```sh\n# not a heading\nls\n```\n## B\n```python\nx = 1\n```\n"
    assert blocks(page) == [("A", "sh", "# not a heading\nls\n"), ("B", "python", "x = 1\n")]


def test_the_first_two_commands_of_the_readme_run_it_and_test_it() -> None:
    """The README's first two `sh` blocks stand under *Run it* and *Test it*, in this order."""
    headings = [heading for heading, language, _ in blocks(README) if language == "sh"]
    assert headings[:2] == ["Run it", "Test it"]


def test_the_quick_start_runs_as_printed(tmp_path: Path) -> None:
    """The quick start is 25 lines or fewer, prints what the README says it prints, and ends with a PDF."""
    quick = [(language, body) for heading, language, body in blocks(README) if heading == "Quick start"]
    program = next(body for language, body in quick if language == "python")
    assert len(program.splitlines()) <= MOST_LINES
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "".join(body for language, body in quick if language == "text")
    (pdf,) = tmp_path.glob("*.pdf")
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_what_the_readme_prints_after_the_quick_start_goes_on_from_it(tmp_path: Path) -> None:
    """The quick start and the block about the certificate run as one program, which leaves both documents."""
    programs = [body for heading, language, body in blocks(README) if language == "python"]
    assert [heading for heading, language, _ in blocks(README) if language == "python"] == ["Quick start", "The certificate"]
    command = [sys.executable, "-W", "error", "-c", "\n".join(programs)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    first, other = (tmp_path / name for name in ("certificate.pdf", "ours.pdf"))
    assert other.read_bytes().startswith(b"%PDF-")
    assert other.read_bytes() != first.read_bytes()


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_public_name_says_what_it_is_for_with_an_example(name: str) -> None:
    """Each public name, or for a ready-made value its type, has a docstring that holds an example to run."""
    assert ">>> " in (inspect.getdoc(getattr(cmecore, name)) or "")


def test_the_front_door_lists_what_it_shows() -> None:
    """`dir(cmecore)` offers every public name, none twice, and an unknown one is refused by name."""
    assert set(PUBLIC) <= set(dir(cmecore))
    assert len(PUBLIC) == len(set(PUBLIC))
    with pytest.raises(AttributeError, match="no_such_name"):
        getattr(cmecore, "no_such_name")  # noqa: B009 - the type checker knows that it is not there


def test_type_checkers_read_the_names_that_programs_find() -> None:
    """The stub beside the front door imports each public name from the module that has it, and nothing else."""
    stub = ast.parse((SOURCE / "cmecore" / "__init__.pyi").read_text(encoding="utf-8"))
    told = {alias.asname: node.module for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert told == {name: f"cmecore.{vars(cmecore)['_HOME'][name]}" for name in PUBLIC}


@pytest.mark.parametrize("name", [name for name in module_names() if not name.startswith("cmecore.authorities.")])
def test_every_module_has_a_page_in_the_reference(name: str) -> None:
    """Each module has a page that documents its members; what a package hands on stands on the package's page.

    The pages of the bodies are made from their data when the documentation is built.
    """
    page = REFERENCE / f"{name}.rst"
    # What is in the packages below is documented where it is imported from.
    handed_on = name == "cmecore" or name.startswith("cmecore.entries.")
    wanted = f"{name}\n{'=' * len(name)}\n\n.. automodule:: {name}\n" + ("" if handed_on else "   :members:\n")
    assert page.is_file(), f"write {page.relative_to(ROOT)}:\n{wanted}"
    assert page.read_text(encoding="utf-8").startswith(wanted)


def test_no_page_of_the_reference_is_left_over() -> None:
    """Each page of the reference is about a module that exists."""
    assert {path.stem for path in REFERENCE.glob("cmecore*.rst")} <= set(module_names())


@pytest.mark.parametrize("name", module_names())
def test_every_module_says_its_purpose(name: str) -> None:
    """Each module begins with one line that says what it is for."""
    purpose = (importlib.import_module(name).__doc__ or "").partition("\n")[0]
    assert purpose.endswith("."), f"the first line of {name} is {purpose!r}"


def test_importing_cmecore_loads_nothing_heavy(tmp_path: Path) -> None:
    """`import cmecore` loads no renderer, no converter and none of its own modules: names are found when first used."""
    program = "import sys, cmecore; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    loaded = set(done.stdout.split())
    assert "cmecore" in loaded
    assert {name for name in loaded if name.partition(".")[0] in HEAVY} == set()
    assert {name for name in loaded if name.startswith("cmecore.")} == set()


@pytest.mark.parametrize("program", sorted((ROOT / "examples").glob("*.py")), ids=lambda path: path.name)
def test_every_example_runs(program: Path, tmp_path: Path) -> None:
    """Each program in `examples/` runs from any folder, and without a warning."""
    done = subprocess.run(
        [sys.executable, "-W", "error", program], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
