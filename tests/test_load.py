"""The figures of the real page, and a build that either succeeds or leaves everything as it was."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import checks
from etl.config import PROFILES, PROJECT, SCHEMA_VERSION
from etl.errors import BuildError, SourceError, WarehouseError
from etl.load import build, build_empty
from etl.publish import publication, versions_folder

SHARED = PROJECT.parent / "shared" / "profiles"


def query(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        return con.execute(sql).fetchall()


@pytest.fixture(
    scope="module",
    params=[
        PROFILES,
        pytest.param(SHARED, marks=pytest.mark.skipif(not SHARED.is_dir(), reason="the shared original is not here")),
    ],
    ids=["own copy", "shared original"],
)
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    warehouse = tmp_path_factory.mktemp("real") / "warehouse.duckdb"
    build([request.param], warehouse)
    return warehouse


# The figures promised of the real page


def test_the_organisation(real: Path) -> None:
    columns = (
        "organisation_id, name, name_source, slug, siren, address, postcode, city, country, region_code, "
        "employees_min, employees_max, employees_estimated, social_counts, declared_catalysts, entity_types, "
        "activities, added_from, added_to, first_captured_on, last_captured_on, last_capture_is_inferred, is_synthetic"
    )
    assert query(real, f"select {columns} from organisation") == [
        (
            "89998",
            "Association des Centres culturels de rencontre",
            "description",
            "accr-association-des-centres-culturels-de-rencontre",
            "784244295",
            "38 Rue du Faubourg Saint-Jacques, 75014 Paris, France",
            *("75014", "Paris", "France", "11"),
            *(2, 10, 8, [430, 3914], 14, [], []),
            *(date(2020, 11, 29), date(2020, 12, 28), date(2025, 2, 28), date(2025, 2, 28), True, False),
        )
    ]


def test_the_descriptions(real: Path) -> None:
    assert query(real, "select language, is_machine_translated, tagline, len(tags) from description order by 1") == [
        ("en", True, "European network for a living heritage", 6),
        ("fr", False, "Réseau européen pour un patrimoine vivant", 6),
    ]
    for (body,) in query(real, "select body from description"):
        assert all(fact in body for fact in ("(ACCR)", "1973", "2024", "23", "(CCR)", "Hubert Tassy"))


def test_the_engagements(real: Path) -> None:
    assert query(real, "select count(*), count(engaged_on), min(engaged_on), max(engaged_on) from engagement") == [
        (11, 11, date(2022, 2, 26), date(2025, 2, 28))
    ]
    assert query(real, "select distinct relation_type, channel, date_precision, mentions from engagement") == [
        ("Other", "unstated", "day", 1)
    ]
    assert query(real, "select catalyst_id, line_number from engagement where engaged_on = '2022-02-26'") == [
        ("region-52", 35)
    ]


def test_the_catalysts(real: Path) -> None:
    assert query(real, "select kind, count(*) from catalyst group by kind order by kind") == [
        ("bank_fund", 1),
        ("network_association", 1),
        ("regional_authority", 5),
        ("state", 3),
    ]
    regions = query(real, "select region_code from catalyst where kind = 'regional_authority'")
    assert {code for (code,) in regions} == {"11", "75", "93", "52", "24"}


def test_the_sectors(real: Path) -> None:
    assert dict(query(real, "select sector, count(*) from catalyst_sector group by sector")) == {
        "Government Administration": 6,
        "National and local authorities": 5,
        "International Affairs": 1,
        "International development": 1,
        "Banking": 1,
    }
    assert query(real, "select count(*) from catalyst anti join catalyst_sector using (catalyst_id)") == [(2,)]


def test_the_coverage_and_the_lines(real: Path) -> None:
    assert query(real, "from coverage") == [("89998", 14, 10, 4, False)]
    columns = "page_number, encoding, format, captured_on, captured_on_is_inferred"
    assert query(real, f"select {columns}, line_count, parsed_lines, ignored_lines, rejected_lines from source") == [
        (1, "utf-8", "profile_page", date(2025, 2, 28), True, 36, 34, 2, 0)
    ]
    assert query(real, "select count(*) from source_line") == [(10,)]
    assert query(real, "select count(*) from source_catalyst") == [(10,)]
    assert query(real, "select schema_version from build") == [(SCHEMA_VERSION,)]


def test_the_checks(real: Path) -> None:
    assert query(real, "select check_name, severity from data_check where bad_rows > 0") == [
        ("capture_date_known", "warning")
    ]


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("windows-1252"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
    ],
    ids=["byte order mark", "windows-1252", "utf-16", "crlf", "cr"],
)
def test_the_same_page_in_another_encoding_gives_the_same_facts(
    rewrite: Any, real_warehouse: Path, tmp_path: Path
) -> None:
    (original,) = PROFILES.glob("*.txt")
    (tmp_path / original.name).write_bytes(rewrite(original.read_text(encoding="utf-8")))
    build([tmp_path / original.name], tmp_path / "w.duckdb")
    for sql in (
        "select * from organisation",
        "select * from catalyst_sector order by all",
        "select catalyst_id, engaged_on, line_number from engagement order by all",
        "select line_count, parsed_lines, ignored_lines, rejected_lines from source",
    ):
        assert query(tmp_path / "w.duckdb", sql) == query(real_warehouse, sql)


# Builds that fail


@pytest.fixture
def built(tmp_path: Path) -> Path:
    build([PROFILES], tmp_path / "warehouse.duckdb")
    return tmp_path / "warehouse.duckdb"


def is_untouched(warehouse: Path) -> bool:
    leftovers = list(versions_folder(warehouse).glob("*.building*"))
    return query(warehouse, "select count(*) from engagement") == [(11,)] and not leftovers


def test_nothing_usable_leaves_the_old_warehouse(built: Path, tmp_path: Path) -> None:
    (tmp_path / "minutes.txt").write_text("Dear all,\nno page here.")
    with pytest.raises(SourceError, match="no profile page found in 1 files"):
        build([tmp_path / "minutes.txt"], built)
    with pytest.raises(SourceError, match="no such file or folder"):
        build([tmp_path / "missing"], built)
    assert is_untouched(built)


def test_one_page_is_enough_and_the_rest_is_rejected(built: Path, tmp_path: Path) -> None:
    (tmp_path / "minutes.txt").write_text("Dear all,\n\nno page here.")
    summary = build([PROFILES, tmp_path / "minutes.txt"], built)
    assert (summary.pages, summary.rejected_lines) == (2, 2)
    reasons = query(built, "select distinct left(reason, 18) from rejected")
    assert reasons == [("not a profile page",)]


def test_a_failed_check_leaves_the_old_warehouse(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(checks.FOLDER, tmp_path / "checks")
    (tmp_path / "checks" / "never.sql").write_text(
        "-- check: never\n-- fr: never\n-- severity: error\nselect 42 as answer;\n"
    )
    monkeypatch.setattr(checks, "FOLDER", tmp_path / "checks")
    with pytest.raises(BuildError, match=r"never: 1 bad rows \(never\), first: answer = 42"):
        build([PROFILES], built)
    assert is_untouched(built)


def test_two_builds_at_once_are_refused(built: Path) -> None:
    with publication(built) as path:
        path.touch()
        with pytest.raises(BuildError, match="another build of it is running"):
            build([PROFILES], built)
        shutil.copy(built.resolve(), path)
    assert is_untouched(built)


STUCK_BUILD = """
import sys, time
from pathlib import Path
from etl.publish import publication
with publication(Path(sys.argv[1])) as path:
    path.write_bytes(b"half a warehouse")
    print("ready", flush=True)
    time.sleep(60)
