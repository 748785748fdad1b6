"""Zip archives: which members are read, under what names, and what is refused before it is unpacked."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from etl.formats import budget
from tests.accounting import account
from tests.archives import PAGE, zipped


def reasons(data: bytes) -> dict[str, str]:
    """The reason of each source that counts as one rejected line."""
    found = account(data, Path("a.zip"))
    return {r.source.path: r.source.ledger.rejections[0][1] for r in found if r.source.ledger.rejections}


def test_members_are_inputs_unless_they_are_hidden() -> None:
    data = zipped(
        {"b/2.txt": PAGE, "1.MD": PAGE, "c": PAGE, ".d.txt": PAGE, "__MACOSX/1.txt": PAGE, "b/Thumbs.db": b"x"}
    )
    assert [reading.source.path for reading in account(data, Path("a.zip"))] == [
        "a.zip/1.MD",
        "a.zip/b/2.txt",
        "a.zip/c",
    ]
    saved = zipped({"d/p.html": b"<html>" + PAGE, "d/p_files/x.js": b"x", "p_files/y.js": PAGE})
    assert [reading.source.path for reading in account(saved, Path("a.zip"))] == [
        "a.zip/d/p.html",
        "a.zip/p_files/y.js",
    ]


def test_an_archive_in_an_archive_is_read_and_no_deeper_one() -> None:
    once = zipped({"1-a.txt": PAGE})
    assert [r.source.path for r in account(zipped({"in.zip": once}), Path("a.zip"))] == ["a.zip/in.zip/1-a.txt"]
    twice = zipped({"in.zip": zipped({"deep.zip": once})})
    assert reasons(twice) == {"a.zip/in.zip/deep.zip": "an archive in an archive in an archive: unpack it first"}


@pytest.mark.parametrize("members", [1, 20])
@pytest.mark.trust("An archive that unpacks to far more than it is")
def test_a_bomb_is_refused_before_it_is_unpacked(members: int, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = zipped({f"{number}.txt": b"a, b\n" * (4_000_000 // members) for number in range(members)})
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    (reason,) = reasons(packed).values()
    assert reason == (
        "a zip archive of 20,000,000 bytes unpacked; the most are 100 times the size of the file that holds it, "
        "and 1,024 MB"
    )


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [("MAX_MEMBERS", 1, "of 2 members; 1 are the most"), ("MAX_TOTAL", 1 << 3, "32 bytes unpacked; ")],
)
def test_an_archive_is_bounded(limit: str, value: int, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, limit, value)
    (reason,) = reasons(zipped({"1.txt": PAGE, "2.txt": PAGE})).values()
    assert words in reason


@pytest.mark.parametrize(("limit", "more"), [("MAX_MEMBERS", 2), ("MAX_TOTAL", 2 * len(PAGE))])
def test_archives_in_an_archive_share_what_it_may_hold(limit: str, more: int, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zipped({"1.txt": PAGE, "2.txt": PAGE})
    outer = zipped({f"{number}.zip": inner for number in range(3)})
    of_outer = {"MAX_MEMBERS": 3, "MAX_TOTAL": 3 * len(inner)}[limit]
    monkeypatch.setattr(budget, limit, of_outer + more)
    found = account(outer, Path("a.zip"))
    assert [reading.source.path for reading in found if reading.source.facts.is_profile] == [
        "a.zip/0.zip/1.txt",
        "a.zip/0.zip/2.txt",
    ]
    assert list(reasons(outer)) == ["a.zip/1.zip", "a.zip/2.zip"]


@pytest.mark.parametrize("name", ["../up.txt", "/etc/up.txt", "a/../../up.txt", "c:/up.txt"])
@pytest.mark.trust("An archive with members that lead out of it")
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    (path,), (reason,) = zip(*reasons(zipped({name: PAGE})).items(), strict=True)
    assert path == "a.zip/up.txt"
    assert "leads out of it" in reason


def test_members_of_one_name_are_told_apart() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("1-a.txt", PAGE)
        with pytest.warns(UserWarning, match="Duplicate name"):
            file.writestr("1-a.txt", PAGE)
    assert [r.source.path for r in account(packed.getvalue(), Path("a.zip"))] == ["a.zip/1-a.txt", "a.zip/1-a.txt (2)"]


def test_lists_and_members_whose_names_are_written_alike_are_told_apart() -> None:
    rows = '[{"name": "A", "city": "Lyon"}]'
    document = f'{{"\\ud800": {rows}, "\\ud801": {rows}}}'.encode()
    assert [r.source.path for r in account(document, Path("a"))] == ["a/?", "a/? (2)"]
    data = zipped({"b/1.txt": PAGE, "b//1.txt": PAGE, "./b/1.txt": PAGE, "b/1.txt (2)": PAGE})
    assert [r.source.path for r in account(data, Path("a.zip"))] == [
        "a.zip/b/1.txt",
        "a.zip/b/1.txt (2)",
        "a.zip/b/1.txt (3)",
        "a.zip/b/1.txt (2) (2)",
    ]
