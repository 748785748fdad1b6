"""Tables as JSON: lists, envelopes, and what stands beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from etl.extract import readings_of
from tests.table_read import read


def test_what_stands_beside_a_list_is_accounted_for() -> None:
    rows = [{"name": "A", "catalyst": "ADEME"}]
    document = {"count": 1, "rows": rows, "more": {"name": "B", "catalyst": "CNC"}, "next": None, "tags": ["a"]}
    ledger = read(json.dumps(document)).source.ledger
    assert ledger.lines[1:] == [
        '{"count": "1"}',
        '{"more": {"name": "B", "catalyst": "CNC"}}',
        '{"next": null}',
        '{"tags": ["a"]}',
    ]
    assert ledger.counts() == (5, 1, 2, 2)
    assert ledger.rejections == [(number, "stands beside the list that is read") for number in (3, 5)]


def test_a_list_in_an_envelope_is_read_and_what_stands_beside_it_accounted_for() -> None:
    rows = [{"name": "A", "catalyst": "ADEME"}, {"name": "B", "catalyst": "CNC"}]
    document = {"success": True, "links": {"next": "/3"}, "result": {"total": 2, "records": rows, "tags": ["a"]}}
    reading = read(json.dumps(document))
    assert [page.name for page in reading.pages] == ["A", "B"]
    ledger = reading.source.ledger
    assert ledger.lines[2:] == [
        '{"success": true}',
        '{"links": {"next": "/3"}}',
        '{"result": {"total": "2"}}',
        '{"result": {"tags": ["a"]}}',
    ]
    assert ledger.counts() == (6, 2, 2, 2)
    assert [number for number, _ in ledger.rejections] == [4, 6]
    fields = {"result": {"fields": [{"id": "name"}, {"id": "catalyst"}], "records": rows}}
    found = readings_of(json.dumps(fields).encode(), Path("a.json"))
    assert [(each.source.path, len(each.pages)) for each in found] == [
        ("a.json/result/fields", 1),
        ("a.json/result/records", 2),
    ]


def test_an_object_that_is_a_row_itself_is_no_envelope() -> None:
    document = {"name": "A", "city": "Lyon", "more": {"seen": [{"name": "B", "catalyst": "CNC"}]}}
    assert [page.name for page in read(json.dumps(document)).pages] == ["A"]
    deep: dict[str, Any] = {"records": [{"name": "A", "catalyst": "ADEME"}]}
    for _ in range(8):
        deep = {"result": deep}
    assert read(json.dumps(deep)).source.ledger.counts()[3] == 1


def test_engagements_within_an_organisation_are_not_lost_in_silence() -> None:
    within = [{"catalyst": "ADEME", "date": "2024"}]
    elements = [
        {"name": "A", "city": "Lyon", "engagements": within, "tags": [{"id": 1}]},
        {"name": "B", "city": "Lille"},
    ]
    reading = read(json.dumps(elements))
    assert reading.source.ledger.rejections == [
        (1, 'holds a list of its own, "engagements": give each of its elements a row')
    ]
    assert [page.name for page in reading.pages] == ["A", "B"]
