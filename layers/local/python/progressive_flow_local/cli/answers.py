"""Prints what the API answered: as JSON, or a page as a table."""

from collections.abc import Sequence
from typing import Any


def put(answer: Any) -> None:
    """Print an answer as JSON."""
    from progressive_flow_local.cli import console

    console.put_json(answer)


def show(page: dict[str, Any], columns: Sequence[str], *, as_json: bool) -> None:
    """Print a page's rows as a table of these columns, or the whole page as JSON."""
    if as_json:
        put(page)
        return
    from rich.console import Console
    from rich.table import Table

    from progressive_flow_local.cli import console

    table = Table(box=None)
    for name in columns:  # what is copied into the next command is never shortened
        table.add_column(name, no_wrap=name in {"id", "slug"} or name.endswith("_id"))
    for row in page["items"]:
        table.add_row(*("" if row[name] is None else str(row[name]) for name in columns))
    Console(markup=False).print(table)
    if page.get("next_cursor"):
        console.report(f"more follow: --cursor {page['next_cursor']}")
