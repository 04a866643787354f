"""Writes the pages of the data model, one a schema, as Markdown."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from progressive_flow_local.cli.data_model import distribution, heads
from progressive_flow_local.cli.data_model.catalogue import Catalogue, Column, Function, Table, View
from progressive_flow_local.cli.data_model.diagram import draw

HEADER = "<!-- Written by `progressive-flow database describe` from the catalogue of a database made of sql/. -->"
KINDS = {"p": "primary key", "u": "unique", "x": "exclusion", "f": "foreign key", "c": "check"}


def render(catalogue: Catalogue) -> dict[str, str]:
    """Return each page by its file's name; a schema that holds nothing has none."""
    used = {table.schema for table in catalogue.tables} | {view.schema for view in catalogue.views}
    used |= {function.schema for function in catalogue.functions}
    return {f"{schema}.md": _page(catalogue, schema) for schema in sorted(used)}


def untold(catalogue: Catalogue) -> list[str]:
    """Return the tables, indexes, views and functions that nothing says a word about."""
    tables = [f"table {table.schema}.{table.name}" for table in catalogue.tables if not table.comment]
    indexes = [f"index {index.schema}.{index.name}" for index in catalogue.indexes if not index.comment]
    views = [f"view {view.schema}.{view.name}" for view in catalogue.views if not _of_view(view)]
    functions = [
        f"function {function.schema}.{function.name}" for function in catalogue.functions if not _of_function(function)
    ]
    return [*tables, *indexes, *views, *functions]


def _page(catalogue: Catalogue, schema: str) -> str:
    tables = [table for table in catalogue.tables if table.schema == schema]
    parts = [HEADER, f"# {schema}", _text(catalogue.schemas[schema]), "Back to the [data model](../data-model.md)."]
    if tables:
        parts += ["## Tables", "\n".join(draw(catalogue, schema))]
        parts += [part for table in tables for part in _table(catalogue, table)]
    parts += _views(catalogue, schema)
    parts += _functions([function for function in catalogue.functions if function.schema == schema])
    parts += _triggers(catalogue, schema)
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(catalogue: Catalogue, table: Table) -> list[str]:
    here = (table.schema, table.name)
    columns = [column for column in catalogue.columns if column[:2] == here]
    constraints = [constraint for constraint in catalogue.constraints if constraint[:2] == here]
    indexes = [index for index in catalogue.indexes if index[:2] == here]
    policies = [policy for policy in catalogue.policies if policy[:2] == here]
    return [
        f"### {table.name}",
        _text(table.comment),
        " ".join(_facts(catalogue, table)),
        _columns(columns),
        _table_of(
            ["Constraint", "Kind", "Definition"],
            [
                [_code(constraint.name), KINDS[constraint.kind], _code(constraint.definition)]
                for constraint in constraints
            ],
        ),
        _table_of(
            ["Index", "Definition", "Serves"],
            [[_code(index.name), _code(index.definition), _text(index.comment)] for index in indexes],
        ),
        _table_of(
            ["Policy", "For", "To", "Sees", "May write"],
            [
                [_code(policy.name), policy.command, policy.roles, _code(policy.using), _code(policy.check)]
                for policy in policies
            ],
        ),
    ]


def _facts(catalogue: Catalogue, table: Table) -> Iterable[str]:
    yield "Row-level security is forced." if table.forced else "No row-level security."
    if table.partition_key:
        yield f"Partitioned by {_code(table.partition_key.lower())}, a table a month."
    if table.default_partition:
        yield f"What fits no month waits in {_code(table.default_partition)}."
    if table.unlogged:
        yield "Unlogged: empty after a crash of the server."
    if distribution.is_sharded(catalogue, table):
        across = ", ".join(_code(name) for name in distribution.unique_across_shards(catalogue, table))
        yield f"Sharded by {_code(distribution.KEY)}{f'; unique across shards: {across}' if across else ''}."


def _columns(columns: Sequence[Column]) -> str:
    return _table_of(
        ["Column", "Type", "Null", "Default", "What it is"],
        [
            [
                _code(column.name),
                column.type,
                "null" if column.nullable else "",
                _code(column.default),
                _text(column.comment),
            ]
            for column in columns
        ],
    )


def _views(catalogue: Catalogue, schema: str) -> list[str]:
    views = [view for view in catalogue.views if view.schema == schema]
    parts = ["## Views"] if views else []
    for view in views:
        columns = [column for column in catalogue.columns if column[:2] == (schema, view.name)]
        rights = "Materialized. " if view.materialized else ""
        rights += "Read with the rights of who asks." if view.invoker else "Read with the rights of its owner."
        described = any(column.comment for column in columns)
        names = ["Column", "Type", "What it is"] if described else ["Column", "Type"]
        cells = [[_code(column.name), column.type, _text(column.comment)][: len(names)] for column in columns]
        parts += [f"### {view.name}", _text(_of_view(view)), rights, _table_of(names, cells)]
    return parts


def _functions(functions: Sequence[Function]) -> list[str]:
    parts = ["## Functions"] if functions else []
    for name, same in groupby(functions, lambda function: function.name):
        parts.append(f"### {name}")
        for function in same:
            parts += [_text(_of_function(function)), _signature(function), _properties(function)]
    return parts


def _signature(function: Function) -> str:
    return f"```sql\n{function.schema}.{function.name}({function.arguments})\nreturns {function.returns}\n```"


def _properties(function: Function) -> str:
    rights = f"runs as {function.owner}" if function.definer else "runs as its caller"
    callers = function.callers or "nobody but its owner"
    return f"{function.volatility.capitalize()}, {rights}; may be called by {callers}."


def _triggers(catalogue: Catalogue, schema: str) -> list[str]:
    triggers = [trigger for trigger in catalogue.triggers if trigger.schema == schema]
    rows = [
        [
            _code(trigger.name),
            _code(trigger.relation),
            trigger.event.lower(),
            trigger.scope.lower(),
            _code(trigger.function),
        ]
        for trigger in triggers
    ]
    names = ["Trigger", "Table", "When", "How often", "Function"]
    return ["## Triggers", _table_of(names, rows)] if rows else []


def _of_view(view: View) -> str:
    return view.comment or heads.comment_of("view", view.schema, view.name)


def _of_function(function: Function) -> str:
    return function.comment or heads.comment_of("function", function.schema, function.name)


def _table_of(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table, or nothing if it would have no row."""
    lines = [_line(row) for row in rows]
    return "\n".join([_line(names), _line(["---"] * len(names)), *lines]) if lines else ""


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(text: str | None) -> str:
    """Return a comment as Markdown shows it: its signs are no mark-up."""
    flat = " ".join((text or "").split())
    for sign in "\\*`<|":
        flat = flat.replace(sign, f"\\{sign}")
    return flat


def _code(text: str | None) -> str:
    """Return SQL in one line of code; a table's cell ends at a bar, even in code."""
    flat = " ".join((text or "").split()).replace("|", "\\|")
    return f"`{flat}`" if flat else ""
