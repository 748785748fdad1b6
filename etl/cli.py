"""The command line: `python -m etl build | read | status | rejected | portion | backup | restore | demo`.

Data on stdout, words on stderr.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from etl.arguments import ArgumentParser, speaking
from etl.checks import Result
from etl.config import DATA, PROFILES, WAREHOUSE
from etl.errors import UsageError, plain, reported, say
from etl.former import Vanished
from etl.i18n import LANGUAGES, language, told
from etl.load import Summary, build
from etl.report import status_lines, write_rejected
from etl.store import Progress

FAILED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 wrong usage (raised by argparse)."""
    with speaking(arguments):
        options = _parser().parse_args(arguments)
        command: Callable[[argparse.Namespace], int] = options.command
        return reported(lambda: command(options))


def _parser() -> argparse.ArgumentParser:
    parser = ArgumentParser(prog="python -m etl", description="Saved profile pages in, a warehouse out.")
    commands = parser.add_subparsers(title=told("commands"), required=True, metavar="COMMAND")

    command = _add(commands, "build", _build, "load pages into the warehouse")
    command.add_argument("paths", nargs="*", metavar="PATH", help=f"file, folder or glob (default: {_short(PROFILES)})")
    command.add_argument("--full", action="store_true", help="read every file again, not only what has changed")
    command.add_argument("--add", action="store_true", help="build what the last build was given, and PATH besides")
    command.add_argument("--dry-run", action="store_true", help="say how each file is understood, and build nothing")
    command.add_argument("--strict", action="store_true", help="exit with 1 if any line is rejected")
    command.add_argument(
        "--progress", choices=PROGRESS, default="bar", help="a bar on terminals (default), or lines of `done/total`"
    )
    command.add_argument(
        "--engine", choices=("duckdb", "spark"), default="duckdb", help="what builds: this machine, or a Spark cluster"
    )
    command.add_argument("--master", metavar="URL", help="address of the Spark cluster")
    command.add_argument(
        "--lake", type=Path, metavar="DIR", help="shared folder of the large tables that Spark writes (docs/spark.md)"
    )
    _add_warehouse(command)

    command = _add(commands, "read", _read, "say what files tell, each source as a line of JSON, and build nothing")
    command.add_argument("paths", nargs="+", metavar="PATH", help="file, folder or glob")
    command.add_argument("--text", action="store_true", help="print the lines instead, as `source:line:text`")

    _add_warehouse(_add(commands, "status", _status, "say what the warehouse holds, how complete and how old it is"))
    _add_warehouse(_add(commands, "rejected", _rejected, "write the lines that were not understood as CSV"))

    command = _add(commands, "portion", _portion, "write a warehouse of some organisations only, to hand on")
    command.add_argument("organisations", nargs="+", metavar="ID", help=told("an organisation_id"))
    command.add_argument("--out", type=Path, required=True, metavar="FILE", help=told("the warehouse to write"))
    _add_warehouse(command)

    command = _add(commands, "backup", _backup, "put profiles, corrections and aliases into one file")
    command.add_argument("backup", type=Path, metavar="FILE", help=told("the zip archive to write"))
    command = _add(commands, "restore", _restore, "put a backup back; what is there and differs is never written over")
    command.add_argument("backup", type=Path, metavar="FILE", help=told("the zip archive to read"))

    command = _add(commands, "demo", _demo, "write synthetic profile pages, or a warehouse of them, marked as such")
    command.add_argument("--organisations", type=_positive, required=True, metavar="N")
    place = command.add_mutually_exclusive_group(required=True)
    place.add_argument("--out", type=Path, metavar="DIR", help=told("write pages into this folder"))
    filled = told("fill this warehouse, without pages: by the million")
    place.add_argument("--warehouse", type=Path, metavar="FILE", help=filled)
    command.add_argument("--seed", type=int, default=1, metavar="S", help="another seed, other pages (default: 1)")
    return parser