"""


def test_a_killed_build_leaves_the_old_warehouse_and_no_litter(built: Path) -> None:
    command = [sys.executable, "-c", STUCK_BUILD, str(built)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGKILL)
    assert query(built, "select count(*) from engagement") == [(11,)]
    assert list(versions_folder(built).glob("*.building*"))
    build([PROFILES], built)
    assert is_untouched(built)


# Publishing


def test_a_new_version_is_seen_at_once_even_beside_an_open_one(built: Path) -> None:
    with duckdb.connect(built.resolve(), read_only=True) as old:
        build_empty(built)
        assert query(built, "select count(*) from engagement") == [(0,)]
        assert old.execute("select count(*) from engagement").fetchall() == [(11,)]


def test_the_warehouse_is_a_link_that_can_be_moved_with_its_folder(built: Path, tmp_path: Path) -> None:
    assert built.is_symlink()
    assert not built.readlink().is_absolute()
    moved = tmp_path.with_name(f"{tmp_path.name}-moved")
    tmp_path.rename(moved)
    assert query(moved / built.name, "select count(*) from engagement") == [(11,)]


def test_only_the_previous_version_is_kept(built: Path) -> None:
    for _ in range(3):
        previous = built.resolve()
        time.sleep(0.001)
        build_empty(built)
    assert set(versions_folder(built).glob("*.duckdb")) == {previous, built.resolve()}


def test_a_plain_warehouse_file_is_replaced(built: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.duckdb"
    shutil.copy(built.resolve(), plain)
    build_empty(plain)
    assert query(plain, "select count(*) from engagement") == [(0,)]


def test_other_files_are_never_overwritten(tmp_path: Path) -> None:
    document = tmp_path / "thesis.txt"
    document.write_text("years of work")
    with pytest.raises(WarehouseError, match="exists and is no warehouse"):
        build([PROFILES], document)
    with pytest.raises(WarehouseError, match="is a folder"):
        build([PROFILES], tmp_path)
    assert document.read_text() == "years of work"


def test_without_links_the_file_itself_is_replaced(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_permitted(*_: object, **__: object) -> None:
        raise OSError(1, "not permitted")

    built.unlink()
    monkeypatch.setattr(os, "symlink", not_permitted)
    build([PROFILES], built)
    assert not built.is_symlink()
    assert is_untouched(built)
