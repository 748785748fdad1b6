"""Pages whose labels stand as they nearly always do are looked at as a whole: it comes to the same as line by line."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl.decode import split_lines
from etl.demo import draw_organisation
from etl.demo_page import LABELS, Labels, page_text
from etl.front_matter import read_front_matter
from etl.page.facts import Facts
from etl.page.ledger import Ledger
from etl.page.reader import read_page
from etl.page.usual_top import read_usual_top

MARKERS = ["[Automatic translation follows]", "[Automatic translation follows] ", "[traduction automatique]", "[sic]"]
ROWS = [
    "Catalyst | Type | Tweets | Articles | |\n",
    "---|---|---|---|---|\n",
    "![]() | Eurocities | Other 6 Nov 2024 | | |\n",
]
ODD = [
    *("", " ", "\u00a0", "\n", "\n\n", "\r\n", "\r", "\u2028", "\x0c", "\u200b", ".", "!", "x", "é", "e\u0301", "“”"),
    *("|", "**", "# ", "SIREN", "siren", "EMPLOYEES", "Employés / ", "Effectifs", "Types", " d'entité", "Réseau", "R"),
    *("Éch", "Social", "Activities", "Activité(s)", "Catalyst engaged", "Added on Motherbase", "Scale: ", "2024", "7."),
    *("et 3 mois", " 2 mois", ", 2 months ago", "un mois", "4 years ago", "yesterday", "[a](b)", "![Logo](a.png)"),
    *("word " * 30, "word " * 5 + "end.", "Paris, Lyon, and Nice", "Le réseau de la ville", "Activités culturelles"),
    *("1,000", "10,001+", "9-2", "784 244 295", "784244296", "99999999999", "Arts.", "(x)", "LOCALISATION\n", *MARKERS),
]


def one_of(*written: str) -> st.SearchStrategy[str]:
    return st.sampled_from(written)


@st.composite
def parts_of(draw: st.DrawFn, labels: Labels) -> list[str]:
    """A page as nearly all are, in pieces, in the order in which they stand."""
    return [
        *(labels.social, "\n", draw(one_of("430 3,914", "12.4K 3M", "1,587", ""))),
        *(labels.activities, "\n", draw(one_of("Festivals, Training", "Research", "", "Art & design"))),
        *(labels.entity_types, "\n", draw(one_of("Association", "", "Company; Cooperative"))),
        *(labels.location, "\n", draw(one_of("38 rue X, 75014 Paris, France\n", "5 rue Y, 2000 Neuchâtel, Suisse\n"))),
        *(draw(one_of("Paris\n", "Saint-Denis\n", "")), draw(one_of("France\n", ""))),
        *(labels.employees, "\n", labels.scale, draw(one_of("2-10", "8", "500+")), "\n"),
        *(labels.estimated, draw(one_of("8", "12")), "\n"),
        *("SIREN", "\n", draw(one_of("784244295", ""))),
        *(labels.engaged, "\n", draw(one_of("14", "0", ""))),
        *(labels.added, "\n", draw(one_of("4 years, 2 months ago", "il y a 7 ans", "il y a 1 an, 1 mois", "today"))),
        *(draw(one_of("", *MARKERS[:3])), draw(one_of("A place for the arts", "Un lieu pour les arts")), "\n"),
        *(
            draw(one_of("It is of the town.\n", "Il est de la ville.\n", "")),
            draw(one_of("Arts, Design, and Music\n", "")),
        ),
        *(draw(one_of("", "Un autre texte de la ville\n", f"{MARKERS[0]}\n")), *ROWS),
    ]


@st.composite
def near_usual_pages(draw: st.DrawFn) -> str:
    """A page as nearly all are, but for a few pieces that are missing, doubled, moved, odd or cut off."""
    parts = draw(st.sampled_from([*LABELS.values()]).flatmap(parts_of))
    changes = st.sampled_from(["drop", "double", "move", "put in", "put in its place", "cut off"])
    for change in draw(st.lists(changes, max_size=2)):
        place, other = (draw(st.integers(0, len(parts) - 1)) for _ in range(2))
        match change:
            case "drop":
                parts[place] = ""
            case "double":
                parts.insert(place, parts[place])
            case "move":
                parts.insert(other, parts.pop(place))
            case "put in":
                parts.insert(place, draw(st.sampled_from(ODD)))
            case "put in its place":
                parts[place] = draw(st.sampled_from(ODD))
            case _:
                parts = parts[: place + 1]
    text = "".join(parts)
    return draw(st.sampled_from([text, text, text, text.replace("\n", "\r\n"), text.replace(" ", "\u00a0")]))


def understood(text: str) -> tuple[Facts, list[tuple[int, str]], list[str]]:
    """What is read of a page, what is rejected, and the state of each line."""
    ledger = Ledger(split_lines(text))
    facts = read_page(ledger, read_front_matter(ledger.lines).end)
    rejected = {number for number, _ in ledger.rejections}
    numbers = range(1, len(ledger.lines) + 1)
    states = ["rejected" if n in rejected else "ignored" if ledger.is_ignored(n) else "parsed" for n in numbers]
    assert ledger.counts() == (len(numbers), *map(states.count, ("parsed", "ignored", "rejected")))
    return facts, ledger.rejections, states


def understood_line_by_line(text: str) -> tuple[Facts, list[tuple[int, str]], list[str]]:
    with patch("etl.page.reader.read_usual_top", lambda _: None):
        return understood(text)


@settings(max_examples=400)
@given(near_usual_pages())
@example("Activities\nEntity types\nLocation\nParis\nAdded in Motherbase\nil y a 7 ansUn mois de danse\n")
@example(
    "Activities\nEntity types\nLocation\n[Automatic translation follows] x\nAdded in Motherbase\n1 year ago A place\n"
)
@example("Activities\nEntity types\nLocation\nEMPLOYEES\nAdded in Motherbase\n1 year ago A place\n")
@example("Activities\nEntity types\nLocation\nParis\nAdded in Motherbase\n1 year agoA place\nb\nc\nSIREN\n784244295\n")
@example(
    "Activities\nEntity types\nLocation\nParis\nAdded in Motherbase\n1 year ago[Automatic translation follows]\n\nx"
)
@example(
    "Activities\nEntity types\nLocation\nParis\nAdded in Motherbase\n1 year agoA[Automatic translation follows]b\nx"
)
def test_a_usual_page_is_read_as_any_is(text: str) -> None:
    assert understood(text) == understood_line_by_line(text)


def test_pages_that_share_what_is_above_their_tables_share_no_rows() -> None:
    text = "Activities\nEntity types\nLocation\nParis\nAdded in Motherbase\n1 year agoA place\n"
    pages = [understood(f"{text}![]() | {name} | Other 2024 | | |")[0] for name in ("Eurocities", "Ademe")]
    assert [[row.text for row in page.rows] for page in pages] == [["Eurocities"], ["Ademe"]]


def test_almost_every_page_is_usual_above_its_table() -> None:
    pages = [page_text(draw_organisation(number), 1) for number in range(300)]
    with patch("etl.page.reader.read_usual_top", wraps=read_usual_top) as read:
        for page in pages:
            understood(page)
    assert read.call_count == len(pages)
    assert sum(read_usual_top(call.args[0]) is not None for call in read.call_args_list) > 0.95 * len(pages)
