"""Statements of `etl/sql/transform` in Spark's SQL, by sqlglot and `etl/spark/dialect.py`.

They are of two kinds, `create … as` and `insert into`. What is neither, and what there is no translation for, is a
BuildError that names file and statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import sqlglot
from sqlglot import ErrorLevel, exp
from sqlglot.errors import SqlglotError

from etl.errors import BuildError
from etl.spark.dialect import UNSIGNED, OurSql, UnknownError, adapt

NOT_RUN = (
    "{where}, statement {number}: cannot be run on Spark ({problem}). Build without `--engine spark`, and please "
    "report this"
)


class Step(NamedTuple):
    """What one statement does: fill `target` with the answer of `query`."""

    target: str  # as the SQL names it, such as `engagement`, `derivation.state`
    is_temporary: bool  # a table for the next statements, and no rows for one of the warehouse's
    by_name: bool  # whether names tell which column of the target each one of the query is for
    query: str  # Spark's SQL
    tables: frozenset[str]  # that the query reads, as the SQL names them


def steps(sql: str, where: str) -> Iterator[Step]:
    """Translate statements one by one. `where`: the file they stand in. Raises BuildError."""
    done = 0
    try:
        for statement in filter(None, sqlglot.parse(sql, read=OurSql)):
            yield _step(statement)
            done += 1
    except (SqlglotError, UnknownError) as error:
        raise BuildError(NOT_RUN.format(where=where, number=done + 1, problem=error)) from error


def view_name(table: str) -> str:
    """Return what a table is called in Spark, whose temporary views know no schemas."""
    return table.replace(".", "__")


def spark_type(duckdb_type: str) -> str:
    """Return the type of Spark that holds all values of one of DuckDB."""
    if duckdb_type == "UBIGINT":
        return UNSIGNED
    return exp.DataType.build(duckdb_type, dialect="duckdb").sql(dialect="spark")


def _step(statement: exp.Expr) -> Step:
    target, query = statement.this, statement.args.get("expression")
    if isinstance(statement, exp.Create) and isinstance(query, exp.Query):
        return _filling(target, query, is_temporary=True, by_name=True)
    if isinstance(statement, exp.Insert) and isinstance(target, exp.Table) and query:
        if statement.args.get("with_"):
            query.set("with_", statement.args["with_"])
        return _filling(target, query, is_temporary=False, by_name=bool(statement.args.get("by_name")))
    text = statement.sql(dialect="duckdb")[:80]
    raise UnknownError(f"neither `create … as` nor `insert into`: {text}")


def _filling(target: exp.Table, query: exp.Expr, *, is_temporary: bool, by_name: bool) -> Step:
    if isinstance(query, exp.Values):
        query = exp.select("*").from_(query)
    tables = frozenset(_take_tables(query))
    adapt(query)
    spark_sql = query.sql(dialect="spark", comments=False, unsupported_level=ErrorLevel.RAISE)
    return Step(_full_name(target), is_temporary, by_name, spark_sql, tables)


def _take_tables(query: exp.Expr) -> Iterator[str]:
    """Give every table its name in Spark, and leave it the one it goes by in the query."""
    defined = {common.alias for common in query.find_all(exp.CTE)}
    for table in list(query.find_all(exp.Table)):
        name = _full_name(table)
        if isinstance(table.this, exp.Identifier) and name not in defined:
            yield name
            if view_name(name) != name:
                table.set("alias", exp.TableAlias(this=exp.to_identifier(table.alias_or_name)))
                table.set("db", None)
                table.set("this", exp.to_identifier(view_name(name)))


def _full_name(table: exp.Table) -> str:
    return f"{table.db}.{table.name}" if table.db else table.name
