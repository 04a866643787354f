"""The mistakes that mutants of Python have: for a node of the syntax tree, what it is changed into."""

import ast
import copy
from collections.abc import Callable, Iterator, Mapping, Sequence

Change = tuple[str, ast.AST]

OPERATORS: Mapping[type[ast.AST], tuple[str, type[ast.AST]]] = {
    ast.Add: ("+ → -", ast.Sub),
    ast.Sub: ("- → +", ast.Add),
    ast.Mult: ("* → +", ast.Add),
    ast.Div: ("/ → //", ast.FloorDiv),
    ast.FloorDiv: ("// → /", ast.Div),
    ast.Mod: ("% → //", ast.FloorDiv),
    ast.Pow: ("** → *", ast.Mult),
    ast.BitAnd: ("& → |", ast.BitOr),
    ast.BitOr: ("| → &", ast.BitAnd),
    ast.Lt: ("< → <=", ast.LtE),
    ast.LtE: ("<= → <", ast.Lt),
    ast.Gt: ("> → >=", ast.GtE),
    ast.GtE: (">= → >", ast.Gt),
    ast.Eq: ("== → !=", ast.NotEq),
    ast.NotEq: ("!= → ==", ast.Eq),
    ast.In: ("in → not in", ast.NotIn),
    ast.NotIn: ("not in → in", ast.In),
    ast.Is: ("is → is not", ast.IsNot),
    ast.IsNot: ("is not → is", ast.Is),
    ast.And: ("and → or", ast.Or),
    ast.Or: ("or → and", ast.And),
}
NAMES: Mapping[str, str] = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}
# Calls whose result may be taken for their argument, or for what the method belongs to.
UNNEEDED = frozenset({"reversed", "abs", "list", "dict", "set", "tuple", "round", "sorted", "frozenset"})
UNNEEDED_METHODS = frozenset(
    {"strip", "lstrip", "rstrip", "lower", "upper", "title", "casefold", "capitalize", "copy", "replace"}
)


def changes(node: ast.AST, parent: ast.AST, field: str) -> Iterator[Change]:
    """Yield what a node is changed into, with words for it. The node itself stays as it is."""
    # An operator has no line of its own, so the expression around it is changed.
    if isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign | ast.Compare):
        yield from operator_changes(node)
    for kind, change in CHANGES:
        if isinstance(node, kind):
            yield from change(node, parent)
    if isinstance(node, ast.expr) and field == "test":
        yield from condition_changes(node, parent)


def with_field(node: ast.AST, field: str, value: object) -> ast.AST:
    """Return a copy of a node with another value in one field."""
    changed = copy.copy(node)
    setattr(changed, field, value)
    return changed


