"""Synthetic profile pages, for trying the dashboard on thousands of organisations and for measuring it.

Each organisation is drawn from its own random stream, seeded with (seed, its number): the first N stay the same when
more are asked for, and memory does not grow with N. What is wrong with a page is planted at the rates in `DIRT`. Of
some organisations there is an earlier capture too, in the folder `EARLIER`: what their pages showed half a year
before, or more. `etl.demo_tables` draws the same kind of organisations by the million, without pages.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from etl.demo_names import Catalyst, City, Weighted, cities, draw_catalysts, words
from etl.demo_page import (
    ROWS_PER_PAGE,
    Description,
    Language,
    Organisation,
    Precision,
    Row,
    Trace,
    page_text,
)
from etl.errors import SourceError, UsageError

FIRST_ID = 1_000_000
FIRST_DAY = date(2018, 1, 1)
FIRST_CAPTURE, LAST_CAPTURE = date(2025, 1, 1), date(2025, 6, 30)
CAPTURE_DAYS = (LAST_CAPTURE - FIRST_CAPTURE).days + 1
EARLIER = "earlier"
EARLIER_SHARE = 0.12
EARLIER_DAYS = (180, 540)
"""How long before the capture the earlier one was, at least and at most."""

NONE_SHARE = 1 / 30
DECLARED = {"median": 5.05, "spread": 1.0, "most": 60}
TRACES = {"median": 1.2, "spread": 1.2, "most": 80}
"""Catalysts of an organisation, and dates of one of them on top of the first: log-normal, a few having very many."""
MOST_ENGAGEMENTS = 400
"""Of one organisation."""

DIRT = {"impossible_date": 0.004, "broken_row": 0.003, "wrong_siren": 0.01}
"""Share of rows, rows and organisations."""

RELATIONS = Weighted.of(["Other", "Event", "Partnership", "Funding", "Award", "Client"], [70, 10, 8, 6, 3, 3])
PRECISIONS: Weighted[Precision] = Weighted.of(["day", "month", "year"], [96, 3, 1])
LANGUAGES: Weighted[Language] = Weighted.of(["en", "fr"], [80, 20])
SCALES = Weighted.of([(2, 10), (11, 50), (51, 200), (201, 500), (501, 1000)], [60, 26, 10, 3, 1])
ENCODINGS = Weighted.of(["utf-8", "utf-8-sig", "windows-1252"], [98, 1, 1])
NEWLINES = Weighted.of(["\n", "\r\n"], [98, 2])


def generate(out: Path, organisations: int, seed: int = 1) -> int:
    """Write the pages of `organisations` synthetic organisations into the folder `out`; how many files were written.

    The same (organisations, seed) gives the same bytes. Files of the same name are overwritten, others left alone.
    Raises UsageError for a negative number, SourceError where `out` cannot be written.
    """
    if organisations < 0:
        raise UsageError(f"--organisations {organisations}: give a number of 0 or more.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        return sum(_write_captures(out, index, seed) for index in range(organisations))
    except OSError as error:
        raise SourceError(
            f"{out}: synthetic pages cannot be written here ({error.strerror}); choose another --out."
        ) from error


def _write_captures(out: Path, index: int, seed: int) -> int:
    organisation = draw_organisation(index, seed)
    rng = _stream(seed, index, "file")
    written = _write_pages(out, organisation, rng)
    if earlier := earlier_capture(organisation, _stream(seed, index, "earlier")):
        (out / EARLIER).mkdir(exist_ok=True)
        written += _write_pages(out / EARLIER, earlier, rng)
    return written


def _write_pages(out: Path, organisation: Organisation, rng: Random) -> int:
    encoding, newline = ENCODINGS.draw(rng), NEWLINES.draw(rng)
    stem = f"{organisation.organisation_id}-{organisation.slug}"
    for page in range(1, organisation.pages + 1):
        name = f"{stem}.page{page}.txt" if page > 1 else f"{stem}.txt"
        (out / name).write_text(page_text(organisation, page), encoding=encoding, newline=newline)
    return organisation.pages


def _stream(*key: object) -> Random:
    return Random(":".join(map(str, key)))  # noqa: S311 - repeatable on purpose, nothing secret


def draw_organisation(index: int, seed: int = 1) -> Organisation:
    """What the organisation of this number is like: all that its pages say, dirt included."""
    rng = _stream(seed, index)
    city = cities().draw(rng)
    theme = rng.choice(words()["themes"])
    name = f"{rng.choice(words()['heads'])} {theme['of']} {rng.choice(words()['places'])}"
    language = LANGUAGES.draw(rng)
    captured_on = FIRST_CAPTURE + timedelta(days=rng.randrange(CAPTURE_DAYS))
    declared = _declared(rng)
    catalysts = draw_catalysts(rng, city, _captured(rng, declared))
    scale = SCALES.draw(rng) if rng.random() < 0.9 else None
    return Organisation(
        organisation_id=FIRST_ID + index,
        name=name,
        slug=slug_of(name),
        language=language,
        captured_on=captured_on,
        social_counts=_social_counts(rng),
        activities=tuple(rng.sample(words()["activities"], rng.choice([0, 0, 1, 2, 3]))),
        entity_type=rng.choice(words()["entity_types"]) if rng.random() < 0.5 else None,
        city=city,
        street=f"{rng.randint(1, 120)} {rng.choice(words()['streets'])}",
        postcode=rng.choice(city.postcodes),
        scale=scale,
        estimated=rng.randint(*scale) if scale else 0,
        siren=_siren(rng, index, seed) if rng.random() < 0.92 else None,
        declared=declared,
        added_months_ago=rng.randint(1, 84),
        descriptions=_descriptions(rng, name, theme, city, language),
        rows=tuple(_rows(rng, catalysts, captured_on)),
    )


def earlier_capture(organisation: Organisation, rng: Random) -> Organisation | None:
    """What its pages showed before, without the dirt, if there is such a capture: nothing on them was dated later."""
    if rng.random() >= EARLIER_SHARE:
        return None
    captured_on = organisation.captured_on - timedelta(days=rng.randint(*EARLIER_DAYS))
    rows = [_as_of(row, captured_on) for row in organisation.rows if not row.is_broken]
    seen = tuple(row for row in rows if row.traces)
    return replace(organisation, captured_on=captured_on, rows=seen, declared=len(seen))


def _as_of(row: Row, day: date) -> Row:
    # A month or year that had begun may have been written for what came later.
    traces = tuple(trace for trace in row.traces if trace.precision == "day" and trace.on <= day)
    return replace(row, traces=traces, tweets=None, articles=None)


def slug_of(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.lower().replace("œ", "oe")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded.replace("'", "-")).strip("-")


def _declared(rng: Random) -> int:
    """How many catalysts the page declares: 0 for one in thirty, otherwise long-tailed with a mean near 8."""
    return 0 if rng.random() < NONE_SHARE else max(1, _long_tailed(rng, **DECLARED))


def _long_tailed(rng: Random, median: float, spread: float, most: float) -> int:
    return min(int(most), round(rng.lognormvariate(math.log(median), spread)))


def _captured(rng: Random, declared: int) -> int:
    """How many of them the saved pages show: whole pages are missing, or a few rows of the only page."""
    if declared > ROWS_PER_PAGE and rng.random() < 0.75:
        return ROWS_PER_PAGE * rng.randint(1, (declared - 1) // ROWS_PER_PAGE)
    if 1 < declared <= ROWS_PER_PAGE and rng.random() < 0.18:
        return declared - rng.randint(1, declared // 2)
    return declared


def _rows(rng: Random, catalysts: list[Catalyst], captured_on: date) -> Iterator[Row]:
    """One for each catalyst, with fewer and fewer dates where the organisation would have too many."""
    left = MOST_ENGAGEMENTS - 4 * len(catalysts)  # four of each may be left: its first date, dirt, a tweet, an article
    for catalyst in catalysts:
        more = min(left, _long_tailed(rng, **TRACES))
        left -= more
        yield _row(rng, catalyst, captured_on, 1 + more)


def _row(rng: Random, catalyst: Catalyst, captured_on: date, dates: int) -> Row:
    traces = [_trace(rng, captured_on) for _ in range(dates)]
    if rng.random() < DIRT["impossible_date"]:
        traces.append(Trace(traces[0].on, "impossible"))
    return Row(
        catalyst=catalyst,
        relation=RELATIONS.draw(rng),
        traces=tuple(sorted(set(traces))),
        tweets=_channel(rng, captured_on),
        articles=_channel(rng, captured_on),
        is_broken=rng.random() < DIRT["broken_row"],
    )


def _trace(rng: Random, captured_on: date) -> Trace:
    """A day, month or year between 2018 and the capture, half of them in the last quarter of that time."""
    age = (captured_on - FIRST_DAY).days * rng.random() ** 2
    on = captured_on - timedelta(days=int(age))
    precision = PRECISIONS.draw(rng)
    starts = {"day": on, "month": on.replace(day=1), "year": on.replace(month=1, day=1)}
    return Trace(starts[precision], precision)


def _channel(rng: Random, captured_on: date) -> Trace | int | None:
    """Tweets and articles are usually empty; otherwise a number, or the date of one (a bare year would be a number)."""
    trace = _trace(rng, captured_on)
    return rng.choices([None, rng.randint(1, 40), None if trace.precision == "year" else trace], [94, 3, 3])[0]


def _social_counts(rng: Random) -> tuple[str, ...]:
    """Follower counts of up to four unnamed networks, as pages write them: `430`, `3,914`, `12.4K`."""
    counts = (round(rng.lognormvariate(7, 1.6)) for _ in range(rng.choice([0, 1, 2, 2, 3, 4])))
    return tuple(f"{count / 1000:.1f}K" if count >= 10_000 else f"{count:,}" for count in counts)


def _siren(rng: Random, index: int, seed: int) -> str:
    """Eight digits that differ between organisations, and the Luhn digit, or a wrong one where dirt is planted."""
    base = f"{80_000_000 + (seed + index) * 7_368_787 % 19_999_999}"
    wrong_by = rng.randint(1, 9) if rng.random() < DIRT["wrong_siren"] else 0
    return base + str((luhn_digit(base) + wrong_by) % 10)


def luhn_digit(base: str) -> int:
    """The last digit that makes the Luhn sum of `base` and itself a multiple of 10."""
    doubled = (int(digit) * (2 - position % 2) for position, digit in enumerate(reversed(base)))
    return -sum(value - 9 * (value > 9) for value in doubled) % 10


def _descriptions(rng: Random, name: str, theme: dict[str, str], city: City, page: Language) -> tuple[Description, ...]:
    """French, and on an English page its translation first."""
    tags: list[list[str]] = rng.sample(words()["tags"], rng.randint(3, 6))
    facts = {"name": name, "city": city.city, "year": rng.randint(1972, 2023), "members": rng.randint(5, 90)}

    def written(language: Language, tag_names: list[str]) -> Description:
        tagline, *paragraphs = (
            text.format(theme=theme[language], **facts) for text in words()["descriptions"][language]
        )
        return Description(language == "en", tagline, tuple(paragraphs), tuple(tag_names))

    french = written("fr", [french for french, _ in tags])
    english = written("en", [english for _, english in tags])
    return (english, french) if page == "en" else (french,)
