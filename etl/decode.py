"""Bytes to lines. No file is refused for its encoding, and lines are counted the way a text editor counts them.

Bytes do not say how they were encoded. UTF-8 and marked UTF-16 are certain; the one-byte encodings accept any bytes, so
the one is taken under which the bytes above 127 become letters that French and English are written with.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NEWLINE = re.compile(r"\r\n|\r|\n")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_ONE_BYTE = ("windows-1252", "cp850", "mac-roman")
"""In order of preference: Windows, DOS (still what Excel calls CSV for DOS), old Macintosh."""
_WEIGHTS = {**dict.fromkeys("äöüÿæÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŸŒÆ‘“”«»–—…€°·\u00a0", 1), **dict.fromkeys("éèêëàâçîïôùûœ’", 2)}
"""How well a character speaks for its encoding; any other speaks against it by 1."""
_ESCAPED = re.compile("[\udc80-\udcff]")  # what `surrogateescape` makes of bytes that are no UTF-8
_ASCII = bytes(range(128))
_DAMAGED = "utf-8 with windows-1252"


def _same_code_point(error: UnicodeError) -> tuple[str, int]:
    """Map the five bytes that Windows-1252 leaves undefined to the same code point, as web browsers do."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


def _windows_1252_byte(error: UnicodeError) -> tuple[str, int]:
    """Read only what is no UTF-8 as Windows-1252."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("windows-1252", errors="same_code_point"), error.end


codecs.register_error("same_code_point", _same_code_point)
codecs.register_error("windows_1252_byte", _windows_1252_byte)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    UTF-8 and UTF-16 with byte order mark, UTF-8, UTF-16 without mark, UTF-8 with a few foreign bytes (which are read as
    Windows-1252, and only they), else the likeliest one-byte encoding.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    if unmarked := _utf_16_without_mark(data):
        return data.decode(unmarked, errors="replace"), unmarked
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_bytes(data)


def _utf_16_without_mark(data: bytes) -> str | None:
    """Tell by the zero bytes, which stand at every other place where text is mostly Latin."""
    half = len(data) // 2
    if half == 0 or len(data) % 2 or data[:2000].count(0) * 5 < len(data[:2000]):
        return None
    zeros_first, zeros_second = data[::2].count(0), data[1::2].count(0)
    if zeros_second * 10 >= half * 9 and zeros_first * 10 < half:
        return "utf-16-le"
    return "utf-16-be" if zeros_first * 10 >= half * 9 and zeros_second * 10 < half else None


def _decode_bytes(data: bytes) -> tuple[str, str]:
    repaired = data.decode("utf-8", errors="windows_1252_byte")
    foreign = len(_ESCAPED.findall(data.decode("utf-8", errors="surrogateescape")))
    whole = sum(not char.isascii() for char in repaired) - foreign
    if foreign * 10 <= whole:
        return repaired, _DAMAGED
    encoding = max(_ONE_BYTE, key=lambda name: _likelihood(data, name))
    return data.decode(encoding, errors="same_code_point"), encoding


def _likelihood(data: bytes, encoding: str) -> int:
    """Weigh what the bytes above 127 become."""
    counts = Counter(data.translate(None, delete=_ASCII))
    chars = {byte: bytes([byte]).decode(encoding, errors="same_code_point") for byte in counts}
    return sum(count * _WEIGHTS.get(chars[byte], -1) for byte, count in counts.items())


def split_lines(text: str, *, keep_ends: bool = False) -> list[str]:
    r"""Split at `\r\n`, `\r` and `\n` only, so that line 12 here is line 12 in an editor.

    `str.splitlines` would also split at form feeds, NEL and U+2028, which editors show inside a line.
    """
    if keep_ends:
        return _LINE.findall(text)
    lines = _NEWLINE.split(text) if "\r" in text else text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return lines
