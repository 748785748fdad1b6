"""One file of all that a warehouse is made of, and back: profiles, corrections, aliases. The rest is built from these.

A backup is a zip archive of the data folder's inputs with a list of their hashes, `manifest.json`. It is complete or
not there; it is looked through before anything of it is restored; and nothing that differs is written over.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO

from etl.errors import BuildError, SourceError

INPUTS = ("profiles", "overrides.csv", "reference")
"""What a data folder holds that nothing could make again."""
MANIFEST = "manifest.json"
_CHUNK = 1 << 20
_UNFINISHED = ".writing"


def write_backup(data: Path, backup: Path) -> int:
    """Put the inputs in a data folder into a zip archive and return how many files these are.

    Raises SourceError where there is nothing to keep or `backup` is there already, BuildError where it cannot be
    written.
    """
    files = list(_inputs(data))
    if not files:
        raise SourceError(f"{data}: holds no {', '.join(INPUTS)}: nothing to keep")
    if backup.exists():
        raise SourceError(f"{backup}: is there already; choose another name, backups are not written over")
    unfinished = backup.with_name(f"{backup.name}{_UNFINISHED}")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            hashes = {}
            for file in files:
                name = file.relative_to(data).as_posix()
                with file.open("rb") as read, archive.open(zipfile.ZipInfo.from_file(file, name), "w") as written:
                    hashes[name] = _copy(read, written)
            archive.writestr(MANIFEST, json.dumps(hashes, indent=1, ensure_ascii=False))
        unfinished.replace(backup)
    except OSError as error:
        raise BuildError(f"{backup}: cannot be written ({error.strerror}); choose another place") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return len(files)


def restore_backup(backup: Path, data: Path) -> tuple[int, int]:
    """Put the files of a backup into a data folder; return how many were restored, and how many stood there already.

    All of them are unpacked and compared with their hashes before the first is put in its place. Raises SourceError
    where the backup is damaged, and where a file in the folder differs from its own in the backup: nothing is changed.
    """
    unpacked = data / f".restore{_UNFINISHED}"
    try:
        data.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(unpacked, ignore_errors=True)
        hashes = _unpack(backup, unpacked)
        here = {name for name in hashes if (data / name).exists()}
        differing = sorted(name for name in here if _hash_of(data / name) != hashes[name])
        if differing:
            raise SourceError(
                f"{data}: files that differ from those in the backup: {len(differing)}, the first is {differing[0]}; "
                "restore into an empty folder (CATALYST_ATLAS_DATA), or move them away first"
            )
        for name in sorted(hashes.keys() - here):
            place = data / name
            place.parent.mkdir(parents=True, exist_ok=True)
            (unpacked / name).replace(place)
    except OSError as error:
        raise BuildError(f"{data}: cannot be written ({error.strerror}); nothing there was changed") from error
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    return len(hashes) - len(here), len(here)


def _inputs(data: Path) -> Iterator[Path]:
    for name in INPUTS:
        place = data / name
        found = [place] if place.is_file() else sorted(place.rglob("*"))
        yield from (file for file in found if file.is_file())


def _unpack(backup: Path, folder: Path) -> Mapping[str, str]:
    """Unpack a backup and return the hash of every file. Raises SourceError for one that is not as it was written."""
    try:
        with zipfile.ZipFile(backup) as archive:
            hashes: Mapping[str, str] = json.loads(archive.read(MANIFEST))
            if {*archive.namelist()} != {*hashes, MANIFEST}:
                raise SourceError(_damaged(backup, "its files are not those of its list"))
            for name, expected in hashes.items():
                if not _is_input(name):
                    raise SourceError(_damaged(backup, f"{name} is no input"))
                place = folder / name
                place.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as read, place.open("wb") as written:
                    if _copy(read, written) != expected:
                        raise SourceError(_damaged(backup, f"{name} is not as it was"))
    except FileNotFoundError as error:
        raise SourceError(f"{backup}: no such file") from error
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, NotImplementedError) as error:
        raise SourceError(_damaged(backup, str(error))) from error
    return hashes


def _is_input(name: str) -> bool:
    """Whether a name leads to where inputs are, and nowhere else."""
    path = PurePosixPath(name)
    return path.parts[0] in INPUTS and ".." not in path.parts and "\\" not in name if path.parts else False


def _damaged(backup: Path, why: str) -> str:
    return f"{backup}: is no backup, or damaged ({why}); nothing was restored. Take an older one"


def _copy(read: IO[bytes], written: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := read.read(_CHUNK):
        digest.update(chunk)
        written.write(chunk)
    return digest.hexdigest()


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
