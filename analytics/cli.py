"""The command line: `python -m analytics list | query | search | render | report | reminders`. Words on stderr."""

from __future__ import annotations

import argparse
import datetime as dt
import difflib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from analytics import i18n, listing, vocabulary
from analytics.chart import Chart, view_context
from analytics.charts import CHARTS
from analytics.comparison import Comparison, Side, compare, read_sides
from analytics.datasets import word_of
from analytics.export import csv_pieces
from analytics.files import make_folder, write_whole
from analytics.filters import DIMENSIONS, PRESETS, SEARCHED, Filters
from analytics.frame import records
from analytics.i18n import _, ngettext, told
from analytics.reminders import calendar
from analytics.render import render_pngs
from analytics.report import DIGEST, PAGE, Report, with_images
from analytics.sheets import parquet, workbook
from analytics.thresholds import Thresholds
from analytics.view import Ask, View, load_names
from analytics.warehouse import Warehouse, questions
from etl.arguments import ArgumentParser, speaking
from etl.config import WAREHOUSE
from etl.errors import UsageError, reported, say

SHOWN = 4
"""Values named in an error message."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 wrong usage (also raised by argparse)."""
    with speaking(arguments):
        options = parser().parse_args(arguments)
        command: Callable[[argparse.Namespace], int] = options.command
        return reported(lambda: command(options))


def parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m analytics", description=_("Questions to a warehouse, answered."))
    commands = parser.add_subparsers(title=told("commands"), required=True, metavar="COMMAND")

    text = _("name every chart and every question")
    command = commands.add_parser("list", help=text, description=text)
    command.add_argument("--markdown", action="store_true", help=_("as the page docs/questions.md"))
    _language_option(command)
    command.set_defaults(command=_list)

    text = _("write the answer to a question as CSV, Excel or Parquet")
    command = commands.add_parser("query", help=text, description=text, parents=[_view_options()], allow_abbrev=False)
    command.add_argument("name", metavar="NAME", help=_("of a chart or question (see `list`)"))
    command.add_argument("--format", choices=list(FORMATS), default="csv", help=_("default: %(default)s"))
    command.add_argument("--out", type=Path, metavar="FILE", help=_("default: standard output"))
    command.set_defaults(command=_query)

    text = _("find organisations, or catalysts, that have words beginning with these, the best first")
    command = commands.add_parser("search", help=text, description=text)
    command.add_argument(
        "words", nargs="+", metavar="WORD", help=_("of a name, a SIREN, a tag or a place; no accents needed")
    )
    command.add_argument("--what", choices=list(SEARCHED), default="organisation", help=_("default: %(default)s"))
    command.add_argument("--best", type=int, default=20, metavar="N", help=_("how many at most; default: %(default)s"))
    _warehouse_option(command)
    _language_option(command)
    command.set_defaults(command=_search)

    text = _("write a page of HTML, an image of every chart and a digest in Markdown")
    command = commands.add_parser("report", help=text, description=text, parents=[_view_options()], allow_abbrev=False)
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("folder of the report"))
    command.set_defaults(command=_report)

    text = _("draw every chart as PNG")
    command = commands.add_parser("render", help=text, description=text, parents=[_view_options()], allow_abbrev=False)
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("folder of the images"))
    command.add_argument("--chart", nargs="+", action="extend", metavar="NAME", help=_("draw only these"))
    text = _("draw two to four sides beside each other: organisation:ID, or period:FROM:TO; once for each")
    command.add_argument("--compare", action="append", default=[], metavar="SIDE", help=text)
    command.set_defaults(command=_render)

    text = _("write a calendar (ICS) that says when which catalyst deserves a call")
    command = commands.add_parser(
        "reminders", help=text, description=text, parents=[_view_options()], allow_abbrev=False
    )
    command.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("the calendar's file"))
    text = _("first day of a reminder, as 2025-03-01; default: today")
    command.add_argument("--from", dest="start", type=dt.date.fromisoformat, metavar="DAY", help=text)
    command.set_defaults(command=_reminders)
    return parser


def _view_options() -> ArgumentParser:
    """What makes a view: the words of an address, as options."""
    options = ArgumentParser(add_help=False)
    _warehouse_option(options)
    options.add_argument(
        "--set", dest="settings", type=_setting, action="append", default=[], metavar="NAME=VALUE",
        help=_("a choice of a chart, such as grain=month, or the organisation of a question about one (profile=ID)"),
    )  # fmt: skip
    _language_option(options)
    filters = options.add_argument_group(_("filters"), _("the same words as in the dashboard's address"))
    filters.add_argument(
        "--period",
        action="append",
        default=[],
        metavar="FROM:TO",
        help=_("two days, or one of {presets}").format(presets=", ".join(PRESETS)),
    )
    for name in DIMENSIONS:
        spellings = dict.fromkeys([f"--{name.replace('_', '-')}", f"--{name}"])
        filters.add_argument(*spellings, dest=name, action="append", default=[], metavar="CODE", help=_("repeatable"))
    for name, months in asdict(Thresholds()).items():
        text = _("months of silence from which a relation is called {name}; default: {months}")
        text = text.format(name=vocabulary.name("health", name).lower(), months=months)
        filters.add_argument(f"--{name}", action="append", default=[], metavar="MONTHS", help=text)
    return options


