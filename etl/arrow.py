"""Rows of the store as Arrow tables. Their columns are those that `etl/sql/store.sql` declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

import pyarrow as pa

from etl.statements import SQL, Row

_TABLE = re.compile(r"create table (?P<name>\w+) \((?P<columns>.*?)\n\);", re.DOTALL)
_COLUMN = re.compile(r"^    (?P<name>\w+) (?P<type>\w+(?:\([0-9, ]+\))?)(?P<is_list>\[\])?", re.MULTILINE)
_TYPES: Mapping[str, pa.DataType] = {
    "varchar": pa.string(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "decimal(18, 2)": pa.decimal128(18, 2),
}


@cache
def schemas() -> Mapping[str, pa.Schema]:
    """Table of the store -> its columns."""
    found = _TABLE.finditer((SQL / "store.sql").read_text(encoding="utf-8"))
    return {table["name"]: pa.schema(list(map(_field, _COLUMN.finditer(table["columns"])))) for table in found}


def _field(column: re.Match[str]) -> pa.Field:
    of_one = _TYPES[column["type"]]
    return pa.field(column["name"], pa.list_(of_one) if column["is_list"] else of_one)


def as_arrow(table: str, rows: Iterable[Row]) -> pa.Table:
    """Make rows of a table of the store into columns."""
    schema = schemas()[table]
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
