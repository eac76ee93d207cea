"""What every test may lean on: how hard the laws are tried, what a skip means, and tools of the system."""

import os
import shutil
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TypeVar

import hypothesis
import pytest

# Asserts that are run by others tell what they found as those in tests do; said here, before anything imports the module.
pytest.register_assert_rewrite("cmecore.testing.renderer")

ROOT = Path(__file__).resolve().parents[1]

# Laws are about values, never about speed, so none has a deadline.  `ci` tries the same cases each time, so that a run says
# something about the change and not about luck; `thorough` is for a night.
hypothesis.settings.register_profile("quick", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=5_000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "quick"))

# Where everything is installed, a skip hides a gap: with this set, each one is a failure.
NO_SKIP = bool(os.environ.get("CMECORE_NO_SKIP"))

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def _failed_if_skipped(report: Report) -> Report:
    if NO_SKIP and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.longrepr = f"CMECORE_NO_SKIP allows no skip, and this one said: {reason}"
    return report


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failure where no skip is allowed."""
    return _failed_if_skipped((yield))


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a module that skips itself into a failure where no skip is allowed."""
    return _failed_if_skipped((yield))


# The tracer of coverage takes as long again as what it watches.  Some tests owe the report nothing, since it leaves out what
# they are about; and what is drawn at random should not be what reaches a branch, which is for a test that tells one thing.
UNTRACED = tuple(
    ROOT / place
    for place in (
        "src/cmecore/rendering",
        "tests/exchange",
        "tests/laws",
        "tests/rendering",
        "tests/test_pdf_judge.py",
        "tests/test_serial.py",
        "tests/test_serial_strict.py",
    )
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Let a test that the report of coverage does not need run without its tracer.

    The marker `no_cover` of pytest-cov does not: in a worker of xdist two tracers run, and it stops the upper one.
    """
    tracer = sys.gettrace()
    marked = item.get_closest_marker("hypothesis") or item.get_closest_marker("untraced")
    ours = marked or any(map(item.path.is_relative_to, UNTRACED))
    # A debugger is a tracer as well, and stays.
    if not ours or type(tracer).__module__ != "coverage":
        return (yield)
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def system_tool() -> Callable[..., str]:
    """Find a program of the system, or skip the test with the name of the package that has it.

    Use it as ``system_tool("pdftotext", package="poppler-utils")``.
    """

    def find(program: str, *, package: str) -> str:
        path = shutil.which(program)
        if path is None:
            pytest.skip(f"needs {program} from the system package {package}")
        return path

    return find
