"""Texts that try something where they are read, shown or printed, and a warehouse that is made of all of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from etl.load import build
from tests.asking import page, row

ELSEWHERE = "https://elsewhere.example"
RUN = "window.pwned=1"
ESCAPE, BELL = "\x1b", "\x07"

PAYLOADS = {
    "script": f"<script>{RUN}</script><iframe src={ELSEWHERE}/frame></iframe>",
    "closing tags": f"</p></div></style></title></textarea><script>{RUN}</script>",
    "image": f"<img src={ELSEWHERE}/1.png onerror={RUN}>",
    "vector image": f"<svg onload={RUN}><image href={ELSEWHERE}/2.png /></svg>",
    "markup": f"<b>Bold</b> <a href='{ELSEWHERE}/a'>link</a>",
    "attribute": f'" onmouseover="{RUN}" x="',
    "entity": "&lt;u&gt; &#x3c;script&#x3e; &amp;",
    "markdown link": f"[link]({ELSEWHERE}/b) <{ELSEWHERE}/c>",
    "markdown image": f"![image]({ELSEWHERE}/3.png)",
    "markdown heading": "# Heading **bold** _slanted_ `code` ~~gone~~",
    "markdown list": "- 1. * > > quoted",
    "formula of TeX": r"$\int_0^1 x\,dx$ $$\frac{1}{2}$$",
    "colour": ":red[red] :blue-background[blue] :rainbow[rainbow]",
    "icon": ":material/delete: :streamlit: :smile:",
    "address that runs": f"[run](javascript:{RUN}) javascript:{RUN}",
    "address of data": f"data:text/html,<script>{RUN}</script>",
    "formula": f'=HYPERLINK("{ELSEWHERE}/d","x")',
    "formula with plus": "+1+cmd!A0",
    "formula with minus": "-2+3+cmd!A0",
    "formula with at": "@SUM(1+1)",
    "formula of full width": "＝1+1",
    "formula behind a tab": "\t=1+1",
    "formula behind a return": "a\r=1+1",
    "formula behind nothing": "\u200b=1+1",
    "override": "\u202egnp.exe\u202c",
    "isolate": "\u2066\u2067reversed\u2069",
    "marks of direction": "left\u200eright\u200fother\u061c",
    "without width": "AD\u200bE\u2060M\ufeffE",
    "joined by nothing": "AD\u200dE\u200cMES",
    "soft hyphens": "Minis\u00adtère mou",
    "tags": "Flag\U000e0041\U000e007f",
    "long": "Long name " * 1_000,
    "without a break": "N" * 10_000,
    "pile of accents": "Z" + "\u0335\u0301\u0327" * 200 + "algo",
    "colours of a terminal": f"{ESCAPE}[31mred{ESCAPE}[0m{ESCAPE}[2J{ESCAPE}[1A",
    "link of a terminal": f"{ESCAPE}]8;;{ELSEWHERE}/e{ESCAPE}\\link{ESCAPE}]8;;{ESCAPE}\\",
    "title of a terminal": f"{ESCAPE}]0;title{BELL}",
    "controls": "a\x01b\x08c\x0bd\x0ce\x7ff",
    "further controls": "a\x9b31mb\x85c\x90d",
    "ends of lines": "a\u2028b\u2029c",
    "nothing": "nul\x00nul",
    "half a character": "half \ud800 a",
    "quotation marks of SQL": "'; drop table organisation; --",
    "placeholders": "%s %d %(name)s {} {0} {name} {0.__class__} {{7*7}} ${x}",
    "words of plotly": "%{x} %{y:.2f}<br><i>i</i><extra></extra>",
    "path": "../../etc/passwd",
}

ORGANISATION = "777"
"""The one that has everything; the others have a payload each."""

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What no terminal and no reader of names may meet. A line feed is none of it, nor is a tab."""


def _in_page(text: str) -> str:
    """As much of a payload as a line of a page can hold."""
    return re.sub(r"[\r\n|]", " ", text).encode("utf-8", "replace").decode()


def _quoted(text: str) -> str:
    """`text` in YAML's single quotes, without what YAML does not read."""
    return "'" + re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "", text).replace("'", "''") + "'"


def profile() -> str:
    """A page whose name, relation types, catalysts, sectors, tags and city are payloads."""
    words = [_in_page(text) for text in PAYLOADS.values()]
    rows = [
        row(f"{text} Network", f"{text[:60]} {day % 28 + 1} Mar 202{day % 5}", sectors="Banking" if day % 3 else "")
        for day, text in enumerate(words)
    ]
    short = [text for text in words if len(text) < 100]
    tags = ", ".join(text.replace(",", " ") for text in short)
    text = page(*rows, declared=90, captured_on="2025-01-31", name=_quoted(" ".join(words)))
    place = f"Location\n1 Rue {short[0]}, 75014 {short[2]}, France\n{short[2]}\nFrance\n"
    head = f"Activities\n{short[1]}\nEntity types\n{short[0]}\n{place}SIREN\n"
    return text.replace("SIREN\n", head, 1).replace(
        "2 months ago\n", f"2 months ago\n{' '.join(short)}\n{short[4]} and the rest of it.\n{tags}\n", 1
    )


def table() -> str:
    """A table, as JSON, of an organisation for each payload, with a column of that name besides."""
    return json.dumps(
        [
            {
                "organisation_id": str(9000 + number),
                "organisation": text,
                "city": text,
                "postcode": "75014",
                "country": "France",
                "catalyst": f"{text} Fund",
                "sectors": text,
                "relation_type": text[:200],
                "date": f"2024-05-{number % 28 + 1:02}" if number else "2024-02-31",
                f"{name} {text[:300]}": text[:50],
            }
            for number, (name, text) in enumerate(PAYLOADS.items())
        ]
    )


FILE_NAMES = (
    f"{ORGANISATION}-[link]({ELSEWHERE.replace('/', ':')})-**b**-<img src=x onerror={RUN}>.txt",
    f"rejected-\u202egnp{ESCAPE}[31m$x$\x07-='.json",
)


def write(folder: Path) -> None:
    """Put a page and a table of hostile texts, under hostile names, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE_NAMES[0]).write_bytes(profile().encode("utf-8", "replace"))
    (folder / FILE_NAMES[1]).write_text(table(), encoding="ascii")


def built(folder: Path) -> Path:
    """Build the warehouse of all hostile texts: `warehouse.duckdb` in `folder`, which becomes a data folder."""
    write(folder / "profiles")
    build([folder / "profiles"], folder / "warehouse.duckdb")
    return folder / "warehouse.duckdb"
