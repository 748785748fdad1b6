"""Zip archives: their members are inputs like files in a folder. Bounded, so that a small file cannot fill the memory.

Nothing is written to disk, so a member's name cannot lead out of anywhere; one that tries to is refused all the same.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from etl.formats.budget import Budget
from etl.formats.table import UnreadableError
from etl.inputs import is_beside_page, is_hidden, saved_pages

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
MAX_MEMBER = 1 << 28
MAX_DEPTH = 2
"""An archive may stand in an archive, but none in that one."""

_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


class Member(NamedTuple):
    name: str
    data: bytes
    problem: str | None = None


def is_zip(data: bytes) -> bool:
    return data.startswith(ZIP_MARKS)


def checked(data: bytes, budget: Budget) -> zipfile.ZipFile:
    """Open an archive and take its members from the budget; raises UnreadableError."""
    archive = opened(data)
    members = archive.infolist()
    budget.unpack(len(members), sum(member.file_size for member in members))
    return archive


def opened(data: bytes) -> zipfile.ZipFile:
    """Open an archive to look at the names of its members; raises UnreadableError."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _ERRORS as error:
        raise UnreadableError(f"a damaged zip archive: {error}"[:300]) from error


def members(data: bytes, budget: Budget) -> Iterator[Member]:
    """Read the members by name, but for hidden ones. Raises UnreadableError before the first."""
    archive = checked(data, budget)
    pages = saved_pages(archive.namelist())
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        is_file = info.filename and not info.is_dir()  # a damaged archive may hold members without a name
        if is_file and not _is_hidden(PurePosixPath(info.filename), pages):
            yield _read(archive, info)


def _is_hidden(path: PurePosixPath, pages: frozenset[str]) -> bool:
    if any(is_hidden(part) for part in path.parts if part != "..") or "__MACOSX" in path.parts:
        return True
    return any(is_beside_page(str(folder), pages) for folder in path.parents)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    name = info.filename
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in path.parts[0]:
        safe = name.replace("\\", "/").split("/")[-1] or "member"
        return Member(safe, b"", f'a member of a zip archive whose name "{name[:200]}" leads out of it')
    if info.file_size > MAX_MEMBER:
        return Member(name, b"", f"a member of more than {MAX_MEMBER >> 20} MB unpacked")
    try:
        with archive.open(info) as file:
            return Member(name, file.read(info.file_size))
    except _ERRORS as error:  # damaged, encrypted, or packed in a way that Python does not know
        return Member(name, b"", f"a member of a zip archive that cannot be unpacked: {error}"[:300])
