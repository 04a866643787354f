"""`progressive-flow reference-data`: loads tracks and challenges."""

from typing import Annotated

import typer

from progressive_flow.cli import console

app = typer.Typer(help="Tracks and challenges from the content files.", no_args_is_help=True)


@app.callback()
def reference_data() -> None:
    """Keep `load` a sub-command, though it is the only one yet."""


@app.command()
def load(as_json: Annotated[bool, typer.Option("--json", help="Print for programs.")] = False) -> None:
    """Check the content files and load what differs; MIGRATOR_DATABASE_URL or the running platform's database."""
    from progressive_flow.content import service  # noqa: PLC0415 - keeps `--help` quick
    from progressive_flow.local import state  # noqa: PLC0415

    state.use_databases(state.folder())
    with console.people.status("Loading the content files"):
        changed = service.load_reference_data()
    if as_json:
        console.put_json(changed)
        return
    for kind, count in changed.items():
        console.tell(f"{kind.replace('_', ' ')}: {count} changed")
