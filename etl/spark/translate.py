"""The statements of `etl/sql/transform` in Spark's SQL. Most of it is sqlglot's work; where the two engines differ in what
a function means, and not only in how it is written, it is here.

- `arg_max` and `arg_min` pass over nulls in DuckDB, and over nulls of the second argument only in Spark.
- `any_value` passes over nulls in DuckDB. `len` of a list is `size`, `list_position` finds null and not 0 where there is
  nothing to be found, and `list` of no rows is null and not empty.
- `count(distinct …)` over a window is the size of a set in Spark.
- `* replace (…)` is all columns but those, and those.
- `md5_number_lower` is put together of the digits of `md5`; unsigned numbers are signed ones of the same bits.

What is none of the statements that the files are made of, and what Spark refuses, is a BuildError that names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import SqlglotError

from etl.errors import BuildError


class _Lists(DuckDB):
    """DuckDB's SQL as it is written here: `len` is of lists."""

    class Parser(DuckDB.Parser):
        FUNCTIONS = {**DuckDB.Parser.FUNCTIONS, "LEN": exp.ArraySize.from_arg_list}  # noqa: RUF012


class Step(NamedTuple):
    """What one statement does: fill `target` with the answer of `query`."""

    target: str  # as the SQL names it, such as `engagement`, `derivation.state`
    is_temporary: bool  # a table of its own that is gone after the build, and not rows for one of the warehouse's
    by_name: bool  # which column of the target each one of the query is for
    query: str  # Spark's SQL
    tables: frozenset[str]  # that the query reads, as the SQL names them


def steps(sql: str, where: str) -> Iterator[Step]:
    """Translate statements one by one. `where`: the file they stand in, for the words of a BuildError."""
    try:
        statements = sqlglot.parse(sql, read=_Lists)
    except SqlglotError as error:
        raise BuildError(NOT_TRANSLATED.format(where=where, number=1, problem=error)) from error
    for number, statement in enumerate(filter(None, statements), start=1):
        try:
            yield _step(statement)
        except (SqlglotError, _UnknownError) as error:
            raise BuildError(NOT_TRANSLATED.format(where=where, number=number, problem=error)) from error


NOT_TRANSLATED = (
    "{where}, statement {number}: cannot be run on Spark ({problem}). Build without `--engine spark`, and please report "
    "this"
)


class _UnknownError(Exception):
    """A statement or an expression without a translation."""


def view_name(table: str) -> str:
    """Return what a table is called in Spark, whose temporary views know no schemas."""
    return table.replace(".", "__")


def spark_type(duckdb_type: str) -> str:
    return exp.DataType.build(duckdb_type, dialect="duckdb").sql(dialect="spark")


def _step(statement: exp.Expression) -> Step:
    target = statement.find(exp.Table)
    if isinstance(statement, exp.Create) and isinstance(statement.expression, exp.Query):
        assert target
        return _filling(statement.this, statement.expression, is_temporary=True, by_name=True)
    if isinstance(statement, exp.Insert):
        query = statement.expression
        if statement.args.get("with_"):
            query.set("with_", statement.args["with_"].pop())
        return _filling(statement.this, query, is_temporary=False, by_name=bool(statement.args.get("by_name")))
    raise _UnknownError(f"it is neither `create … as` nor `insert into`: {statement.sql(dialect='duckdb')[:80]}")


def _filling(target: exp.Expression, query: exp.Expression, *, is_temporary: bool, by_name: bool) -> Step:
    assert isinstance(target, exp.Table)
    if isinstance(query, exp.Values):
        query = exp.select("*").from_(query)
    tables = frozenset(_take_tables(query))
    for node in list(query.find_all(*RULES)):
        RULES[type(node)](node)
    return Step(_full_name(target), is_temporary, by_name, query.sql(dialect="spark", comments=False), tables)


def _take_tables(query: exp.Expression) -> Iterator[str]:
    """Give every table its name in Spark, and leave it the one it goes by in the query."""
    defined = {common.alias for common in query.find_all(exp.CTE)}
    for table in list(query.find_all(exp.Table)):
        name = _full_name(table)
        if isinstance(table.this, exp.Identifier) and name not in defined:
            yield name
            shown = table.alias or table.name
            replaced = exp.to_table(view_name(name)).as_(shown, table=True)
            for join in table.args.get("joins") or ():
                replaced.append("joins", join)
            table.replace(replaced)


def _full_name(table: exp.Table) -> str:
    return f"{table.db}.{table.name}" if table.db else table.name


def _pass_over_nulls(node: exp.Expression) -> None:
    """`arg_max(a, b)` is of the rows where neither is null."""
    named = {exp.ArgMax: "max_by", exp.ArgMin: "min_by"}[type(node)]
    _filter(node, exp.func(named, node.this.copy(), node.expression.copy()), [node.this, node.expression])