def operator_changes(node: ast.BinOp | ast.BoolOp | ast.AugAssign | ast.Compare) -> Iterator[Change]:
    """Exchange an operator for its neighbour. Of a chain of comparisons, each one by itself."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            what, other = OPERATORS[type(operator)]
            yield what, with_field(node, "ops", replaced(node.ops, place, other()))
    elif type(node.op) in OPERATORS and not is_text(node):
        what, other = OPERATORS[type(node.op)]
        yield what, with_field(node, "op", other())


def is_text(node: ast.AST) -> bool:
    """Return whether a text is put together: any other operator would only raise."""
    sides = (node.left, node.right) if isinstance(node, ast.BinOp) else (getattr(node, "value", None),)
    return any(
        isinstance(side, ast.JoinedStr | ast.List) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in sides
    )


def replaced(values: Sequence[ast.AST], place: int, other: ast.AST | None) -> list[ast.AST]:
    """Return a list with another value at one place, or without that place."""
    return [*values[:place], *([] if other is None else [other]), *values[place + 1 :]]


def constant_changes(node: ast.Constant, parent: ast.AST) -> Iterator[Change]:
    """Raise a number, flip a boolean, alter a text."""
    match node.value:
        case bool() as value:
            yield "boolean flipped", ast.copy_location(ast.Constant(not value), node)
        case int() | float() as value:
            yield "number + 1", ast.copy_location(ast.Constant(value + 1), node)
        case str() as value if isinstance(parent, ast.JoinedStr) or value:
            yield "other text", ast.copy_location(ast.Constant(f"{value}_"), node)
        case str():
            yield "other text", ast.copy_location(ast.Constant("x"), node)


def condition_changes(node: ast.expr, parent: ast.AST) -> Iterator[Change]:
    """Let a condition hold always, or never. A loop that never ended would find nothing but that."""
    if isinstance(node, ast.Constant):
        return
    if not isinstance(parent, ast.While):
        yield "condition always holds", ast.copy_location(ast.Constant(value=True), node)
    yield "condition never holds", ast.copy_location(ast.Constant(value=False), node)


def return_changes(node: ast.Return, _parent: ast.AST) -> Iterator[Change]:
    """Return nothing."""
    if node.value is not None:
        yield "returns nothing", with_field(node, "value", None)


def statement_changes(node: ast.stmt, _parent: ast.AST) -> Iterator[Change]:
    """Forget a statement whose effect others do not need in order to run."""
    is_part = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute | ast.Subscript)
    if is_part or not isinstance(node, ast.Assign):
        yield "statement removed", ast.copy_location(ast.Pass(), node)


def raise_changes(node: ast.Raise, _parent: ast.AST) -> Iterator[Change]:
    """Raise another kind of error."""
    if node.exc is not None:
        other = ast.copy_location(ast.Name("RuntimeError", ast.Load()), node)
        yield "another error", with_field(node, "exc", other)


def unary_changes(node: ast.UnaryOp, _parent: ast.AST) -> Iterator[Change]:
    """Forget a sign or a negation."""
    if isinstance(node.op, ast.Not | ast.USub):
        yield f"{'not' if isinstance(node.op, ast.Not) else '-'} removed", node.operand


def comprehension_changes(node: ast.comprehension, _parent: ast.AST) -> Iterator[Change]:
    """Forget a condition of a comprehension."""
    for place in range(len(node.ifs)):
        yield "if removed", with_field(node, "ifs", replaced(node.ifs, place, None))


def call_changes(node: ast.Call, _parent: ast.AST) -> Iterator[Change]:
    """Call another function or none, or forget an argument by name."""
    if isinstance(node.func, ast.Name):
        yield from function_changes(node, node.func.id)
    if isinstance(node.func, ast.Attribute) and node.func.attr in UNNEEDED_METHODS:
        yield f".{node.func.attr}() removed", node.func.value
    for place, keyword in enumerate(node.keywords):
        yield f"{keyword.arg}= removed", with_field(node, "keywords", replaced(node.keywords, place, None))


def function_changes(node: ast.Call, name: str) -> Iterator[Change]:
    """Exchange a built-in function for its neighbour or its argument; end a range one earlier."""
    if name in NAMES:
        yield (
            f"{name} → {NAMES[name]}",
            with_field(node, "func", ast.copy_location(ast.Name(NAMES[name], ast.Load()), node)),
        )
    if name in UNNEEDED and node.args:
        yield f"{name}() removed", node.args[0]
    if name == "range" and node.args and not isinstance(node.args[min(1, len(node.args) - 1)], ast.Constant):
        place = min(1, len(node.args) - 1)
        shorter = ast.copy_location(ast.BinOp(node.args[place], ast.Sub(), ast.Constant(1)), node)
        yield "range one shorter", with_field(node, "args", replaced(node.args, place, shorter))


def slice_changes(node: ast.Slice, _parent: ast.AST) -> Iterator[Change]:
    """Forget an end of a slice."""
    for field, what in (("lower", "start"), ("upper", "end"), ("step", "step")):
        if getattr(node, field) is not None:
            yield f"{what} of slice removed", with_field(node, field, None)


def definition_changes(node: ast.FunctionDef | ast.ClassDef, _parent: ast.AST) -> Iterator[Change]:
    """Forget a decorator."""
    for place, decorator in enumerate(node.decorator_list):
        without = replaced(node.decorator_list, place, None)
        yield f"@{ast.unparse(decorator)[:30]} removed", with_field(node, "decorator_list", without)


CHANGES: tuple[tuple[type | tuple[type, ...], Callable[..., Iterator[Change]]], ...] = (
    (ast.Constant, constant_changes),
    (ast.Return, return_changes),
    ((ast.Expr, ast.AugAssign, ast.Assign, ast.Delete, ast.Raise, ast.Break, ast.Continue), statement_changes),
    (ast.Raise, raise_changes),
    (ast.UnaryOp, unary_changes),
    (ast.comprehension, comprehension_changes),
    (ast.Call, call_changes),
    (ast.Slice, slice_changes),
    ((ast.FunctionDef, ast.ClassDef), definition_changes),
)
