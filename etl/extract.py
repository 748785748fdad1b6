"""Finds input files and reads each into a `RawPage`, every line accounted for. Nothing is merged or looked up here."""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.decode import decode, split_lines
from etl.errors import SourceError
from etl.filenames import platform_id_in, read_file_name
from etl.front_matter import FrontMatter, read_front_matter
from etl.page.facts import Facts
from etl.page.ledger import Ledger
from etl.page.naming import name_in, readable
from etl.page.reader import read_page

SUFFIXES = frozenset({".txt", ".md"})
PROFILE_PAGE = "profile_page"


@dataclass(slots=True)
class RawPage:
    """What one file says of one organisation: who and when, the facts, and the state of each line of the file.

    A table tells of several organisations: as many raw pages, its `part`s, which share the source and its ledger.
    """

    source_id: str
    path: str
    sha256: str
    format: str
    encoding: str
    platform_id: str | None
    slug: str
    page_number: int  # of the catalyst table; 0 for a table of data
    name: str
    name_source: str  # 'front_matter', 'description', 'table', 'slug'
    captured_on: date | None
    captured_on_is_inferred: bool
    front: FrontMatter
    facts: Facts
    ledger: Ledger
    part: int = 0


def find_files(inputs: Sequence[Path | str]) -> list[Path]:
    """Expand files, folders (`*.txt` and `*.md`, at any depth) and globs to a sorted list without repetition.

    Raises SourceError for an input that matches nothing.
    """
    found = {path.resolve(): path for given in inputs for path in _expand(given)}
    return [found[key] for key in sorted(found)]


def _expand(given: Path | str) -> Iterable[Path]:
    path = Path(given)
    if path.is_dir():
        return _in_folder(path)
    if path.exists():
        return [path]
    matches = [Path(match) for match in glob.glob(str(given), recursive=True)]  # noqa: PTH207 - absolute patterns too
    if not matches:
        raise SourceError(f"{given}: no such file or folder; check the spelling, or give a glob in quotes")
    return [file for match in matches for file in (_in_folder(match) if match.is_dir() else [match])]


def _in_folder(folder: Path) -> list[Path]:
    """List the pages below a folder; hidden files and folders are not inputs."""
    return [
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def read_files(paths: Iterable[Path]) -> Iterator[RawPage]:
    for path in paths:
        yield read_file(path)


def read_file(path: Path) -> RawPage:
    """Read one file. Raises SourceError where the file cannot be opened; what it holds never raises."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check that it is a readable file") from error
    return read_bytes(data, path)


def read_bytes(data: bytes, path: Path) -> RawPage:
    text, encoding = decode(data)
    ledger = Ledger(split_lines(text))
    front = read_front_matter(ledger.lines)
    _account_for_front_matter(ledger, front)
    facts = read_page(ledger, front.end)
    file_name = read_file_name(path)
    name, name_source = _name(front, facts, file_name.slug)
    shown = shown_path(path)
    sha256 = hashlib.sha256(data).hexdigest()
    return RawPage(
        source_id=hashlib.sha256(f"{shown}\0{sha256}".encode()).hexdigest()[:16],
        path=shown,
        sha256=sha256,
        format=PROFILE_PAGE,
        encoding=encoding,
        platform_id=file_name.platform_id or platform_id_in(front.url),
        slug=file_name.slug,
        page_number=front.page or file_name.page,
        name=name,
        name_source=name_source,
        captured_on=front.captured_on or facts.newest_date(),
        captured_on_is_inferred=front.captured_on is None,
        front=front,
        facts=facts,
        ledger=ledger,
    )


def shown_path(path: Path) -> str:
    """Return the path relative to the current folder where it is inside, else as given; always with `/`."""
    resolved, here = path.resolve(), Path.cwd()
    shown = resolved.relative_to(here) if resolved.is_relative_to(here) else path
    return os.fsencode(shown.as_posix()).decode("utf-8", "replace")  # file names need not be valid text


def _account_for_front_matter(ledger: Ledger, front: FrontMatter) -> None:
    for number in range(1, front.end + 1):
        if number in (1, front.end) or not ledger.lines[number - 1].strip():
            ledger.ignore(number)
        else:
            ledger.parse(number)
    for number, reason in front.problems:
        ledger.reject(number, reason)


def _name(front: FrontMatter, facts: Facts, slug: str) -> tuple[str, str]:
    if front.name:
        return front.name, "front_matter"
    if name := name_in(facts.descriptions, slug):
        return name, "description"
    return readable(slug), "slug"
