"""Questions as text: read into syntax trees, pruned, and written again, all by DuckDB itself."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import NamedTuple

import duckdb

from analytics.pruning.branches import Pruner
from analytics.pruning.syntax import Macro, Node

MOST_KEPT = 2_000
"""Statements that are kept: one for each question and sort of filters."""

_SQL = Path(__file__).parent


class Definition(NamedTuple):
    """A macro as it stands in a warehouse."""

    name: str
    parameters: tuple[str, ...]
    body: str
    gives_rows: bool


def definitions(con: duckdb.DuckDBPyConnection) -> tuple[Definition, ...]:
    """Return the macros of the warehouse that is open there."""
    rows = con.execute(_file("macros")).fetchall()
    return tuple(Definition(name, tuple(parameters), body, rows_) for name, parameters, body, rows_ in rows)


@functools.cache
def _file(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


@functools.lru_cache(maxsize=4)
def statements_for(macros: tuple[Definition, ...]) -> Statements:
    """Return what writes statements for warehouses with these macros: the same for all builds of one program."""
    return Statements(macros)


class Statements:
    """Safe to share between threads."""

    def __init__(self, macros: tuple[Definition, ...]) -> None:
        self._con = duckdb.connect()  # of no file: it reads and writes SQL, and runs none
        tables = {one.name: self._macro(one) for one in macros if one.gives_rows}
        values = {one.name: self._macro(one) for one in macros if not one.gives_rows}
        aggregates = [name for (name,) in self._con.execute(_file("aggregates")).fetchall()]
        self._pruner = Pruner(tables, values, aggregates)
        self.parsed = functools.lru_cache(MOST_KEPT)(self._parsed)
        self._question = functools.lru_cache(MOST_KEPT)(self._tree)

    def _macro(self, one: Definition) -> Macro:
        query = self._tree(one.body if one.gives_rows else f"select {one.body}")["node"]
        return Macro(one.parameters, query if one.gives_rows else query["select_list"][0])

    def _parsed(self, sql: str, known: tuple[tuple[str, object], ...]) -> duckdb.Statement:
        """Return `pruned`, read once, since that takes DuckDB milliseconds, for any connection to execute."""
        (statement,) = self._con.cursor().extract_statements(self.pruned(sql, known))
        return statement

    def pruned(self, sql: str, known: tuple[tuple[str, object], ...]) -> str:
        """Return SQL with the same answer, as long as the parameters are as `known` says (`conditions.Value`)."""
        statement = self._question(sql)
        node = self._pruner.pruned(statement["node"], dict(known))
        return self._text({**statement, "node": node})

    def _tree(self, sql: str) -> Node:
        ((told,),) = self._con.cursor().execute(_file("read"), {"sql": sql}).fetchall()
        statement: Node
        (statement,) = json.loads(told)["statements"]
        return statement

    def _text(self, statement: Node) -> str:
        tree = json.dumps({"error": False, "statements": [statement]})
        ((sql,),) = self._con.cursor().execute(_file("write"), {"tree": tree}).fetchall()
        return str(sql)
