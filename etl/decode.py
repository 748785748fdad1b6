"""Bytes to lines. No file is refused for its encoding, and lines are counted the way a text editor counts them."""

from __future__ import annotations

import codecs
import re

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NEWLINE = re.compile(r"\r\n|\r|\n")


def _same_code_point(error: UnicodeError) -> tuple[str, int]:
    """Map the five bytes that Windows-1252 leaves undefined to the same code point, as web browsers do."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("same_code_point", _same_code_point)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    UTF-8 (with or without byte order mark), UTF-16 with byte order mark, else Windows-1252, which accepts any bytes.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("windows-1252", errors="same_code_point"), "windows-1252"


def split_lines(text: str) -> list[str]:
    r"""Split at `\r\n`, `\r` and `\n` only, so that line 12 here is line 12 in an editor.

    `str.splitlines` would also split at form feeds, NEL and U+2028, which editors show inside a line.
    """
    lines = _NEWLINE.split(text)
    if lines[-1] == "":
        lines.pop()
    return lines
