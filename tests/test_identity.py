"""Whose page is whose, and the contradictions that are reported instead of resolved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from random import Random

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from etl.identity import WORDS, Claim, Conflict, identify
from tests.asking import page, row

A, B = "784244295", "732829320"


def claim(
    platform_id: str | None = None, siren: str | None = None, slug: str = "a", name: str | None = None, year: int = 2024
) -> Claim:
    path = f"{platform_id}-{siren}-{slug}-{name}-{year}.txt"
    return Claim(platform_id, siren, slug, name, date(year, 1, 1), path)


def brief(conflicts: list[Conflict]) -> list[tuple[str, str, list[str]]]:
    return [(each.what, each.identifier, each.organisations) for each in conflicts]


def test_pages_that_agree_are_no_conflict() -> None:
    claims = [
        claim("1", A),
        claim("1", A, "b", year=2023),
        claim("1"),
        claim(None, B, "c"),
        claim(None, None, "c"),
        claim(None, None, "d"),
    ]
    assert identify(claims) == (["1", "1", "1", B, B, "d"], [])


def test_one_siren_under_two_platform_ids() -> None:
    ids, conflicts = identify([claim("1", A), claim("2", A), claim("3", B)])
    assert ids == ["1", "2", "3"]
    assert brief(conflicts) == [("siren_shared", A, ["1", "2"])]
    (conflict,) = conflicts
    assert conflict.sources == [f"1-{A}-a-None-2024.txt", f"2-{A}-a-None-2024.txt"]
    assert conflict.words.startswith(f"SIREN {A} stands on pages of 1, 2: kept apart.")


def test_a_siren_leads_to_the_only_platform_id_that_has_it() -> None:
    assert identify([claim(None, A, "b"), claim("1", A), claim(None, None, "b"), claim(None, B, "c")]) == (
        ["1", "1", "1", B],
        [],
    )


def test_a_platform_id_is_not_taken_for_a_siren() -> None:
    assert identify([claim(A), claim("1", A)])[0] == [A, "1"]


def test_a_siren_of_two_platform_ids_leads_to_neither() -> None:
    ids, conflicts = identify([claim("1", A), claim("2", A), claim(None, A, "b")])
    assert (ids, brief(conflicts)) == (["1", "2", A], [("siren_shared", A, ["1", "2", A])])


def test_one_platform_id_with_two_sirens_belongs_to_the_latest() -> None:
    ids, conflicts = identify([claim("1", A, year=2023), claim("1", B, year=2024), claim("1", year=2022)])
    assert ids == [f"1--{A}", "1", "1"]
    assert brief(conflicts) == [("id_with_sirens", "1", ["1", f"1--{A}"])]


def test_one_slug_with_two_sirens_or_two_names() -> None:
    ids, conflicts = identify([claim(None, A), claim(None, B), claim()])
    assert (ids, brief(conflicts)) == ([A, B, "a"], [("slug_with_sirens", "a", [B, A, "a"])])
    ids, conflicts = identify([claim(name="Café"), claim(name="Bar"), claim(name="BAR")])
    assert ids == ["a--cafe", "a--bar", "a--bar"]
    assert brief(conflicts) == [("slug_with_names", "a", ["a--bar", "a--cafe"])]


def test_one_slug_of_two_platform_ids_is_no_conflict() -> None:
    assert identify([claim("1"), claim("2")]) == (["1", "2"], [])


CLAIMS = st.lists(
    st.builds(
        claim,
        st.sampled_from([None, "1", "2"]),
        st.sampled_from([None, A, B]),
        st.sampled_from(["a", "b"]),
        st.sampled_from([None, "X", "Y"]),
        st.sampled_from([2023, 2024]),
    ),
    max_size=8,
)


@given(CLAIMS, st.randoms(use_true_random=False))
def test_two_organisations_never_merge_by_accident_in_whatever_order(claims: list[Claim], random: Random) -> None:
    ids, conflicts = identify(claims)
    order = random.sample(range(len(claims)), len(claims))
    again, same = identify([claims[place] for place in order])
    assert (again, same) == ([ids[place] for place in order], conflicts)
    for identity in ids:
        members = [each for each, of in zip(claims, ids, strict=True) if of == identity]
        assert len({each.platform_id for each in members if each.platform_id}) <= 1
        assert len({each.siren for each in members if each.siren}) <= 1
    assert {each.what for each in conflicts} <= WORDS.keys()
    assert all(len(set(each.organisations)) > 1 and each.identifier in each.words for each in conflicts)


def test_conflicts_are_in_the_warehouse_and_in_its_checks(
    warehouse_of: Callable[[Mapping[str, str]], Path],
) -> None:
    texts = {
        f"{folder}/1-a.txt": page(row("X"), captured_on=f"{year}-01-01").replace("SIREN\n", f"SIREN\n{siren}\n")
        for folder, siren, year in (("x", A, 2023), ("y", B, 2024))
    }
    with duckdb.connect(warehouse_of(texts).resolve(), read_only=True) as con:
        rows = con.execute("select what, identifier, organisations, len(sources) from conflict").fetchall()
        checks = dict(con.execute("select check_name, bad_rows from data_check where bad_rows > 0").fetchall())
        found = con.execute("select organisation_id, siren from organisation order by 1").fetchall()
    assert rows == [("id_with_sirens", "1", ["1", f"1--{A}"], 2)]
    assert found == [("1", B), (f"1--{A}", A)]
    assert checks["identity_agrees"] == 1
