"""The catalyst's side: whom it engages with, where, with whom it shares them, and who appears together."""

from __future__ import annotations

import itertools
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics import catalyst, i18n
from analytics.charts.catalyst_names import EDGE, LAPTOP, PHONE, Name
from analytics.charts.catalyst_network import nodes, places
from analytics.frame import records
from tests.asking import answer, ask, built, page, row, view

EVERY = {"nodes": "200", "together": "1"}


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse of three organisations: A is seen with all of them, B and C with two, D with one."""
    folder = tmp_path_factory.mktemp("towns")
    seen = {"1-x": "ABC", "2-y": "ABC", "3-z": "AD"}
    for place, (stem, names) in enumerate(seen.items(), 1):
        rows = [row(f"Ville de {name}", f"Event {place} Mar 202{place}") for name in names]
        text = page(*rows, name=f"Maison {stem[-1].upper()}", captured_on="2025-01-31")
        (folder / f"{stem}.txt").write_text(text, encoding="utf-8")
    return built(folder, (folder / "1-x.txt").read_text(encoding="utf-8"))


def pairs(path: Path, chosen: Mapping[str, str], **words: str) -> dict[str, tuple[int, float, bool]]:
    frame = answer(path, "catalyst_network", chosen, **words).frame
    return {
        "".join(sorted((tie.catalyst[-1], tie.other[-1]))): (tie.shared, tie.jaccard, tie.is_close)
        for tie in records(frame)
    }


def test_pairs_are_those_that_share_organisations(towns: Path) -> None:
    found = pairs(towns, EVERY)
    assert {pair: shared for pair, (shared, *_rest) in found.items()} == {"AB": 2, "AC": 2, "BC": 2, "AD": 1}
    assert [found[pair][1] for pair in ("BC", "AB", "AD")] == [1.0, 0.667, 0.333]
    assert set(pairs(towns, {**EVERY, "together": "2"})) == {"AB", "AC", "BC"}


def test_of_a_chosen_catalyst_its_organisations_count(towns: Path) -> None:
    assert set(pairs(towns, EVERY, catalyst="ville-de-d")) == {"AD"}
    assert pairs(towns, EVERY, catalyst="ville-de-b")["AB"] == (2, 1.0, True)


def test_no_pair_is_lost_or_counted_twice(demo_warehouse: Path) -> None:
    frame = answer(demo_warehouse, "catalyst_network", EVERY).frame
    compared = {code for side in ("catalyst_id", "other_id") for code in frame[side]}
    with duckdb.connect(os.path.realpath(demo_warehouse), read_only=True) as connection:
        seen = connection.execute("select distinct organisation_id, catalyst_id from engagement").fetchall()
    together: dict[str, set[str]] = defaultdict(set)
    for organisation, code in seen:
        together[organisation] |= {code} & compared
    expected = Counter(pair for codes in together.values() for pair in itertools.combinations(sorted(codes), 2))
    found = {tuple(sorted((tie.catalyst_id, tie.other_id))): tie.shared for tie in records(frame)}
    assert found == expected


def test_partners_are_the_pairs_of_the_network(demo_warehouse: Path) -> None:
    partners = ask(demo_warehouse, "catalyst_partners", catalyst="region-53")
    frame = answer(demo_warehouse, "catalyst_network", EVERY, catalyst="region-53").frame
    theirs = frame[frame["catalyst_id"].eq("region-53") | frame["other_id"].eq("region-53")]
    assert len(partners) == len(theirs) > 0
    assert sorted(partners["shared"]) == sorted(theirs["shared"])
    assert not ask(demo_warehouse, "catalyst_partners").size


def cells(layer: Any) -> Iterator[tuple[str, float, float, str]]:
    """Text, place and position of each name of a layer."""
    return zip(layer.text, layer.x, layer.y, layer.textposition, strict=True)


@pytest.mark.parametrize("count", ["50", "200"])
def test_names_stand_apart_and_within_the_chart(demo_warehouse: Path, count: str) -> None:
    shown = answer(demo_warehouse, "catalyst_network", {"nodes": count, "together": "2"})
    few, more = (
        [Name(text, x, y, side.split()[1]) for text, x, y, side in cells(layer)]
        for layer in shown.figure.data
        if layer.mode == "text"
    )
    assert len(few) >= 8
    assert len(few) + len(more) >= 20
    for surface, names in ((PHONE, few), (LAPTOP, [*few, *more])):
        boxes = [surface.box_of(name) for name in names]
        assert all(left >= -EDGE and right <= EDGE for left, right, _bottom, _top in boxes)
        for one, two in itertools.combinations(boxes, 2):
            assert one[1] <= two[0] or two[1] <= one[0] or one[3] <= two[2] or two[3] <= one[2]


def test_the_same_ties_stand_at_the_same_places(demo_warehouse: Path) -> None:
    ties = records(answer(demo_warehouse, "catalyst_network").frame)
    codes = list(nodes(ties))
    assert places(ties, codes) == places(ties, codes)
    for along in zip(*places(ties, codes).values(), strict=True):
        assert (min(along), max(along)) == (-1, 1)


def test_every_mark_filters_by_its_catalyst(demo_warehouse: Path) -> None:
    shown = answer(demo_warehouse, "catalyst_network")
    ids = [mark for trace in shown.figure.data if trace.ids is not None for mark in trace.ids]
    assert len(ids) == len(set(ids)) == len(nodes(records(shown.frame)))
    assert "catalyst=region-11" in ids


@pytest.mark.parametrize(
    ("words", "chosen", "sentence"),
    [
        ({}, EVERY, "Ville de B with Ville de C, Ville de A with Ville de B and Ville de A with Ville de C (2 each)."),
        ({}, {**EVERY, "together": "5"}, "No two catalysts share 5 organisations or more in this view."),
        ({"catalyst": "ville-de-d"}, EVERY, "There is one organisation in this view: all of its catalysts appear"),
        (
            {"catalyst": "ville-de-b"},
            EVERY,
            "Ville de B shares the most organisations with Ville de A and Ville de C: 2",
        ),
    ],
)
def test_sentences(towns: Path, words: Mapping[str, str], chosen: Mapping[str, str], sentence: str) -> None:
    assert sentence in answer(towns, "catalyst_network", chosen, **words).insight


def test_a_catalyst_in_a_sentence(towns: Path, real_warehouse: Path) -> None:
    assert catalyst.sentence(view(towns, catalyst="ville-de-a")) == (
        "Ville de A: 3 organisations, 3 traces, since 1 Mar 2021; the newest is of 3 Mar 2023."
    )
    once = view(towns, catalyst="ville-de-a", period="2023-03-03:")
    assert catalyst.sentence(once).startswith("Ville de A: 1 organisation, 1 trace, since 3")
    with i18n.use("fr"):
        assert "3\xa0organisations, 3 traces, depuis le 1er mars 2021" in catalyst.sentence(
            view(towns, catalyst="ville-de-a")
        )


def test_its_organisations_lead_to_their_lines(towns: Path) -> None:
    found = ask(towns, "catalyst_organisations", catalyst="ville-de-b")
    assert sorted(found["organisation"]) == ["Maison X", "Maison Y"]
    assert all("Ville de B" in text for text in found["raw_text"])


def test_where_they_are_adds_up(demo_warehouse: Path) -> None:
    frame = ask(demo_warehouse, "catalyst_regions", catalyst="region-53")
    assert frame["organisations"].sum() == view(demo_warehouse, catalyst="region-53").facts.engaging_organisations
    assert frame.loc[frame["own"], "region"].tolist() == ["Bretagne"]
    assert (frame["organisations"] <= frame["known"]).all()
