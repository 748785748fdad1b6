"""What a condition comes to where only the filters are known, and no row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from analytics.pruning.syntax import Macro, Node, arguments


class _Word:
    def __init__(self, word: str) -> None:
        self._word = word

    def __repr__(self) -> str:
        return self._word


GIVEN: Final = _Word("GIVEN")
"""Something that is neither null nor an empty list, whatever it is."""
_SOME: Final = _Word("SOME")
"""The length of a list that is not empty."""
_UNKNOWN: Final = _Word("UNKNOWN")

Value = object
"""None for null, () for an empty list, a bool, str or int, GIVEN, _SOME or _UNKNOWN."""

_DIFFER = ("COMPARE_EQUAL", "COMPARE_NOTEQUAL", "COMPARE_GREATERTHAN")
"""Comparisons that tell what is there from nothing, which stands on the right."""
_COMPARED: Mapping[str, Callable[[Value, Value], bool]] = {
    "COMPARE_EQUAL": lambda one, other: one == other,
    "COMPARE_NOTEQUAL": lambda one, other: one != other,
    "COMPARE_GREATERTHAN": lambda one, other: isinstance(one, int) and isinstance(other, int) and one > other,
}


class Known:
    """Values of parameters, as far as they are known: as `Value`."""

    def __init__(self, parameters: Mapping[str, Value], values: Mapping[str, Macro]) -> None:
        """`values`: the macros that stand for a value, by name."""
        self._parameters, self._values = parameters, values

    def is_true(self, condition: Node) -> bool:
        return self._value(condition) is True

    def is_false(self, condition: Node | None) -> bool:
        return condition is not None and self._value(condition) is False

    def _value(self, expression: Node) -> Value:
        read = _READERS.get(expression["class"])
        return read(self, expression) if read else _UNKNOWN

    def _parameter(self, expression: Node) -> Value:
        return self._parameters.get(expression["identifier"], _UNKNOWN)

    def _constant(self, expression: Node) -> Value:
        literal = expression.get("literal") or {}
        if literal.get("kind") == "STRING":
            return literal["text"]
        return int(literal["text"]) if literal.get("kind") == "INTEGER" else _UNKNOWN

    def _cast(self, expression: Node) -> Value:
        value = self._value(expression["child"])
        return value if value is None or value == () or value is GIVEN else _UNKNOWN

    def _function(self, call: Node) -> Value:
        name, given = call["function_name"], arguments(call)
        if name in self._values:
            return self._value(self._values[name].called(call))
        if name == "list_value":
            return _UNKNOWN if given else ()
        if name == "len":
            value = self._value(given[0])
            return 0 if value == () else _SOME if value is GIVEN else _UNKNOWN
        if name in ("list_contains", "list_has_any") and self._value(given[0]) == ():
            return False
        return _UNKNOWN

    def _operator(self, expression: Node) -> Value:
        kind, value = expression["type"], self._value(expression["children"][0])
        if kind in ("OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL") and value is not _UNKNOWN:
            return (value is None) == (kind == "OPERATOR_IS_NULL")
        if kind == "OPERATOR_NOT" and isinstance(value, bool):
            return not value
        return _UNKNOWN

    def _conjunction(self, expression: Node) -> Value:
        decisive = expression["type"] == "CONJUNCTION_OR"
        values = [self._value(one) for one in expression["children"]]
        if any(value is decisive for value in values):
            return decisive
        return not decisive if all(value is (not decisive) for value in values) else _UNKNOWN

    def _comparison(self, expression: Node) -> Value:
        one, other = self._value(expression["left"]), self._value(expression["right"])
        if None in (one, other) or _UNKNOWN in (one, other):
            return _UNKNOWN
        if (one, other) in ((GIVEN, ()), (_SOME, 0)):
            return expression["type"] != "COMPARE_EQUAL" if expression["type"] in _DIFFER else _UNKNOWN
        if GIVEN in (one, other) or _SOME in (one, other):
            return _UNKNOWN
        return _COMPARED[expression["type"]](one, other) if expression["type"] in _COMPARED else _UNKNOWN


_READERS: Mapping[str, Callable[[Known, Node], Value]] = {
    "PARAMETER": Known._parameter,
    "CONSTANT": Known._constant,
    "CAST": Known._cast,
    "FUNCTION": Known._function,
    "OPERATOR": Known._operator,
    "CONJUNCTION": Known._conjunction,
    "COMPARISON": Known._comparison,
}
