"""The text of a profile page, however it was saved, to its raw page."""

from __future__ import annotations

from etl.decode import split_lines
from etl.filenames import platform_id_in, read_file_name
from etl.formats.origin import Origin
from etl.front_matter import FrontMatter, read_front_matter
from etl.page.facts import Facts
from etl.page.ledger import Ledger
from etl.page.naming import name_in, readable
from etl.page.reader import read_page
from etl.raw_page import RawPage


def page_of(text: str, origin: Origin, url: str | None = None) -> RawPage:
    """Read text; `url` is the address it was saved from, where the file and not the text says so."""
    ledger = Ledger(split_lines(text))
    front = read_front_matter(ledger.lines)
    _account_for_front_matter(ledger, front)
    facts = read_page(ledger, front.end)
    front.url = front.url or url
    file_name = read_file_name(origin.path)
    stated_on = front.captured_on or file_name.captured_on
    name, name_source = _name(front, facts, file_name.slug)
    return RawPage(
        source_id=origin.source_id,
        path=origin.shown,
        sha256=origin.sha256,
        format=origin.format,
        encoding=origin.encoding,
        platform_id=file_name.platform_id or platform_id_in(front.url),
        slug=file_name.slug,
        page_number=front.page or file_name.page,
        name=name,
        name_source=name_source,
        captured_on=stated_on or facts.newest_date(),
        captured_on_is_inferred=stated_on is None,
        front=front,
        facts=facts,
        ledger=ledger,
    )


def _account_for_front_matter(ledger: Ledger, front: FrontMatter) -> None:
    for number in range(1, front.end + 1):
        if number in (1, front.end) or not ledger.lines[number - 1].strip():
            ledger.ignore(number)
        else:
            ledger.parse(number)
    for number, reason in front.problems:
        ledger.reject(number, reason)


def _name(front: FrontMatter, facts: Facts, slug: str) -> tuple[str, str]:
    if front.name:
        return front.name, "front_matter"
    if name := name_in(facts.descriptions, slug):
        return name, "description"
    return readable(slug), "slug"
