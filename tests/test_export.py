from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.export import PngSpec, csv_pieces, file_name, png_spec, safe_csv
from etl.unseen import with_unseen_spelt

LONG = "Ministère de la Culture et de la Communication, direction générale de la création artistique"


def spec(figure: go.Figure, **changes: Any) -> PngSpec:
    words = {
        "title": "Who engaged when", "subtitle": "All engagements", "caption": "10 of 14 catalysts captured",
        "insight": "", "caution": "", "filename": "x.png", "badge": None, "language": "en", "metadata": {},
    }  # fmt: skip
    return png_spec(figure, **{**words, **changes})


def drawing(figure: go.Figure) -> dict[str, Any]:
    return json.loads(spec(figure)["figure"])


def bars(**changes: Any) -> go.Bar:
    return go.Bar(**{"x": ["2022", "2023"], "y": [1, 2], "marker": {"color": "#0072B2"}, **changes})


# --- the image's specification


def test_spec_is_json_and_its_sheet_gives_2560_by_1440() -> None:
    made = spec(go.Figure(bars(y=np.array([1, 2]))), badge="Synthetic data", metadata={"Filters": "?region=11"})
    assert json.loads(json.dumps(made)) == made
    assert (made["width"] * made["scale"], made["height"] * made["scale"]) == (2560, 1440)


def test_paper_keeps_what_the_figure_says() -> None:
    figure = go.Figure(bars(), {"xaxis": {"title": "Year", "tickvals": [2022]}, "meta": {"a": 1}})
    figure.add_annotation(text="capture", x="2023", y=2).add_vline(x=1)
    paper = drawing(figure)
    assert paper["data"][0]["marker"]["color"] == "#0072B2"
    assert paper["layout"]["xaxis"]["title"] == {"text": "Year"}
    assert paper["layout"]["xaxis"]["tickvals"] == [2022]
    assert paper["layout"]["annotations"][0]["text"] == "capture"
    assert len(paper["layout"]["shapes"]) == 1
    assert paper["layout"]["meta"] == {"a": 1}


def test_paper_drops_what_belongs_to_a_screen() -> None:
    layout = {"title": "t", "width": 300, "paper_bgcolor": "black", "hovermode": "x", "margin": {"l": 99}}
    paper = drawing(go.Figure(bars(hovertemplate="%{y}", customdata=[1, 2]), layout))
    assert not {"title", "width", "paper_bgcolor", "hovermode", "margin"} & paper["layout"].keys()
    assert not {"hovertemplate", "customdata"} & paper["data"][0].keys()
    assert paper["layout"]["template"]["layout"]["paper_bgcolor"] == "#FFFFFF"
    assert paper["layout"]["template"]["layout"]["xaxis"]["automargin"] is True


def test_customdata_stays_where_a_label_shows_it() -> None:
    assert "customdata" in drawing(go.Figure(bars(customdata=[1, 2], texttemplate="%{customdata}")))["data"][0]


def test_templates_structure_is_kept_under_the_papers_colours() -> None:
    screen = go.layout.Template(layout={"xaxis": {"showgrid": False, "gridcolor": "black"}, "bargap": 0.25})
    template = drawing(go.Figure(bars(), {"template": screen}))["layout"]["template"]["layout"]
    assert template["bargap"] == 0.25
    assert template["xaxis"]["showgrid"] is False
    assert template["xaxis"]["gridcolor"] != "black"


@pytest.mark.parametrize(("screen", "paper"), [(go.Scattergl, "scatter"), (go.Scatterpolargl, "scatterpolar")])
def test_webgl_traces_become_svg(screen: type, paper: str) -> None:
    assert drawing(go.Figure(screen()))["data"][0]["type"] == paper


def test_a_legend_is_drawn_above_the_plot_and_not_in_it() -> None:
    layout = drawing(go.Figure(bars(), {"showlegend": True, "legend": {"x": 1, "y": 0}}))["layout"]
    assert not {"legend", "showlegend"} & layout.keys()
    assert layout["template"]["layout"]["showlegend"] is False


def test_no_text_is_smaller_than_15_px_and_markers_keep_their_size() -> None:
    figure = go.Figure(bars(textfont={"size": 9}), {"xaxis": {"tickfont": {"size": 10}}})
    figure.add_annotation(text="a", font={"size": 8, "color": "red"})
    figure.add_scatter(y=[1], marker={"size": 6, "color": "red"})
    paper = drawing(figure)
    assert paper["data"][0]["textfont"]["size"] == 15
    assert paper["layout"]["xaxis"]["tickfont"]["size"] == 15
    assert paper["layout"]["annotations"][0]["font"] == {"size": 15, "color": "red"}
    assert paper["data"][1]["marker"]["size"] == 6


