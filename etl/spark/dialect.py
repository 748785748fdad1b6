"""Where DuckDB and Spark differ in what an expression means, and not only in how it is written, which sqlglot knows.

- `arg_max` and `arg_min` pass over rows where either argument is null in DuckDB, in Spark where the second one is.
  `arg_max_null` is Spark's.
- `any_value` passes over nulls in DuckDB.
- `len` is of lists in our files. `list_position` is null where there is nothing to be found, `array_position` 0.
- `list` is only of values that are there, from groups that have rows: so the engines agree.
- `count(distinct …)` over a window is the size of a set in Spark.
- `hugeint` is a decimal number without places, and `date_diff` a long one, as in DuckDB, lest products overflow.
- `numbered` is a macro of `etl/sql/views.sql`, of an unsigned number, which Spark has as a decimal one only.
- `* replace (…)` is all columns but those, and those.
- `md5_number_lower(…) >> n` is made of the digits of `md5`.
- Whether a part of a query is `materialized` is for DuckDB to know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

UNSIGNED = "decimal(20, 0)"


class UnknownError(Exception):
    """A statement or an expression without a translation."""


class OurSql(DuckDB):
    """DuckDB's SQL as our files have it."""

    class Parser(DuckDB.Parser):  # type: ignore[misc, valid-type]
        """Where `len` is of lists."""

        FUNCTIONS = {**DuckDB.Parser.FUNCTIONS, "LEN": exp.ArraySize.from_arg_list}  # noqa: RUF012


def adapt(query: exp.Expr) -> None:
    """Put into a query, parsed as `OurSql`, what means the same in Spark. Raises UnknownError."""
    for node in reversed(list(query.find_all(*_RULES))):  # what is inside comes first
        _RULES[type(node)](node)


def _plain(node: exp.Expr) -> None:
    node.set("materialized", None)


def _call(name: str, *given: exp.Expr) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=list(given))


def _arg_max(node: exp.Expr) -> None:
    _over_present(node, "max_by")


def _arg_min(node: exp.Expr) -> None:
    _over_present(node, "min_by")


def _over_present(node: exp.Expr, name: str) -> None:
    """Call `name` over the rows where both arguments are there; a tuple always is."""
    given = [node.this, node.expression]
    present = [value.copy().is_(exp.null()).not_() for value in given if not isinstance(value, exp.Tuple)]
    filtered = node.parent
    if isinstance(filtered, exp.Filter):
        filtered.expression.set("this", exp.and_(filtered.expression.this, *present))
        node.replace(_call(name, *given))
    else:
        node.replace(exp.Filter(this=_call(name, *given), expression=exp.Where(this=exp.and_(*present))))


def _any_value(node: exp.Expr) -> None:
    outer = node.parent if isinstance(node.parent, exp.IgnoreNulls) else node
    outer.replace(_call("any_value", node.this, exp.true()))


def _star(node: exp.Expr) -> None:
    replaced = node.args.get("replace")
    if replaced:
        left_out = [exp.to_identifier(one.alias) for one in replaced]
        node.set("replace", None)
        node.set("except_", [*left_out, *(node.args.get("except_") or ())])
        select = node.find_ancestor(exp.Select)
        assert select
        select.set("expressions", [*select.expressions, *replaced])


def _window(node: exp.Expr) -> None:
    counted = node.this
    if isinstance(counted, exp.Count) and isinstance(counted.this, exp.Distinct):
        node.set("this", _call("collect_set", *counted.this.expressions))
        node.replace(_call("size", node.copy()))


def _data_type(node: exp.Expr) -> None:
    if node.is_type(exp.DType.INT128):
        node.replace(exp.DataType.build("decimal(38, 0)"))


def _date_diff(node: exp.Expr) -> None:
    node.replace(exp.cast(node.copy(), "bigint"))


def _list_position(node: exp.Expr, given: Sequence[exp.Expr]) -> None:
    node.replace(_call("nullif", _call("array_position", *given), exp.Literal.number(0)))


def _numbered(node: exp.Expr, given: Sequence[exp.Expr]) -> None:
    node.replace(exp.cast(_call("conv", *given, exp.Literal.number(16), exp.Literal.number(10)), UNSIGNED))


def _md5_number_lower(node: exp.Expr, given: Sequence[exp.Expr]) -> None:
    """The last eight bytes of the digest, the last one being the highest: unsigned, until it is shifted."""
    shift = node.parent
    if not isinstance(shift, exp.BitwiseRightShift):
        raise UnknownError("md5_number_lower without `>>` need not fit into a signed number")
    digits = _call("substr", _call("md5", *given), exp.Literal.number(17))
    turned = _call("regexp_replace", digits, exp.Literal.string("(..)" * 8), exp.Literal.string("$8$7$6$5$4$3$2$1"))
    number = exp.cast(_call("conv", turned, exp.Literal.number(16), exp.Literal.number(-10)), "bigint")
    shift.replace(_call("shiftrightunsigned", number, shift.expression))


def _renamed(name: str) -> Callable[[exp.Expr, Sequence[exp.Expr]], None]:
    def rename(node: exp.Expr, given: Sequence[exp.Expr]) -> None:
        node.replace(_call(name, *given))

    return rename


def _function(node: exp.Expr) -> None:
    """What sqlglot has no counterpart of in any dialect."""
    name = node.name.lower()
    if name not in _FUNCTIONS:
        raise UnknownError(f"no counterpart of the function {name} is known")
    _FUNCTIONS[name](node, node.expressions)


_RULES: Mapping[type[exp.Expr], Callable[[exp.Expr], None]] = {
    exp.CTE: _plain,
    exp.ArgMax: _arg_max,
    exp.ArgMin: _arg_min,
    exp.AnyValue: _any_value,
    exp.Star: _star,
    exp.DataType: _data_type,
    exp.DateDiff: _date_diff,
    exp.Window: _window,
    exp.Anonymous: _function,
}
_FUNCTIONS: Mapping[str, Callable[[exp.Expr, Sequence[exp.Expr]], None]] = {
    "arg_max_null": _renamed("max_by"),
    "arg_min_null": _renamed("min_by"),
    "list_position": _list_position,
    "numbered": _numbered,
    "md5_number_lower": _md5_number_lower,
    "to_json": _renamed("to_json"),
}
