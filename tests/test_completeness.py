"""How complete a chart is, of when, and how it counts goes wherever the chart goes: image, CSV, sentence."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from analytics import i18n
from analytics.charts import CHARTS
from tests.asking import answer

COVERAGE = {"en": "10 of 14 catalysts captured.", "fr": "Catalyseurs capturés\u00a0: 10 sur 14."}
CAPTURE = {
    "en": "Captured 28 Feb 2025 at the earliest (inferred from the newest date on the page).",
    "fr": "Capture\u00a0: 28 févr. 2025 au plus tôt (d’après la date la plus récente de la page).",
}
CAUTION = {
    "en": "Only 71% of the announced catalysts are captured: averages and rankings may change.",
    "fr": "Seuls 71\u00a0% des catalyseurs annoncés sont capturés\u00a0: moyennes et classements peuvent changer.",
}
SURE = {"regions_involvement", "data_coverage"}
"""Charts that neither rank nor average."""
SPLIT = {
    "en": "A catalyst of several sectors counts as one, split equally between them.",
    "fr": "Un catalyseur de plusieurs secteurs compte pour un, réparti également entre eux.",
}


def cases() -> Iterator[tuple[str, str, str]]:
    for name, chart in CHARTS.items():
        for counting in chart.choices["counting"].options if "counting" in chart.choices else ("",):
            for language in i18n.LANGUAGES:
                yield name, counting, language


@pytest.mark.parametrize(("name", "counting", "language"), list(cases()))
def test_every_chart_says_it_in_its_image_its_csv_and_its_sentence(
    real_warehouse: Path, name: str, counting: str, language: str
) -> None:
    with i18n.use(language):
        shown = answer(real_warehouse, name, {"counting": counting} if counting else {}, period="2010-01-01:")
        image, alt, caution = shown.png, shown.alt, "" if name in SURE else CAUTION[language]
        rows = list(csv.DictReader(io.StringIO(shown.csv().decode("utf-8-sig"))))
    told = SPLIT[language] if counting == "split" else shown_counting(name, language)
    texts = image["metadata"]
    if len(shown.frame):
        assert image["caution"] == caution
        assert caution in texts["Insight"]
        assert caution in alt
    if not shown.is_empty:
        assert image["insight"]
        assert image["insight"] in alt
    assert image["insight"] in texts["Insight"]
    for sentence in (told, COVERAGE[language], CAPTURE[language]):
        assert sentence in image["caption"]
        assert sentence in alt
    assert (texts["Counting"], texts["Coverage"], texts["Capture"]) == (told, COVERAGE[language], CAPTURE[language])
    address = parse_qs(texts["Filters"])
    assert (address["period"], address["lang"]) == (["2010-01-01:"], [language])
    assert address.get("counting", ["whole"]) == [counting or "whole"]
    assert len(rows) == len(shown.frame)
    for row in rows:
        assert (row["counting"], row["coverage"], row["capture"]) == (told, COVERAGE[language], CAPTURE[language])
        assert row["caution"] == CAUTION[language]
        assert row["choices"] == texts["Choices"]


def shown_counting(name: str, language: str) -> str:
    counting = CHARTS[name].counting
    with i18n.use(language):
        return i18n._(counting if isinstance(counting, str) else counting["whole"])


def test_no_two_ways_of_counting_say_the_same() -> None:
    for chart in CHARTS.values():
        if "counting" in chart.choices:
            assert isinstance(chart.counting, dict)
            assert chart.counting.keys() == chart.choices["counting"].options.keys()
            assert len(set(chart.counting.values())) == len(chart.counting)
        else:
            assert isinstance(chart.counting, str)
            assert chart.counting


def test_an_image_says_which_choices_it_was_made_with(real_warehouse: Path) -> None:
    shown = answer(real_warehouse, "sectors_mix", {"level": "sector", "counting": "split"}, region="11")
    assert parse_qs(shown.png["metadata"]["Filters"]) == {
        "region": ["11"], "level": ["sector"], "counting": ["split"], "lang": ["en"],
    }  # fmt: skip
    assert shown.png["metadata"]["Choices"] == "Detail: Sectors; A catalyst of several sectors counts: Split equally"
    assert json.loads(shown.png["figure"])["data"]
