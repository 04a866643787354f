"""`progressive-flow archive`: months of the ledgers that were moved out of the database."""

from typing import Annotated

import typer

from progressive_flow_local.cli.serve import JsonOption

app = typer.Typer(help="List archived months of the ledgers and bring them back.", no_args_is_help=True)


@app.command("list")
def list_archives(*, as_json: JsonOption = False) -> None:
    """List what is in the archive."""
    from rich.table import Table

    from progressive_flow.operations.archive import service as archive
    from progressive_flow_local import state
    from progressive_flow_local.cli import console

    state.use_platform(state.folder())
    found = archive.list_archives()
    if as_json:
        console.put_json([row._asdict() for row in found])
        return
    table = Table("Table", "Month", "Rows", "Archived", "Restored", box=None)
    for row in found:
        back = f"{row.restored_at:%Y-%m-%d}" if row.restored_at else ""
        table.add_row(row.parent, f"{row.month:%Y-%m}", str(row.rows), f"{row.archived_at:%Y-%m-%d}", back)
    console.people.print(table)


@app.command("restore")
def restore(
    table: Annotated[str, typer.Argument(help="As `archive list` names it, like progress.level_attempts.")],
    month: Annotated[str, typer.Argument(help="As in 2025-03.")],
) -> None:
    """Bring a month back into the database; print how many rows as JSON."""
    from datetime import UTC, datetime

    from progressive_flow.kernel.errors import UserError
    from progressive_flow.operations.archive import service as archive
    from progressive_flow_local import state
    from progressive_flow_local.cli import console

    try:
        wanted = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        raise UserError(f"{month} is no month: write it like 2025-03.") from None
    state.use_platform(state.folder())
    console.put_json(archive.restore(table, wanted))
