"""Files of formats that are not read, told by what they begin with: each is listed with what to do about it."""

from __future__ import annotations

import codecs
import re

NOT_READ = "not a format that can be read"
NEITHER = "a text that is neither a profile page nor a table"
_PICTURE = "a picture: copy the text of the page instead"
_FILM_OR_SOUND = "a film or a recording, which holds no text"
_PDF = "a PDF: copy its text into a text file"
_PACKED = "packed in a way that is not read: unpack it, or pack it as zip"
_WEB_ARCHIVE = "a web archive: save the page as HTML only"
_RICH_TEXT = "a rich text document: save it as plain text"
_DOCUMENT = "a text document: save it as plain text"
_SLIDES = "slides: save their text as plain text"
_OPEN_TABLE = "an OpenDocument spreadsheet: save it as .xlsx or as CSV"

_BEGINNINGS = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"BM", _PICTURE),
    (b"\0\0\1\0", _PICTURE),
    (b"8BPS", _PICTURE),
    (b"%PDF-", _PDF),
    (b"{\\rtf", _RICH_TEXT),
    (b"bplist00", _WEB_ARCHIVE),
    (b"\x1f\x8b", _PACKED),
    (b"7z\xbc\xaf\x27\x1c", _PACKED),
    (b"Rar!\x1a\x07", _PACKED),
    (b"BZh", _PACKED),
    (b"\xfd7zXZ\0", _PACKED),
    (b"\x28\xb5\x2f\xfd", _PACKED),
    (b"ID3", _FILM_OR_SOUND),
    (b"OggS", _FILM_OR_SOUND),
    (b"\x1aE\xdf\xa3", _FILM_OR_SOUND),
)
_MARKS = tuple(mark for mark, _ in _BEGINNINGS)
_OF_LETTERS = (b"BM", b"GIF8", b"ID3", b"OggS", b"8BPS", b"BZh", b"bplist00")
"""Beginnings that a text may have too."""
_RIFF = {b"WEBP": _PICTURE, b"AVI ": _FILM_OR_SOUND, b"WAVE": _FILM_OR_SOUND}
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"avif")
_WEB_ARCHIVE_TEXT = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?Content-Type:\s*multipart/related", re.IGNORECASE
)
_DRAWING = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]", re.IGNORECASE | re.DOTALL
)

SAMPLE = 8_000
"""Bytes that tell whether a file is text."""
_TAR = slice(257, 262)
_CONTROLS = {*range(9), *range(14, 27), *range(28, 32), 127}
_IS_CONTROL = bytes(byte in _CONTROLS for byte in range(256))
_MOST_CONTROLS = 0.02
"""Of a text. Compressed data has more than a tenth."""
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def why_not_read(data: bytes) -> str | None:
    """Say why these bytes, or a file that begins with them, are not read; None where they may be text."""
    start = data[:SAMPLE]
    is_text = not _is_binary(start)
    for mark, reason in _BEGINNINGS if start.startswith(_MARKS) else ():
        if start.startswith(mark) and not (is_text and mark in _OF_LETTERS):
            return reason
    if is_text:
        return _of_text(start)
    if start.startswith(b"RIFF"):
        return _RIFF.get(start[8:12], NOT_READ)
    if start[4:8] == b"ftyp":
        return _PICTURE if start[8:12] in _PICTURE_BRANDS else _FILM_OR_SOUND
    return _PACKED if start[_TAR] == b"ustar" else NOT_READ


def _of_text(start: bytes) -> str | None:
    if start[:5].lower() in (b"from:", b"mime-", b"date:", b"subje", b"snaps") and _WEB_ARCHIVE_TEXT.match(start):
        return _WEB_ARCHIVE
    return _PICTURE if start.lstrip()[:1] == b"<" and _DRAWING.match(start) else None


def _is_binary(start: bytes) -> bool:
    """Whether there are more control characters than in any text; UTF-16 has zeros at every other place."""
    if start.startswith(_WIDE_MARKS) or not start:
        return False
    controls = start.translate(_IS_CONTROL).count(True)
    if controls <= max(1, _MOST_CONTROLS * len(start)):
        return False
    even, odd = start[::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    return not (max(even, odd) * 10 >= half * 9 and min(even, odd) * 10 < half)


_PACKAGES = (
    ("word/document.xml", _DOCUMENT),
    ("ppt/presentation.xml", _SLIDES),
    ("xl/workbook.bin", "a binary Excel workbook: save it as .xlsx or as CSV"),
    ("META-INF/MANIFEST.MF", NOT_READ),
    ("META-INF/container.xml", "a book: save its text as plain text"),
)
_OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.text": _DOCUMENT,
    "application/vnd.oasis.opendocument.presentation": _SLIDES,
    "application/vnd.oasis.opendocument.spreadsheet": _OPEN_TABLE,
}


def why_no_workbook(data: bytes) -> str | None:
    """Say what else than an old workbook a file of Office before 2007 is, by the names of what it holds."""
    for name, reason in (("WordDocument", _DOCUMENT), ("PowerPoint", _SLIDES)):
        if name.encode("utf-16-le") in data:
            return reason
    return None


def why_no_archive(names: frozenset[str], start: bytes) -> str | None:
    """Say what else than an archive of inputs a zip file is, by the names of its members and its first bytes.

    A document of OpenDocument says its type in its first member, which is never compressed.
    """
    if "mimetype" in names:
        kinds = (reason for kind, reason in _OPEN_DOCUMENTS.items() if kind.encode() in start[:200])
        return next(kinds, NOT_READ)
    return next((reason for name, reason in _PACKAGES if name in names), None)
