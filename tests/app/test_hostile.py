"""Texts that others wrote are shown as they stand, on every page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.app.opened import (
    assert_whole,
    markdown,
    open_page,
    prose,
    specs,
)
from tests.app.payloads import PAYLOADS, hostile_page
from tests.charts_on_pages import CHARTS_ON


@pytest.mark.parametrize("page", CHARTS_ON)
def test_hostile_words_are_never_read_as_markup(
    page: str, warehouse_of: Callable[[Mapping[str, str]], Path], serve: Callable[..., None]
) -> None:
    serve(warehouse_of({"777-a-[link](x)-**b**.txt": hostile_page()}))
    app = open_page(page, organisation="777", relation_type=["**bold**", "Other", *PAYLOADS], region=list(PAYLOADS))
    assert_whole(app, CHARTS_ON[page])
    if page in ("timeline", "regions", "sectors"):
        app.session_state["rows-behind"] = True
        app.run()
    rendered, drawn = markdown(app), "\n".join(json.dumps(json.loads(spec)) for spec in specs(app).values())
    written = "\n".join(element.proto.body for element in app.get("html"))
    for payload in PAYLOADS:
        assert payload not in rendered
        assert payload in prose(app)  # it is on the page all right
        if "<" in payload:
            assert payload not in written
            assert payload not in drawn