def test_long_categories_are_folded_and_cut_on_their_own_axis() -> None:
    paper = drawing(go.Figure(go.Bar(y=[LONG, "Région Île-de-France"], x=[1, 2], orientation="h")))
    (folded,) = paper["layout"]["yaxis"]["labelalias"].items()
    assert folded == (LONG, "Ministère de la Culture et<br>de la Communication,<br>direction générale de la…")
    assert "labelalias" not in paper["layout"]["xaxis"]


def test_crowded_rows_get_one_line_each() -> None:
    names = [f"{LONG} {number}" for number in range(20)]
    aliases = drawing(go.Figure(go.Bar(y=names, x=names, orientation="h")))["layout"]["yaxis"]["labelalias"]
    assert all("<br>" not in alias and len(alias) <= 46 for alias in aliases.values())


def test_folding_breaks_hostile_names_but_neither_markup_nor_entities() -> None:
    names = ["x" * 300, "<b>" + "y " * 100, "Arts &amp; " * 9 + "end"]
    aliases = drawing(go.Figure(go.Bar(y=names, x=[1, 2, 3], orientation="h")))["layout"]["yaxis"]["labelalias"]
    assert aliases.keys() == {names[0], names[2]}
    assert aliases[names[0]] == "<br>".join(["x" * 26, "x" * 26, "x" * 25 + "…"])
    assert re.sub(r"&amp;|<br>", "", aliases[names[2]]).count("&") == 0


def test_written_out_ticks_are_folded_too() -> None:
    figure = go.Figure(go.Scatter(x=[1], y=[0]), {"yaxis": {"tickvals": [0], "ticktext": [LONG]}})
    assert "<br>" in drawing(figure)["layout"]["yaxis"]["ticktext"][0]


def test_figure_itself_is_left_alone() -> None:
    figure = go.Figure(go.Scattergl(x=[1], y=[LONG], hovertemplate="x"), {"title": "t"})
    before = figure.to_json()
    spec(figure)
    assert figure.to_json() == before


def test_spec_is_leaner_than_the_figure() -> None:
    values = np.arange(500)
    figure = go.Figure(go.Scatter(x=values, y=values, customdata=values, hovertext=[LONG] * 500))
    assert len(spec(figure)["figure"]) < len(figure.to_json()) / 5


def test_text_is_one_printable_line() -> None:
    made = spec(go.Figure(), title="a\nb\x00c", subtitle="\u202eevil", metadata={"Filters": "x\r\ny"})
    assert (made["title"], made["subtitle"], made["metadata"]["Filters"]) == ("a b c", "evil", "x y")


@pytest.mark.parametrize("name", ["", "é", "a\0b", " a", "a" * 80])
def test_metadata_names_are_those_of_png(name: str) -> None:
    with pytest.raises(ValueError, match="metadata name"):
        spec(go.Figure(), metadata={name: "x"})


# --- CSV


def read(content: bytes, delimiter: str = ",") -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


SKIPPED = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\ufeff\u200b\u200c\u200d\u2060"
FORMULA = "=+-@＝＋－＠−"
TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
HOSTILE = st.builds(
    "".join, st.lists(st.one_of(TEXT, st.sampled_from([*FORMULA, *" \t\r\n;\u200b", "1+1"])), max_size=6)
)


def runs(cell: str) -> bool:
    return cell.startswith(("\t", "\r", "\n")) or cell.lstrip(SKIPPED)[:1] in set(FORMULA)


@given(st.lists(st.tuples(HOSTILE, st.lists(HOSTILE, max_size=3)), min_size=1, max_size=5), HOSTILE)
def test_no_cell_runs_as_a_formula(rows: list[tuple[str, list[str]]], filters: str) -> None:
    frame = pd.DataFrame(rows, columns=["name", "sectors"])
    for row in read(safe_csv(frame, {"filters": filters}))[1:]:
        assert not any(map(runs, row))
        segments = [segment for cell in row for segment in re.split("[;\r\n]", cell)]
        assert not any(segment.lstrip(SKIPPED)[:1] in set(FORMULA) for segment in segments if segment)


