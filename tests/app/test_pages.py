"""Every page, run as the server runs it, on real, synthetic and no data. In a browser: tests/browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pandas as pd
import pytest

from analytics import i18n
from analytics.charts import CHARTS
from analytics.warehouse import LOCKED_DOWN, Warehouse
from etl.config import PROFILES
from etl.load import build
from pages import _asking
from tests.app.opened import (
    COMPARING,
    EVERY_PAGE,
    SYNTHETIC,
    Words,
    assert_drawn,
    assert_whole,
    charts,
    markdown,
    open_page,
    pngs,
    profiled,
    prose,
    specs,
)
from tests.asking import multiply, view
from tests.charts_on_pages import CHARTS_ON


@pytest.mark.parametrize("page", CHARTS_ON)
def test_real_page(page: str, real_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(real_warehouse)
    app = open_page(page)
    assert_whole(app, CHARTS_ON[page])
    assert_drawn(app, but=COMPARING)
    assert view(real_warehouse).sentence in prose(app)
    assert "10" in prose(app)
    assert "14" in prose(app)
    assert "Synthetic" not in markdown(app) + prose(app)
    assert all(image["badge"] is None for image in pngs(app).values())


@pytest.mark.parametrize("page", CHARTS_ON)
def test_synthetic_page_says_so_on_the_page_and_in_its_images(
    page: str, real_warehouse: Path, demo_warehouse: Path, serve: Callable[..., None]
) -> None:
    serve(real_warehouse, demo_warehouse)
    app = open_page(page, dataset="demo", **profiled(page, SYNTHETIC))
    assert_whole(app, CHARTS_ON[page])
    assert_drawn(app)
    assert "Synthetic data" in markdown(app)
    assert {image["badge"] for image in pngs(app).values()} == {"Synthetic data"}


def test_every_chart_there_is_has_a_page() -> None:
    assert {name for names in CHARTS_ON.values() for name in names} == set(CHARTS)


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_without_pages_there_is_a_word_instead_of_empty_charts(
    page: str, empty_warehouse: Path, serve: Callable[..., None]
) -> None:
    serve(empty_warehouse)
    app = open_page(page)
    assert_whole(app, CHARTS_ON["data"] if page == "data" else ())
    assert page == "data" or "data/profiles" in markdown(app)


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_without_a_warehouse_every_page_says_what_to_do(page: str, serve: Callable[..., None]) -> None:
    serve()
    app = open_page(page)
    assert not app.exception
    assert not charts(app)
    assert "python -m etl build" in prose(app)
    assert len(app.get("page_link")) == len(EVERY_PAGE)


def test_a_warehouse_that_appears_or_changes_is_in_the_next_run(tmp_path: Path, serve: Callable[..., None]) -> None:
    warehouse, pages = tmp_path / "warehouse.duckdb", tmp_path / "pages"
    serve(warehouse)
    app = open_page()
    shutil.copytree(PROFILES, pages)
    build([pages], warehouse)
    before = specs(app.run())
    assert set(before) == set(CHARTS_ON["overview"])
    (pages / "777-other.txt").write_text(next(PROFILES.glob("*.txt")).read_text(encoding="utf-8"), encoding="utf-8")
    build([pages], warehouse)
    after = specs(app.run())
    assert not app.exception
    assert all(after[name] != before[name] for name in ("timeline_engagements", "data_coverage"))


@pytest.mark.parametrize(
    ("there", "word", "synthetic"),
    [
        (("real", "demo"), None, False),
        (("real", "demo"), "demo", True),
        (("real", "demo"), "real", False),
        (("real", "demo"), "nonsense", False),
        (("real",), "demo", False),
        (("demo",), None, True),
    ],
)
def test_dataset_in_the_address(
    there: tuple[str, ...],
    word: str | None,
    synthetic: bool,
    real_warehouse: Path,
    demo_warehouse: Path,
    serve: Callable[..., None],
) -> None:
    files = {"real": real_warehouse, "demo": demo_warehouse}
    serve(**{name: files[name] for name in there})
    app = open_page(**{"dataset": word} if word else {})
    assert_whole(app, CHARTS_ON["overview"])
    assert ("Synthetic data" in markdown(app)) is synthetic
    assert [element.key for element in app.button_group].count("pick-dataset") == (len(there) > 1)


@pytest.mark.parametrize(
    ("page", "period", "says_it"),  # periods that nothing else has asked for: what is known is not asked
    [("timeline", "2019-02-03:", True), ("data", "2019-02-04:", False)],
)
def test_what_engagements_come_to_is_asked_where_it_is_said(
    page: str,
    period: str,
    says_it: bool,
    demo_warehouse: Path,
    serve: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    serve(demo=demo_warehouse)
    app = open_page(page)
    asked, ask = [], Warehouse.ask

    def noting(warehouse: Warehouse, name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        asked.append(name)
        return ask(warehouse, name, parameters)

    monkeypatch.setattr(Warehouse, "ask", noting)
    app.query_params["period"] = period
    app.run()
    together = Barrier(_asking.AT_ONCE)  # behind all that is asked ahead
    for waiting in [_asking._askers.submit(together.wait) for _ in range(_asking.AT_ONCE)]:
        waiting.result()
    assert not app.exception
    assert ("view_facts" in asked) is says_it


def test_a_chart_that_takes_too_much_says_so_in_its_place(
    serve: Callable[..., None], real_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(real_warehouse, tmp_path / "warehouse.duckdb"))
    multiply(path, "range(10_000_000_000)")
    monkeypatch.setitem(LOCKED_DOWN, "max_execution_time", 300)
    serve(real=path)
    app = open_page("timeline", colour="channel")
    assert set(charts(app)) == {"timeline_lanes"}
    assert "takes more time or memory here than one question may have" in prose(app)
    assert not app.exception
    app = open_page("timeline", relation_type="Other")
    assert [header.value for header in app.header] == ["Too much at once"]
    assert not app.exception
    app.button(key="too-much-clear").click().run()
    assert set(charts(app)) == set(CHARTS_ON["timeline"])


def test_who_waits_for_an_answer_in_another_language_is_told_what_is_wrong_in_their_own(real_warehouse: Path) -> None:
    with closing(Warehouse(real_warehouse)) as warehouse:
        keys = set()
        for language in i18n.LANGUAGES:
            with i18n.use(language):
                keys.add(_asking.asked(warehouse, "data_coverage", {"organisation": []}))
    assert len(keys) == len(i18n.LANGUAGES)


@pytest.mark.parametrize("page", CHARTS_ON)
def test_french(page: str, demo_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(demo=demo_warehouse)
    words: dict[str, Words] = {"period": "2019-01-01:2024-12-31", "organisation": SYNTHETIC}
    english, french = open_page(page, **words), open_page(page, lang="fr", **words)
    assert_whole(french, CHARTS_ON[page])
    with i18n.use("fr"):
        assert view(demo_warehouse, **words).sentence in prose(french)
    assert "31 déc. 2024" in prose(french)
    assert french.title[0].value != english.title[0].value
    for name, image in pngs(french).items():
        assert image["language"] == "fr"
        assert image["title"] != pngs(english)[name]["title"]
        assert image["caption"] != pngs(english)[name]["caption"]
