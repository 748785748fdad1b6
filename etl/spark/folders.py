"""The folders of a lake: one for each version of each warehouse, gone when that version is.

What is only needed while a warehouse is built is in a folder `work` in there.
"""

from __future__ import annotations

import hashlib
import platform
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from etl.errors import BuildError
from etl.lake import lake_of
from etl.publish import versions_folder

WORK = "work"
_A_FOLDER = (
    "{lake}: the lake must be a folder that this machine and every executor see under this path; mount the object "
    "store, and name where it is mounted"
)


def lake_for(warehouse: Path, lake: Path | None) -> Path:
    """Return where the lake has the folders of this warehouse: several, of several machines, can share one lake.

    Raises BuildError where the lake is an address and no folder.
    """
    if lake is None:
        return versions_folder(warehouse).resolve() / "lake"
    if ":/" in str(lake):
        raise BuildError(_A_FOLDER.format(lake=lake))
    known_by = hashlib.sha256(f"{platform.node()}:{warehouse.absolute()}".encode("utf-8", "replace")).hexdigest()[:8]
    return lake.resolve() / f"{warehouse.name.removesuffix('.duckdb')}-{known_by}"


@contextmanager
def new_folder(folders: Path, version: Path) -> Iterator[Path]:
    """Make the folder of the warehouse that is being built at `version`; gone again if the build fails."""
    folder = folders / version.name.partition(".")[0]
    (folder / WORK).mkdir(parents=True)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder / WORK)


def remove_outdated(folders: Path, warehouse: Path) -> None:
    """Remove the folders of versions that are gone."""
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        kept = {Path(lake_of(con) or "").name}
    kept |= {version.stem for version in versions_folder(warehouse).glob("*.duckdb")}
    for folder in folders.iterdir():
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)
