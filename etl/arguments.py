"""Command lines that speak the language of whoever runs them: our words, and those of argparse itself."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from etl.i18n import LANGUAGES, catalogue_of_sentences, language, of_environment, told, use
from etl.unseen import with_unseen_spelt

OF_ARGPARSE = (
    "usage: ",
    "positional arguments",
    "options",
    "show this help message and exit",
    "%(prog)s: error: %(message)s\n",
    "argument %(argument_name)s: %(message)s",
    "the following arguments are required: %s",
    "one of the arguments %s is required",
    "not allowed with argument %s",
    "unrecognized arguments: %s",
    "invalid choice: %(value)r (choose from %(choices)s)",
    "invalid %(type)s value: %(value)r",
    "expected one argument",
    "expected at least one argument",
    "ignored explicit argument %r",
    "ambiguous option: %(option)s could match %(matches)s",
)
"""What argparse says to people who use a command line; it has more to say to those who write one."""


@contextmanager
def speaking(arguments: Sequence[str] | None) -> Iterator[None]:
    """Speak the language of `--lang`, which has to be known before the rest is read, or that of the environment.

    `arguments`: those of the command line, or None for this program's own.
    """
    reader = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    reader.add_argument("--lang", choices=list(LANGUAGES))
    try:
        given = reader.parse_known_args(arguments)[0].lang
    except argparse.ArgumentError:  # which the parser of the command says better
        given = None
    # argparse takes its words from here; otherwise it would look for compiled catalogues of the whole process.
    vars(argparse)["_"] = lambda words: catalogue_of_sentences(language()).gettext(words)
    with use(given or of_environment(os.environ)):
        yield


class ArgumentParser(argparse.ArgumentParser):
    """Tells its help in the language that is spoken when it is made."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**_in_words(options, "description"))

    def add_argument(self, *names: Any, **options: Any) -> argparse.Action:
        return super().add_argument(*names, **_in_words(options, "help"))

    def _print_message(self, message: str, file: Any = None) -> None:
        """Say it without what a terminal would obey: it repeats what was given."""
        super()._print_message(with_unseen_spelt(message or ""), file)


def _in_words(options: dict[str, Any], name: str) -> dict[str, Any]:
    return {**options, name: told(options[name])} if options.get(name) else options
