"""A session on a Spark cluster, whose executors are given this program: nothing of it has to be installed on them, only
what `requirements.txt` and `requirements-formats.txt` name.

Whatever else a cluster needs to be told (memory, cores, addresses) is Spark's own configuration: `spark-defaults.conf`
in the folder `SPARK_CONF_DIR`.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from etl.config import PROJECT, REFERENCE
from etl.errors import BuildError

if TYPE_CHECKING:
    from pyarrow import RecordBatch

PROGRAM = "catalyst_atlas"
"""What the executors know the archive of this program by."""

_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # what does not fit a type stops the build, as in DuckDB
    "spark.sql.caseSensitive": "false",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.log.level": "ERROR",
}
_NO_SESSION = (
    "{master}: no Spark session could be started there ({reason}). Check the address and that Java 17 or newer is "
    "installed (`java -version`)"
)
_GAVE_UP = "{master}: Spark gave up ({reason}); the old warehouse, if any, stays as it was. Its log says more"


@contextmanager
def spark_session(master: str) -> Iterator[SparkSession]:
    """Open a session on the cluster at `master`. Raises BuildError where there is none."""
    spark = _start(master)
    try:
        with tempfile.TemporaryDirectory(prefix=PROGRAM) as folder:
            spark.sparkContext.addArchive(f"{_pack(Path(folder))}#{PROGRAM}")
            yield spark
    except (PySparkException, Py4JError) as error:
        raise BuildError(_GAVE_UP.format(master=master, reason=first_line(error))) from error
    finally:
        spark.stop()


def _start(master: str) -> SparkSession:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    warnings.filterwarnings(
        "ignore", "PySpark does not yet fully support pandas", FutureWarning
    )  # nothing of it is used
    logging.getLogger("SQLQueryContextLogger").disabled = True  # says at length what the error says
    builder = SparkSession.builder.master(master).appName(PROGRAM)
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    try:
        spark: SparkSession = builder.getOrCreate()
    except (PySparkException, Py4JError, OSError, ValueError) as error:
        raise BuildError(_NO_SESSION.format(master=master, reason=first_line(error))) from error
    return spark


def first_line(error: Exception) -> str:
    """Return the line that says what happened, and not that something did."""
    lines = [line for line in str(error).strip().splitlines() if not line.startswith("An error occurred while")]
    return lines[0].removeprefix(": ") if lines else type(error).__name__


def _pack(folder: Path) -> Path:
    """Write the code and the reference data into an archive."""
    archive = folder / f"{PROGRAM}.zip"
    files = [path for path in (PROJECT / "etl").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted([*files, *REFERENCE.rglob("*.json"), PROJECT / "constraints.txt"]):
            packed.write(path, path.relative_to(PROJECT))
    return archive


Reader = Callable[[Iterator["RecordBatch"]], Iterator["RecordBatch"]]


def in_executor(module: str, function: str, *arguments: object) -> Reader:
    """Return what executors run to have `module.function(batches, *arguments)` of the program they were given."""

    def run(batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
        # Everything is imported here: this function is sent as it stands, to where the program is not yet known.
        import importlib
        import sys

        from pyspark import SparkFiles

        program = SparkFiles.get("catalyst_atlas")
        if program not in sys.path:
            sys.path.insert(0, program)
        yield from getattr(importlib.import_module(module), function)(batches, *arguments)

    return run
