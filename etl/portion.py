"""A warehouse of some organisations only, for people who may see these and no others.

Whoever asks it anything, in whatever way, finds nothing else: the rest is not in the file.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb

from etl.checks import run_checks
from etl.load import lay_out
from etl.publish import publication
from etl.report import opened
from etl.statements import SQL, append, run_file, transaction
from etl.transform import roll_up


def write_portion(warehouse: Path, organisations: Collection[str], portion: Path) -> int:
    """Make `portion` a warehouse of those of the organisations, by id, that `warehouse` has; return how many these are.

    Raises WarehouseError where there is no warehouse of this version, or nothing can be written.
    """
    with opened(warehouse):
        pass  # it is one
    with publication(portion) as path, duckdb.connect(path) as con:
        con.execute("attach $whole as whole (read_only)", {"whole": str(warehouse.resolve())}).fetchall()
        lay_out(con)
        with transaction(con):
            run_file(con, SQL / "portion.sql", {"organisations": sorted(organisations)})
            roll_up(con)
            run_file(con, SQL / "search.sql")
            append(con, "data_check", run_checks(con))
        ((kept,),) = con.execute("select count(*) from organisation").fetchall()
        con.execute("checkpoint").fetchall()
    return int(kept)
