"""Finding files, reading their names, and telling organisations apart."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from etl.config import PROJECT
from etl.errors import SourceError
from etl.extract import RawPage, read_bytes, read_file
from etl.filenames import PageName, agree, platform_id_in, read_address, read_file_name
from etl.identity import Claim, identify
from etl.inputs import find_files, shown_path

ROW = b"![]() Eurocities International Affairs | Eurocities International Affairs | Other 6 Nov 2024 | | |"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    for name in ["a.txt", "deep/b.md", "deep/c.TXT", "notes.csv", ".hidden.txt", ".git/d.txt"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(ROW)
    return tmp_path


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def test_whatever_is_not_hidden_is_an_input(pages: Path) -> None:
    for name in ("~$book.xlsx", "a.txt~", "Thumbs.db", "photo.png", "noext"):
        (pages / name).write_bytes(b"")
    assert names(find_files([pages])) == ["a.txt", "b.md", "c.TXT", "noext", "notes.csv", "photo.png"]


def test_the_folder_that_a_browser_saves_beside_a_page_is_none(pages: Path) -> None:
    for name in ("b_files/x.js", "deep/p.html", "deep/p_files/x.js", "deep/p_fichiers/y/z.png"):
        (pages / name).parent.mkdir(exist_ok=True, parents=True)
        (pages / name).write_bytes(ROW)
    assert names(find_files([pages])) == ["a.txt", "x.js", "b.md", "c.TXT", "p.html", "notes.csv"]


def test_linked_folders_are_followed_once(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "d.txt").write_bytes(ROW)
    (outside / "back").symlink_to(pages)
    for link, target in {"again": "deep", "self": ".", "elsewhere": str(outside), "a-link.txt": "a.txt"}.items():
        (pages / link).symlink_to(target)
    found = find_files([pages])
    assert [path.resolve() for path in found] == sorted(
        [outside / "d.txt", *(pages / name for name in ("a.txt", "deep/b.md", "deep/c.TXT", "notes.csv"))]
    )
    assert {path.parent.name for path in found if path.name == "b.md"} == {"deep"}


def test_globs_files_and_folders_overlap_without_repetition(pages: Path) -> None:
    found = find_files([f"{pages}/**/*.md", pages / "deep", pages / "notes.csv", str(pages / "deep" / ".." / "a.txt")])
    assert names(found) == ["a.txt", "b.md", "c.TXT", "notes.csv"]


def test_an_input_that_matches_nothing_is_named(pages: Path) -> None:
    with pytest.raises(SourceError, match=r"missing/\*\.txt: no such file or folder"):
        find_files([pages, "missing/*.txt"])


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gone\.txt: cannot be read"):
        read_file(tmp_path / "gone.txt")


def test_a_file_is_shown_by_the_same_path_wherever_a_build_is_started_from(
    pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pages / "deep")
    assert shown_path(PROJECT / "data" / "profiles" / "a.txt") == "data/profiles/a.txt"
    assert shown_path(Path("b.md")) == shown_path(pages / "deep" / "b.md") == (pages / "deep" / "b.md").as_posix()
    assert shown_path(Path("../a.txt")) == (pages / "a.txt").as_posix()
    assert shown_path(Path(os.fsdecode(b"caf\xe9.txt"))).endswith("/caf\ufffd.txt")
    (pages / "link.txt").symlink_to(next((PROJECT / "data" / "profiles").iterdir()))
    assert shown_path(pages / "link.txt").startswith("data/profiles/")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("89998-accr-association.txt", PageName("89998", "accr-association", 1)),
        ("89998-accr-association.page2.txt", PageName("89998", "accr-association", 2)),
        ("89998-accr (1).txt", PageName("89998", "accr", 1)),
        ("89998.txt", PageName("89998", "89998", 1)),
        ("accr.page12.md", PageName(None, "accr", 12)),
        ("Théâtre du Nord.txt", PageName(None, "theatre-du-nord", 1)),
        ("3e-scene.txt", PageName(None, "3e-scene", 1)),
        ("---.txt", PageName(None, "page", 1)),
        ("12-a\nb\n.txt", PageName("12", "a-b", 1)),
        ("2025-03-01-theatre-a.txt", PageName(None, "theatre-a", 1, date(2025, 3, 1))),
        ("2025-03-01 89998-accr.page2.txt", PageName("89998", "accr", 2, date(2025, 3, 1))),
        ("89998-accr-2025-03-01.page2.txt", PageName("89998", "accr", 2, date(2025, 3, 1))),
        ("2025-02-31-theatre-a.txt", PageName(None, "theatre-a", 1)),
        ("2025-03-theatre-a.txt", PageName(None, "theatre-a", 1)),
        ("2025-03-01.txt", PageName(None, "2025-03-01", 1, date(2025, 3, 1))),
        ("2025-030-theatre.txt", PageName("2025", "030-theatre", 1)),
    ],
)
def test_file_names(name: str, expected: PageName) -> None:
    assert read_file_name(Path(name)) == expected


@pytest.mark.parametrize(
    ("url", "platform_id"),
    [
        ("https://example.org/fr/organisations/89998-accr-association", "89998"),
        ("https://example.org/organisations/89998?page=2", "89998"),
        ("https://example.org/accr", None),
        ("HTTPS://example.org/89998-accr/catalysts#top", "89998"),
        ("https://example.org/2024/05/news", None),
        ("https://example.org/2024/05-news", None),
        ("https://example.org/2024/12-news", None),
        ("https://example.org/news/2024", None),
        ("https://example.org/2024-03", None),
        ("https://example.org/accr?to=/12-b", None),
        ("https://127.0.0.1:80/accr", None),
        (None, None),
    ],
)
def test_ids_in_addresses(url: str | None, platform_id: str | None) -> None:
    assert platform_id_in(url) == platform_id


@pytest.mark.parametrize(
    ("url", "names", "agrees"),
    [
        ("https://x.example/89998-accr-association-des-centres", ["Association des centres"], True),
        ("https://x.example/89998-theatre-a", ["Théâtre A (Brest)"], True),
        ("https://x.example/89998-theatre-a", [None, "theatre-a"], True),
        ("https://x.example/12-theatre-a-reopens", ["Théâtre A"], False),
        ("https://x.example/organisations/89998", ["Théâtre A"], True),
    ],
)
def test_addresses_that_agree_with_a_name(url: str, names: list[str | None], agrees: bool) -> None:
    address = read_address(url)
    assert address
    assert agree(address, *names) is agrees


def claim(page: RawPage) -> Claim:
    return Claim(page.platform_id, page.facts.siren, page.slug, page.front.name, page.captured_on, page.path)


def ids(files: dict[str, str]) -> dict[str, str]:
    pages = [read_bytes(text.encode() + b"\n" + ROW, Path(name)) for name, text in files.items()]
    claims = [claim(page) for page in pages]
    assert identify(claims[::-1])[0] == identify(claims)[0][::-1]
    return dict(zip(files, identify(claims)[0], strict=True))


def test_platform_id_then_siren_then_slug() -> None:
    assert ids({"12-a.txt": "SIREN\n784244295", "b.txt": "SIREN\n732829320", "c.txt": ""}) == {
        "12-a.txt": "12",
        "b.txt": "732829320",
        "c.txt": "c",
    }
    assert ids({"d.txt": "---\nurl: https://example.org/organisations/34-d\n---"}) == {"d.txt": "34"}


def test_a_second_page_follows_the_siren_of_the_first() -> None:
    assert set(ids({"x/a.txt": "SIREN\n784244295", "x/a.page2.txt": ""}).values()) == {"784244295"}


def test_one_slug_does_not_merge_two_organisations() -> None:
    by_siren = ids({"x/a.txt": "SIREN\n784244295", "y/a.txt": "SIREN\n732829320", "z/a.txt": ""})
    assert list(by_siren.values()) == ["784244295", "732829320", "a"]
    by_name = ids({"x/a.txt": "---\nname: Café\n---", "y/a.txt": "---\nname: Bar\n---"})
    assert list(by_name.values()) == ["a--cafe", "a--bar"]


def test_a_capture_date_is_inferred_from_the_newest_date_on_the_page() -> None:
    page = read_bytes(ROW + b" \n![]() | X | Other 7 Nov 2024 2023 | | |", Path("a.txt"))
    assert (page.captured_on, page.captured_on_is_inferred) == (date(2024, 11, 7), True)
    page = read_bytes(b"---\ncaptured_on: 2025-01-02\n---\n" + ROW, Path("a.txt"))
    assert (page.captured_on, page.captured_on_is_inferred) == (date(2025, 1, 2), False)
    page = read_bytes(b"SIREN\n784244295", Path("a.txt"))
    assert (page.captured_on, page.captured_on_is_inferred) == (None, True)


def test_the_day_in_a_file_name_is_that_of_the_capture_unless_the_page_says_another() -> None:
    page = read_bytes(ROW, Path("2025-03-01-a.txt"))
    assert (page.captured_on, page.captured_on_is_inferred) == (date(2025, 3, 1), False)
    page = read_bytes(b"---\ncaptured_on: 2025-01-02\n---\n" + ROW, Path("2025-03-01-a.txt"))
    assert page.captured_on == date(2025, 1, 2)


def test_names_in_order_of_trust() -> None:
    described = b"Added in Motherbase\n2 years ago\nLe Centre national du livre (CNL) est\n"
    assert read_bytes(b"---\nname: CNL Paris\n---\n" + described, Path("1-cnl-x.txt")).name == "CNL Paris"
    assert read_bytes(described, Path("1-cnl-x.txt")).name == "Centre national du livre"
    assert read_bytes(described, Path("1-centre-x.txt")).name == "Centre x"
