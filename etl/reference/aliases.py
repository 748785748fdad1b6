"""Which names of catalysts people have declared to be one: `catalyst_aliases.csv`, columns `alias` and `catalyst`.

The project's own file is read, and one of the same name in the folder `reference` of the user's data. Names are
compared folded. A file with a mistake in it is refused as a whole: nothing is half-applied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from etl.config import DATA, REFERENCE
from etl.errors import SourceError
from etl.handwritten import read_lines
from etl.text import fold

NAME = "catalyst_aliases.csv"
FILES = tuple(dict.fromkeys((REFERENCE / NAME, DATA / "reference" / NAME)))
COLUMNS = ("alias", "catalyst")


class Alias(NamedTuple):
    alias: str
    catalyst: str
    where: str  # file:line


def read_aliases(files: Sequence[Path]) -> Mapping[str, str]:
    """Return folded alias -> name of the catalyst.

    Raises SourceError, with file and line, for a line that cannot be read, an alias of two catalysts, and a catalyst
    that is itself an alias.
    """
    aliases: dict[str, Alias] = {}
    for alias in (alias for path in files for alias in _read(path)):
        earlier = aliases.setdefault(fold(alias.alias), alias)
        if fold(earlier.catalyst) != fold(alias.catalyst):
            raise SourceError(
                f'{alias.where}: "{alias.alias}" is an alias of "{earlier.catalyst}" already ({earlier.where}); '
                "remove one of the two lines"
            )
    for alias in aliases.values():
        _refuse_chain(alias, aliases)
    return {folded: alias.catalyst for folded, alias in aliases.items()}


def _read(path: Path) -> Iterator[Alias]:
    for line in read_lines(path, COLUMNS):
        where = f"{path}:{line.number}"
        if line.problem:
            raise SourceError(f"{where}: {line.problem}; correct the line or remove it")
        alias = Alias(line.cells["alias"], line.cells["catalyst"], where)
        if not fold(alias.alias) or not fold(alias.catalyst):
            raise SourceError(f"{where}: both the alias and the catalyst need a name; write both or remove the line")
        if fold(alias.alias) == fold(alias.catalyst):
            raise SourceError(f'{where}: "{alias.alias}" and its catalyst are one name already; remove the line')
        yield alias


def _refuse_chain(alias: Alias, aliases: Mapping[str, Alias]) -> None:
    following = aliases.get(fold(alias.catalyst))
    if following is None:
        return
    met = {fold(alias.alias)}
    last = following
    while fold(last.alias) not in met and fold(last.catalyst) in aliases:
        met.add(fold(last.alias))
        last = aliases[fold(last.catalyst)]
    if fold(last.alias) in met:
        raise SourceError(
            f'{alias.where}: "{alias.alias}" leads in a circle by way of "{following.alias}" ({following.where}); '
            "remove one of the lines"
        )
    raise SourceError(
        f'{alias.where}: "{alias.catalyst}" is itself an alias ({following.where}); write "{last.catalyst}" here'
    )
