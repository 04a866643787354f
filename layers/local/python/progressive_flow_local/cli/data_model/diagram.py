"""A schema's tables as a mermaid diagram: their keys, and who refers to whom."""

import re

from progressive_flow_local.cli.data_model.catalogue import Catalogue, Column, Constraint


def draw(catalogue: Catalogue, schema: str) -> list[str]:
    """Return the diagram's lines; tables of other schemas are only named."""
    lines = ["```mermaid", "erDiagram"]
    for table in catalogue.tables:
        if table.schema == schema:
            lines += _entity(table.name, [c for c in catalogue.columns if (c.schema, c.relation) == table[:2]])
    references = [
        constraint for constraint in catalogue.constraints if constraint.kind == "f" and constraint.schema == schema
    ]
    return [*lines, *map(_reference, references), "```"]


def _entity(name: str, columns: list[Column]) -> list[str]:
    keys = [f"        {_word(column.type)} {column.name} {column.key}" for column in columns if column.key]
    return [f"    {name} {{", *keys, "    }"]


def _reference(reference: Constraint) -> str:
    """Draw a foreign key from the table it points to: at most one row of a table whose whole key it covers."""
    target = reference.target or ""
    end = target if reference.target_schema == reference.schema else f'"{reference.target_schema}.{target}"'
    line = f"{'|o' if reference.optional else '||'}--{'o|' if reference.single else 'o{'}"
    return f'    {end} {line} {reference.relation} : "{", ".join(reference.columns)}"'


def _word(type_: str) -> str:
    """Make one word of a type's name, as mermaid wants it."""
    return re.sub(r"\W+", "_", type_.replace("[]", "_array")).strip("_")
