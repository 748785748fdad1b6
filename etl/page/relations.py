"""The type, tweets and articles cells of a catalyst row: relation types, dates and counts."""

from __future__ import annotations

import re
from typing import NamedTuple

from etl.dates import BadDate, PartialDate, cut_at_dates, read_usual_dates
from etl.numbers import read_number
from etl.page.facts import Trace
from etl.text import fold, remembered

UNSTATED = "Unstated"
MAX_MENTIONS = 2_000_000_000

# English name -> every folded spelling, English and French.
_RELATIONS = {
    "Other": "other others autre autres",
    "Event": "event events evenement evenements",
    "Partnership": "partnership partnerships partner partenariat partenariats partenaire",
    "Funding": "funding fundings financement financements",
    "Award": "award awards prize prix recompense recompenses",
    "Client": "client clients customer",
    "Supplier": "supplier suppliers fournisseur fournisseurs",
    "Investment": "investment investments investissement investissements",
    "Grant": "grant grants subvention subventions",
    "Sponsorship": "sponsorship sponsoring mecenat parrainage",
    "Membership": "membership member adhesion membre",
    "Support": "support soutien accompagnement",
    "Training": "training formation formations",
    "Incubation": "incubation",
    "Acceleration": "acceleration",
    "Collaboration": "collaboration collaborations",
    "Contract": "contract contracts contrat contrats",
}
RELATION_TYPES = {spelling: name for name, spellings in _RELATIONS.items() for spelling in spellings.split()}

_KNOWN_WORD = re.compile(r"[^\W\d_]+")
_LIST_SEPARATOR = re.compile(r"[,;/•·]")
_AND = frozenset({"and", "et"})
_EDGES = " \t,;:/•·|()-–—"
_NOTHING = frozenset({"", "-", "–", "—", "n a"})
_COUNTED = re.compile(r"\s*(?:tweets?|articles?|mentions?|posts?)$", re.IGNORECASE)
_USUAL_CELLS = re.compile(r" ?(?P<type>[^|]*[0-9]) ?\| ?\| ?(?:\| ?)?")


class Relations(NamedTuple):
    """Relation types of a cell with their dates (None: named without a usable date), and what could not be read."""

    dated: list[tuple[str, PartialDate | None]]
    problems: list[str]


def has_relation_shape(cell: str) -> bool:
    """Whether a cell looks like a type cell: it holds a date or is nothing but known relation types."""
    if any(not isinstance(token, str) for token in cut_at_dates(cell)):
        return True
    words = _KNOWN_WORD.findall(cell)
    return bool(words) and all(fold(word) in RELATION_TYPES for word in words)


def read_type_cell(cell: str) -> Relations:
    """Read `Other 26 Feb 2022 26 Feb 2025 Event 3 Mar 2024`: each type owns the dates behind it.

    Types listed together share the dates that follow. Dates that stand first belong to the first type if that has none.
    """
    only, only_dates = _one_type(cell)
    if only_dates:
        return Relations([(only, when) for when in only_dates], [])
    problems: list[str] = []
    groups: list[tuple[list[str], list[PartialDate | None]]] = [([], [])]
    for token in cut_at_dates(cell):
        if isinstance(token, PartialDate):
            groups[-1][1].append(token)
        elif isinstance(token, BadDate):
            problems.append(token.problem)
        else:
            names, unread = _read_names(token)
            problems += unread
            if names:
                groups.append((names, []))
    (_, leading), *named = groups
    if leading and named and not named[0][1]:
        named[0] = (named[0][0], leading)
        leading = []
    dated: list[tuple[str, PartialDate | None]] = [(UNSTATED, when) for when in leading]
    for names, dates in named:
        dated += [(name, when) for name in names for when in (dates or [None])]
    return Relations(dated, problems)


def _one_type(cell: str) -> tuple[str, list[PartialDate]]:
    """Read `Other 26 Feb 2022 26 Feb 2025`, as nearly every cell is: a type and its dates; none of any other cell."""
    word, _, dates = cell.partition(" ")
    name = RELATION_TYPES.get(fold(word), "") if word.isalpha() else ""
    return name, read_usual_dates(dates) if name else []


@remembered
def _read_names(text: str) -> tuple[list[str], list[str]]:
    """Read relation types that stand together, and what is none; an unknown one is kept unless it holds digits."""
    text = text.strip(_EDGES)
    words = [word for word in _KNOWN_WORD.findall(text) if word not in _AND]
    known = [RELATION_TYPES.get(fold(word)) for word in words]
    if words and all(known) and not re.search(r"[0-9]", text):
        return list(dict.fromkeys(name for name in known if name)), []
    names: list[str] = []
    problems: list[str] = []
    for piece in filter(None, (piece.strip(_EDGES) for piece in _LIST_SEPARATOR.split(text))):
        names += _read_piece(piece, problems)
    return list(dict.fromkeys(names)), problems


def _read_piece(piece: str, problems: list[str]) -> list[str]:
    if known := RELATION_TYPES.get(fold(piece)):
        return [known]
    if not re.search(r"[0-9]", piece):
        return [piece] if fold(piece) else []
    problems.append(f'cannot read "{piece}": neither a date nor a relation type')
    first = RELATION_TYPES.get(fold(piece.split(maxsplit=1)[0]))
    return [first] if first else []


def read_channel_cell(cell: str, channel: str, relation_type: str, problems: list[str]) -> list[Trace]:
    """Read a tweets or articles cell: a date is a dated trace, a number n one trace without date of n mentions."""
    traces: list[Trace] = []
    if not cell:
        return traces
    for token in cut_at_dates(cell, bare_years=False):
        if isinstance(token, PartialDate):
            traces.append(Trace(relation_type, channel, token, 1))
        elif isinstance(token, BadDate):
            problems.append(token.problem)
        elif fold(token) not in _NOTHING:
            count = read_number(_COUNTED.sub("", token.strip(_EDGES)))
            if count is None or count > MAX_MENTIONS:
                problems.append(f'cannot read "{token}" in the {channel}s column: neither a date nor a number')
            elif count:
                traces.append(Trace(relation_type, channel, None, count))
    return traces


def read_usual_traces(cells: str) -> tuple[Trace, ...]:
    """Read the end of a row, from its type cell on, where that is one type with dates and the other cells are empty.

    Empty where it is anything else: that is left to `read_traces`.
    """
    match = _USUAL_CELLS.fullmatch(cells)
    name, dates = _one_type(match["type"]) if match else ("", [])
    return tuple([Trace(name, "unstated", when, 1) for when in dict.fromkeys(dates)])


def read_traces(type_cell: str, tweets: str, articles: str) -> tuple[tuple[Trace, ...], list[str]]:
    """Read the three cells of a row; every row gives at least one trace unless all its counts are zero.

    A tweet or article belongs to the row's relation type where the row has exactly one. A type without any usable date
    gives one undated trace, unless the row's only type is what its tweets or articles are counted under.
    """
    dated, problems = read_type_cell(type_cell)
    names = list(dict.fromkeys(name for name, _ in dated))
    relation_type = names[0] if len(names) == 1 else UNSTATED
    channels = read_channel_cell(tweets, "tweet", relation_type, problems)
    channels += read_channel_cell(articles, "article", relation_type, problems)
    if not dated and not channels:
        dated = [(UNSTATED, None)]
    traces = [
        Trace(name, "unstated", when, 1)
        for name, when in dated
        if when is not None or not (channels and len(names) == 1)
    ]
    return tuple(dict.fromkeys(traces + channels)), problems
