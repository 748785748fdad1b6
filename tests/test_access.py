"""Rules of access: whom they let in, how far, and for how long. What is not understood lets nobody in."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.access import Access, Viewer
from etl.errors import UsageError

ANA = {"email": "Ana@Region.example", "email_verified": True}
HOUR = 3600.0


@pytest.mark.parametrize(
    ("section", "claims", "expected"),
    [
        ({}, ANA, None),
        ({"viewers": ["ana@region.example"]}, ANA, Viewer()),
        ({"viewers": ["ANA@region.EXAMPLE"]}, ANA, Viewer()),
        ({"viewers": ["@region.example"]}, ANA, Viewer()),
        ({"viewers": ["@example"]}, ANA, None),
        ({"viewers": ["@region.example"]}, {"email": "ana@region.example@evil.example", "email_verified": True}, None),
        ({"viewers": ["ana@region.example"]}, {"email": "ana@region.example"}, None),
        ({"viewers": ["ana@region.example"]}, {**ANA, "email_verified": "true"}, None),
        (
            {"viewers": ["ana@region.example"], "trust_unverified_addresses": True},
            {"email": "ana@region.example"},
            Viewer(),
        ),
        ({"viewers": ["group:Culture"]}, {"groups": ["culture"]}, Viewer()),
        ({"viewers": ["group:culture"]}, {"groups": "culture"}, Viewer()),
        ({"viewers": ["group:culture"], "groups_claim": "roles"}, {"groups": ["culture"]}, None),
        ({"viewers": ["group:culture"], "groups_claim": "roles"}, {"roles": ["culture"]}, Viewer()),
        ({"viewers": ["*"]}, {}, Viewer()),
        ({"editors": ["@region.example"]}, ANA, Viewer(may_edit=True)),
        ({"organisations": {"@region.example": ["1", "2"]}}, ANA, Viewer(organisations=frozenset({"1", "2"}))),
        (
            {"viewers": ["*"], "organisations": {"@region.example": ["1"], "group:a": ["2"], "group:b": ["3"]}},
            {**ANA, "groups": ["a"]},
            Viewer(organisations=frozenset({"1", "2"})),
        ),
        ({"editors": ["*"], "organisations": {"*": ["1"]}}, ANA, Viewer(may_edit=True)),
    ],
)
def test_who_may_see_what(section: Mapping[str, object], claims: Mapping[str, object], expected: Viewer | None) -> None:
    assert Access.parse(section).viewer(claims) == expected


@pytest.mark.parametrize(
    "section",
    [
        {"viewer": ["*"]},
        {"viewers": "*"},
        {"viewers": ["ana"]},
        {"viewers": [""]},
        {"viewers": [1]},
        {"editors": {"a@b.example": True}},
        {"organisations": ["1"]},
        {"organisations": {"ana": ["1"]}},
        {"organisations": {"@a.example": "1"}},
        {"organisations": {"@a.example": [1]}},
        {"hours": "12"},
        {"hours": True},
        {"groups_claim": 1},
        {"trust_unverified_addresses": "no"},
    ],
)
@pytest.mark.trust("A rule of access with a mistake in it")
def test_what_is_not_understood_shuts_the_door(section: Mapping[str, object]) -> None:
    with pytest.raises(UsageError, match=r"the section \[access\] of the secrets is not understood"):
        Access.parse(section)


@pytest.mark.parametrize(
    ("issued", "expected"),
    [(0, False), (-2 * HOUR, False), (-2 * HOUR - 1, True), (None, True), ("now", True), (True, True), (60, False)],
)
def test_a_session_is_over_after_some_hours(issued: object, expected: bool) -> None:
    now = 1_800_000_000.0
    iat = now + issued if isinstance(issued, int | float) and not isinstance(issued, bool) else issued
    assert Access.parse({"hours": 2}).is_over({"iat": iat}, now) == expected


VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.lists(st.text(max_size=20), max_size=3)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["email", "email_verified", "groups", "sub", "name"]), VALUES))
@pytest.mark.trust("Claims of an identity token that nobody expects")
def test_no_claims_whatever_let_in_whom_no_rule_names(claims: dict[str, object]) -> None:
    access = Access.parse({"viewers": ["ana@region.example"], "organisations": {"group:theatres in the north": ["1"]}})
    assert access.viewer(claims) is None
