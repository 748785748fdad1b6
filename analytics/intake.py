"""Adding profiles from the browser: what is given is read and loaded by the ETL's own command line.

That is another process on purpose: whatever a stranger's file does to a reader, the dashboard goes on, and the readers
stay on their side of the warehouse file.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import unquote

from analytics import i18n
from analytics.i18n import _
from etl.config import ADD_PROFILES, PROFILES, PROJECT, WAREHOUSE
from etl.errors import BuildError, SourceError, UsageError, say

SUFFIXES = (
    ".txt", ".md", ".html", ".htm", ".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".ndjson", ".parquet", ".zip",
)  # fmt: skip
"""What a build looks for in a folder."""
MAX_MEGABYTES = 5
"""Of one file; `server.maxUploadSize` of .streamlit/config.toml says the same to browsers."""
MAX_FILES = 20
READ_SECONDS = 60

_LONGEST_NAME, _LONGEST_SUFFIX = 200, 20
_IN_ADDRESS = re.compile(
    r"^https?://[^/?#]+(?:/(?![0-9]+/)[^/?#]*)*?/(?P<name>[0-9]+-[^/?#]+|[0-9]+/?(?=[?#]|$))", re.IGNORECASE
)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_PROGRESS = re.compile(r"(?P<done>[0-9]+)/(?P<total>[0-9]+)\n")
_ERROR = re.compile(r"^error: (?P<words>.*)", re.MULTILINE | re.DOTALL)


class Upload(NamedTuple):
    """A file to add: its name is safe, its content is not."""

    name: str
    data: bytes


class Place(NamedTuple):
    """Where an upload goes: `is_new` unless this very content stands there, `is_further` if its own name is taken."""

    path: Path
    is_new: bool
    is_further: bool


Source = Any
"""What a source tells, as attributes (`etl/told.py` lists them); days are dates, and `name` is that of its file."""


def is_enabled() -> bool:
    return ADD_PROFILES


def pasted(text: str, given: str) -> Upload:
    """Pasted text as a file; `given` is a name for it or the address of the page. Raises UsageError."""
    address = _IN_ADDRESS.match(given.strip())
    name = safe_name(unquote(address["name"]).rstrip("/") if address else given)
    return _bounded(name if Path(name).suffix.lower() in SUFFIXES else f"{name}.txt", text.encode())


def dropped(given: str, data: bytes) -> Upload:
    """A dropped file under a safe name. Raises UsageError."""
    name = safe_name(given)
    if Path(name).suffix.lower() not in SUFFIXES:
        text = _("{name}: is not read; the names of files that are end with {suffixes}")
        raise UsageError(text.format(name=name, suffixes=" ".join(SUFFIXES)))
    return _bounded(name, data)


def _bounded(name: str, data: bytes) -> Upload:
    if len(data) > MAX_MEGABYTES << 20:
        text = _("{name}: is larger than {n} MB; put it into `data/profiles` yourself and run `python -m etl build`")
        raise UsageError(text.format(name=name, n=MAX_MEGABYTES))
    return Upload(name, data)


def safe_name(given: str) -> str:
    """A file name of plain letters, digits and `.-_() `, which leads to no other folder and is not hidden.

    Raises UsageError if nothing of the given name is left.
    """
    last = re.split(r"[/\\]", given.strip())[-1]
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    kept = re.sub(r"[^\w.() -]+", "-", re.sub(r"^[\W_]+", "", plain)).rstrip(" .-_")
    stem, dot, suffix = kept.rpartition(".")
    name = f"{(stem or suffix)[:_LONGEST_NAME]}{f'.{suffix[:_LONGEST_SUFFIX]}' if dot and stem else ''}"
    if not re.search(r"[A-Za-z0-9]", name):
        raise UsageError(_("Name the file like the page's address, such as `89998-name-of-the-organisation`."))
    return f"page-{name}" if _RESERVED.fullmatch(name.split(".")[0].strip()) else name


def read(uploads: Sequence[Upload]) -> list[list[Source]]:
    """What each upload tells, source by source. Nothing is kept. Raises SourceError."""
    with tempfile.TemporaryDirectory(prefix="given-") as folder:
        places = [Path(folder, str(number), upload.name) for number, upload in enumerate(uploads)]
        for place, upload in zip(places, uploads, strict=True):
            place.parent.mkdir()
            place.write_bytes(upload.data)
        lines = _told(places, re.compile(rf"\S*{re.escape(Path(folder).name)}/([0-9]+)/"))
    return [[source for number, source in lines if number == place] for place in range(len(uploads))]


def _told(places: Sequence[Path], prefix: re.Pattern[str]) -> list[tuple[int, Source]]:
    """Pairs of the number of an upload and a source in it; `prefix` is what stands before its name in paths."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, by a list of words
            _command("read", *places), cwd=PROJECT, capture_output=True, encoding="utf-8", timeout=READ_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        text = _("reading took longer than {n} seconds; give fewer or smaller files")
        raise SourceError(text.format(n=READ_SECONDS)) from error
    if done.returncode:
        raise SourceError(prefix.sub("", _why(done.stderr)))
    return [_source(line, prefix) for line in done.stdout.splitlines()]


