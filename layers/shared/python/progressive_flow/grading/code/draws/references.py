"""Puts drawn values into a check: `$name`, `${name}`, `$name[0].key`, and `= 2 * n + 1` for arithmetic."""

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

_PATH = r"\w+(?:\[\d+\]|\.[A-Za-z_]\w*)*"
_WHOLE = re.compile(rf"\$({_PATH})")
_INSIDE = re.compile(rf"\$\{{({_PATH})\}}|\$({_PATH})")
_PART = re.compile(r"\.?\[?(\w+)\]?")


class ReferenceMistakeError(ValueError):
    """A reference to a name that is not given, or an expression that is no arithmetic."""


def _times(left: Any, right: Any) -> Any:
    """Multiply numbers alone: a text that is multiplied could fill memory."""
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        raise ReferenceMistakeError("only numbers are multiplied")
    return left * right


_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: _times,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "len": len,
    "sum": sum,
    "min": min,
    "max": max,
    "round": round,
    "sorted": sorted,
    "reversed": lambda values: list(reversed(values)),
    "upper": str.upper,
    "lower": str.lower,
    "str": str,
}
FUNCTIONS = tuple(_FUNCTIONS)


def fill(value: Any, names: Mapping[str, Any]) -> Any:
    """Return a value of a check with its references replaced; raise ReferenceMistakeError where one cannot be."""
    if isinstance(value, Mapping):
        return {fill(key, names): fill(inner, names) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [fill(inner, names) for inner in value]
    return _fill_text(value, names) if isinstance(value, str) else value


def _fill_text(text: str, names: Mapping[str, Any]) -> Any:
    """Return a text with its references replaced, or the value that it refers to and nothing else."""
    if text.startswith("= "):
        return _compute(_parsed(text[2:]), names)
    if whole := _WHOLE.fullmatch(text):
        return _look(whole[1], names)
    return _INSIDE.sub(lambda found: _text(found[1] or found[2], names), text)


def names_in(text: str) -> set[str]:
    """Return the names that a text refers to; raise ReferenceMistakeError where its arithmetic is none."""
    if text.startswith("= "):
        found = ast.walk(_parsed(text[2:]))
        return {node.id for node in found if isinstance(node, ast.Name)} - set(_FUNCTIONS)
    return {re.split(r"[.\[]", found[1] or found[2])[0] for found in _INSIDE.finditer(text)}


def _first(path: str, names: Mapping[str, Any]) -> tuple[Any, str]:
    name = re.match(r"\w+", path)
    assert name, "a path begins with a name"  # noqa: S101 - _PATH matched it
    if name[0] not in names:
        raise ReferenceMistakeError(f"${name[0]} is not given")
    return names[name[0]], path[name.end() :]


def _look(path: str, names: Mapping[str, Any]) -> Any:
    value, rest = _first(path, names)
    while rest:
        value, rest = _into(value, rest, path)
    return value


def _text(path: str, names: Mapping[str, Any]) -> str:
    """Return the text of a reference inside a text, where a dot after what has no parts is only a dot."""
    value, rest = _first(path, names)
    while rest and isinstance(value, Mapping | list):
        value, rest = _into(value, rest, path)
    return f"{value}{rest}"


def _into(value: Any, rest: str, path: str) -> tuple[Any, str]:
    part = _PART.match(rest)
    refusal = ReferenceMistakeError(f"${path} has no {rest}")
    if part is None:
        raise refusal
    try:
        inner = value[int(part[1])] if isinstance(value, Sequence) else value[part[1]]
    except (KeyError, IndexError, ValueError, TypeError):
        raise refusal from None
    return inner, rest[part.end() :]


@lru_cache(maxsize=512)
def _parsed(expression: str) -> ast.expr:
    try:
        return ast.parse(expression.replace("$", ""), mode="eval").body
    except SyntaxError:
        raise ReferenceMistakeError(f"{expression} is no arithmetic") from None


def _compute(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value=int() | float() | str() as value):
            return value
        case ast.Name(id=name):
            return _first(name, names)[0]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_compute(left, names), _compute(right, names))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_compute(operand, names)
        case ast.Subscript(value=whole, slice=index):
            return _compute(whole, names)[_compute(index, names)]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](*(_compute(argument, names) for argument in arguments))
    raise ReferenceMistakeError(f"{ast.unparse(node)} is no arithmetic with values that are given")
