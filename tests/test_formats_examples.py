"""The example of each format in tests/data/formats: the real page's table, and the same engagements from each."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import inputs
from etl.cli import main
from etl.config import PROFILES, PROJECT
from etl.errors import SourceError
from etl.extract import readings, readings_of
from etl.load import build

WarehouseOf = Callable[[Mapping[str, str | bytes]], Path]
EXAMPLES = PROJECT / "tests" / "data" / "formats"
PAGE = "89998-accr-association-des-centres-culturels-de-rencontre"
GRANTS = PROJECT.parent / "shared" / "grants"
OF_ENGAGEMENTS = sorted(path.name for path in EXAMPLES.iterdir() if path.name != "organisations.csv")
ENGAGEMENTS = """
    select organisation_id, catalyst_id, relation_type, channel, engaged_on, date_precision, mentions, amount_eur
    from engagement order by all
"""


def query(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        return con.execute(sql).fetchall()


@pytest.mark.parametrize("name", OF_ENGAGEMENTS)
def test_each_format_gives_the_engagements_of_the_page(name: str, real_warehouse: Path, tmp_path: Path) -> None:
    build([EXAMPLES / name], tmp_path / "w.duckdb")
    for sql in (
        ENGAGEMENTS,
        "select catalyst_id, kind, region_code from catalyst order by all",
        "from catalyst_sector order by all",
        "select organisation_id, name, siren from organisation",
    ):
        assert query(tmp_path / "w.duckdb", sql) == query(real_warehouse, sql)


def test_a_folder_of_all_formats_is_one_organisation(real_warehouse: Path, tmp_path: Path) -> None:
    build([EXAMPLES, PROFILES], tmp_path / "w.duckdb")
    assert query(tmp_path / "w.duckdb", ENGAGEMENTS) == query(real_warehouse, ENGAGEMENTS)
    assert query(tmp_path / "w.duckdb", "from coverage") == query(real_warehouse, "from coverage")
    assert query(tmp_path / "w.duckdb", "select format, count(*) from source group by format order by format") == [
        ("csv", 4),
        ("html", 1),
        ("json", 1),
        ("jsonl", 1),
        ("parquet", 1),
        ("profile_page", 3),
        ("tsv", 1),
        ("unknown", 1),
        ("xlsx", 2),
    ]


def test_the_name_of_a_file_tells_nothing_of_its_format() -> None:
    for path in EXAMPLES.iterdir():
        own, other = (list(readings_of(path.read_bytes(), Path(name))) for name in (path.name, "1-a"))
        assert [reading.source.format for reading in own] == [reading.source.format for reading in other]
        assert [page.facts for reading in own for page in reading.pages] == [
            page.facts for reading in other for page in reading.pages
        ]


def test_each_format_has_a_page_in_the_docs_that_reads_an_example_of_it() -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in PROJECT.glob("docs/formats_*.md")}
    index = (PROJECT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert all(f"]({path.name})" in index for path in pages)
    shown = re.findall(r"--dry-run tests/data/formats/(\S+)", "\n".join(pages.values()))
    assert len(shown) == len(pages)
    formats = {reading.source.format for name in shown for reading in readings(EXAMPLES / name)}
    assert formats >= {"profile_page", "html", "csv", "xlsx", "json", "parquet"}


def test_an_engagement_leads_to_its_row(tmp_path: Path) -> None:
    build([EXAMPLES / "workbook.xlsx"], tmp_path / "w.duckdb")
    sql = """
        select path, line_number, raw_text
        from engagement join source using (source_id) join source_line using (source_id, line_number)
        where engaged_on = '2024-11-06'
    """
    ((path, line, raw),) = query(tmp_path / "w.duckdb", sql)
    assert path == "tests/data/formats/workbook.xlsx/Engagements" or path.endswith("workbook.xlsx/Engagements")
    assert line == 5
    assert raw.split("\t")[3:] == ["Eurocities", "International Affairs", "Other", "2024-11-06"]


def test_a_table_of_organisations_describes_them(tmp_path: Path) -> None:
    build([EXAMPLES / "organisations.csv"], tmp_path / "w.duckdb")
    columns = "name_source, postcode, city, region_code, employees_min, employees_max, employees_estimated"
    assert query(tmp_path / "w.duckdb", f"select {columns}, declared_catalysts from organisation") == [
        ("table", "75014", "Paris", "11", 2, 10, 8, 14)
    ]
    assert query(tmp_path / "w.duckdb", "from coverage") == [("89998", 14, 0, 14, False)]


def test_a_row_belongs_to_the_page_that_it_names(tmp_path: Path) -> None:
    for day, who in enumerate(
        [
            "organisation_id,89998",
            "siren,784 244 295",
            "slug,accr-association-des-centres-culturels-de-rencontre",
            "name,ASSOCIATION des centres culturels de rencontre",
        ],
        start=1,
    ):
        column, value = who.split(",")
        (tmp_path / f"{column}.csv").write_text(f"{column},catalyst,date\n{value},ADEME,2025-01-0{day}\n")
    build([tmp_path, PROFILES], tmp_path / "w.duckdb")
    sql = "select organisation_id, count(*) from engagement group by all"
    assert query(tmp_path / "w.duckdb", sql) == [("89998", 11 + 4)]
    assert query(tmp_path / "w.duckdb", "from conflict") == []


def test_a_row_belongs_to_no_page_if_several_have_its_name(warehouse_of: WarehouseOf) -> None:
    page = "---\nname: Théâtre du Nord\n---\nSIREN\n{}\n"
    warehouse = warehouse_of(
        {
            "1-lille.txt": page.format("784244295"),
            "2-brest.txt": page.format("732829320"),
            "a.csv": "name,catalyst\nThéâtre du Nord,ADEME\n",
        }
    )
    assert query(warehouse, "select organisation_id from engagement") == [("theatre-du-nord",)]


def test_markdown_says_of_the_organisation_what_the_page_says() -> None:
    (written,), (page,) = readings(EXAMPLES / f"{PAGE}.md"), readings(PROFILES / f"{PAGE}.txt")
    assert written.source.facts.location == page.source.facts.location
    assert written.source.facts == replace(page.source.facts, rows=written.source.facts.rows)
    assert written.source.ledger.rejections == []


def test_scripts_and_styles_never_become_text() -> None:
    (reading,) = readings(EXAMPLES / "89998-accr-association-des-centres-culturels-de-rencontre.html")
    text = "\n".join(reading.source.ledger.lines)
    assert "Réseau de lieux" in text
    assert not [word for word in ("tracker", "color", "document.write") if word in text]


def test_members_of_an_archive_are_named_after_it_wherever_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {reading.source.path for reading in readings(EXAMPLES / "archive.zip")}
    assert "tests/data/formats/archive.zip/tables/engagements.csv" in expected
    monkeypatch.chdir(tmp_path)
    assert {reading.source.path for reading in readings(EXAMPLES / "archive.zip")} == expected


# The dry run


def test_a_dry_run_says_how_columns_are_understood_and_builds_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(inputs, "_INSIDE", f"{tmp_path}/")
    text = "Catalyseurr;Nom;Date;Objet\nADEME;Théâtre du Nord;31/02/2024;\n;Théâtre du Nord;2024;\n\n"
    (tmp_path / "a.csv").write_bytes(text.encode("windows-1252"))
    warehouse = tmp_path / "w.duckdb"
    assert main(["build", "--dry-run", "a.csv", "--warehouse", str(warehouse)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "a.csv",
        "  format: csv, a table of engagements, windows-1252, separated by semicolons",
        "  encoding windows-1252 is a guess: look whether its accents are right",
        "  column 'Catalyseurr' read as 'catalyst'",
        "  column 'Nom' is name",
        "  column 'Date' is engaged_on",
        "  column 'Objet' ignored: not a known name",
        "  tells of: 1 organisations (Théâtre du Nord), 1 rows of catalysts, 1 engagements",
        "  lines: 4 = 1 parsed + 1 ignored + 2 rejected",
        '  line 2 rejected: impossible date "31/02/2024"',
        "  line 3 rejected: names no catalyst",
    ]
    assert not warehouse.exists()
    assert main(["build", "--dry-run", "--strict", "a.csv"]) == 1


def test_a_dry_run_of_nothing_usable_fails(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("one;two\n1;2\n" * 12)
    assert main(["build", "--dry-run", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "  format: csv, a table of columns that are not known, utf-8, separated by semicolons\n" in out
    assert 'of the columns "one, two" too few are known; docs/formats.md lists the names' in out
    assert "  … and 13 more\n" in out


# Extras that are not installed


@pytest.mark.parametrize(
    ("module", "name"), [("openpyxl", "workbook.xlsx"), ("markdownify", OF_ENGAGEMENTS[0]), ("bs4", OF_ENGAGEMENTS[0])]
)
def test_a_missing_extra_is_named(module: str, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, "etl.formats.markup", raising=False)
    with pytest.raises(SourceError, match=r"pip install -r requirements-formats\.txt"):
        build([EXAMPLES / name], tmp_path / "w.duckdb")


# The real open data on grants


@pytest.fixture(scope="module")
def grants(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not GRANTS.is_dir():
        pytest.skip("the shared grants are not here")
    warehouse = tmp_path_factory.mktemp("grants") / "w.duckdb"
    build([GRANTS / "subventions_pays_de_la_loire_scdl.csv", PROFILES], warehouse)
    return warehouse


def test_every_euro_of_the_grants_arrives(grants: Path) -> None:
    sql = """
        select
            sum(amount_eur)::varchar, sum(mentions)::integer,
            (sum(mentions) filter (date_precision = 'year'))::integer
        from engagement where channel = 'grant' and relation_type = 'Funding'
    """
    assert query(grants, sql) == [("585536796.39", 18_719, 18_148)]
    kinds = query(grants, "select distinct kind from catalyst semi join engagement using (catalyst_id) where true")
    assert ("departement",) in kinds


def test_the_grants_are_accounted_for_line_by_line(grants: Path) -> None:
    columns = "encoding, line_count, parsed_lines, ignored_lines, rejected_lines"
    ((encoding, lines, parsed, ignored, rejected),) = query(
        grants, f"select {columns} from source where format = 'csv'"
    )
    assert (encoding, lines) == ("windows-1252", 19_045)
    assert (parsed + rejected, ignored, rejected) == (18_720, 325, 35)  # with the header, without further lines
    reasons = query(grants, "select distinct regexp_replace(reason, '[0-9][0-9,E+]*', 'n') from rejected order by all")
    assert reasons == [
        ('SIREN "n" is not nine digits',),
        ("SIREN n fails its check digit",),
        ('names no organisation: the amount is kept under "Beneficiary not named"',),
    ]


def test_grants_do_not_make_a_page_complete_or_newer(grants: Path, real_warehouse: Path) -> None:
    assert query(grants, "from coverage where organisation_id = '89998'") == query(real_warehouse, "from coverage")
    assert query(grants, "select last_captured_on from organisation where organisation_id = '89998'") == [
        (date(2025, 2, 28),)
    ]