def _language_option(options: ArgumentParser) -> None:
    options.add_argument(
        "--lang", choices=list(i18n.LANGUAGES), default=i18n.language(), help=_("default: %(default)s")
    )


def _warehouse_option(options: ArgumentParser) -> None:
    options.add_argument(
        "--warehouse",
        type=Path,
        default=WAREHOUSE,
        metavar="FILE",
        help=_("default: {path}").format(path=os.path.relpath(WAREHOUSE)),
    )


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(_("'{text}' is not written as NAME=VALUE").format(text=text))
    return name, value


def _list(options: argparse.Namespace) -> int:
    if options.markdown:
        sys.stdout.write(listing.markdown())
        return 0
    for heading, names in ((_("charts"), list(CHARTS)), (_("other questions"), listing.others())):
        say(i18n.labelled(heading, "").rstrip())
        sys.stdout.write(listing.columns(names))
        sys.stdout.flush()  # before the next heading, where both streams go to one file
    return 0


def _query(options: argparse.Namespace) -> int:
    name = _find(options.name, {**CHARTS, **questions()})
    with _view(options) as (warehouse, view):
        answer = _chart_rows if name in CHARTS else _question_rows
        pieces = FORMATS[options.format](*answer(name, warehouse, view, options.settings))
        if options.out:
            make_folder(options.out.parent)
            _written(write_whole(options.out, b"".join(pieces)))
        else:
            _put(pieces)
    return 0


def _put(pieces: Iterable[bytes]) -> None:
    """Write to stdout, which without a buffer (PYTHONUNBUFFERED) takes two gigabytes at once and says so."""
    for piece in pieces:
        left = memoryview(piece)
        while left:
            left = left[sys.stdout.buffer.write(left) :]


def _search(options: argparse.Namespace) -> int:
    with closing(Warehouse(options.warehouse, is_shared=False)) as warehouse:
        found = _found(warehouse.ask, options.what, " ".join(options.words), options.best)
        _put(csv_pieces(found, {}))
    return 0


def _report(options: argparse.Namespace) -> int:
    with _view(options) as (warehouse, view):
        chosen = _settled(options.settings, _choices(CHARTS.values()))
        made = Report.of(warehouse.ask, view, chosen)
        _say_drawing(len(made.specs), view)
        images = render_pngs(made.specs, options.out, _written)
        drawn = {answer.chart.name: path.read_bytes() for answer, path in zip(made.answers, images, strict=True)}
        for name, text in ((PAGE, with_images(made.page(), drawn)), (DIGEST, made.digest())):
            _written(write_whole(options.out / name, text.encode()))
    return 0


def _render(options: argparse.Namespace) -> int:
    charts = [CHARTS[_find(name, CHARTS)] for name in dict.fromkeys(options.chart or CHARTS)]
    chosen = _settled(options.settings, _choices(charts))
    with _view(options) as (warehouse, view):
        sides = _sides(options.compare, view, warehouse.ask)
        shown = (
            [_compared(chart, sides, chosen, warehouse, view.dataset) for chart in charts]
            if sides
            else [chart.answer(warehouse.ask, view, chosen) for chart in charts]
        )
        specs = [each.png for each in shown]
        _say_drawing(len(specs), view)
        render_pngs(specs, options.out, _written)
    return 0


def _sides(words: Sequence[str], view: View, ask: Ask) -> list[Side]:
    """What `--compare` asks for. Raises UsageError for a word that means nothing, and for one side alone."""
    sides, ignored = read_sides(words, view, ask)
    if ignored or len(sides) == 1:
        text = _("{words}: compare two to four of organisation:ID, or of period:FROM:TO")
        raise UsageError(text.format(words=", ".join(ignored) or f"--compare {sides[0].word}"))
    return sides


def _compared(
    chart: Chart, sides: Sequence[Side], chosen: Mapping[str, str], warehouse: Warehouse, dataset: str
) -> Comparison:
    def load(filters: Filters) -> View:
        return View.load(warehouse.ask, filters, dataset=dataset)

    return compare(
        chart, sides, chosen, load, lambda filters, settled: chart.answer(warehouse.ask, load(filters), settled)
    )


