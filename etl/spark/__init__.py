"""Builds a warehouse on an Apache Spark cluster: `python -m etl build --engine spark`. See docs/spark.md.

Nothing here is a second program. Executors run the reader of files (`etl.extract`, `etl.raw`), the driver looks up
whose each page is and which catalysts there are (`etl.transform`), and Spark runs `etl/sql/transform` in translation.
Imported only where that engine is asked for: the rest of `etl` knows neither pyspark nor sqlglot.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from etl.errors import BuildError
from etl.load import Summary

_NEEDED = (
    "`--engine spark` needs packages that are not installed ({packages}): pip install -r requirements-spark.txt, then "
    "build again"
)


def build_on_spark(inputs: Sequence[Path | str], warehouse: Path, master: str, lake: Path | None = None) -> Summary:
    """Read all files on the cluster at `master`, fill `warehouse` and publish it.

    `lake`: the folder of the large tables, under one path on this machine, on every executor and wherever the warehouse
    is opened; beside the warehouse unless given. Raises as `etl.load.build` does, and BuildError where packages, Java
    or the cluster are missing.
    """
    missing = [package for package in ("pyspark", "sqlglot", "pyarrow") if find_spec(package) is None]
    if missing:
        raise BuildError(_NEEDED.format(packages=", ".join(missing)))
    from etl.spark.build import build

    return build(inputs, warehouse, master, lake)
