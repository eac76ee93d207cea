"""The renderer that a page shows how to write keeps the contract, by the file of tests that the page prints."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-to" / "own-type-rule-renderer.md"


def test_the_renderer_of_the_page_keeps_the_contract_as_the_page_tests_it(tmp_path: Path) -> None:
    """The example lies beside the tests, as a reader would have it, and pytest finds all of the contract."""
    shutil.copy(ROOT / "examples" / "own_type_rule_renderer.py", tmp_path)
    _, _, rest = PAGE.read_text(encoding="utf-8").partition("```python\n")
    program, _, _ = rest.partition("```")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "test_html_page.py").write_text(program, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout
    assert "skipped" not in done.stdout
