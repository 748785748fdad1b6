r"""Characters that nobody sees and that do something: to a terminal, to the direction of a text, to a comparison.

Names lose them when they are read, since two that look alike should be alike (`without_unseen`). Raw lines and file
names keep them, and are shown with them spelt out, `\x1b` or `\u202e`, wherever words leave for a terminal or a
spreadsheet (`with_unseen_spelt`).
"""

from __future__ import annotations

import re

_CONTROLS = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
"""But for those that are white space."""
_SPACES = "\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029"
"""White space that does more than a space: tabs and line feeds are left out."""
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_WITHOUT_WIDTH = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
)
_NO_TEXT = "\ud800-\udfff\U000e0000-\U000e007f"
"""Halves of characters, and tags."""
_JOINERS = r"(?<![\u0300-\U0010ffff])[\u200c\u200d]|[\u200c\u200d](?![\u0300-\U0010ffff])"
"""Persian, Indian scripts and emoji need them between letters; beside Latin ones they only hide."""

_DROPPED = re.compile(f"[{_CONTROLS}{_DIRECTIONS}{_WITHOUT_WIDTH}{_NO_TEXT}]|{_JOINERS}")
_SPELT = re.compile(f"[{_CONTROLS}{_SPACES}{_DIRECTIONS}{_WITHOUT_WIDTH}{_NO_TEXT}]|{_JOINERS}")
_END_OF_LINE = re.compile(r"\r\n")


def without_unseen(text: str) -> str:
    """Leave out what nobody sees. Every kind of space stays."""
    return text if text.isprintable() else _DROPPED.sub("", text)


def with_unseen_spelt(text: str) -> str:
    r"""Write what nobody sees as it is written in programs: `\x1b`. Tabs and ends of lines stay as they are."""
    return text if text.isprintable() else "\r\n".join(_SPELT.sub(_spelt, part) for part in _END_OF_LINE.split(text))


def _spelt(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
