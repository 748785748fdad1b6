"""How long until the best 20 of very many organisations are found?

    python -m tests.benchmarks.search [ORGANISATIONS]        default: 250000

Fills a warehouse with synthetic organisations (some drawn, then repeated under other names and numbers), folds their
words as a build does, and asks each kind of search through the connection that the dashboard asks through. Prints a
Markdown table: milliseconds, median and 95th percentile.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pandas as pd

from analytics.warehouse import Warehouse
from etl.demo import draw_organisation
from etl.load import build_empty
from etl.statements import SQL, run_file
from pages._search import BEST

DRAWN, ASKED = 1_000, 40
FILL = """
    insert into organisation by name
    select
        (id * $copies + copy)::varchar as organisation_id, format('{} {}', name, copy) as name, 'table' as name_source,
        slug, (100000000 + id * $copies + copy)::varchar as siren, [] as entity_types, [] as activities, postcode, city,
        [] as social_counts, false as last_capture_is_inferred, true as is_synthetic
    from drawn cross join range($copies) as copies(copy)
"""
DESCRIBE = """
    insert into description by name
    select (id * $copies + copy)::varchar as organisation_id, 'fr' as language, false as is_machine_translated, tags
    from drawn cross join range($copies) as copies(copy)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("organisations", nargs="?", type=int, default=250_000)
    copies = -(-parser.parse_args().organisations // DRAWN)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        path = Path(folder, "warehouse.duckdb")
        drawn = fill(path, copies)
        sys.stdout.write(f"{DRAWN * copies:,} organisations\n\n| words | median ms | 95 % ms |\n|---|---|---|\n")
        warehouse = Warehouse(path)
        for words in searches(drawn):
            times = sorted(timed(warehouse, words) for _ in range(ASKED))
            middle, late = statistics.median(times), times[int(ASKED * 0.95)]
            sys.stdout.write(f"| {words or '(none)'} | {middle:.0f} | {late:.0f} |\n")
        warehouse.close()


def fill(path: Path, copies: int) -> pd.DataFrame:
    """Fill a warehouse with `copies` of each organisation drawn, and return those."""
    build_empty(path)
    organisations = [draw_organisation(index) for index in range(DRAWN)]
    drawn = pd.DataFrame(
        {
            "id": range(DRAWN),
            "name": [each.name for each in organisations],
            "slug": [each.slug for each in organisations],
            "postcode": [each.postcode for each in organisations],
            "city": [each.city.city for each in organisations],
            "tags": [list(each.descriptions[0].tags) if each.descriptions else [] for each in organisations],
        }
    )
    with duckdb.connect(os.path.realpath(path)) as connection:
        connection.register("drawn", drawn)
        for statement in (FILL, DESCRIBE):
            connection.execute(statement, {"copies": copies})
        connection.execute("create temp table changed_organisation as select organisation_id from organisation")
        run_file(connection, SQL / "search.sql")
        connection.execute("checkpoint")
    return drawn


def searches(drawn: pd.DataFrame) -> list[str]:
    """Nothing, one letter, a name unfinished, words of name and place, a tag, a SIREN, what there is not."""
    name, city = drawn["name"][7], drawn["city"][7]
    tag = next(tags[0] for tags in drawn["tags"] if len(tags))
    return ["", "a", name[:9], f"{name.split()[0]} {city}", tag, f"{name} {city} 12", "100 000 777", "zzzz"]


def timed(warehouse: Warehouse, words: str) -> float:
    started = time.perf_counter()
    warehouse.ask("view_search", {"what": "organisation", "words": words, "best": BEST})
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
