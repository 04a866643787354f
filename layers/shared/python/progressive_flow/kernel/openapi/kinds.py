"""Collects the kinds of problem that the API can answer, from the code and the SQL that raise them."""

import ast
import re
from collections.abc import Iterator

from progressive_flow.kernel import paths

_IN_SQL = re.compile(r"errcode = 'PF4\d\d', constraint = '([a-z-]+)'")
# Which argument of each is the kind; those that fix their kind name it in `Problem(...)` themselves.
_IN_CODE = {"Problem": 1, "conflict": 0, "forbidden": 0}


def problem_kinds() -> list[str]:
    """Return every kind by name. Needs a checkout, as the whole document does: no function has all the others beside it."""
    package = (paths.root() / "layers").glob("*/python/**/*.py")
    code = {kind for file in package for kind in _kinds_of_code(file.read_text())}
    sql = (paths.root() / "sql" / "schemas").rglob("*.sql")
    return sorted(code | {kind for file in sql for kind in _IN_SQL.findall(file.read_text())})


def _kinds_of_code(text: str) -> Iterator[str]:
    if not any(f"{name}(" in text for name in _IN_CODE):
        return
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments) if name in _IN_CODE:
                place = _IN_CODE[name]
                kind = arguments[place] if len(arguments) > place else None
                if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                    yield kind.value
