"""Where does this come from, what is missing, and can it be trusted?"""

from __future__ import annotations

import datetime as dt

from analytics.frame import records
from analytics.i18n import _
from analytics.summary import data_sentence, missing_pages_sentence
from pages import _asking, _tables, _ui

(summary,) = records(_asking.ask("data_summary"))
_ui.header(
    _("Where does this come from?"),
    data_sentence(summary, dt.date.today()),
)

_ui.card("data_coverage")
if missing := missing_pages_sentence(records(_asking.ask("data_missing_pages"))):
    _ui.text(missing, "notice")
_tables.table(
    "data_missing_pages",
    _("Pages not captured"),
    ("organisation", "slug", "page_number", "missing_catalysts"),
    nothing=_("Every page of every catalyst table was captured."),
)
_tables.table(
    "data_rejected",
    _("Rejected lines"),
    ("file", "line", "reason", "raw_text"),
    nothing=_("No line was rejected."),
)
_tables.table(
    "data_sources",
    _("Sources"),
    ("file", "organisation", "page_number", "captured_on", "captured_on_is_inferred", "format", "encoding", "layout",
     "line_count", "parsed_lines", "ignored_lines", "rejected_lines"),
    nothing=_("No page has been read yet."),
)  # fmt: skip
_tables.table(
    "data_notes",
    _("How files were read"),
    ("remark", "words", "file"),
    nothing=_("Nothing had to be guessed or left out."),
)
_tables.table(
    "data_overrides",
    _("Corrections by people"),
    ("outcome", "what", "old", "new", "who", "why", "said_on", "reason", "line", "file"),
    nothing=_("Nobody has corrected anything. Corrections are lines of `data/overrides.csv`."),
)
_tables.table(
    "data_conflicts",
    _("Organisations that may be one"),
    ("conflict", "identifier", "kept_apart", "files"),
    nothing=_("No identifier is shared by several organisations."),
)
_tables.table(
    "data_joined",
    _("Rows that a name alone led to an organisation"),
    ("name", "organisation", "organisation_id", "files"),
    nothing=_("No organisation was told by its name alone."),
)
_tables.table(
    "data_checks",
    _("Checks of the build"),
    ("check_name", "description", "severity", "bad_rows", "sample"),
)
_tables.rows_behind()
