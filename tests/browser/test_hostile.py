"""Names that are markup, formulas and addresses, in a real browser: they are shown, and nothing else happens."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from etl.load import build
from tests.asking import page as profile_page
from tests.asking import row
from tests.browser.driver import PAGES, Visitor, expect_charts, save_csv, save_png
from tests.browser.server import serving

ELSEWHERE = "https://elsewhere.example"
NAMES = (
    f"<img src={ELSEWHERE}/1.png onerror=alert(1)>",
    f"![x]({ELSEWHERE}/2.png)",
    f"<script>alert(3)</script><iframe src={ELSEWHERE}/3></iframe>",
    f"<b>Bold</b> <a href='{ELSEWHERE}/4'>link</a> [link]({ELSEWHERE}/4)",
    "$\\int x$ :red[colour] %{x} {{7*7}}",
    f'=HYPERLINK("{ELSEWHERE}/6","x")',
    "@SUM(1+1)",
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile") / "data"
    (folder / "profiles").mkdir(parents=True)
    everything = " ".join(NAMES).replace("'", "''")
    rows = [row(f"{name} Network", f"Other {day} Mar 2024") for day, name in enumerate(NAMES, start=1)]
    text = profile_page(*rows, captured_on="2025-01-31", name=f"'{everything}'")
    (folder / "profiles" / "777-hostile.txt").write_text(text, encoding="utf-8")
    build([folder / "profiles"], folder / "warehouse.duckdb")
    with serving(folder) as address:
        yield address


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.trust("Markup in profiles, shown in pages")
def test_markup_is_shown_and_never_obeyed(
    address: str, hostile_site: str, visit: Callable[[str], Visitor], tmp_path: Path
) -> None:
    page = visit(hostile_site).open(f"{address}?organisation=777")
    expect_charts(page, PAGES[address])
    page.wait_for_timeout(300)  # a picture that is to be fetched is asked for after it is there
    assert page.locator("[src*='elsewhere'], [href*='elsewhere'], iframe, .katex, [onerror]").count() == 0
    assert "<b>Bold</b>" in page.locator("body").inner_text()
    save_png(page, PAGES[address][0], tmp_path)


@pytest.mark.trust("Formulas in profiles, opened in a spreadsheet")
def test_no_cell_is_a_formula(hostile_site: str, visit: Callable[[str], Visitor], tmp_path: Path) -> None:
    page = visit(hostile_site).open("/timeline")
    expect_charts(page, PAGES["/timeline"])
    with save_csv(page, "timeline_lanes", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row["catalyst"] for row in rows}
    assert len(names) == len(NAMES)
    assert {name for name in names if "HYPERLINK" in name or "SUM" in name} == {
        f"'{name} Network" for name in NAMES if name[0] in "=@"
    }
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]
