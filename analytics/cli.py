"""The command line: `python -m analytics list | query | search | render | report | reminders`. Words on stderr."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from analytics import i18n, listing, vocabulary, wanted
from analytics.chart import Chart, view_context
from analytics.charts import CHARTS
from analytics.comparison import Comparison, Side, compare, read_sides
from analytics.datasets import word_of
from analytics.export import csv_pieces
from analytics.files import make_folder, write_whole
from analytics.filters import DIMENSIONS, PRESETS, SEARCHED, Filters
from analytics.i18n import _, ngettext, told
from analytics.reminders import calendar
from analytics.render import render_pngs
from analytics.report import DIGEST, PAGE, Report, with_images
from analytics.sheets import parquet, workbook
from analytics.thresholds import Thresholds
from analytics.view import Ask, View
from analytics.warehouse import Warehouse, questions
from etl.arguments import ArgumentParser, speaking
from etl.config import WAREHOUSE
from etl.errors import UsageError, reported, say


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
    name = wanted.find(options.name, {**CHARTS, **questions()})
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
        found = wanted.search(warehouse.ask, options.what, " ".join(options.words), options.best)
        _put(csv_pieces(found, {}))
    return 0


def _report(options: argparse.Namespace) -> int:
    with _view(options) as (warehouse, view):
        chosen = wanted.settled(options.settings, wanted.choices(CHARTS.values()))
        made = Report.of(warehouse.ask, view, chosen)
        _say_drawing(len(made.specs), view)
        images = render_pngs(made.specs, options.out, _written)
        drawn = {answer.chart.name: path.read_bytes() for answer, path in zip(made.answers, images, strict=True)}
        for name, text in ((PAGE, with_images(made.page(), drawn)), (DIGEST, made.digest())):
            _written(write_whole(options.out / name, text.encode()))
    return 0


def _render(options: argparse.Namespace) -> int:
    charts = [CHARTS[wanted.find(name, CHARTS)] for name in dict.fromkeys(options.chart or CHARTS)]
    chosen = wanted.settled(options.settings, wanted.choices(charts))
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
        answer = chart.answer(warehouse.ask, view, wanted.settled(options.settings, wanted.choices([chart])))
        make_folder(options.out.parent)
        _written(write_whole(options.out, calendar(answer, options.start or dt.date.today())))
    return 0


def _say_drawing(count: int, view: View) -> None:
    text = ngettext("drawing {n} chart: {view}", "drawing {n} charts: {view}", count)
    say(text.format(n=i18n.number(count), view=view.sentence))


def _written(path: Path) -> None:
    sys.stdout.write(f"{path}\n")
    sys.stdout.flush()


@contextmanager
def _view(options: argparse.Namespace) -> Iterator[tuple[Warehouse, View]]:
    """What the options ask for, in their language. Raises UsageError for codes that the warehouse does not have."""
    filters = Filters.parse(vars(options))
    with i18n.use(options.lang), closing(Warehouse(options.warehouse, is_shared=False)) as warehouse:
        view = View.load(warehouse.ask, filters, dataset=word_of(options.warehouse))
        if view.unknown:
            raise UsageError("; ".join(wanted.unknown(word, view, warehouse.ask) for word in view.unknown))
        if not view.facts.engagements:
            say(_("nothing matches: {view}").format(view=view.sentence))
        yield warehouse, view


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
    chosen = wanted.settled(settings, wanted.choices([CHARTS[name]]))
    answer = CHARTS[name].answer(warehouse.ask, view, chosen)
    return answer.frame, answer.context


def _question_rows(name: str, warehouse: Warehouse, view: View, settings: Iterable[tuple[str, str]]) -> Rows:
    question = questions()[name]
    profile = {"profile": wanted.profile(settings, warehouse.ask, view)} if "profile" in question.parameters else {}
    wanted.settled([setting for setting in settings if not profile or setting[0] != "profile"], {})
    frame = warehouse.ask(name, {**view.parameters, **EVERYTHING, **profile})
    return frame, view_context(view, question.asked)
