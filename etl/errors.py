"""Everything that can go wrong and that a user can act on.

    CatalystAtlasError
    ├── UsageError              wrong words on the command line or in an address      exit code 2
    ├── SourceError             an input file or folder that cannot be used           exit code 1
    ├── BuildError              the new warehouse is not fit to be published          exit code 1
    ├── WarehouseError          a warehouse that is missing, busy or of another version  exit code 1
    ├── LimitError              a question that takes more than one may have         exit code 1
    └── RenderError             a file that cannot be made here                       exit code 1

Each message says what happened, where, and what to do.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from etl.i18n import told
from etl.unseen import with_unseen_spelt


class CatalystAtlasError(Exception):
    exit_code = 1


class UsageError(CatalystAtlasError):
    exit_code = 2


class SourceError(CatalystAtlasError):
    pass


class BuildError(CatalystAtlasError):
    pass


class WarehouseError(CatalystAtlasError):
    pass


class LimitError(CatalystAtlasError):
    pass


class RenderError(CatalystAtlasError):
    pass


INTERRUPTED = 130  # 128 + SIGINT, as shells count


def say(words: str) -> None:
    """Write words to people on stderr, in their language: stdout is for data."""
    sys.stderr.write(f"{plain(words)}\n")


def plain(words: str) -> str:
    """`words` in the language of people, with nothing in them that a terminal would obey."""
    return with_unseen_spelt(told(words))


def reported(command: Callable[[], int]) -> int:
    """Run a command of a command line and return its exit code; what stops it is said in a line, not a traceback."""
    try:
        code = command()
        sys.stdout.flush()  # here, where a broken pipe can still be caught
    except BrokenPipeError:  # whoever read our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except CatalystAtlasError as error:
        say(f"error: {error}")
        return error.exit_code
    return code