def _reminders(options: argparse.Namespace) -> int:
    chart = CHARTS["relationships_health"]
    with _view(options) as (warehouse, view):
        answer = chart.answer(warehouse.ask, view, _settled(options.settings, _choices([chart])))
        make_folder(options.out.parent)
        _written(write_whole(options.out, calendar(answer, options.start or dt.date.today())))
    return 0


def _say_drawing(count: int, view: View) -> None:
    text = ngettext("drawing {n} chart: {view}", "drawing {n} charts: {view}", count)
    say(text.format(n=i18n.number(count), view=view.sentence))


def _written(path: Path) -> None:
    sys.stdout.write(f"{path}\n")
    sys.stdout.flush()


def _find(name: str, known: Iterable[str]) -> str:
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


@contextmanager
def _view(options: argparse.Namespace) -> Iterator[tuple[Warehouse, View]]:
    """What the options ask for, in their language. Raises UsageError for codes that the warehouse does not have."""
    filters = Filters.parse(vars(options))
    with i18n.use(options.lang), closing(Warehouse(options.warehouse, is_shared=False)) as warehouse:
        view = View.load(warehouse.ask, filters, dataset=word_of(options.warehouse))
        if view.unknown:
            raise UsageError("; ".join(_unknown(word, view, warehouse.ask) for word in view.unknown))
        if not view.facts.engagements:
            say(_("nothing matches: {view}").format(view=view.sentence))
        yield warehouse, view


def _unknown(word: str, view: View, ask: Ask) -> str:
    dimension, _equals, code = word.partition("=")
    if dimension in SEARCHED:
        return i18n.sentences([_("{word} is not in this warehouse.").format(word=word), _like(ask, dimension, code)])
    text = _("{word} is not in this warehouse, which has {values}: `python -m analytics query view_labels` lists all")
    return text.format(word=word, values=_values(code, view.labels[dimension]))


def _found(ask: Ask, what: str, words: str, best: int) -> pd.DataFrame:
    return ask("view_search", {"what": what, "words": words, "best": best})


def _like(ask: Ask, what: str, words: str) -> str:
    """What the warehouse has for `words`, and how to find more, as a sentence."""
    found = records(_found(ask, what, words, SHOWN))
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


def _choices(charts: Iterable[Chart]) -> Mapping[str, Mapping[str, str]]:
    """What `--set` may choose for these charts: name -> value -> what it means."""
    return {
        name: {code: _(label) for code, label in choice.options.items()}
        for chart in charts
        for name, choice in chart.choices.items()
    }


def _settled(settings: Iterable[tuple[str, str]], known: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
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


EVERYTHING = {"row_limit": None, "what": "organisation", "words": "", "best": None}
"""What a question about a listing is bound to, where no more is said."""

Rows = tuple[pd.DataFrame, Mapping[str, str]]
"""The answer to a question, and the facts of the view it was asked under."""

FORMATS: Mapping[str, Callable[[pd.DataFrame, Mapping[str, str]], Iterable[bytes]]] = {
    "csv": csv_pieces,
    "xlsx": lambda *rows: [workbook(*rows)],
    "parquet": lambda *rows: [parquet(*rows)],
}


def _chart_rows(name: str, warehouse: Warehouse, view: View, settings: Iterable[tuple[str, str]]) -> Rows:
    chosen = _settled(settings, _choices([CHARTS[name]]))
    answer = CHARTS[name].answer(warehouse.ask, view, chosen)
    return answer.frame, answer.context


def _question_rows(name: str, warehouse: Warehouse, view: View, settings: Iterable[tuple[str, str]]) -> Rows:
    question = questions()[name]
    profile = {"profile": _profile(settings, warehouse.ask, view)} if "profile" in question.parameters else {}
    _settled([setting for setting in settings if not profile or setting[0] != "profile"], {})
    frame = warehouse.ask(name, {**view.parameters, **EVERYTHING, **profile})
    return frame, view_context(view, question.asked)


def _profile(settings: Iterable[tuple[str, str]], ask: Ask, view: View) -> str | None:
    """The organisation that a question about one is about: the one set, else the first chosen or the only one."""
    word = dict(settings).get("profile")
    if word is not None:
        if word not in load_names(ask, [word])["organisation"]:
            text = _("--set profile={word}: there is no such organisation.").format(word=word)
            raise UsageError(i18n.sentences([text, _like(ask, "organisation", word)]))
        return word
    if not view.organisations and view.facts.organisations:
        text = _("this question is about one organisation: choose it with --set profile=ID.")
        raise UsageError(i18n.sentences([text, _like(ask, "organisation", "")]))
    return next(iter(view.organisations), None)