def _add(
    commands: argparse._SubParsersAction[ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
) -> ArgumentParser:
    text = told(text)
    command = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    command.add_argument("--lang", choices=list(LANGUAGES), help="language of what is said (default: the system's)")
    command.set_defaults(command=run)
    return command


def _add_warehouse(command: ArgumentParser) -> None:
    command.add_argument(
        "--warehouse", type=Path, default=WAREHOUSE, metavar="FILE", help=f"default: {_short(WAREHOUSE)}"
    )


def _short(path: Path) -> str:
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else str(path)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(told(f"{text} is not a positive number"))
    return number


def _build(options: argparse.Namespace) -> int:
    if options.dry_run:
        return _dry_run(options)
    summary = _built(options)
    say(_describe(summary, options.warehouse))
    return FAILED if options.strict and summary.rejected_lines else 0


def _built(options: argparse.Namespace) -> Summary:
    inputs = options.paths or [PROFILES]
    if options.engine == "spark":
        if not options.master:
            raise UsageError("`--engine spark` needs `--master URL`, the address of a cluster")
        from etl.spark import build_on_spark

        return build_on_spark(inputs, options.warehouse, options.master, options.lake)
    if options.master or options.lake:
        raise UsageError("`--master` and `--lake` are for `--engine spark`")
    return build(inputs, options.warehouse, PROGRESS[options.progress], full=options.full, add=options.add)


def _dry_run(options: argparse.Namespace) -> int:
    from etl.inputs import find_files
    from etl.understood import write_understood

    is_any_usable, rejected = write_understood(find_files(options.paths or [PROFILES]), sys.stdout)
    return 0 if is_any_usable and not (options.strict and rejected) else FAILED


def _read(options: argparse.Namespace) -> int:
    from etl.inputs import find_files
    from etl.told import write_lines, write_told

    (write_lines if options.text else write_told)(find_files(options.paths), sys.stdout)
    return 0


def _bar(files: Sequence[Path]) -> Iterable[Path]:
    """Show a bar if somebody is watching."""
    from tqdm import tqdm

    return tqdm(files, desc=told("Reading pages"), unit="page", disable=not sys.stderr.isatty(), file=sys.stderr)


def _lines(files: Sequence[Path]) -> Iterable[Path]:
    """Say `done/total` for a program that is watching, about once for each hundredth."""
    step = max(1, len(files) // 100)
    for done, file in enumerate(files):
        if done % step == 0:
            say(f"{done}/{len(files)}")
        yield file
    say(f"{len(files)}/{len(files)}")


PROGRESS: dict[str, Progress] = {"bar": _bar, "lines": _lines}


def _describe(summary: Summary, warehouse: Path) -> str:
    lines = [
        f"{_short(warehouse)} built in {summary.seconds:.1f} s",
        f"pages: {summary.pages}, organisations: {summary.organisations}, catalysts: {summary.catalysts}, "
        f"engagements: {summary.engagements}",
        f"files read: {summary.changes.read}, unchanged: {summary.changes.unchanged}, gone: {summary.changes.removed}",
        *_of_vanished(summary.vanished),
        f"catalysts captured: {summary.captured_catalysts} of {summary.declared_catalysts} declared",
        _of_rejected(summary.rejected_lines),
        *(summary.remarks if len(summary.remarks) > 1 else ()),
        *(f"check not met ({warning.bad_rows}): {_description(warning)}" for warning in summary.warnings),
    ]
    return "\n".join(lines)


def _description(check: Result) -> str:
    return check.description_fr if language() == "fr" else check.description


def _of_rejected(lines: int) -> str:
    return f"rejected lines: {lines} (see them with `python -m etl rejected`)" if lines else "rejected lines: 0"


def _of_vanished(gone: Vanished) -> Iterator[str]:
    if gone.engagements:
        yield (
            f"engagements that no file shows any more: {gone.engagements} (the first of {gone.path}, which is gone or "
            "has another content now; keep a former capture beside the new one, and its dates stay)"
        )


def _status(options: argparse.Namespace) -> int:
    print(plain("\n".join(status_lines(options.warehouse))))
    return 0


def _rejected(options: argparse.Namespace) -> int:
    if write_rejected(options.warehouse, sys.stdout):
        say(_LINES_OF_TEXT)
    return 0


_LINES_OF_TEXT = "lines of saved HTML are those of its text: `python -m etl read --text FILE` prints them"


def _portion(options: argparse.Namespace) -> int:
    from etl.portion import write_portion

    kept = write_portion(options.warehouse, options.organisations, options.out)
    say(f"{_short(options.out)}: organisations written: {kept}, asked for: {len({*options.organisations})}")
    return 0


def _backup(options: argparse.Namespace) -> int:
    from etl.backup import write_backup

    say(f"{_short(options.backup)}: files kept: {write_backup(DATA, options.backup)}")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from etl.backup import restore_backup

    restored, here = restore_backup(options.backup, DATA)
    say(f"{_short(DATA)}: files restored: {restored}, there already: {here}. Now run `python -m etl build`")
    return 0


def _demo(options: argparse.Namespace) -> int:
    if options.warehouse:
        return _demo_tables(options)
    from etl.demo import generate

    files = generate(options.out, options.organisations, options.seed)
    say(f"{options.out}: {files} synthetic pages of {options.organisations} organisations written")
    return 0


def _demo_tables(options: argparse.Namespace) -> int:
    from etl.demo_tables import fill_warehouse

    say(_describe(fill_warehouse(options.warehouse, options.organisations, options.seed), options.warehouse))
    return 0
