"""What the rendering tests share: other machines to render on."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def elsewhere() -> list[dict[str, str]]:
    """Give environments of other machines: their zones, languages, hash seeds and clocks."""
    common = {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")]), "PATH": os.environ.get("PATH", "")}
    if "SYSTEMROOT" in os.environ:
        common["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    return [
        {**common, "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {**common, "TZ": "America/Adak", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "77", "SOURCE_DATE_EPOCH": "1234567890"},
    ]
