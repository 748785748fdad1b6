"""Text in the cells of a spreadsheet, wherever a CSV is written."""

from __future__ import annotations

import re

from etl.unseen import with_unseen_spelt

_FORMULA = re.compile(
    r"""
    (?:\A | (?<=[;\r\n]))      # a semicolon starts a new cell where the comma is the decimal sign, as in French Excel
    (?=
        [\s\ufeff\u200b-\u200d\u2060]*         # spaces and marks that a spreadsheet may skip
        [=+\-@\uff1d\uff0b\uff0d\uff20\u2212]  # also full width, and the typographic minus
      | \A[\t\r\n]
    )""",
    re.VERBOSE,
)


def safe_cell(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula, and spell out what nobody sees.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    return with_unseen_spelt(_FORMULA.sub("'", text))
