"""Synthetic organisations by the million: what reading their pages would give, drawn by the database itself.

For sizes at which pages are pointless. Words, places and shares are those of the pages (`etl.demo`, `etl.demo_names`),
without dirt, one capture of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import accumulate, chain
from pathlib import Path

import duckdb

from etl import demo
from etl.demo_names import (
    ADMINISTRATION,
    AUTHORITY,
    HOME_SHARE,
    Catalyst,
    City,
    Weighted,
    cities,
    companies,
    institutions,
    words,
    zipf,
)
from etl.load import Summary, build_from_store
from etl.statements import SQL, Row, append, run_file

_FRANCE = -1
"""The place of catalysts that engage everywhere."""


def fill_warehouse(warehouse: Path, organisations: int, seed: int = 1) -> Summary:
    """Publish a warehouse of that many synthetic organisations, about twenty engagements each, without any page.

    The same (organisations, seed) gives the same tables. Raises as `etl.load.build` does.
    """

    def fill(store: duckdb.DuckDBPyConnection, now: datetime) -> None:
        _lay_out(store)
        parameters = {"organisations": organisations, "seed": seed, "now": now, **_shares()}
        run_file(store, SQL / "demo" / "draw.sql", parameters)

    return build_from_store(fill, warehouse)


def _shares() -> dict[str, object]:
    """How often what is drawn, as for pages."""
    local = sum(words()["local_shares"].values())
    everywhere = words()["company_share"] + sum(row["share"] for row in words()["institutions"].values())
    return {
        "first_id": demo.FIRST_ID,
        "first_day": demo.FIRST_DAY,
        "first_capture": demo.FIRST_CAPTURE,
        "capture_days": demo.CAPTURE_DAYS,
        "none_share": demo.NONE_SHARE,
        "most_engagements": demo.MOST_ENGAGEMENTS,
        "local_share": local / (local + everywhere),
        "home_share": HOME_SHARE,
        **{f"declared_{name}": value for name, value in demo.DECLARED.items()},
        **{f"traces_{name}": value for name, value in demo.TRACES.items()},
        "precisions": list(demo.PRECISIONS.things),
        "precision_shares": demo.PRECISIONS.shares(),
        "relations": list(demo.RELATIONS.things),
        "relation_shares": demo.RELATIONS.shares(),
    }


def _lay_out(store: duckdb.DuckDBPyConnection) -> None:
    run_file(store, SQL / "demo" / "words.sql")
    append(store, "word", ((name, list(_strings(name))) for name in ("heads", "themes", "places")))
    places = cities().things
    starts = [0.0, *cities().cumulative]
    whole = starts[-1]
    append(
        store,
        "city",
        (
            (place, start / whole, city.city, city.region, list(city.postcodes))
            for place, (start, city) in enumerate(zip(starts, places, strict=False))
        ),
    )
    append(store, "pool", _pool(places))


def _strings(name: str) -> Iterable[str]:
    return (word["of"] if isinstance(word, dict) else word for word in words()[name])


def _pool(places: Iterable[City]) -> Iterator[Row]:
    """What may be drawn at each place: place, start of its share between 0 and 1, number, what it is, text, sectors."""
    numbers: dict[str, int] = {}
    for place, found in chain([(_FRANCE, _everywhere())], ((number, _at(city)) for number, city in enumerate(places))):
        whole = found.cumulative[-1]
        for catalyst, start in zip(found.things, [0.0, *found.cumulative], strict=False):
            number = numbers.setdefault(catalyst.name, len(numbers) + 1)
            text = f"{catalyst.name} {', '.join(catalyst.sectors)}".strip()
            yield place, start / whole, number, catalyst.key, text, bool(catalyst.sectors)


def _everywhere() -> Weighted[Catalyst]:
    shared = [(zipf(institutions(name), 1.0), row["share"]) for name, row in words()["institutions"].items()]
    return _merged([*shared, (zipf(companies(), 0.7), words()["company_share"])])


def _at(city: City) -> Weighted[Catalyst]:
    """The bodies of a place."""
    shares = words()["local_shares"]
    councils = [Catalyst(f"region-{city.region}", name, AUTHORITY) for name in words()["region_names"][city.region]]
    drac = words()["dracs"][city.region]
    bodies = [Catalyst(name, name, ADMINISTRATION) for name in city.bodies]
    departement = [Catalyst(city.departement, city.departement, AUTHORITY)] if city.departement else bodies
    return _merged(
        [
            (_evenly(councils), shares["council"]),
            (_evenly([Catalyst(drac, drac, ADMINISTRATION)]), shares["drac"]),
            (_evenly(bodies), shares["city"]),
            (_evenly(departement), shares["departement"]),
        ]
    )


def _evenly(things: list[Catalyst]) -> Weighted[Catalyst]:
    return Weighted.of(things, [1.0] * len(things))


def _merged(parts: Iterable[tuple[Weighted[Catalyst], float]]) -> Weighted[Catalyst]:
    """One to draw from, each part having its share of it."""
    things: list[Catalyst] = []
    weights: list[float] = []
    for part, share in parts:
        steps = [high - low for low, high in zip([0.0, *part.cumulative], part.cumulative, strict=False)]
        things += part.things
        weights += [step / part.cumulative[-1] * share for step in steps]
    return Weighted(tuple(things), tuple(accumulate(weights)))
