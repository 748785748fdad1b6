"""What do I take to the meeting?"""

from __future__ import annotations

import streamlit as st

from analytics.i18n import _
from analytics.summary import overview_sentence
from pages import _asking, _tables, _ui
from pages._png import report_button

view = _asking.view()
_ui.header(_("What do I take to the meeting?"), overview_sentence(view))
_ui.stop_if_empty()

report = _asking.report()
with st.container(border=True, key="report"):
    _ui.heading(report.title)
    contents = _(
        "One archive: a page of HTML that needs no network, with every chart, its table and the rows behind it; "
        "each chart as an image; and a digest in Markdown."
    )
    _ui.text(contents)
    report_button("report-zip", report, {**_ui.png_labels(), "label": _("Report (zip)"), "tooltip": ""})
for answer in report.answers:
    st.header(answer.title, anchor=False)
    _ui.text(answer.insight, "insight")
_ui.text(_("The same from the command line: python -m analytics report --out DIR"), "quiet")
_tables.rows_behind()
