"""What the words of a command line mean to a warehouse; of those that mean nothing, what was meant, perhaps."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

import pandas as pd

from analytics import i18n
from analytics.chart import Chart
from analytics.filters import SEARCHED
from analytics.frame import records
from analytics.i18n import _
from analytics.view import Ask, View, load_names
from etl.errors import UsageError

SHOWN = 4
"""Values named in an error message."""


def find(name: str, known: Iterable[str]) -> str:
    """`name`, if there is such a chart or question. Raises UsageError with those that look like it."""
    names = list(known)
    if name in names:
        return name
    near = difflib.get_close_matches(name, names)
    if near:
        text = _("there is no question '{name}': did you mean {near}?")
    else:
        text = _("there is no question '{name}': `python -m analytics list` names them all")
    raise UsageError(text.format(name=name, near=i18n.listing(near, "or")))


def unknown(word: str, view: View, ask: Ask) -> str:
    """Say of a word of the address, `region=99`, that the warehouse does not have it, and what it has."""
    dimension, _equals, code = word.partition("=")
    if dimension in SEARCHED:
        return i18n.sentences([_("{word} is not in this warehouse.").format(word=word), _like(ask, dimension, code)])
    text = _("{word} is not in this warehouse, which has {values}: `python -m analytics query view_labels` lists all")
    return text.format(word=word, values=_values(code, view.labels[dimension]))


def search(ask: Ask, what: str, words: str, best: int) -> pd.DataFrame:
    return ask("view_search", {"what": what, "words": words, "best": best})


def _like(ask: Ask, what: str, words: str) -> str:
    """What the warehouse has for `words`, and how to find more, as a sentence."""
    found = records(search(ask, what, words, SHOWN))
    near = ", ".join(f"{row.id} ({row.name})" for row in found)
    if found:
        text = _("There is {near}: `python -m analytics search --what {what} WORDS` finds others.")
    else:
        text = _("`python -m analytics search --what {what} WORDS` finds those there are.")
    return text.format(near=near, what=what)


def _values(word: str, names: Mapping[str, str]) -> str:
    """The codes that look like `word` or whose names do, else the first ones, each with its name."""
    codes = {text.casefold(): code for code, name in names.items() for text in (name, code)}
    near = [codes[text] for text in difflib.get_close_matches(word.casefold(), codes, SHOWN)]
    shown = list(dict.fromkeys(near)) or list(names)[:SHOWN]
    listed = [code if names[code] == code else f"{code} ({names[code]})" for code in shown]
    rest = len(names) - len(shown)
    more = [_("{n} more").format(n=i18n.number(rest))] if rest else []
    return ", ".join([*listed, *more]) or _("none")


def choices(charts: Iterable[Chart]) -> Mapping[str, Mapping[str, str]]:
    """What `--set` may choose for these charts: name -> value -> what it means."""
    return {
        name: {code: _(label) for code, label in choice.options.items()}
        for chart in charts
        for name, choice in chart.choices.items()
    }


def settled(settings: Iterable[tuple[str, str]], known: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """`settings`, the last of a name winning. Raises UsageError for a name or value that is not in `known`."""
    chosen = dict(settings)
    for name, value in chosen.items():
        if name not in known:
            text = _("--set {name}: there is no such choice here; there is {known}")
            raise UsageError(text.format(name=name, known=", ".join(known) or _("none")))
        if value not in known[name]:
            text = _("--set {name}={value}: there is no such value; there is {values}")
            raise UsageError(text.format(name=name, value=value, values=_values(value, known[name])))
    return chosen


def profile(settings: Iterable[tuple[str, str]], ask: Ask, view: View) -> str | None:
    """The organisation that a question about one is about: the one set, else the first chosen or the only one."""
    word = dict(settings).get("profile")
    if word is not None:
        if word not in load_names(ask, [word])["organisation"]:
            text = _("--set profile={word}: there is no such organisation.").format(word=word)
            raise UsageError(i18n.sentences([text, _like(ask, "organisation", word)]))
        return word
    if not view.organisations and view.scope.organisations:
        text = _("this question is about one organisation: choose it with --set profile=ID.")
        raise UsageError(i18n.sentences([text, _like(ask, "organisation", "")]))
    return next(iter(view.organisations), None)
