"""What `status` says that somebody should look at."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from etl import overrides
from etl.report import status_lines
from tests.asking import page, row


@pytest.fixture
def warehouse(
    warehouse_of: Callable[[Mapping[str, str]], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return a warehouse in which there is something of everything to look at."""
    monkeypatch.setattr(overrides, "FILE", tmp_path / "overrides.csv")
    overrides.FILE.write_text(
        "what,old,new,who,why,when\n"
        "organisation:12.city,,Brest,us,why,2026-03-01\n"
        "organisation:12.name,X,Y,us,why,2026-03-01\n"
    )
    rows = row("Eurocities"), row("Eurocites"), row("Bpifrance")
    siren = page(*rows, name="Maison des arts").replace("SIREN\n", "SIREN\n784244295\n")
    return warehouse_of({"12-a.txt": siren, "13-b.txt": siren.replace("Maison des arts", "La maison des Arts")})


def test_what_there_is_to_look_at(warehouse: Path) -> None:
    lines = status_lines(warehouse)
    assert "corrections: 1 applied, 1 not applied" in lines
    assert f'  {overrides.FILE}:3: organisation:12.name: the value found is "Maison des arts", not "X"' in lines
    assert "conflicts: 1" in lines
    assert any(line.startswith("  SIREN 784244295 stands on pages of 12, 13: kept apart.") for line in lines)
    assert "likely duplicates among catalysts: 1" in lines
    assert "likely duplicates among organisations: 1" in lines
    assert "  95 % alike: Eurocites (eurocites) ~ Eurocities (eurocities)" in lines
    assert "  100 % alike: Maison des arts (12) ~ La maison des Arts (13)" in lines
    assert "  if they are one, add a line to data/reference/catalyst_aliases.csv" in lines


def test_without_the_library_it_says_what_to_install(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    assert (
        "likely duplicates: not looked for; pip install -r requirements-duplicates.txt, then ask again"
        in status_lines(warehouse)
    )
