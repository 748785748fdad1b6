"""Puts a new warehouse in the place of the old one, at once and without disturbing whoever reads the old one.

`data/warehouse.duckdb` is a symbolic link to a versioned file in the hidden folder `data/.warehouse.versions`.
Replacing the file itself would not do: DuckDB keeps serving the old data to every new connection of a process that
still has the old file open. The previous version is kept for those readers, older ones are removed.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from etl.config import BUILD_MEMORY
from etl.errors import BuildError, UsageError, WarehouseError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_UNFINISHED = ".building"
_CANNOT_WRITE = (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException)
"""What DuckDB raises, by the moment, when the disk is full or a file may not grow; or that memory is short."""
_MAGIC = slice(8, 12)  # a DuckDB file holds "DUCK" behind its first checksum


def writable(path: Path, **settings: str) -> duckdb.DuckDBPyConnection:
    """Open a database to be filled, within a bound of memory. Raises UsageError where nobody understands the bound."""
    try:
        return duckdb.connect(path, config={"memory_limit": BUILD_MEMORY, **settings})
    except duckdb.ParserException as error:
        raise UsageError(
            f"CATALYST_ATLAS_BUILD_MEMORY={BUILD_MEMORY} is no amount of memory: write it as 1GB or 500MB"
        ) from error


def versions_folder(warehouse: Path) -> Path:
    """Return the hidden folder beside the warehouse that holds its versions."""
    stem = warehouse.name.removesuffix(".duckdb")
    return warehouse.parent / f".{stem}.versions"


def store_beside(warehouse: Path) -> Path:
    """Return where what was read for this warehouse is kept."""
    return versions_folder(warehouse) / "store"


@contextmanager
def publication(warehouse: Path) -> Iterator[Path]:
    """Give a path to build at; publish what was built there when the block ends, remove it if it raises.

    Raises BuildError if another build is running, WarehouseError if `warehouse` is something else than a warehouse or
    nothing can be written there. Whatever stops it, the old warehouse stays, and what is left of a killed build is
    removed by the next one.
    """
    folder = versions_folder(warehouse)
    with _explained(warehouse):
        _refuse_other_files(warehouse)
        folder.mkdir(parents=True, exist_ok=True)
        with _lock(folder / "lock", warehouse):
            _remove_unfinished(folder)
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            unfinished = folder / f"{stamp}-{secrets.token_hex(3)}.duckdb{_UNFINISHED}"
            try:
                yield unfinished
                _swap(unfinished, warehouse)
            finally:
                _remove_unfinished(folder)


@contextmanager
def _explained(warehouse: Path) -> Iterator[None]:
    """Say what a full disk or a folder that cannot be written to means for the warehouse, and what to do."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        reason = str(error).split("\n", 1)[0]
        raise WarehouseError(
            f"{warehouse}: the new warehouse cannot be written ({reason}); the old one, if any, stays as it was. Free "
            f"space on the disk, or let it have more memory (CATALYST_ATLAS_BUILD_MEMORY, now {BUILD_MEMORY}), and "
            "build again"
        ) from error
    except (OSError, *_CANNOT_WRITE) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise WarehouseError(
            f"{warehouse}: the new warehouse cannot be written ({reason}); the old one, if any, stays as it was. Free "
            "space on the disk, or give a --warehouse in a folder that you may write to, and build again"
        ) from error


def _refuse_other_files(warehouse: Path) -> None:
    """Never overwrite somebody's document because its name was given as the warehouse."""
    if warehouse.is_dir():
        raise WarehouseError(f"{warehouse}: is a folder; give the warehouse a file name, such as warehouse.duckdb")
    if Path(os.path.realpath(warehouse)).parent == Path(os.path.realpath(versions_folder(warehouse))):
        return  # one of ours, be it damaged
    if warehouse.is_file() and warehouse.stat().st_size:
        with warehouse.open("rb") as file:
            if file.read(_MAGIC.stop)[_MAGIC] != b"DUCK":
                raise WarehouseError(f"{warehouse}: exists and is no warehouse; choose another --warehouse")


@contextmanager
def _lock(path: Path, warehouse: Path) -> Iterator[None]:
    """Hold the lock of this warehouse's builds; the system frees it even if the process is killed."""
    with path.open("a+b") as file:
        try:
            if sys.platform == "win32":
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BuildError(f"{warehouse}: another build of it is running; wait until that is done") from error
        yield


def _remove_unfinished(folder: Path) -> None:
    """Remove what this or a killed build left half done, write-ahead log and swapped data included."""
    for leftover in (*folder.glob(f"*{_UNFINISHED}*"), *folder.glob("store.tmp")):
        remove(leftover)


def remove_database(path: Path) -> None:
    """Remove a DuckDB file and what stands beside it: write-ahead log, swapped data."""
    for leftover in path.parent.glob(f"{path.name}*"):
        remove(leftover)


def remove(leftover: Path) -> None:
    """Remove a file, or the folder that DuckDB swaps to while it fills one."""
    shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink(missing_ok=True)


def _swap(unfinished: Path, warehouse: Path) -> None:
    _flush_to_disk(unfinished)
    version = unfinished.with_name(unfinished.name.removesuffix(_UNFINISHED))
    previous = Path(os.path.realpath(warehouse))
    unfinished.rename(version)
    _link(version, warehouse)
    _remove_old_versions(version.parent, keep={version.name, previous.name})


def _flush_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _link(version: Path, warehouse: Path) -> None:
    """Point the warehouse at a version; where links are not permitted move the file itself there."""
    link = version.with_name(f"{version.name}.link{_UNFINISHED}")
    try:
        link.symlink_to(Path(version.parent.name) / version.name)
    except (OSError, NotImplementedError):
        _move(version, warehouse)
    else:
        link.replace(warehouse)


def _move(version: Path, warehouse: Path) -> None:
    try:
        version.replace(warehouse)
    except OSError as error:
        version.unlink(missing_ok=True)
        raise BuildError(f"{warehouse}: is in use; close the dashboard, then build again") from error


def _remove_old_versions(folder: Path, keep: set[str]) -> None:
    for version in folder.glob("*.duckdb"):
        if version.name not in keep:
            version.unlink(missing_ok=True)
