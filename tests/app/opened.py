"""Pages run as the server runs them, and what they sent to the browser."""

from __future__ import annotations

import html
import json
from collections.abc import Collection
from typing import Any

from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from etl.config import PROJECT
from tests.charts_on_pages import CHARTS_ON
from tests.strings import strings

REAL, SYNTHETIC, OTHER_SYNTHETIC = "89998", "1000000", "1000001"
EVERY_PAGE = (*CHARTS_ON, "compare", "report")
"""Those of the menu; what is on the last two is tested in tests/browser."""
Words = str | list[str]


def open_page(page: str = "overview", **words: Words) -> AppTest:
    """Open a page under the words of an address, by the menu, as its first page is always the overview."""
    app = AppTest.from_file(PROJECT / "pages" / "_navigation.py", default_timeout=30)
    for name, word in words.items():
        app.query_params[name] = word
    app.run()
    return app if page == "overview" else app.switch_page(f"{page}.py").run()


def profiled(page: str, organisation: str) -> dict[str, Words]:
    """The page about one organisation has to know which."""
    return {"profile": organisation} if page == "organisation" else {}


def charts(app: AppTest) -> dict[str, Any]:
    """Chart -> what was sent to the browser: `figure`, `alt`."""
    return components(app, "chart-")


def components(app: AppTest, kind: str) -> dict[str, Any]:
    """Name -> what was sent to the browser for each component whose key begins with `kind`."""
    found = [element for element in app.get("bidi_component") if element.key.startswith(kind)]
    return {element.key.removeprefix(kind): json.loads(element.proto.json) for element in found}


def specs(app: AppTest) -> dict[str, str]:
    return {name: chart["figure"] for name, chart in charts(app).items()}


def pngs(app: AppTest) -> dict[str, dict[str, Any]]:
    """Chart -> specification of its image, as after a click on each button."""
    for name in components(app, "png-"):
        app.session_state[f"wanted-png-{name}"] = True
    app.run()
    return {name: data["spec"] for name, data in components(app, "png-").items()}


def prose(app: AppTest) -> str:
    """What was written as HTML, read as a browser would read it."""
    return html.unescape("\n".join(element.proto.body for element in app.get("html")))


def markdown(app: AppTest) -> str:
    """Every string that Streamlit reads as Markdown: all but what is known to be shown as it stands."""
    return "\n".join(words for element in app for words in strings(_rendered(element)))


AS_IT_STANDS = {"html", "plotly_chart", "bidi_component", "code", "arrow_data_frame", "dataframe"}
PLAIN_OPTIONS = {"selectbox", "multiselect"}


def _rendered(element: Any) -> object:
    if element.type in AS_IT_STANDS or getattr(element, "proto", None) is None:
        return None
    fields: dict[str, object] = MessageToDict(element.proto)
    if element.type in PLAIN_OPTIONS:
        return {name: words for name, words in fields.items() if name in ("label", "help")}
    return fields


def assert_whole(app: AppTest, expected: tuple[str, ...]) -> None:
    """No error; these charts, each with a text alternative and an image that is about the same thing."""
    assert not app.exception
    assert set(charts(app)) == set(pngs(app)) == set(expected)
    images = pngs(app)
    for name, chart in charts(app).items():
        image = images[name]
        told = (image["metadata"][name] for name in ("Insight", "Counting", "Coverage", "Capture"))
        assert chart["alt"] == " ".join([f"{image['title']}.", *told])
        assert image["title"]
        assert image["metadata"]["Insight"]
        assert image["subtitle"] in prose(app)


COMPARING = ("catalyst_network", "regions_portfolio")
"""Charts of several organisations: of one there is nothing to be drawn."""


def assert_drawn(app: AppTest, *, but: Collection[str] = ()) -> None:
    assert all(json.loads(spec)["data"] for name, spec in specs(app).items() if name not in but)


def table(app: AppTest, title: str) -> Any:
    assert not app.exception
    (found,) = [frame for frame in app.dataframe if frame.proto.alt == title]
    return found.value
