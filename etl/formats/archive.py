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

from etl.formats.table import UnreadableError

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
MAX_MEMBERS = 20_000
MAX_TOTAL = 1 << 30
"""Bytes of all members together, unpacked."""
MAX_MEMBER = 1 << 28
MAX_RATIO = 200
"""Times that a member may grow; text shrinks to a tenth, a bomb to a thousandth."""
_SMALL = 1 << 20
MAX_DEPTH = 2
"""An archive may stand in an archive, but none in that one."""

_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


class Member(NamedTuple):
    name: str
    data: bytes
    problem: str | None = None


def is_zip(data: bytes) -> bool:
    return data.startswith(ZIP_MARKS)


def checked(data: bytes) -> zipfile.ZipFile:
    """Open an archive whose members are as few and as small as they may be; raises UnreadableError."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _ERRORS as error:
        raise UnreadableError(f"a damaged zip archive: {error}"[:300]) from error
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise UnreadableError(f"a zip archive of {len(members):,} members; {MAX_MEMBERS:,} are the most")
    if sum(member.file_size for member in members) > MAX_TOTAL:
        raise UnreadableError(f"a zip archive of more than {MAX_TOTAL >> 20:,} MB unpacked")
    for member in members:
        if member.file_size > _SMALL and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise UnreadableError(
                f"a zip archive whose member {member.filename[:100]} unpacks to {MAX_RATIO} times its size"
            )
    return archive


def members(data: bytes, suffixes: frozenset[str]) -> Iterator[Member]:
    """Read the members with one of the suffixes, by name. Raises UnreadableError before the first."""
    archive = checked(data)
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        is_file = info.filename and not info.is_dir()  # a damaged archive may hold members without a name
        if is_file and _is_wanted(PurePosixPath(info.filename), suffixes):
            yield _read(archive, info)


def _is_wanted(path: PurePosixPath, suffixes: frozenset[str]) -> bool:
    hidden = any(part.startswith(".") and part != ".." for part in path.parts) or "__MACOSX" in path.parts
    return path.suffix.lower() in suffixes and not hidden


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
