"""A backup holds all that a warehouse is made of, and comes back as it was or not at all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from etl.backup import MANIFEST, restore_backup, write_backup
from etl.config import PROFILES, PROJECT
from etl.errors import BuildError, SourceError
from tests.tables import tables

FILES = {
    "profiles/11-a.txt": "---\nname: A\n---\n![]() | Région Bretagne | Event 2024 | | |\n",
    "profiles/deep/caf\u00e9.txt": "SIREN\n784244295\n",
    "overrides.csv": "what,old,new,who,why,when\norganisation:11.city,,Rennes,the secretariat,by letter,2026-03-01\n",
    "reference/catalyst_aliases.csv": "alias,catalyst\nBPI,Bpifrance\n",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder with all kinds of inputs, and with things that are made of them."""
    for name, text in {**FILES, "warehouse.duckdb": "made", ".warehouse.versions/store": "made"}.items():
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "data"


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_what_is_kept_comes_back_as_it_was(data: Path, tmp_path: Path) -> None:
    backup, other = tmp_path / "backup.zip", tmp_path / "other"
    assert write_backup(data, backup) == len(FILES)
    assert restore_backup(backup, other) == (len(FILES), 0)
    assert contents(other) == FILES
    (other / "profiles/11-a.txt").unlink()
    assert restore_backup(backup, other) == (1, len(FILES) - 1)
    assert contents(other) == FILES


@pytest.mark.trust("The disk is lost, and a backup is restored")
def test_the_warehouse_built_of_a_restored_backup_is_the_same(tmp_path: Path) -> None:
    """By the commands that the documentation names."""
    data, backup = tmp_path / "data", tmp_path / "backup.zip"
    shutil.copytree(PROFILES, data / "profiles")
    (data / "overrides.csv").write_text(FILES["overrides.csv"].replace("11.", "89998."), encoding="utf-8")
    run(data, "build")
    before = tables(data / "warehouse.duckdb")
    run(data, "backup", str(backup))
    shutil.rmtree(data)
    run(data, "restore", str(backup))
    run(data, "build")
    assert tables(data / "warehouse.duckdb") == before


def run(data: Path, *arguments: str) -> None:
    environment = {**os.environ, "CATALYST_ATLAS_DATA": str(data)}
    subprocess.run([sys.executable, "-m", "etl", *arguments], cwd=PROJECT, env=environment, check=True)


@pytest.mark.trust("A backup is restored over newer corrections")
def test_nothing_that_differs_is_written_over(data: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    write_backup(data, backup)
    (data / "overrides.csv").write_text("newer")
    (data / "profiles/11-a.txt").unlink()
    before = contents(data)
    with pytest.raises(SourceError, match=r"differ from those in the backup: 1, the first is overrides\.csv"):
        restore_backup(backup, data)
    assert contents(data) == before
    with pytest.raises(SourceError, match="is there already"):
        write_backup(data, backup)


@pytest.mark.parametrize("place", range(1, 12))
@pytest.mark.trust("A backup is damaged")
def test_a_damaged_backup_restores_nothing(place: int, data: Path, tmp_path: Path) -> None:
    backup, other = tmp_path / "backup.zip", tmp_path / "other"
    write_backup(data, backup)
    whole = bytearray(backup.read_bytes())
    whole[len(whole) * place // 12] ^= 0xFF
    backup.write_bytes(whole)
    with suppress(SourceError):  # unless the byte says nothing of the content, such as a time
        restore_backup(backup, other)
        assert contents(other) == FILES
        return
    assert contents(other) == {}


@pytest.mark.parametrize(
    "members",
    [
        {"../profiles/a.txt": "x"},
        {"profiles/../../a.txt": "x"},
        {"/profiles/a.txt": "x"},
        {"warehouse.duckdb": "x"},
        {"profiles\\a.txt": "x"},
    ],
)
@pytest.mark.trust("A backup made by somebody else writes outside the data folder")
def test_no_backup_leads_out_of_the_folder(members: dict[str, str], tmp_path: Path) -> None:
    backup, other = tmp_path / "backup.zip", tmp_path / "here" / "other"
    with zipfile.ZipFile(backup, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
        archive.writestr(MANIFEST, json.dumps(dict.fromkeys(members, "0")))
    with pytest.raises(SourceError, match="is no input"):
        restore_backup(backup, other)
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"backup.zip"}


def test_what_cannot_be_kept_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nothing to keep"):
        write_backup(tmp_path, tmp_path / "backup.zip")
    with pytest.raises(SourceError, match="no such file"):
        restore_backup(tmp_path / "missing.zip", tmp_path / "data")
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "a.txt").write_text("x")
    with pytest.raises(BuildError, match="cannot be written"):
        write_backup(tmp_path, tmp_path / "missing" / "backup.zip")
    assert not list(tmp_path.rglob("*.writing"))
