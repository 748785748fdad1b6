"""Every icon that pages name is one that Streamlit has: those of rare states too, which no other test shows."""

from __future__ import annotations

import re

import pytest
from streamlit.string_util import validate_icon_or_emoji

from etl.config import PROJECT

SOURCES = [path.read_text(encoding="utf-8") for path in (PROJECT / "pages").glob("*.py")]
NAMED = sorted({icon for source in SOURCES for icon in re.findall(r":material/\w+:", source)})


@pytest.mark.parametrize("icon", NAMED)
def test_it_is_there(icon: str) -> None:
    assert validate_icon_or_emoji(icon) == icon


def test_icons_are_found() -> None:
    assert len(NAMED) > 10
