"""Mutants of a program in Python: one small mistake of those that learners make, at every place where it can be made."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from progressive_flow.grading.code.gate.mutant import Mutant
from progressive_flow.grading.code.gate.python_changes import changes

FILE = "main.py"
MAX_EXCERPT = 50
# Types are not looked at when a program runs; a wrong specification of a format only raises.
SKIPPED = frozenset({"annotation", "returns", "format_spec", "type_params"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node hangs: in a field of its parent, or at an index of that field."""

    parent: ast.AST
    field: str
    index: int | None
    node: ast.AST

    def put(self, node: ast.AST) -> None:
        """Hang another node there."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def python_mutants(text: str) -> list[Mutant]:
    """Return each mutant of a program, in the order of its lines. Raises `SyntaxError` where it is none."""
    tree = ast.parse(text)
    seen = {ast.unparse(tree)}
    found: dict[str, Mutant] = {}
    for place in list(places(tree)):
        for what, changed in changes(place.node, place.parent, place.field):
            place.put(changed)
            mutated = ast.unparse(ast.fix_missing_locations(tree))
            place.put(place.node)
            if mutated not in seen:
                seen.add(mutated)
                name = unused(described(what, place.node, text), found)
                found[name] = Mutant(name, {FILE: mutated + "\n"})
    return list(found.values())


def places(node: ast.AST) -> Iterator[Place]:
    """Yield every place below a node whose change a run could find, in the order of the source."""
    for field, value in ast.iter_fields(node):
        if field in SKIPPED:
            continue
        for index, inner in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(inner, ast.AST) and not is_silent(inner):
                yield Place(node, field, index, inner)
                if not isinstance(node, ast.Raise):  # an error is known by its type; its message is for people
                    yield from places(inner)


def is_silent(node: ast.AST) -> bool:
    """Return whether a node is a docstring, an import, or what runs only when somebody starts the program by hand."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)


def described(what: str, node: ast.AST, text: str) -> str:
    """Return what was changed, with its line, and the beginning of that line."""
    named = node.target if isinstance(node, ast.comprehension) else node
    number: int = getattr(named, "lineno", 1)
    return f"{what} at line {number}: {text.splitlines()[number - 1].strip()[:MAX_EXCERPT].rstrip()}"


def unused(name: str, names: dict[str, Mutant]) -> str:
    """Return a name that is not taken yet: one line may offer a change twice."""
    number = 1
    other = name
    while other in names:
        number += 1
        other = f"{name} ({number})"
    return other
