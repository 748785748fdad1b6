"""The word lists of the synthetic pages and how catalysts are drawn from them.

Public bodies are real and carry the same sectors wherever they appear; companies and places are invented.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, product
from random import Random
from typing import Any, Generic, TypeAlias, TypeVar

from etl.config import REFERENCE

T = TypeVar("T")

AUTHORITY = ("National and local authorities", "Government Administration")
ADMINISTRATION = ("Government Administration",)
HOME_SHARE = 0.6
"""How often a local body that engages is one of the organisation's own territory."""


@dataclass(frozen=True)
class City:
    city: str
    region: str
    postcodes: tuple[str, ...]
    bodies: tuple[str, ...]
    departement: str | None


@dataclass(frozen=True)
class Catalyst:
    key: str
    """What the body is, whatever name a page gives it."""
    name: str
    sectors: tuple[str, ...]


@dataclass(frozen=True)
class Weighted(Generic[T]):
    """Things to draw from, some more often than others."""

    things: tuple[T, ...]
    cumulative: tuple[float, ...]

    @classmethod
    def of(cls, things: Sequence[T], weights: Sequence[float]) -> Weighted[T]:
        return cls(tuple(things), tuple(accumulate(weights)))

    def shares(self) -> list[float]:
        """Up to where between 0 and 1 each is drawn."""
        return [reached / self.cumulative[-1] for reached in self.cumulative]

    def draw(self, rng: Random) -> T:
        return rng.choices(self.things, cum_weights=self.cumulative)[0]


Tier: TypeAlias = Callable[[Random, City], Catalyst]


@cache
def words() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((REFERENCE / "demo_names.json").read_text(encoding="utf-8"))
    return loaded


@cache
def cities() -> Weighted[City]:
    """The cities, each with an equal part of its region's share of organisations."""
    found = [
        City(row["city"], row["region"], tuple(row["postcodes"]), tuple(row["bodies"]), row["departement"])
        for row in words()["cities"]
    ]
    in_region = [sum(other.region == city.region for other in found) for city in found]
    shares = words()["region_shares"]
    return Weighted.of(found, [shares[city.region] / count for city, count in zip(found, in_region, strict=True)])


def zipf(things: Sequence[Catalyst], exponent: float) -> Weighted[Catalyst]:
    """A few very active, many rare: the n-th weighs 1 / n^exponent."""
    return Weighted.of(things, [rank**-exponent for rank in range(1, len(things) + 1)])


def institutions(group: str) -> list[Catalyst]:
    return [Catalyst(name, name, tuple(sectors)) for name, *sectors in words()["institutions"][group]["list"]]


def companies() -> list[Catalyst]:
    """Every invented company, in an order that mixes names and trades."""
    parts = list(product(words()["company_first"], words()["company_second"], words()["company_trades"]))
    stride = 1009  # prime and no divisor of the count, so each company is met exactly once
    return [_company(*parts[rank * stride % len(parts)], rank) for rank in range(len(parts))]


def _company(first: str, second: str, trade: list[str], rank: int) -> Catalyst:
    suffix, sector = trade
    extra: list[str] = words()["company_extra_sectors"]
    sectors = (sector, extra[rank % len(extra)], extra[(rank + 3) % len(extra)])[: rank % 4]
    name = f"{first}{second} {suffix}"
    return Catalyst(name, name, sectors)


def _near(rng: Random, home: City) -> City:
    return home if rng.random() < HOME_SHARE else rng.choice(cities().things)


def _council(rng: Random, home: City) -> Catalyst:
    region = _near(rng, home).region
    return Catalyst(f"region-{region}", rng.choice(words()["region_names"][region]), AUTHORITY)


def _drac(rng: Random, home: City) -> Catalyst:
    name = words()["dracs"][_near(rng, home).region]
    return Catalyst(name, name, ADMINISTRATION)


def _city(rng: Random, home: City) -> Catalyst:
    name = rng.choice(_near(rng, home).bodies)
    return Catalyst(name, name, ADMINISTRATION)


def _departement(rng: Random, home: City) -> Catalyst:
    name = _near(rng, home).departement
    return Catalyst(name, name, AUTHORITY) if name else _city(rng, home)


LOCAL: dict[str, Tier] = {"council": _council, "drac": _drac, "city": _city, "departement": _departement}


def _anywhere(things: Weighted[Catalyst]) -> Tier:
    return lambda rng, _home: things.draw(rng)


@cache
def _tiers() -> Weighted[Tier]:
    lists = words()
    shares: list[tuple[Tier, float]] = [(LOCAL[name], share) for name, share in lists["local_shares"].items()]
    shares += [(_anywhere(zipf(institutions(name), 1.0)), row["share"]) for name, row in lists["institutions"].items()]
    shares += [(_anywhere(zipf(companies(), 0.7)), lists["company_share"])]
    return Weighted.of([tier for tier, _ in shares], [share for _, share in shares])


def draw_catalysts(rng: Random, home: City, count: int) -> list[Catalyst]:
    """`count` different catalysts of an organisation in `home`, in no particular order."""
    found: dict[str, Catalyst] = {}
    while len(found) < count:
        catalyst = _tiers().draw(rng)(rng, home)
        found.setdefault(catalyst.key, catalyst)
    return list(found.values())
