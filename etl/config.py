"""Where things are and the few settings there are, each declared once with its environment variable and default."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("CATALYST_ATLAS_DATA", PROJECT / "data")).resolve()
"""Folder of the inputs and warehouses (`CATALYST_ATLAS_DATA`, default `data`)."""

PROFILES = DATA / "profiles"
REFERENCE = PROJECT / "data" / "reference"
WAREHOUSE = DATA / "warehouse.duckdb"
DEMO_WAREHOUSE = DATA / "demo.duckdb"

ADD_PROFILES = os.environ.get("CATALYST_ATLAS_ADD_PROFILES") == "1"
"""Whether the dashboard has the page *Add profiles* (`CATALYST_ATLAS_ADD_PROFILES=1`, default off).

Everyone who can open the dashboard can then change the data.
"""

LOG = os.environ.get("CATALYST_ATLAS_LOG") == "1"
"""Whether the dashboard writes a line of JSON to stderr for each event (`CATALYST_ATLAS_LOG=1`, default off)."""

BUILD_MEMORY = os.environ.get("CATALYST_ATLAS_BUILD_MEMORY", "2GB")
"""What DuckDB may take of the memory during a build (`CATALYST_ATLAS_BUILD_MEMORY`, default 2 GB).

What does not fit stands in files beside the database meanwhile: four million engagements fit, but for a little. With
half of that their tables take half as long again, with a multiple hardly less.
"""

SCHEMA_VERSION = 14
"""Raised with every change of the files of SQL that lay out a warehouse; a reader refuses a file of another version."""
