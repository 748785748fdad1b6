"""What is taken away from the browser: a whole report, and each chart as a table and in further formats."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import openpyxl
import pyarrow.parquet as pq
import pytest
from PIL import Image
from playwright.sync_api import expect

from analytics.charts import CHARTS
from analytics.sheets import KEY
from tests.asking import view
from tests.browser.driver import Visitor, expect_text
from tests.browser.files import keep
from tests.test_report import Read, address_in

pytestmark = pytest.mark.browser


def test_a_report_is_one_archive_that_needs_nothing_else(visitor: Visitor, tmp_path: Path) -> None:
    chosen = {
        "region": ["11"], "period": ["2022-01-01:"], "counting": ["split"], "grain": ["year"], "lang": ["fr"],
        "dataset": ["demo"],
    }  # fmt: skip
    page = visitor.open(f"/report?{urlencode(chosen, doseq=True)}")
    button = page.locator(".st-key-report-zip").get_by_role("button")
    with page.expect_download() as download:
        button.click()
    expect(button).to_have_attribute("data-state", "done")
    with zipfile.ZipFile(keep(download.value, tmp_path)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    images = {name: content for name, content in files.items() if name.endswith(".png")}
    assert len(images) == len(CHARTS)
    found: dict[str, list[str]] = {}
    for content in images.values():
        with Image.open(io.BytesIO(content)) as image:
            assert image.size == (2560, 1440)
            assert chosen.items() >= parse_qs(image.text["Filters"]).items()
            found |= parse_qs(image.text["Filters"])
    assert found == chosen
    whole, digest = files["report.html"].decode(), files["digest.md"].decode()
    assert parse_qs(Read(whole).meta["address"]) == chosen
    assert parse_qs(address_in(digest)) == chosen
    assert whole.count("data:image/png;base64,") == len(CHARTS)
    assert 'src="image:' not in whole
    assert all(name in digest for name in images)

    (tmp_path / "report.html").write_text(whole, encoding="utf-8")
    alone = visitor.context().new_page()
    alone.set_content(whole)
    expect(alone.get_by_role("heading", level=1)).to_be_visible()
    assert alone.evaluate("[...document.images].every(image => image.naturalWidth === 2560)")
    assert alone.evaluate("document.documentElement.lang") == "fr"


def test_a_chart_as_a_table_and_in_further_formats(visitor: Visitor, real_warehouse: Path, tmp_path: Path) -> None:
    page = visitor.open("/sectors?lang=en")
    expect_text(page, "comes first")
    page.locator(".st-key-more-sectors_mix").get_by_role("button").first.click()
    expect(page.get_by_role("region", name="Catalysts by sector group")).to_be_visible()
    saved = {}
    for kind in ("parquet", "xlsx"):
        with page.expect_download() as download:
            page.locator(f".st-key-{kind}-sectors_mix").get_by_role("button").click()
        saved[kind] = keep(download.value, tmp_path)
    sentence = view(real_warehouse).sentence
    assert json.loads(pq.read_schema(saved["parquet"]).metadata[KEY])["filters"] == sentence
    about = dict(openpyxl.load_workbook(saved["xlsx"]).worksheets[1].iter_rows(values_only=True))
    assert about["filters"] == sentence
