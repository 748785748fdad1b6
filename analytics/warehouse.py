"""Opens a warehouse read-only and asks it the questions of `analytics/queries`. Nothing else in this package speaks SQL
to a file, and nothing here knows what the answers are for.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from analytics.i18n import _, language
from analytics.pruning.conditions import GIVEN
from analytics.pruning.statements import Statements, definitions, statements_for
from etl.config import SCHEMA_VERSION
from etl.errors import LimitError, WarehouseError
from etl.lake import Config, is_damage, open_read_only

QUERIES = Path(__file__).parent / "queries"

# Profile text is hostile until proven otherwise, so the engine can reach neither files nor network, and nobody can
# talk it into changing that. The bounds keep one viewer's worst question from starving the others.
LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "lock_configuration": True,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "512MB",
    "threads": 2,
    "max_execution_time": 10_000,  # milliseconds
}
BOUNDS = ("memory_limit", "max_execution_time")
"""Of these, what one question may take of what others need as well."""
LARGE_BYTES, LARGE_MEMORY = 1 << 30, "15%"
"""From that size on a file gets that share of the memory: with less, what one question reads of it pushes out what the
next one reads again, which takes twice as long. Former versions stay open for a while, so it is no more."""
SMALL_BYTES = 100 << 20
"""Up to this size a file is read by one thread: sharing the work out would take longer than a second thread saves."""

_HEADER = re.compile(
    r"\A-- question: (?P<question>.+)\n-- fr: (?P<question_fr>.+)\n-- columns:\n(?P<columns>(?:--   .+\n)+)"
)
_COLUMN = re.compile(r"--   (?P<name>\w+) +(?P<meaning>.+)")
_PARAMETER = re.compile(r"(?<![\w$])\$([a-z_]+)")

_COMPARED = re.compile(r"\$([a-z_]+) (?:(?:=|<>) '|> \d)")


@dataclass(frozen=True)
class Question:
    """One file of `analytics/queries`: what it asks, what comes back, and the SQL that is run as it stands."""

    name: str
    question: str
    question_fr: str
    columns: Mapping[str, str]
    sql: str

    @property
    def asked(self) -> str:
        """The question in the language of the view."""
        return self.question_fr if language() == "fr" else self.question

    @functools.cached_property
    def parameters(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_PARAMETER.findall(self.sql)))

    def bound(self, parameters: Mapping[str, object]) -> tuple[Hashable, ...]:
        """The values of its parameters, in their order: who binds the same gets the same answer."""
        return tuple(tuple(value) if isinstance(value := parameters[name], list) else value for name in self.parameters)

    @functools.cached_property
    def compared(self) -> frozenset[str]:
        """The parameters whose very words, or number, decide which branch of the question is asked."""
        return frozenset(_COMPARED.findall(self.sql))

    def runnable(self, parameters: Mapping[str, object]) -> str:
        """The SQL with its parameters written out, to be read and pasted by people; never run by us."""
        return _PARAMETER.sub(lambda match: _literal(parameters[match[1]]), self.sql)

    def known(self, parameters: Mapping[str, object]) -> tuple[tuple[str, object], ...]:
        """What `Statements.pruned` is to know of its parameters: no more than decides, so that much is asked alike."""
        return tuple((name, self._known(name, parameters[name])) for name in self.parameters)

    def _known(self, name: str, value: object) -> object:
        if value is None or (name in self.compared and isinstance(value, str | int)):
            return value
        return () if value in ([], ()) else GIVEN


def _literal(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    if isinstance(value, dt.date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, int | float):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


@functools.cache
def questions() -> Mapping[str, Question]:
    return {path.stem: _read(path) for path in sorted(QUERIES.glob("*.sql"))}


def _read(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    header = _HEADER.match(text)
    if header is None:
        raise ValueError(
            f"{path.name}: its header must be `-- question: …`, `-- fr: …`, `-- columns:`, a line for each"
        )
    columns = dict(_COLUMN.findall(header["columns"]))
    return Question(path.stem, header["question"], header["question_fr"], columns, text[header.end() :].strip())


class Warehouse:
    """A published warehouse file, at the version that was current when this object was made.

    Safe to share between threads: each question has its own connection, and one that stays open keeps the file's
    metadata in memory, so that connecting costs about a millisecond.
    """

    def __init__(self, path: Path, dataset: str = "", *, is_shared: bool = True) -> None:
        """`dataset`: its word in an address (`analytics.datasets`), if it has one.

        `is_shared`: whether others wait while one asks; whoever is alone has no bounds of time and memory.
        """
        self.path, self.dataset, self._is_shared = path, dataset, is_shared
        self._keeper = self._open_current()
        found = self._schema_version()
        if found != SCHEMA_VERSION:
            self.close()
            text = _(
                "{path} has schema version {found}, this program reads {known}: build it again with "
                "`python -m etl build`"
            )
            raise WarehouseError(text.format(path=path, found=found, known=SCHEMA_VERSION))

    def _open_current(self) -> duckdb.DuckDBPyConnection:
        """Open the version that is current; the next one if a build has replaced it before it could be opened."""
        while True:
            self.version = current_version(self.path)
            try:
                keeper, self._config = open_read_only(
                    self.version, locked_down(self.version, is_shared=self._is_shared)
                )
            except (duckdb.Error, OSError) as error:
                if current_version(self.path) == self.version:
                    raise self._unreadable(error) from error
            else:
                return keeper

    def _connect(self) -> duckdb.DuckDBPyConnection:
        try:
            return duckdb.connect(self.version, read_only=True, config=dict(self._config))
        except duckdb.Error as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> WarehouseError:
        text = _("{path} cannot be read ({error}): build it again with `python -m etl build --full`")
        return WarehouseError(text.format(path=self.path, error=str(error).split("\n", 1)[0]))

    @functools.cached_property
    def _statements(self) -> Statements:
        with self._connect() as connection:
            return statements_for(definitions(connection))

    def _schema_version(self) -> int | None:
        try:
            rows = self._keeper.execute("select schema_version from build").fetchall()
        except duckdb.CatalogException:
            return None
        except duckdb.Error as error:
            self.close()
            raise self._unreadable(error) from error
        return int(rows[0][0]) if rows else None

    @functools.cached_property
    def _last_day(self) -> dt.date | None:
        """The last day of which anything is known: after it a period may end as well as never. None if some of it has
        no day, which the end of a period then stands in for.
        """
        with self._connect() as connection:
            ((day,),) = connection.execute("select day from last_known_day").fetchall()
        return day if isinstance(day, dt.date) else None

    def _settled(self, question: Question, parameters: Mapping[str, object]) -> Mapping[str, object]:
        """The parameters without an end of the period that leaves nothing out: less is asked for then."""
        start, end = parameters.get("date_from"), parameters.get("date_to")
        if start is None or not isinstance(end, dt.date):
            return parameters  # without a start, too, what has no date would be in it
        if "as_of" in question.parameters and parameters["as_of"] is None:
            return parameters  # the end stands in for that
        is_open = self._last_day is not None and end >= self._last_day
        return {**parameters, "date_to": None} if is_open else parameters

    def ask(self, name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        """The answer to question `name`; of `parameters`, those it uses are bound, the others left alone.

        Raises WarehouseError where the file is damaged: DuckDB reads it as it needs it, and tells by its checksums.
        Raises LimitError where the answer takes more time or memory than `LOCKED_DOWN` leaves to one question.
        """
        question = questions()[name]
        try:
            settled = self._settled(question, parameters)
            statement = self._statements.parsed(question.sql, question.known(settled))
            bound = {key: settled[key] for key in statement.named_parameters}
            with self._connect() as connection:
                return connection.execute(statement, bound).df()
        except (duckdb.InterruptException, duckdb.OutOfMemoryException) as error:
            text = _(
                "“{question}” takes more time or memory here than one question may have: ask for less, such as a "
                "shorter period or fewer organisations"
            )
            raise LimitError(text.format(question=question.asked)) from error
        except (duckdb.Error, UnicodeDecodeError) as error:
            if is_damage(error) or isinstance(error, duckdb.IOException | duckdb.FatalException):
                raise self._unreadable(error) from error
            raise

    def close(self) -> None:
        self._keeper.close()


def locked_down(version: str, *, is_shared: bool) -> Config:
    """The configuration under which the file `version` is opened. Raises OSError where it is not there."""
    size, settings = Path(version).stat().st_size, dict(LOCKED_DOWN)
    if size <= SMALL_BYTES:
        settings["threads"] = 1
    if size >= LARGE_BYTES:
        settings["memory_limit"] = LARGE_MEMORY
    left_out = () if is_shared else BOUNDS
    return {name: value for name, value in settings.items() if name not in left_out}


def current_version(path: Path) -> str:
    """The file that `path` leads to now: a build publishes a new one and points `path` at it. Raises WarehouseError."""
    if not path.exists():
        text = _("there is no warehouse at {path}: run `python -m etl build` first")
        raise WarehouseError(text.format(path=path))
    return os.path.realpath(path)
