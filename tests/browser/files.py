"""What a page hands out: images, tables and other files."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect


def png_button(page: Page, chart: str) -> Locator:
    return page.locator(f".st-key-png-{chart}").get_by_role("button")


def save_png(page: Page, chart: str, folder: Path) -> Path:
    button = png_button(page, chart)
    with page.expect_download() as download:
        button.click()
    expect(button).to_have_attribute("data-state", "done")
    return keep(download.value, folder)


def save_csv(page: Page, key: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.locator(f".st-key-csv-{key}").get_by_role("button").click()
    return keep(download.value, folder)


def keep(download: Download, folder: Path) -> Path:
    path = folder / download.suggested_filename
    download.save_as(path)
    return path
