"""Names of catalysts that people declared to be one, and alias files that are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.config import PROFILES, REFERENCE
from etl.errors import SourceError
from etl.load import build
from etl.reference import aliases
from etl.reference.aliases import NAME, read_aliases
from etl.text import fold
from tests.asking import page, row

Build = Callable[[Mapping[str, str | bytes]], Path]
MINISTRY = "Ministère de l'Europe et des Affaires étrangères"


def query(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        return con.execute(sql).fetchall()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the aliases are read from."""
    monkeypatch.setattr(aliases, "FILES", (tmp_path / NAME,))
    return tmp_path / NAME


# What they do


def test_spellings_of_a_regional_council_need_no_alias(warehouse_of: Build) -> None:
    names = "Région Ile de France", "Conseil régional d'Île-de-France", "Region Ile-de-France"
    warehouse = warehouse_of({"1-a.txt": page(*map(row, names))})
    assert query(warehouse, "select catalyst_id, name from catalyst") == [("region-11", "Région Île-de-France")]


def test_two_names_of_a_ministry_are_made_one(file: Path, warehouse_of: Build) -> None:
    pages = {
        "1-a.txt": page(row("Ministère des Affaires étrangères français", "Event 1 Mar 2021")),
        "2-b.txt": page(row("MINISTERE DES AFFAIRES ETRANGERES FRANCAIS", "Event 2 Mar 2021", sectors="Banking")),
        "3-c.txt": page(row("Ministère de l’Europe et des affaires étrangères", "Award 3 Mar 2021")),
    }
    assert len(query(warehouse_of(pages), "from catalyst")) == 2
    file.write_text(f"alias,catalyst\nMinistère des Affaires étrangères français,{MINISTRY}\n", encoding="utf-8")
    warehouse = warehouse_of({})
    ((catalyst_id, name, kind),) = query(warehouse, "select catalyst_id, name, kind from catalyst")
    assert (fold(name), kind) == (fold(MINISTRY), "state")
    assert query(warehouse, "select count(*), count(distinct catalyst_id) from engagement") == [(3, 1)]
    assert query(warehouse, "from catalyst_sector") == [(catalyst_id, "Banking", "finance")]
    assert query(warehouse, "select name from source_catalyst order by all")[1:] == [
        ("Ministère de l’Europe et des affaires étrangères",),
        ("Ministère des Affaires étrangères français",),
    ]


def test_an_alias_may_stand_for_a_regional_council(file: Path, warehouse_of: Build) -> None:
    file.write_text("alias,catalyst\nFrancilian Council,Région Île-de-France\n", encoding="utf-8")
    warehouse = warehouse_of({"1-a.txt": page(row("Francilian Council"))})
    assert query(warehouse, "select catalyst_id, name, kind, region_code from catalyst") == [
        ("region-11", "Région Île-de-France", "regional_authority", "11")
    ]


def test_an_alias_tells_where_a_name_ends(file: Path, warehouse_of: Build) -> None:
    file.write_text("alias,catalyst\nAcme,Acme Group\n", encoding="utf-8")
    warehouse = warehouse_of({"1-a.txt": page(row("Acme", sectors="Weaving"))})
    assert query(warehouse, "select catalyst_id, sector from catalyst_sector") == [("acme-group", "Weaving")]


def test_the_aliases_that_come_with_the_project_leave_the_real_page_as_it_is(
    real_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aliases, "FILES", (REFERENCE / NAME,))
    assert read_aliases(aliases.FILES)["afd"] == "Agence Française de Développement"
    build([PROFILES], tmp_path / "w.duckdb")
    for table in ("catalyst", "catalyst_sector", "engagement"):
        assert query(tmp_path / "w.duckdb", f"from {table}") == query(real_warehouse, f"from {table}")


# Reading


def read(tmp_path: Path, *texts: str) -> Mapping[str, str]:
    files = [tmp_path / f"{number}.csv" for number in range(len(texts))]
    for path, text in zip(files, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return read_aliases(files)


def test_files_of_the_project_and_of_the_user_are_read_together(tmp_path: Path) -> None:
    theirs = "# ours\nalias;catalyst\n\n\N{LEFT DOUBLE QUOTATION MARK}Bé\N{RIGHT DOUBLE QUOTATION MARK};C, D\nX ;C\n"
    assert read(tmp_path, "alias,catalyst\nA,B\n", theirs, "alias,catalyst\nx,c\n") == {
        "a": "B",
        "be": "C, D",
        "x": "C",
    }
    assert read_aliases([tmp_path / "none.csv"]) == {}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["A,B", "B,C"], r'0\.csv:2: "B" is itself an alias \(.*0\.csv:3\); write "C" here'),
        (["B,C", "A,B", "C,D"], r'0\.csv:2: "C" is itself an alias \(.*0\.csv:4\); write "D" here'),
        (["A,B", "b,a"], r'0\.csv:2: "A" leads in a circle by way of "b" \(.*0\.csv:3\); remove one'),
        (["A,B", "B,C", "C,A"], r'0\.csv:2: "A" leads in a circle by way of "B"'),
        (["X,A", "A,B", "B,A"], r'0\.csv:2: "X" leads in a circle by way of "A"'),
        (
            ["A,B", "# no", "Á,C"],
            r'0\.csv:4: "Á" is an alias of "B" already \(.*0\.csv:2\); remove one of the two lines',
        ),
        (["É,e"], r'0\.csv:2: "É" and its catalyst are one name already; remove the line'),
        (["A,"], r"0\.csv:2: both the alias and the catalyst need a name"),
        (["!,A"], r"0\.csv:2: both the alias and the catalyst need a name"),
        (["A,B,C"], r"0\.csv:2: 3 cells, expected 2: alias, catalyst; correct the line"),
        (["A,B", '"A,B'], r"0\.csv:3: not valid CSV"),
    ],
)
def test_a_mistake_is_refused_with_file_and_line(tmp_path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, "\n".join(["alias,catalyst", *lines]))


def test_another_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"0\.csv:1: the header must be: alias,catalyst"):
        read(tmp_path, "from,to\nA,B\n")


def test_a_refused_file_leaves_the_old_warehouse(file: Path, warehouse_of: Build) -> None:
    warehouse = warehouse_of({"1-a.txt": page(row("Acme"))})
    before = warehouse.resolve()
    file.write_text("alias,catalyst\nAcme,Other\nx\n", encoding="utf-8")
    with pytest.raises(SourceError, match=re.escape(f"{file}:3: 1 cells")):
        warehouse_of({})
    assert warehouse.resolve() == before
    assert query(warehouse, "select name from catalyst") == [("Acme",)]


NAMES = st.sampled_from(["A", "B", "C", "D", "a", "é", "É", "", "!"])


@given(st.lists(st.tuples(NAMES, NAMES), max_size=6))
def test_aliases_are_refused_or_lead_to_names_that_are_none(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "drawn.csv"
    path.write_text("\n".join(["alias,catalyst", *(f"{alias},{name}" for alias, name in pairs)]), encoding="utf-8")
    try:
        found = read_aliases([path])
    except SourceError as error:
        refused = str(error)
    else:
        assert all(fold(name) and fold(name) not in found for name in found.values())
        return
    assert re.match(rf"{re.escape(str(path))}:[0-9]+: ", refused)
