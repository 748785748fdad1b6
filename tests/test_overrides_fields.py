"""Fields that cannot be corrected: the message says which can, and which was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.overrides import COLUMNS, FIELDS, read_overrides


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("organisation:1.postcod", "`postcod` of organisation cannot be corrected. Did you mean `postcode`? Fields"),
        ("catalyst:x.regioncode", "`regioncode` of catalyst cannot be corrected. Did you mean `region_code`? Fields"),
        ("organisation:1.activities", "`activities` is a list, correct it in the file it comes from. Fields"),
        ("catalyst:x.sectors", "`sectors` is a list, correct it in the file it comes from. Fields"),
    ],
)
def test_the_reason_says_what_can_be_corrected(what: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "overrides.csv"
    path.write_text(f"{','.join(COLUMNS)}\n{what},a,b,us,why,2026-03-01\n", encoding="utf-8")
    (override,) = read_overrides(path)
    assert override.state == "rejected"
    assert override.reason
    assert override.reason.startswith(reason)
    assert override.reason.endswith(f"that can be corrected: {', '.join(FIELDS[what.split(':')[0]])}")
