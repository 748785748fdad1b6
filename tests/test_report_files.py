"""The report that a monthly job writes: what it was asked for is read back from every file of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from PIL import Image

from analytics.charts import CHARTS
from analytics.report import DIGEST, PAGE
from etl.config import PROJECT
from tests.test_report import Read, address_in

pytestmark = pytest.mark.browser
ASKED = {
    "region": ["53", "11"],
    "period": ["2022-01-01:"],
    "cooling": ["6"],
    "counting": ["split"],
    "grain": ["year"],
    "lang": ["fr"],
    "dataset": ["demo"],
}
OPTIONS = (
    *("--region", "53", "--region", "11", "--period", "2022-01-01:", "--cooling", "6"),
    *("--set", "counting=split", "--set", "grain=year", "--lang", "fr"),
)


@pytest.fixture(scope="module")
def written(real_warehouse: Path, demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a report on the demo, written by the command in a process of its own."""
    folder = tmp_path_factory.mktemp("job")
    (folder / "warehouse.duckdb").symlink_to(real_warehouse)
    (folder / "demo.duckdb").symlink_to(demo_warehouse)
    command = [sys.executable, "-m", "analytics", "report", "--out", str(folder / "out")]
    subprocess.run(
        [*command, "--warehouse", str(folder / "demo.duckdb"), *OPTIONS],
        cwd=PROJECT,
        env={**os.environ, "CATALYST_ATLAS_DATA": str(folder)},
        check=True,
    )
    return folder / "out"


def test_the_page_and_the_digest_say_what_was_asked_for(written: Path) -> None:
    page = (written / PAGE).read_text(encoding="utf-8")
    assert parse_qs(Read(page).meta["address"]) == ASKED
    assert '<html lang="fr">' in page
    assert parse_qs(address_in((written / DIGEST).read_text(encoding="utf-8"))) == ASKED


def test_the_images_say_what_was_asked_for(written: Path) -> None:
    found: dict[str, list[str]] = {}
    images = list(written.glob("*.png"))
    assert len(images) == len(CHARTS)
    for path in images:
        with Image.open(path) as image:
            words = parse_qs(image.text["Filters"])
            assert image.text["Filters"].startswith("period=")
            assert image.text["Title"].lang == "fr"
        assert ASKED.items() >= words.items()  # the choices of its own chart, and all the rest
        found |= words
    assert found == ASKED
