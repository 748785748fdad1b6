"""Pages show how files were read, what a line of theirs is, and the amounts where there are any."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.app.opened import open_page, table
from tests.asking import page, row

PAGE = page(row("ADEME", "Event 1 Mar 2021"), captured_on="2024-01-01")
GRANTS = "Financeur;Bénéficiaire;Annee;Montant;Objet\nDRAC;Maison Test;2023;1 200;x\nDRAC;Maison Test;2022;300;x\n"
Open = Callable[..., AppTest]


@pytest.fixture
def opened(warehouse_of: Callable[[Mapping[str, str | bytes]], Path], serve: Callable[..., None]) -> Open:
    """Return a function that opens a page on a warehouse of these files."""

    def open_it(name: str, files: Mapping[str, str | bytes], lang: str = "en") -> AppTest:
        serve(warehouse_of(files))
        app = open_page(name, lang=lang)
        assert not app.exception
        return app

    return open_it


def rows_behind(app: AppTest) -> pd.DataFrame:
    app.session_state["rows-behind"] = True
    return table(app.run(), "Engagements in this view")


def test_the_data_page_tells_how_each_file_was_read(opened: Open) -> None:
    app = opened("data", {"1-maison-test.txt": PAGE, "grants.csv": GRANTS.encode("windows-1252")})
    sources = table(app, "Sources").set_index("format")
    assert sources.loc["CSV", ["encoding", "layout"]].tolist() == ["windows-1252", "separated by semicolons"]
    assert sources.loc["Page as text", "encoding"] == "utf-8"
    notes = table(app, "How files were read")
    assert list(notes["remark"])[:3] == ["Encoding guessed", "Column left out", "Layout"]
    assert notes["words"][1] == "column 'Objet' ignored: not a known name"
    (joined,) = table(app, "Rows that a name alone led to an organisation").to_dict("records")
    assert (joined["name"], joined["organisation_id"]) == ("Maison Test", "1")


def test_the_data_page_speaks_french(opened: Open) -> None:
    app = opened("data", {"1-maison-test.txt": PAGE, "grants.csv": GRANTS.encode("windows-1252")}, "fr")
    assert list(table(app, "Comment les fichiers ont été lus")["remark"])[:2] == [
        "Encodage deviné",
        "Colonne laissée de côté",
    ]


def test_amounts_are_shown_where_there_are_any(opened: Open) -> None:
    files = {"1-maison-test.txt": PAGE, "grants.csv": GRANTS}
    catalysts = table(opened("organisation", files), "Its catalysts, each with the line it was read from")
    assert catalysts.set_index("catalyst")["amount_eur"].fillna(0).to_dict() == {"ADEME": 0, "DRAC": 1500}
    rows = rows_behind(opened("timeline", files))
    assert rows["amount_eur"].fillna(0).tolist() == [1200, 300, 0]


def test_pages_without_amounts_have_no_column_of_amounts(opened: Open) -> None:
    files = {"1-maison-test.txt": PAGE}
    catalysts = table(opened("organisation", files), "Its catalysts, each with the line it was read from")
    assert not {"amount_eur", "corrected"} & set(catalysts)
    assert "amount_eur" not in rows_behind(opened("timeline", files))


@pytest.mark.parametrize(("name", "is_html"), [("1-maison-test.html", True), ("1-maison-test.txt", False)])
def test_what_a_line_of_html_is_stands_below_it(name: str, is_html: bool, opened: Open) -> None:
    text = "<html><h2>SIREN</h2><p>784244295</p><p>a menu</p></html>" if is_html else PAGE
    captions = [caption.value for caption in opened("data", {name: text}).caption]
    assert any("python -m etl read --text" in caption for caption in captions) == is_html
