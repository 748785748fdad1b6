"""Corrections that would make two engagements say the same: these are not applied, since one of them would be lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from etl.overrides import Override

_TELLING = ("relation_type", "channel", "engaged_on")


class Engagement(NamedTuple):
    """What tells one engagement from the others; `engaged_on` as written, such as 2026-03 where the month is known."""

    engagement_id: str
    organisation_id: str
    catalyst_id: str
    relation_type: str
    channel: str
    engaged_on: str | None


def without_twins(decided: Sequence[Override], siblings: Sequence[Engagement]) -> list[Override]:
    """Hold back corrections until no two of the `siblings` are the same after them."""
    while twins := _twins(decided, siblings):
        decided = [_held_back(one, twins) for one in decided]
    return list(decided)


def _held_back(one: Override, twins: dict[str, str]) -> Override:
    if not _is_telling(one) or one.subject_id not in twins:
        return one
    twin = twins[one.subject_id]
    reason = f"engagement {twin} would say the same: correct `removed` of one of the two to yes instead"
    return replace(one, state="not_applied", reason=reason)


def _twins(decided: Sequence[Override], siblings: Sequence[Engagement]) -> dict[str, str]:
    """Look up the twin of each engagement that a correction gives one."""
    new: defaultdict[str, dict[str, str | None]] = defaultdict(dict)
    for one in decided:
        if one.subject == "engagement" and one.state == "applied":
            new[one.subject_id or ""][one.field or ""] = one.new
    same: defaultdict[tuple[str | None, ...], list[str]] = defaultdict(list)
    for each in siblings:
        if not new[each.engagement_id].get("removed"):
            after = each._replace(
                **{field: new[each.engagement_id].get(field, getattr(each, field)) for field in _TELLING}
            )
            same[after[1:]].append(each.engagement_id)
    groups = [ids for ids in same.values() if len(ids) > 1]
    changed = {one.subject_id for one in decided if _is_telling(one)}
    return {each: next(other for other in ids if other != each) for ids in groups for each in ids if each in changed}


def _is_telling(one: Override) -> bool:
    return one.subject == "engagement" and one.state == "applied" and one.field in _TELLING
