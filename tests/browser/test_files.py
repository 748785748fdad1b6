"""What viewers take away: a chart as PNG, its rows as CSV."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from analytics import theme
from pages._filters import PERIODS
from tests.asking import view
from tests.browser.charts import expect_charts
from tests.browser.driver import PAGES, Visitor, expect_text
from tests.browser.files import keep, png_button, save_csv, save_png
from tests.browser.filters import choose_period

CHART = "timeline_engagements"
PLOT_AREA = (40, 150, 1240, 640)
BADGE_CORNER = (1060, 30, 1240, 70)
BADGE = "#B45309"

pytestmark = pytest.mark.browser


def open_timeline(visitor: Visitor, words: str = "", **options: str) -> Page:
    page = visitor.open(f"/timeline{words}", **options)
    expect_charts(page, PAGES["/timeline"])
    return page


def colours(path: Path, box: tuple[int, int, int, int]) -> Counter[str]:
    """Pixels of each colour within `box` (CSS pixels: left, top, right, bottom)."""
    with Image.open(path) as image:
        part = image.convert("RGB").crop(tuple(2 * side for side in box))
        return Counter({"#{:02X}{:02X}{:02X}".format(*colour): count for count, colour in part.getcolors(1 << 24)})


def texts(path: Path) -> dict[str, str]:
    with Image.open(path) as image:
        return dict(image.text)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_image_says_what_it_shows(visitor: Visitor, real_warehouse: Path, tmp_path: Path) -> None:
    page = open_timeline(visitor)
    path = save_png(page, CHART, tmp_path)
    assert path.name == "catalyst-atlas_timeline-engagements_month_kind_all-dates_captured-2025-02-28.png"
    with Image.open(path) as image:
        assert image.size == (2560, 1440)
        assert image.info["dpi"] == pytest.approx((192, 192), abs=0.01)
    fields = texts(path)
    expect_text(page, fields["Description"])
    assert fields["Description"] == view(real_warehouse).sentence
    assert view(real_warehouse).coverage in fields["Source"]
    assert fields["Title"] == page.locator(f".st-key-card-{CHART}").get_by_role("heading").first.inner_text()
    alternative = page.locator(f".st-key-chart-{CHART}").get_by_role("figure").get_attribute("aria-label")
    told = (fields[name] for name in ("Insight", "Counting", "Coverage", "Capture"))
    assert alternative == " ".join([f"{fields['Title']}.", *told])
    assert colours(path, (0, 0, 20, 20)).keys() == {"#FFFFFF"}
    assert colours(path, PLOT_AREA)[theme.KIND_COLOURS["regional_authority"]] > 5000
    assert BADGE not in colours(path, BADGE_CORNER)


def test_image_follows_the_filters_and_nothing_else(visitor: Visitor, tmp_path: Path) -> None:
    page = open_timeline(visitor)
    whole = save_png(page, CHART, tmp_path)

    page.locator(f".st-key-chart-{CHART} .legend button").first.click()
    page.wait_for_function(
        "chart => document.querySelector(`.st-key-chart-${chart} .js-plotly-plot`)"
        "._fullData.some(trace => trace.visible === 'legendonly')",
        arg=CHART,
    )
    (tmp_path / "clicked").mkdir()
    assert digest(save_png(page, CHART, tmp_path / "clicked")) == digest(whole)

    choose_period(page, PERIODS["last-12-months"])
    expect_text(page, "2024")
    expect(png_button(page, CHART)).to_have_attribute("data-state", "idle")
    some = save_png(page, CHART, tmp_path)
    assert some.name != whole.name
    assert "2024-02-29_2025-02-28" in some.name
    assert texts(some)["Description"] != texts(whole)["Description"]
    assert texts(some)["Filters"].startswith("period=last-12-months&lang=en")
    assert digest(some) != digest(whole)
    expect_text(page, texts(some)["Description"])


def test_image_is_the_same_in_the_light_and_in_the_dark(visitor: Visitor, tmp_path: Path) -> None:
    digests = {}
    for mode in ("light", "dark"):
        page = open_timeline(visitor, color_scheme=mode)
        (tmp_path / mode).mkdir()
        digests[mode] = digest(save_png(page, CHART, tmp_path / mode))
    assert digests["light"] == digests["dark"]


def test_enter_makes_an_image_and_a_double_click_makes_one(visitor: Visitor, tmp_path: Path) -> None:
    page = open_timeline(visitor)
    button = png_button(page, CHART)
    button.focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert keep(download.value, tmp_path).stat().st_size > 10_000
    expect(button).to_have_attribute("data-state", "done")

    downloads: list[object] = []
    page.on("download", lambda download: downloads.append(download))
    with page.expect_download():
        button.dblclick()
    expect(button).to_have_attribute("data-state", "done")
    page.wait_for_timeout(500)
    assert len(downloads) == 1


def test_without_plotly_the_button_says_why(visitor: Visitor) -> None:
    context = visitor.context()
    context.route("**/PlotlyChart*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{visitor.site}/timeline")
    button = png_button(page, CHART)
    button.click()
    expect(button).to_have_attribute("data-state", "error")
    status = page.locator(f".st-key-png-{CHART}").get_by_role("status")
    expect(status).to_be_visible()
    expect(status).to_contain_text("PlotlyChart")
    visitor.complaints.clear()  # of the file that was kept from it


def test_synthetic_images_and_rows_say_so(visitor: Visitor, demo_warehouse: Path, tmp_path: Path) -> None:
    page = open_timeline(visitor, "?dataset=demo&kind=state")
    path = save_png(page, CHART, tmp_path)
    assert colours(path, BADGE_CORNER)[BADGE] > 5000
    with save_csv(page, CHART, tmp_path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    seen = view(demo_warehouse, kind="state")
    assert sum(int(row["engagements"]) for row in rows) == seen.facts.engagements
    assert {row["synthetic"] for row in rows} == {seen.badge}
    assert {row["filters"] for row in rows} == {seen.sentence}
    assert {row["coverage"] for row in rows} == {seen.coverage}


def test_rows_of_a_chart(visitor: Visitor, real_warehouse: Path, tmp_path: Path) -> None:
    page = open_timeline(visitor)
    path = save_csv(page, "timeline_lanes", tmp_path)
    assert path.name == "catalyst-atlas_timeline-lanes_all-dates_captured-2025-02-28.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len({row["catalyst"] for row in rows}) == 10
    assert {row["filters"] for row in rows} == {view(real_warehouse).sentence}
    assert {row["synthetic"] for row in rows} == {""}
    assert {"2022-02-26"} == {row["first_contact"] for row in rows if "Pays de la Loire" in row["catalyst"]}


def test_rows_behind_a_page_lead_to_file_and_line(visitor: Visitor, tmp_path: Path) -> None:
    page = open_timeline(visitor)
    page.locator(".st-key-rows-behind").get_by_role("button").or_(
        page.locator(".st-key-rows-behind summary")
    ).first.click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    with save_csv(page, "table-view_rows", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 11
    assert all(row["raw_text"].count("|") >= 3 and int(row["line"]) > 20 and "89998-" in row["file"] for row in rows)