def _filter(node: exp.Expression, call: exp.Expression, present: list[exp.Expression]) -> None:
    """Put `call` in the place of `node`, over the rows where all that is `present` is."""
    conditions = [value.copy().is_(exp.null()).not_() for value in present if not isinstance(value, exp.Tuple)]
    filtered = node.parent
    if isinstance(filtered, exp.Filter):
        filtered.this.replace(call)
        filtered.expression.set("this", exp.and_(filtered.expression.this, *conditions))
    else:
        where = exp.Where(this=exp.and_(*conditions)) if conditions else None
        node.replace(exp.Filter(this=call, expression=where) if where else call)


def _any_value(node: exp.Expression) -> None:
    inner = node.this.this if isinstance(node.this, exp.IgnoreNulls) else node.this
    wrapped = node.parent if isinstance(node.parent, exp.IgnoreNulls) else node
    wrapped.replace(exp.Anonymous(this="any_value", expressions=[inner.copy(), exp.true()]))


def _all_but(node: exp.Expression) -> None:
    """`* replace (e as c)` as `* except (c), e as c`, `* exclude` likewise."""
    replaced = node.args.get("replace") or []
    if not replaced:
        return
    left_out = [exp.to_identifier(one.alias) for one in replaced] + list(node.args.get("except_") or [])
    node.set("replace", None)
    node.set("except_", left_out)
    projection = node.parent if isinstance(node.parent, exp.Column) else node
    select = projection.parent
    assert isinstance(select, exp.Select)
    select.set("expressions", [*select.expressions, *replaced])


def _set_of_window(node: exp.Expression) -> None:
    counted = node.this
    if isinstance(counted, exp.Count) and isinstance(counted.this, exp.Distinct):
        node.set("this", exp.func("collect_set", *(one.copy() for one in counted.this.expressions)))
        node.replace(exp.func("size", node.copy()))


def _list_of_none(node: exp.Expression) -> None:
    if isinstance(node.parent, exp.Filter):
        raise _UnknownError("a list of filtered rows")
    node.replace(exp.Anonymous(this="nullif", expressions=[node.copy(), exp.Array()]))


def _function(node: exp.Expression) -> None:
    """Functions that sqlglot knows nothing of."""
    assert isinstance(node, exp.Anonymous)
    name = node.name.lower()
    if name not in FUNCTIONS:
        raise _UnknownError(f"no counterpart of the function {name} is known")
    FUNCTIONS[name](node, node.expressions)


def _md5_number(node: exp.Expression, given: list[exp.Expression]) -> None:
    """The last eight bytes of the digest, the last one being the highest; `>>` is then of unsigned numbers."""
    digits = exp.func("substr", exp.func("md5", *given), exp.Literal.number(17))
    turned = exp.Anonymous(
        this="regexp_replace",
        expressions=[digits, exp.Literal.string("(..)" * 8), exp.Literal.string("$8$7$6$5$4$3$2$1")],
    )
    signed = exp.Anonymous(this="conv", expressions=[turned, exp.Literal.number(16), exp.Literal.number(-10)])
    number = exp.cast(signed, "bigint")
    shift = node.parent
    if isinstance(shift, exp.BitwiseRightShift):
        shift.replace(exp.Anonymous(this="shiftrightunsigned", expressions=[number, shift.expression]))
    else:
        raise _UnknownError("md5_number_lower without `>>` does not fit into a signed number")


def _same(_: exp.Expression, __: list[exp.Expression]) -> None:
    """Means the same in Spark."""


def _arg_null(named: str) -> Callable[[exp.Expression, list[exp.Expression]], None]:
    def replace(node: exp.Expression, given: list[exp.Expression]) -> None:
        node.replace(exp.Anonymous(this=named, expressions=given))

    return replace


def _list_position(node: exp.Expression, given: list[exp.Expression]) -> None:
    node.replace(exp.Anonymous(this="nullif", expressions=[exp.Anonymous(this="array_position", expressions=given), exp.Literal.number(0)]))


RULES: Mapping[type[exp.Expression], Callable[[exp.Expression], None]] = {
    exp.ArgMax: _pass_over_nulls,
    exp.ArgMin: _pass_over_nulls,
    exp.AnyValue: _any_value,
    exp.Star: _all_but,
    exp.Window: _set_of_window,
    exp.Anonymous: _function,
}

FUNCTIONS: Mapping[str, Callable[[exp.Expression, list[exp.Expression]], None]] = {
    "arg_max_null": _arg_null("max_by"),
    "arg_min_null": _arg_null("min_by"),
    "list_position": _list_position,
    "md5_number_lower": _md5_number,
    "to_json": _same,
}
