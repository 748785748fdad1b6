"""Two to four views side by side: what is compared, on which scales, and what is taken away."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import plotly.graph_objects as go
import pyarrow.parquet as pq
import pytest

from analytics import i18n, scales
from analytics.charts import CHARTS
from analytics.charts.regions_map import largest
from analytics.comparison import MOST, Comparison, compare, periods, read_sides
from analytics.filters import Filters
from analytics.view import View
from tests.asking import view, warehouse

YEARS = ("period:2023-01-01:2023-12-31", "period:2024-01-01:2024-12-31")


def compared(path: Path, name: str, *words: str, chosen: Mapping[str, str] | None = None) -> Comparison:
    asked = warehouse(path)

    def load(filters: Filters) -> View:
        return View.load(asked.ask, filters)

    sides, ignored = read_sides(words, view(path), asked.ask)
    assert ignored == []
    return compare(
        CHARTS[name],
        sides,
        chosen or {},
        load,
        lambda filters, made: CHARTS[name].answer(asked.ask, load(filters), made),
    )


def organisations(path: Path, count: int) -> list[str]:
    found = warehouse(path).ask("organisation_list", view(path).parameters)["organisation_id"]
    return [f"organisation:{code}" for code in found.head(count)]


def test_words_that_mean_nothing_and_too_many_sides_are_told(demo_warehouse: Path) -> None:
    shown = view(demo_warehouse)
    known = organisations(demo_warehouse, MOST + 1)
    sides, ignored = read_sides(
        [*known, known[0], "organisation:nobody", "period:x", "sector:Banking", ""],
        shown,
        warehouse(demo_warehouse).ask,
    )
    assert [side.word for side in sides] == known[:MOST]
    left_out = [known[MOST], "organisation:nobody", "period:x", "sector:Banking", ""]
    assert ignored == [f"compare={word}" for word in left_out]


def test_all_sides_have_the_other_filters(demo_warehouse: Path) -> None:
    shown = view(demo_warehouse, region="11", period="2024-01-01:")
    sides, _ = read_sides([*organisations(demo_warehouse, 2), YEARS[0]], shown, warehouse(demo_warehouse).ask)
    assert [side.filters.region for side in sides] == [("11",)] * 3
    assert [side.filters.period.word() for side in sides] == ["2024-01-01:", "2024-01-01:", "2023-01-01:2023-12-31"]


def test_periods_worth_comparing(real_warehouse: Path, empty_warehouse: Path) -> None:
    assert list(periods(view(real_warehouse)).items())[:3] == [
        ("last-12-months", "From 29 Feb 2024 to 28 Feb 2025"),
        ("2023-03-01:2024-02-28", "From 1 Mar 2023 to 28 Feb 2024"),
        ("2025-01-01:2025-12-31", "From 1 Jan 2025 to 31 Dec 2025"),
    ]
    assert periods(view(empty_warehouse)) == {}


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_chart_can_be_compared(demo_warehouse: Path, name: str, language: str) -> None:
    with i18n.use(language):
        for words in (organisations(demo_warehouse, 3), YEARS):
            found = compared(demo_warehouse, name, *words)
            assert len(found.figures) == len(found.names) == len(words)
            assert len({figure.layout.height for figure in found.figures}) == 1
            assert all(name in found.insight for name in found.names)
            assert all(answer.view.coverage in found.caption for answer in found.answers)
            drawn = [json.loads(panel["figure"]) for panel in found.png["panels"]]
            assert all(go.Figure(drawing) for drawing in drawn)


def test_numbers_end_where_the_largest_side_needs_it(demo_warehouse: Path) -> None:
    alone = [
        answer.figure.layout.yaxis.range[1]
        for answer in compared(demo_warehouse, "timeline_engagements", *YEARS).answers
    ]
    together = compared(demo_warehouse, "timeline_engagements", *YEARS).figures
    assert alone[0] != alone[1]
    assert [figure.layout.yaxis.range[1] for figure in together] == [max(alone)] * 2


def test_organisations_share_the_days_and_periods_keep_theirs(demo_warehouse: Path) -> None:
    by_organisation = compared(demo_warehouse, "timeline_lanes", *organisations(demo_warehouse, 2)).figures
    assert len({figure.layout.xaxis.range for figure in by_organisation}) == 1
    by_period = compared(demo_warehouse, "timeline_lanes", *YEARS).figures
    assert [figure.layout.xaxis.range[0][:7] for figure in by_period] == ["2022-12", "2023-12"]


def test_every_side_has_every_category_in_one_order(demo_warehouse: Path) -> None:
    found = compared(demo_warehouse, "sectors_mix", *organisations(demo_warehouse, 3), chosen={"level": "sector"})
    orders = {figure.layout.yaxis.categoryarray for figure in found.figures}
    (order,) = orders
    drawn = {code for figure in found.figures for code in figure.data[0].y}
    assert set(order) == drawn
    assert all(figure.layout.yaxis.range == (-0.5, len(order) - 0.5) for figure in found.figures)
    assert {len(figure.layout.yaxis.ticktext) for figure in found.figures} == {len(order)}


def shades(figure: go.Figure) -> set[object]:
    """The colours of a map, or the levels of a matrix."""
    first = figure.data[0]
    if first.type == "heatmap":
        return {level for row in first.z for level in row}
    return {layer.fillcolor for layer in figure.data if layer.fillcolor}


@pytest.mark.parametrize("name", ["regions_involvement", "regions_by_year"])
def test_colours_mean_the_same_number_on_every_side(demo_warehouse: Path, name: str) -> None:
    found = compared(demo_warehouse, name, *organisations(demo_warehouse, 1), "period:all")
    few, many = (largest(answer.frame) for answer in found.answers)
    assert few < many
    assert shades(found.figures[0]) != shades(found.answers[0].figure)
    assert shades(found.figures[1]) == shades(found.answers[1].figure)


def test_a_side_without_anything_says_so_and_leaves_the_others_their_scale(demo_warehouse: Path) -> None:
    empty = "period:1990-01-01:1990-12-31"
    found = compared(demo_warehouse, "timeline_engagements", YEARS[0], empty)
    assert [answer.is_empty for answer in found.answers] == [False, True]
    assert found.figures[0].layout.yaxis.range == found.answers[0].figure.layout.yaxis.range


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_beside_nothing(demo_warehouse: Path, name: str) -> None:
    found = compared(demo_warehouse, name, "period:1990-01-01:1990-12-31", "period:1991-01-01:1991-12-31")
    assert len(found.figures) == len(found.png["panels"]) == 2


def test_sides_have_one_grain(demo_warehouse: Path) -> None:
    found = compared(demo_warehouse, "timeline_engagements", "period:2024-01-01:2024-12-31", "period:all")
    assert {answer.chosen["grain"] for answer in found.answers} == {
        CHARTS["timeline_engagements"].answer(warehouse(demo_warehouse).ask, view(demo_warehouse)).chosen["grain"]
    }


def test_rows_of_all_sides_say_which_they_are_of(demo_warehouse: Path) -> None:
    found = compared(demo_warehouse, "sectors_mix", *organisations(demo_warehouse, 2))
    rows = list(csv.DictReader(io.StringIO(found.csv().decode("utf-8-sig"))))
    assert len(rows) == sum(len(answer.frame) for answer in found.answers)
    assert {(row["side"], row["coverage"]) for row in rows} == {
        (name, answer.view.coverage) for name, answer in zip(found.names, found.answers, strict=True)
    }


def test_the_image_says_what_is_compared(demo_warehouse: Path) -> None:
    found = compared(demo_warehouse, "sectors_mix", *YEARS)
    spec = found.png
    assert [panel["name"] for panel in spec["panels"]] == list(found.names)
    years = ("period=2023-01-01%3A2023-12-31&lang=en", "period=2024-01-01%3A2024-12-31&lang=en")
    assert spec["metadata"]["Filters"] == " | ".join(years)
    assert [panel["insight"] for panel in spec["panels"]] == [answer.finding for answer in found.answers]
    assert found.answers[0].counting in spec["caption"]
    assert spec["filename"] == "catalyst-atlas_sectors-mix_compared_2023-01-01-2023-12-31_2024-01-01-2024-12-31.png"


def test_names_cannot_leave_the_comment_above_their_sql(demo_warehouse: Path) -> None:
    found = compared(demo_warehouse, "sectors_mix", *YEARS)
    hostile = Comparison(found.answers, ["a\ndrop table x;", "b"], found.sides)
    assert "-- a drop table x;" in hostile.sql.splitlines()


def test_years_stay_in_their_order() -> None:
    figures = [go.Figure(go.Bar(x=years, y=[1] * len(years))) for years in (["2023", "2024", "n.d."], ["2021", "2024"])]
    for figure, years in zip(figures, (["2023", "2024", "n.d."], ["2021", "2024"]), strict=True):
        figure.update_xaxes(type="category", categoryarray=years)
    scales.share(figures, same_days=False)
    assert (
        figures[0].layout.xaxis.categoryarray
        == ("2021", "2023", "2024", "n.d.")
        == figures[1].layout.xaxis.categoryarray
    )


@pytest.mark.parametrize(("name", "colour"), [("timeline_engagements", "kind"), ("sectors_by_year", "kind")])
def test_sides_have_the_same_layers(demo_warehouse: Path, name: str, colour: str) -> None:
    found = compared(demo_warehouse, name, *organisations(demo_warehouse, 1), *YEARS, chosen={"colour": colour})
    layers = [[trace.name for trace in figure.data] for figure in found.figures]
    assert layers[0] == layers[1] == layers[2]
    assert [entry["name"] for entry in found.legend] == list(map(html.unescape, layers[0]))
    alone = {tuple(trace.name for trace in answer.figure.data) for answer in found.answers}
    assert len(alone) > 1  # else the test would say nothing


@pytest.mark.parametrize("name", CHARTS)
def test_one_legend_stands_for_all_sides(demo_warehouse: Path, name: str) -> None:
    found = compared(demo_warehouse, name, *organisations(demo_warehouse, 2), *YEARS)
    assert not any(figure.layout.showlegend for figure in found.figures)
    names = [entry["name"] for entry in found.legend]
    assert len(set(names)) == len(names)
    drawn = {trace.name for figure in found._drawn for trace in figure.data if figure.layout.showlegend and trace.name}
    assert len(names) == len(drawn)
    assert found.png["legend"] == found.legend


def test_a_lane_is_as_high_on_every_side(demo_warehouse: Path) -> None:
    many, *_others, few = organisations(demo_warehouse, 60)
    found = compared(demo_warehouse, "timeline_lanes", many, few)
    assert len({len(figure.layout.yaxis.tickvals) for figure in found.figures}) == 2
    assert len({(figure.layout.height, figure.layout.yaxis.range) for figure in found.figures}) == 1


@pytest.mark.parametrize(("count", "width"), [(2, 22), (3, 16), (4, 13)])
def test_long_names_are_folded_by_the_width_of_a_column(demo_warehouse: Path, count: int, width: int) -> None:
    found = compared(demo_warehouse, "sectors_mix", *organisations(demo_warehouse, count))
    lines = [text.split("<br>") for figure in found.figures for text in figure.layout.yaxis.ticktext]
    assert max(map(len, lines)) == 2
    assert all(len(html.unescape(part)) <= width for line in lines for part in line)


def test_files_of_a_comparison_hold_all_sides(demo_warehouse: Path) -> None:
    found = compared(demo_warehouse, "sectors_mix", *YEARS)
    table = pq.read_table(io.BytesIO(found.parquet()))
    assert table.num_rows == len(found.rows) == sum(len(answer.frame) for answer in found.answers)
    assert set(table["side"].to_pylist()) == set(found.names)
    rows, about = openpyxl.load_workbook(io.BytesIO(found.workbook())).worksheets
    assert rows.max_row == len(found.rows) + 1
    told = dict(about.iter_rows(values_only=True))
    assert all(
        f"{name}: {answer.view.sentence}" in told["filters"]
        for name, answer in zip(found.names, found.answers, strict=True)
    )