def _command(*words: str | Path) -> list[str]:
    """What is said in English is told in the language of the page."""
    return [sys.executable, "-X", "utf8", "-m", "etl", *map(str, words), "--lang", i18n.DEFAULT]


def _source(line: str, prefix: re.Pattern[str]) -> tuple[int, Source]:
    source: Source = json.loads(line, object_hook=lambda fields: SimpleNamespace(**fields))
    number, source.name = prefix.split(source.path, maxsplit=1)[1:]
    for organisation in source.organisations:
        for name in ("added_from", "added_to", "first_captured_on", "last_captured_on"):
            day = getattr(organisation, name)
            setattr(organisation, name, day and dt.date.fromisoformat(day))
    return int(number), source


def place_of(upload: Upload) -> Place:
    """Where an upload would be stored: no other file is ever replaced, one more capture gets a number.

    Raises SourceError.
    """
    path = PROFILES / upload.name
    numbered = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in itertools.count(2))
    try:
        candidates = itertools.chain([path], numbered)
        place = next(each for each in candidates if not each.exists() or _holds(each, upload.data))
        return Place(place, is_new=not place.exists(), is_further=place != path)
    except OSError as error:
        raise _not_stored(upload, error) from error


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def store(upload: Upload) -> Place:
    """Put an upload among the profiles, unless this very content is there. Raises SourceError."""
    place = place_of(upload)
    if place.is_new:
        try:
            PROFILES.mkdir(parents=True, exist_ok=True)
            _write_new(place.path, upload.data)
        except OSError as error:
            raise _not_stored(upload, error) from error
    return place


def _write_new(path: Path, data: bytes) -> None:
    """Write a file of which there is none yet, all of it or nothing. Raises OSError."""
    with path.open("xb") as file:  # `x`: fails rather than write over what came meanwhile
        try:
            file.write(data)
            file.flush()
        except OSError:
            path.unlink()  # a beginning would be read as a page of its own
            raise


def _not_stored(upload: Upload, error: OSError) -> SourceError:
    text = _("{name}: cannot be stored ({why}); check that the folder of profiles can be written to")
    return SourceError(text.format(name=upload.name, why=error.strerror))


def build() -> Iterator[tuple[int, int]]:
    """Bring the warehouse up to date with the profiles and with what the last build was given besides.

    Tells how many files are read and how many are to be. Raises BuildError.
    """
    command = _command("build", "--add", PROFILES, "--warehouse", WAREHOUSE, "--progress", "lines")
    words = []
    with subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE, encoding="utf-8") as process:  # noqa: S603
        assert process.stderr
        try:
            for line in process.stderr:
                if match := _PROGRESS.fullmatch(line):
                    yield int(match["done"]), int(match["total"])
                else:
                    words.append(line)
        finally:
            process.stderr.read()  # a viewer who leaves does not stop a build
    if process.returncode:
        raise BuildError(_why("".join(words)))


def _why(words: str) -> str:
    """The message of a command that failed; what is no message is for the log."""
    match = _ERROR.search(words)
    if match is None:
        say(words)
        return _("reading stopped without a word; the log of the dashboard says more")
    return i18n.told(match["words"].strip())
