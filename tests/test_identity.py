"""Whose page is whose, and the contradictions that are reported instead of resolved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from random import Random

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from etl.groups import grouped, groups_of, keys
from etl.identity import WORDS, Claim, Conflict, identify, joined_by_name
from tests.asking import page, row

A, B = "784244295", "732829320"


def claim(
    platform_id: str | None = None, siren: str | None = None, slug: str = "a", name: str | None = None, year: int = 2024
) -> Claim:
    path = f"{platform_id}-{siren}-{slug}-{name}-{year}.txt"
    return Claim(platform_id, siren, slug, name, date(year, 1, 1), path)


def table_row(slug: str = "a", city: str | None = None, postcode: str | None = None) -> Claim:
    return Claim(None, None, slug, None, None, f"{city}-{postcode}.csv", slug, True, postcode, city)


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


def test_a_platform_id_that_is_the_siren_of_another_is_kept_apart() -> None:
    ids, found = identify([claim(A), claim(None, A, "b")])
    assert (ids, brief(found)) == ([A, f"{A}--siren"], [("id_is_siren", A, [A, f"{A}--siren"])])
    ids, found = identify([claim(A), claim("1", A, "b")])
    assert (ids, brief(found)) == ([A, "1"], [("id_is_siren", A, ["1", A])])
    assert identify([claim(A, A), claim(None, A, "b")]) == ([A, A], [])
    ids, found = identify([claim("12"), claim(slug="12")])
    assert (ids, brief(found)) == (["12", "12--slug"], [("id_is_siren", "12", ["12", "12--slug"])])


def test_an_address_with_another_id_than_the_file() -> None:
    (page,) = [claim("1")._replace(other_url="https://x.example/organisations/77-b")]
    ids, found = identify([page, claim("77", slug="b")])
    assert (ids, brief(found)) == (["1", "77"], [("id_with_url", "1 / 77", ["1", "77"])])
    assert brief(identify([page])[1]) == [("id_with_url", "1 / 77", ["1"])]
    assert identify([page._replace(is_row=True)])[1] == []


def test_a_name_with_a_platform_id_here_and_without_one_there() -> None:
    ids, found = identify([claim("1"), claim()])
    assert (ids, brief(found)) == (["1", "a"], [("slug_with_id", "a", ["1", "a"])])
    assert identify([claim("1", A), claim(None, B)]) == (["1", B], [])
    assert identify([claim("1", A), claim(None, A)]) == (["1", "1"], [])


def test_rows_of_one_name_in_two_places_are_kept_apart() -> None:
    ids, found = identify([table_row(city="Brest"), table_row(city="Lille"), table_row()])
    assert (ids, brief(found)) == (
        ["a--brest", "a--lille", "a"],
        [("name_in_places", "a", ["a", "a--brest", "a--lille"])],
    )
    ids, found = identify([table_row(city="Brest", postcode="29200"), table_row(city="BREST"), table_row()])
    assert (ids, found) == (["a", "a", "a"], [])
    assert identify([table_row(postcode="29200"), table_row(postcode="59000")])[0] == ["a--29200", "a--59000"]
    cedex = table_row(city="Brest cedex 9", postcode="29801")
    assert identify([cedex, table_row(city="Brest", postcode="29200")]) == (["a", "a"], [])


def test_rows_join_the_organisation_of_their_name_only_where_it_is() -> None:
    home = claim("1")._replace(city="Brest", postcode="29200")
    ids, found = identify([home, table_row(city="Brest"), table_row()])
    assert (ids, found) == (["1", "1", "1"], [])
    ids, found = identify([home, table_row(city="Lille")])
    assert (ids, brief(found)) == (["1", "a--lille"], [("name_in_places", "a", ["1", "a--lille"])])
    ids, found = identify(
        [claim()._replace(city="Brest"), table_row(city="Brest"), table_row(city="Lille"), table_row()]
    )
    assert ids == ["a", "a", "a--lille", "a--name"]
    assert brief(found) == [("name_in_places", "a", ["a", "a--lille", "a--name"])]


def test_rows_that_reach_one_organisation_by_two_names_are_of_one_place_or_kept_apart() -> None:
    two_names = claim("1")._replace(called="B")
    assert identify([two_names, table_row(city="Brest"), table_row("b")]) == (["1", "1", "1"], [])
    ids, found = identify([two_names, table_row(city="Brest"), table_row("b", city="Lille")])
    assert (ids, brief(found)) == (
        ["1", "a--brest", "b--lille"],
        [("name_in_places", "a", ["1", "a--brest"]), ("name_in_places", "b", ["1", "b--lille"])],
    )
    at_home = two_names._replace(city="Brest")
    assert identify([at_home, table_row(city="Brest"), table_row("b", city="Lille")])[0] == ["1", "1", "b--lille"]


def test_rows_of_a_name_of_several_pages_are_an_organisation_of_their_own() -> None:
    ids, found = identify([claim("1"), claim(), table_row()])
    assert ids == ["1", "a", "a--name"]
    assert ("name_of_several", "a", ["1", "a", "a--name"]) in brief(found)


def called(found: Claim, name: str | None, is_row: bool, other: str | None) -> Claim:
    other_url = other and f"https://x.example/organisations/{other}-b"
    return found._replace(called=name, is_row=is_row and bool(found.platform_id or found.siren), other_url=other_url)


CLAIMS = st.lists(
    st.builds(
        called,
        st.builds(
            claim,
            st.sampled_from([None, "1", "2", A]),
            st.sampled_from([None, A, B]),
            st.sampled_from(["a", "b", "1", "1--name", f"2--{A}", "b--brest"]),
            st.sampled_from([None, "X", "Y"]),
            st.sampled_from([2023, 2024]),
        ),
        st.sampled_from([None, "A", "B"]),
        st.booleans(),
        st.sampled_from([None, "2", "77"]),
    )
    | st.builds(
        table_row,
        st.sampled_from(["a", "b", "1"]),
        st.sampled_from([None, "Brest", "Lille"]),
        st.sampled_from([None, "29200", "59000"]),
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
        places = {each.postcode for each in members if each.is_only_named and each.postcode}
        assert len(places) <= 1, "rows of one organisation in two places"
    assert {each.what for each in conflicts} <= WORDS.keys()
    assert all(each.identifier in each.words for each in conflicts)
    assert all(len(set(each.organisations)) > 1 for each in conflicts if each.what != "id_with_url")


@given(CLAIMS)
def test_groups_that_share_no_key_are_identified_alike_alone_and_together(claims: list[Claim]) -> None:
    ids, conflicts = identify(claims)
    claimed = list(map(keys, claims))
    groups = groups_of(claimed, grouped(claimed))
    alone: dict[int, str] = {}
    told, joined = [], []
    for group in set(groups):
        places = [place for place, of in enumerate(groups) if of == group]
        members = [claims[place] for place in places]
        found, contradictions = identify(members)
        alone.update(zip(places, found, strict=True))
        told += contradictions
        joined += joined_by_name(members, found)
    assert ([alone[place] for place in range(len(claims))], sorted(told)) == (ids, conflicts)
    assert sorted(joined) == sorted(joined_by_name(claims, ids))
    owners = {(identity, group) for identity, group in zip(ids, groups, strict=True)}
    assert len(owners) == len({identity for identity, _ in owners}), "an organisation of two groups"


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


def found_in(warehouse: Path) -> tuple[list[str], list[tuple[str, str]]]:
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        ids = con.execute("select organisation_id from organisation order by 1").fetchall()
        return [each for (each,) in ids], con.execute("select what, identifier from conflict order by all").fetchall()


def test_dates_in_file_names_are_no_platform_ids(warehouse_of: Callable[[Mapping[str, str]], Path]) -> None:
    warehouse = warehouse_of({"2025-03-01-theatre-a.txt": page(row("X")), "2025-04-01-musee-b.txt": page(row("Y"))})
    assert found_in(warehouse) == (["musee-b", "theatre-a"], [])


def test_links_to_other_things_are_no_platform_ids(warehouse_of: Callable[[Mapping[str, str]], Path]) -> None:
    table = "nom;lien;catalyseur\nA;https://a.example/2024/05/news;AFD\nB;https://b.example/2024/xyz;AFD\n"
    more = "C;https://a.example/7-a-reopens;AFD\nD;https://platform.example/organisations/8-d;AFD\n"
    assert found_in(warehouse_of({"t.csv": table + more})) == (["8", "a", "b", "c"], [])
    assert found_in(warehouse_of({"t.csv": "nom;lien;catalyseur\n;https://platform.example/9-e;AFD\n"})) == (["9"], [])


def test_rows_of_one_name_in_two_cities(warehouse_of: Callable[[Mapping[str, str]], Path]) -> None:
    table = "nom;ville;catalyseur;montant\nLe Quartz;Brest;AFD;5\nLe Quartz;Lille;AFD;7\nLe Quartz;Brest;CNC;1\n"
    warehouse = warehouse_of({"t.csv": table})
    assert found_in(warehouse) == (["le-quartz--brest", "le-quartz--lille"], [("name_in_places", "Le Quartz")])
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        amounts = con.execute(
            "select city, sum(amount_eur)::integer from engagement join organisation using (organisation_id) "
            "group by all order by all"
        ).fetchall()
    assert amounts == [("Brest", 6), ("Lille", 7)]


def test_files_and_addresses_that_differ_and_pages_without_the_id_of_others(
    warehouse_of: Callable[[Mapping[str, str]], Path],
) -> None:
    addressed = page(row("X")).replace("name: Maison Test", "url: https://x.example/organisations/77-b")
    warehouse = warehouse_of({"1-a.txt": addressed, "89998-accr.txt": page(row("X")), "accr.txt": page(row("X"))})
    assert found_in(warehouse) == (["1", "89998", "accr"], [("id_with_url", "1 / 77"), ("slug_with_id", "accr")])
