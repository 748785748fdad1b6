"""Bytes to lines. No file is refused for its encoding, and lines are counted the way a text editor counts them.

Bytes do not say how they were encoded. UTF-8 and marked UTF-16 are certain; the one-byte encodings accept any bytes, so
HTML and XML are believed when they declare one, and of other text the one is taken under which the bytes above 127
become letters that are written: those of French before all others.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Mapping

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NEWLINE = re.compile(r"\r\n|\r|\n")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_ONE_BYTE = ("windows-1252", "iso-8859-15", "cp850", "mac-roman")
"""In order of preference: Windows, Unix, DOS (still what Excel calls CSV for DOS), old Macintosh."""
_CENTRAL = ("windows-1250", "iso-8859-2")
"""Of Central Europe: taken where the others leave something unexplained and these do not."""
_WEIGHTS = {**dict.fromkeys("äöüÿæÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŸŒÆ‘“”«»–—…€°·\u00a0", 1), **dict.fromkeys("éèêëàâçîïôùûœ’", 2)}
"""How well a character speaks for its encoding; any other speaks against it by 1."""
_WESTERN = _WEIGHTS | dict.fromkeys("áíóúñãõåøßÁÍÓÚÑÃÕÅØ", 1)
"""The same where such letters would not be the accents of French under another encoding."""
_LATIN_1 = {chr(code) for code in (*range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x100))}
_EXPLAINED = _WEIGHTS.keys() | _LATIN_1
_EXPLAINED_CENTRAL = _WEIGHTS.keys() | set("áíóúýąćčďęěłńňőřśšťůűźżžşţăßÁÍÓÚÝĄĆČĎĘĚŁŃŇŐŘŚŠŤŮŰŹŻŽŞŢĂ„")
_ESCAPED = re.compile("[\udc80-\udcff]")  # what `surrogateescape` makes of bytes that are no UTF-8
_ASCII = bytes(range(128))
_DAMAGED = "utf-8 with windows-1252"
_TWICE = "utf-8 encoded twice"
_DECLARED = re.compile(
    rb"""<(?:\?xml\s[^>]{0,200}?encoding|meta\s[^>]{0,200}?charset)\s*=\s*["']?(?P<name>[\w.:-]{1,40})""", re.IGNORECASE
)
_DECLARED_WITHIN = 4_000
_DECLARABLE = re.compile(r"iso8859-[0-9]{1,2}|cp125[0-8]|cp850|mac-roman|koi8-[ru]")
"""Encodings of one byte, by Python's names: others would not come here, or are none of text."""
_TWICE_MARKS = ("Ã", "Â", "Å", "â€")
_ENCODED_TWICE = _WEIGHTS.keys() | {chr(code) for code in range(0xA0, 0x100)} | set("ŠšŽž")


def _same_code_point(error: UnicodeError) -> tuple[str | bytes, int]:
    """Map the five bytes that Windows-1252 leaves undefined to the same code point and back, as web browsers do."""
    if isinstance(error, UnicodeEncodeError):
        return error.object[error.start : error.end].encode("latin-1"), error.end
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

    UTF-8, UTF-16 and UTF-32 with byte order mark, UTF-8, UTF-16 without mark, UTF-8 with a few foreign bytes (which are
    read as Windows-1252, and only they), else what HTML or XML declares, else the likeliest one-byte encoding.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    if data.startswith(codecs.BOM_UTF8):
        return _decode_marked_utf_8(data)
    if unmarked := _utf_16_without_mark(data):
        return data.decode(unmarked, errors="replace"), unmarked
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_declared(data) or _decode_bytes(data)
    once = _encoded_once(text)
    return (text, "utf-8") if once is None else (once, _TWICE)


def _decode_marked_utf_8(data: bytes) -> tuple[str, str]:
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8", errors="windows_1252_byte"), _DAMAGED
    once = _encoded_once(text)
    return (text, "utf-8-sig") if once is None else (once, _TWICE)


def _encoded_once(text: str) -> str | None:
    """Undo what a program did that took UTF-8 for Windows-1252 (`RÃ©gion`), if it did so to the whole of the text."""
    if text.isascii() or not any(mark in text for mark in _TWICE_MARKS):
        return None
    try:
        once = text.encode("windows-1252", errors="same_code_point").decode("utf-8")
    except UnicodeError:
        return None
    letters = {char for char in set(once) if not char.isascii()}
    return once if letters <= _ENCODED_TWICE else None


def is_declared(encoding: str) -> bool:
    """Whether the name of an encoding is one that the text itself gave."""
    return encoding.endswith("declared")


def _decode_declared(data: bytes) -> tuple[str, str] | None:
    """Believe `<meta charset=…>` and `<?xml encoding=…?>`; ISO-8859-1 is Windows-1252, as in browsers."""
    declared = _DECLARED.search(data[:_DECLARED_WITHIN]) if data[:100].lstrip().startswith(b"<") else None
    try:
        encoding = codecs.lookup(declared["name"].decode("ascii")).name if declared else ""
        encoding = "windows-1252" if encoding in ("iso8859-1", "cp1252") else encoding
        if encoding == "windows-1252" or _DECLARABLE.fullmatch(encoding):
            shown = encoding.replace("iso8859", "iso-8859")
            return data.decode(encoding, errors="same_code_point"), f"{shown} as declared"
    except (LookupError, UnicodeError):
        pass
    return None


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
    counts = Counter(data.translate(None, delete=_ASCII))
    encoding = max(_ONE_BYTE, key=lambda name: _likelihood(counts, name))
    if not _chars(counts, encoding).keys() <= _EXPLAINED:
        central = [name for name in _CENTRAL if _chars(counts, name).keys() <= _EXPLAINED_CENTRAL]
        encoding = next(iter(central), encoding)
    return data.decode(encoding, errors="same_code_point"), encoding


def _chars(counts: Mapping[int, int], encoding: str) -> dict[str, int]:
    """Return what the bytes above 127 become, and how often."""
    return {bytes([byte]).decode(encoding, errors="same_code_point"): count for byte, count in counts.items()}


def _likelihood(counts: Mapping[int, int], encoding: str) -> int:
    weights = _WESTERN if encoding in ("windows-1252", "iso-8859-15") else _WEIGHTS
    return sum(count * weights.get(char, -1) for char, count in _chars(counts, encoding).items())


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