@given(st.lists(HOSTILE, min_size=1, max_size=5), HOSTILE)
def test_text_comes_back_with_nothing_but_apostrophes_added_and_the_unseen_spelt(
    names: list[str], filters: str
) -> None:
    spelt = [with_unseen_spelt(name) for name in names]
    header, *rows = read(safe_csv(pd.DataFrame({"name": names}), {"filters": filters}))
    assert header == ["name", "filters"]
    assert [row[0].replace("'", "") for row in rows] == [name.replace("'", "") for name in spelt]
    harmless = [i for i, name in enumerate(names) if not any(map(runs, [name, *re.split("[;\r\n]", name)]))]
    assert [rows[index][0] for index in harmless] == [spelt[index] for index in harmless]


@given(st.lists(st.tuples(st.integers(-(2**53), 2**53), st.floats(allow_nan=False), st.dates()), min_size=1))
def test_numbers_and_dates_come_back_equal(rows: list[tuple[int, float, dt.date]]) -> None:
    back = read(safe_csv(pd.DataFrame(rows, columns=["n", "x", "day"]), {}))[1:]
    assert [(int(n), float(x), dt.date.fromisoformat(day)) for n, x, day in back] == rows


def test_every_kind_of_value() -> None:
    frame = pd.DataFrame(
        {
            "name": ["Élysée, « été »", None],
            "on": pd.to_datetime(["2022-02-26", None]),
            "at": pd.to_datetime(["2022-02-26 10:30", None]),
            "sectors": [np.array(["Banking", "=cmd"]), []],
            "n": pd.array([-3, None], dtype="Int64"),
            "share": [-0.5, float("nan")],
            "complete": pd.array([True, None], dtype="boolean"),
            "=sum": ["@x", "-1"],
        }
    )
    assert read(safe_csv(frame, {"source": "accr.txt", "synthetic": "no"})) == [
        ["name", "on", "at", "sectors", "n", "share", "complete", "'=sum", "source", "synthetic"],
        ["Élysée, « été »", "2022-02-26", "2022-02-26T10:30:00", "Banking; '=cmd", "-3", "-0.5", "true", "'@x",
         "accr.txt", "no"],
        ["", "", "", "", "", "", "", "'-1", "accr.txt", "no"],
    ]  # fmt: skip


def test_a_csv_is_the_same_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame(
        {
            "on": pd.to_datetime(["2022-02-26", "2022-02-27", None]),
            "at": pd.to_datetime(["2022-02-26 00:00", "2022-02-27 10:30", None]),
            "name": ["a", None, "=b"],
            "n": [1, None, 3],
        }
    )
    whole = safe_csv(frame, {"source": "x"})
    monkeypatch.setattr("analytics.export.PIECE", 1)
    assert len(list(csv_pieces(frame, {"source": "x"}))) == 4
    assert safe_csv(frame, {"source": "x"}) == whole


def test_empty_frame_is_its_header() -> None:
    assert safe_csv(pd.DataFrame({"name": []}), {"source": "x"}) == "\ufeffname,source\r\n".encode()


def test_context_may_not_hide_a_column() -> None:
    with pytest.raises(ValueError, match="source"):
        safe_csv(pd.DataFrame({"source": ["a"]}), {"source": "b"})


# --- file names


def test_file_name_says_what_and_when() -> None:
    name = file_name("timeline_engagements", ["2022-02-26", "2025-02-28"], "png")
    assert name == "catalyst-atlas_timeline-engagements_2022-02-26_2025-02-28.png"


def test_accents_and_punctuation_become_ascii() -> None:
    assert file_name("cœur", ["Île-de-France / été"], ".csv") == "catalyst-atlas_coeur_ile-de-france-ete.csv"


def test_long_names_are_shortened_and_dates_survive() -> None:
    name = file_name("timeline", ["x" * 300, "2022-02-26", "2025-02-28"], "png")
    assert len(name) == 120
    assert name.endswith("x_2022-02-26_2025-02-28.png")


@given(st.text(), st.lists(st.text(), max_size=30), st.sampled_from(["png", "csv"]))
def test_any_file_name_is_allowed_everywhere(stem: str, parts: list[str], suffix: str) -> None:
    name = file_name(stem, parts, suffix)
    assert re.fullmatch(rf"[a-z0-9]+([_-][a-z0-9]+)*\.{suffix}", name)
    assert len(name) <= 120
