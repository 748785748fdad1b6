"""Pages of a table that were never captured are named in a sentence."""

from __future__ import annotations

from pathlib import Path

from analytics import i18n
from analytics.frame import records
from analytics.summary import MISSING_PAGES, missing_pages_sentence
from tests.asking import ask


def test_the_real_page_misses_one_with_four_catalysts(real_warehouse: Path) -> None:
    missing = records(ask(real_warehouse, "data_missing_pages"))
    name = "Association des Centres culturels de rencontre"
    assert missing_pages_sentence(missing) == f"Page 2 of {name}: 4 catalysts not captured."
    with i18n.use("fr"):
        assert missing_pages_sentence(missing) == f"Page 2 de {name}\u00a0: 4 catalyseurs non capturés."


def test_many_are_counted(demo_warehouse: Path, empty_warehouse: Path) -> None:
    missing = records(ask(demo_warehouse, "data_missing_pages"))
    words = missing_pages_sentence(missing[: MISSING_PAGES + 1])
    assert words.count("not captured.") == MISSING_PAGES
    assert words.endswith(f"{len(missing) - MISSING_PAGES} more pages are missing.")
    assert missing_pages_sentence([]) == ""
