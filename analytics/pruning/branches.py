"""Takes out of a query the branches, named queries and conditions that known filters decide."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from analytics.pruning.conditions import Known
from analytics.pruning.syntax import Macro, Node, calls, columns_of, ctes, is_star_of, tables_of, with_ctes, written_out

_Empty = Mapping[str, bool]
"""Named query -> whether it has no rows."""


class Pruner:
    """Works on the queries of one warehouse, whose macros it puts in the places of their calls."""

    def __init__(self, tables: Mapping[str, Macro], values: Mapping[str, Macro], aggregates: Collection[str]) -> None:
        """`tables`, `values`: macros that give rows, and a value, by name; `aggregates`: names of such functions."""
        self._tables, self._values = tables, values
        counting = {name for name, macro in values.items() if calls(macro.body, aggregates)}
        self._aggregates = frozenset({*aggregates, *counting})

    def pruned(self, query: Node, parameters: Mapping[str, object]) -> Node:
        """A query with the same answer, as long as the parameters are those (`conditions.Value`, as far as known)."""
        pruned = _Pruning(self._tables, Known(parameters, self._values), self._aggregates).query(query, {})
        # DuckDB takes as long to expand a macro as to bind what ten of them come to.
        return cast(Node, written_out(pruned, self._values))


class _Pruning:
    def __init__(self, tables: Mapping[str, Macro], known: Known, aggregates: frozenset[str]) -> None:
        self._tables, self._known, self._aggregates = tables, known, aggregates

    def query(self, query: Node, empty: _Empty) -> Node:
        """`empty`: of the queries that are named around it."""
        within, named = dict(empty), []
        for one in ctes(query):
            inner = self.query(one["value"]["query_node"], within)
            within[one["key"]] = self._is_empty(inner, within)
            named.append({**one, "value": {**one["value"], "query_node": inner}})
        if query["type"] == "SELECT_NODE":
            query = self._select(query, within)
        elif query["type"] == "SET_OPERATION_NODE":
            query = self._set_operation(query, within)
        return with_ctes(query, _needed(named, with_ctes(query, [])))

    def _select(self, query: Node, empty: _Empty) -> Node:
        pruned = {**query, "from_table": self._table(query["from_table"], empty)}
        if query["where_clause"]:
            pruned["where_clause"] = self._condition(query["where_clause"])
        for part in ("select_list", "where_clause", "having", "qualify"):
            pruned[part] = self._within(pruned[part], empty)
        return pruned

    def _set_operation(self, query: Node, empty: _Empty) -> Node:
        branches = [self.query(branch, empty) for branch in query["children"]]
        if query["setop_type"] == "UNION":
            branches = self._union(branches, empty)
            if len(branches) == 1:
                distinct = [] if query["setop_all"] else [{"type": "DISTINCT_MODIFIER"}]
                return _all_of(branches[0], [*distinct, *query["modifiers"]])
        return {**query, "children": branches}

    def _union(self, branches: Sequence[Node], empty: _Empty) -> list[Node]:
        """The branches that have rows, or one. The first gives the columns their names: it stays, or leaves them."""
        first, *others = branches
        kept = [branch for branch in others if not self._is_empty(branch, empty)]
        if kept and self._is_empty(first, empty) and (heir := _named_as(first, kept[0])):
            return [heir, *kept[1:]]
        return [first, *kept]

    def _table(self, table: Node, empty: _Empty) -> Node:
        if table["type"] == "JOIN":
            return {**table, "left": self._table(table["left"], empty), "right": self._table(table["right"], empty)}
        if table["type"] == "SUBQUERY":
            return {**table, "subquery": self._subquery(table["subquery"], empty)}
        if table["type"] == "TABLE_FUNCTION" and (macro := self._tables.get(table["function"]["function_name"])):
            body = self.query(macro.called(table["function"]), empty)
            return _subquery_of(body, table["alias"] or table["function"]["function_name"])
        return table

    def _subquery(self, statement: Node, empty: _Empty) -> Node:
        return {**statement, "node": self.query(statement["node"], empty)}

    def _within(self, part: Any, empty: _Empty) -> Any:
        """The same expression, with the queries within it pruned."""
        if isinstance(part, list):
            return [self._within(one, empty) for one in part]
        if not isinstance(part, dict):
            return part
        rest = {name: self._within(value, empty) for name, value in part.items() if name != "subquery"}
        return {**rest, "subquery": self._subquery(part["subquery"], empty)} if "subquery" in part else rest

    def _condition(self, condition: Node) -> Node | None:
        """What is left to be asked of each row; None for nothing."""
        if self._known.is_true(condition):
            return None
        if condition["class"] != "CONJUNCTION" or self._known.is_false(condition):
            return condition
        is_decided = self._known.is_true if condition["type"] == "CONJUNCTION_AND" else self._known.is_false
        left = [self._condition(one) or one for one in condition["children"] if not is_decided(one)]
        return left[0] if len(left) == 1 else {**condition, "children": left}

    def _is_empty(self, query: Node, empty: _Empty) -> bool:
        """Whether it is sure to have no rows."""
        if query["type"] == "SET_OPERATION_NODE":
            return query["setop_type"] == "UNION" and all(self._is_empty(one, empty) for one in query["children"])
        if query["type"] != "SELECT_NODE":
            return False
        if self._known.is_false(query["having"]):
            return True
        if not query["group_expressions"] and calls(query["select_list"], self._aggregates):
            return False  # of no rows, too, there is one number
        return self._known.is_false(query["where_clause"]) or self._is_empty_table(query["from_table"], empty)

    def _is_empty_table(self, table: Node, empty: _Empty) -> bool:
        if table["type"] == "BASE_TABLE":
            return not table["schema_name"] and empty.get(table["table_name"], False)
        if table["type"] == "SUBQUERY":
            return self._is_empty(table["subquery"]["node"], empty)
        if table["type"] != "JOIN" or table["join_type"] not in ("INNER", "SEMI", "LEFT", "ANTI"):
            return False
        is_empty = self._is_empty_table(table["left"], empty)
        return is_empty or (table["join_type"] in ("INNER", "SEMI") and self._is_empty_table(table["right"], empty))


def _needed(named: Sequence[Node], query: Node) -> list[Node]:
    """Of the named queries those that the query reads, or another one of them that it reads."""
    if not named:
        return []
    read, needed = set(tables_of(query)), []
    for one in reversed(named):  # none reads one that is named after it
        if one["key"] in read:
            needed.append(one)
            read |= set(tables_of(one["value"]["query_node"]))
    return needed[::-1]


def _named_as(first: Node, branch: Node) -> Node | None:
    """The branch with the names of the first one's columns; None where these are not to be seen."""
    names = columns_of(first)
    if names is None or columns_of(branch) is None:
        return branch if is_star_of(first) and is_star_of(first) == is_star_of(branch) else None
    columns = [{**column, "alias": name} for column, name in zip(branch["select_list"], names, strict=True)]
    return {**branch, "select_list": columns}


def _all_of(query: Node, modifiers: list[Node]) -> Node:
    return {
        "type": "SELECT_NODE",
        "modifiers": modifiers,
        "cte_map": {"map": []},
        "select_list": [{"class": "STAR", "type": "STAR"}],
        "from_table": _subquery_of(query, "branch"),
        "where_clause": None,
        "group_expressions": [],
        "aggregate_handling": "STANDARD_HANDLING",
        "having": None,
        "qualify": None,
    }


def _subquery_of(query: Node, alias: str) -> Node:
    return {"type": "SUBQUERY", "alias": alias, "subquery": {"node": query}}
