"""Adding profiles in a browser: what was understood is seen first, stored and loaded once it is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from etl.config import PROFILES
from tests.asking import page as profile_page
from tests.asking import row, searched
from tests.browser.charts import expect_charts
from tests.browser.driver import PAGES, Visitor, expect_text
from tests.browser.server import serving

(REAL,) = PROFILES.glob("*.txt")
HOSTILE = "<img src=x onerror=alert(1)> **b** [l](elsewhere.example).txt"

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a data folder of its own, with nothing in it."""
    made = tmp_path / "data"
    made.mkdir()
    return made


@pytest.fixture
def open_site(folder: Path, visit: Callable[[str], Visitor]) -> Iterator[Visitor]:
    """Return a visitor of a server whose visitors may add profiles."""
    with serving(folder, environment={"CATALYST_ATLAS_ADD_PROFILES": "1"}) as address:
        visitor = visit(address)
        yield visitor
        visitor.leave()


def confirm(page: Page) -> None:
    page.locator(".st-key-add-confirm").get_by_role("button").click()


def test_pasted_text_is_understood_confirmed_and_shown(open_site: Visitor, folder: Path) -> None:
    page = open_site.open("/add?lang=en")
    text = REAL.read_text(encoding="utf-8")
    page.get_by_role("textbox", name="Its address, or a name for the file").fill(REAL.stem)
    page.get_by_role("textbox", name="Text of a profile page").fill(text)
    page.keyboard.press("Control+Enter")
    expect_text(page, "36 lines: 34 understood, 2 without content, 0 rejected.")
    expect_text(page, f"Will be stored as {REAL.name}.")
    assert not (folder / "profiles").exists()

    confirm(page)
    expect_text(page, f"Stored and loaded: {REAL.name}.")
    assert (folder / "profiles" / REAL.name).read_text(encoding="utf-8") == text
    page.get_by_role("link", name="Overview").click()
    expect_charts(page, PAGES["/"])
    expect_text(page, "10 of 14 catalysts captured.")


def test_dropped_files_with_what_is_wrong_with_them(open_site: Visitor, folder: Path, tmp_path: Path) -> None:
    given = {
        "1-a.txt": profile_page(row("Ville de X", "Other 31 Feb 2024 1 Mar 2024")),
        HOSTILE: profile_page(row("Ville de Y", "Event 2 Mar 2024"), name="<b>Maison</b> B"),
        "notes.txt": "nothing of a profile",
    }
    files = [tmp_path / name for name in given]
    for path, text in zip(files, given.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    page = open_site.open("/add?lang=en")
    page.locator("input[type=file]").set_input_files(files)
    expect_text(page, "notes.txt tells of no organisation and will not be stored.")
    expect(page.get_by_role("heading", name="Rejected lines").first).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="<b>Maison</b> B")).to_be_visible()

    confirm(page)
    expect_text(page, "Stored and loaded:")
    assert len(list((folder / "profiles").iterdir())) == 2
    assert len(searched(folder / "warehouse.duckdb", "organisation")) == 2


def test_a_field_for_files_speaks_the_language_of_its_page(open_site: Visitor) -> None:
    page = open_site.open("/add?lang=fr")
    field = page.get_by_test_id("stFileUploaderDropzone")
    expect(field.get_by_role("button", name="Choisir des fichiers")).to_be_visible()
    for english in (field.get_by_text("Upload", exact=True), field.get_by_text("5MB per file")):
        expect(english).to_have_css("font-size", "0px")
    shown = field.get_by_text("5MB per file").evaluate("place => getComputedStyle(place, '::after').content")
    assert shown.startswith('"Chacun de 5 Mo au plus\u00a0: TXT, ')


def test_without_the_setting_there_is_neither_a_menu_entry_nor_a_page(visitor: Visitor) -> None:
    page = visitor.open("/add?lang=en")
    expect(page.get_by_role("link", name="Overview")).to_be_visible()
    expect(page.get_by_role("link", name="Add profiles")).to_have_count(0)
    expect(page.locator("input[type=file]")).to_have_count(0)
    (said,) = visitor.complaints  # by Streamlit, to developers
    assert "does not seem to exist" in said
    visitor.complaints.clear()
