"""The fonts of the extra: they draw what they are for, and a missing one says what to install."""

import sys

import pytest

from cmecore.errors import InvalidValue
from cmecore.rendering.fonts.packaged import default_fonts
from cmecore.rendering.fonts.shaping import missing, shaped
from cmecore.rendering.fonts.typefaces import bundled, supplied


@pytest.mark.parametrize("name", ["محمد علي", "دُکتور می\u200cخواهم", "דוד כהן", "שׁוּלָה", "दीपिका शर्मा", "สมชาย ใจดี"])
def test_names_of_four_scripts_are_drawn(name: str) -> None:
    faces = [bundled("roman"), *map(supplied, default_fonts())]
    assert missing(name, faces) == ()
    assert {run.face for run in shaped(name, faces)}.isdisjoint({faces[0]})


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    default_fonts.cache_clear()
    monkeypatch.setitem(sys.modules, "fontpkg_amiri", None)
    with pytest.raises(InvalidValue, match=r"pip install 'cmecore\[fonts\]'"):
        default_fonts()
    default_fonts.cache_clear()
