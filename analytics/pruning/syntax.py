"""Syntax trees of SQL as DuckDB serialises them: nodes are dictionaries, and none is changed once it is made."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]


@dataclass(frozen=True)
class Macro:
    """What a call stands for. `body`: a query or, of a macro that is a value, an expression."""

    parameters: tuple[str, ...]
    body: Node

    @functools.cached_property
    def _with_parameters(self) -> frozenset[int]:
        """The parts of the body in which there are parameters: the others stay as they are, whatever it is given."""
        return frozenset(_parts_with(self.body, frozenset(self.parameters)))

    def called(self, call: Node) -> Node:
        """The body with the arguments of a call in the places of the parameters."""
        filled: Node = self._filled(self.body, dict(zip(self.parameters, arguments(call), strict=True)))
        return filled

    def _filled(self, part: Any, given: Mapping[str, Node]) -> Any:
        if id(part) not in self._with_parameters:
            return part
        if isinstance(part, list):
            return [self._filled(one, given) for one in part]
        if _is_one_of(part, given):
            argument = given[part["column_names"][0]]
            return {**argument, "alias": part["alias"]} if part["alias"] else argument
        return {name: self._filled(value, given) for name, value in part.items()}


def _is_one_of(part: Node, names: Collection[str]) -> bool:
    """Whether it is a column, or what stands for one, of one of those names."""
    return part.get("class") == "COLUMN_REF" and len(part["column_names"]) == 1 and part["column_names"][0] in names


def _parts_with(part: Any, names: Collection[str]) -> list[int]:
    """Identities of `part` and of those within it, as far as there is one of the names in them."""
    if not isinstance(part, list | dict):
        return []
    within = part if isinstance(part, list) else part.values()
    found = [identity for one in within for identity in _parts_with(one, names)]
    is_one = isinstance(part, dict) and _is_one_of(part, names)
    return [id(part), *found] if found or is_one else []


def written_out(part: Any, macros: Mapping[str, Macro]) -> Any:
    """The same with the bodies of macros that are values in the places of their calls."""
    if isinstance(part, list):
        return [written_out(one, macros) for one in part]
    if not isinstance(part, dict):
        return part
    written = {name: written_out(value, macros) for name, value in part.items()}
    macro = macros.get(part.get("function_name", ""))
    return {**written_out(macro.called(written), macros), "alias": part["alias"]} if macro else written


def arguments(call: Node) -> list[Node]:
    return [argument["expression"] for argument in call["arguments"]]


def ctes(query: Node) -> list[Node]:
    """The queries that a query names, each with its name under `key`."""
    named: list[Node] = query["cte_map"]["map"]
    return named


def with_ctes(query: Node, named: list[Node]) -> Node:
    return {**query, "cte_map": {**query["cte_map"], "map": named}}


def tables_of(part: Any) -> Iterator[str]:
    """The names of tables and queries that are read anywhere in it."""
    if isinstance(part, list):
        for one in part:
            yield from tables_of(one)
    elif isinstance(part, dict):
        if part.get("type") == "BASE_TABLE" and not part["schema_name"]:
            yield part["table_name"]
        for value in part.values():
            yield from tables_of(value)


def calls(part: Any, functions: Collection[str]) -> bool:
    """Whether an expression calls one of the functions, but for queries within it."""
    if isinstance(part, list):
        return any(calls(one, functions) for one in part)
    if not isinstance(part, dict) or part.get("class") == "SUBQUERY":
        return False
    return part.get("function_name") in functions or any(calls(value, functions) for value in part.values())


def columns_of(query: Node) -> list[str] | None:
    """The names of a query's columns, '' for one without; None where they do not stand there one by one."""
    if query["type"] != "SELECT_NODE" or any(one["class"] == "STAR" for one in query["select_list"]):
        return None
    return [one["alias"] or one.get("column_names", [""])[-1] for one in query["select_list"]]


def is_star_of(query: Node) -> str:
    """The name of the table of which a query selects all columns as they are; '' where it does something else."""
    if query["type"] != "SELECT_NODE" or len(query["select_list"]) != 1 or query["from_table"]["type"] != "BASE_TABLE":
        return ""
    (column,) = query["select_list"]
    is_plain = column["class"] == "STAR" and not column.get("exclude_list") and not column.get("replace_list")
    return str(query["from_table"]["table_name"]) if is_plain else ""
