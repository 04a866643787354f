"""`progressive-flow database`: the embedded database alone."""

import os
from pathlib import Path
from typing import Annotated

import typer

from progressive_flow_local.cli import database_copies
from progressive_flow_local.cli.serve import JsonOption

app = typer.Typer(help="Run, reach, describe and copy the database.", no_args_is_help=True)
for command in (database_copies.dump, database_copies.restore, database_copies.fingerprint, database_copies.compare):
    app.command()(command)


@app.command()
def start(*, as_json: JsonOption = False) -> None:
    """Run the embedded database alone, migrated and with reference data, until Ctrl-C; print its URL."""
    from progressive_flow_local import (
        databases,
        platform,
        state,
    )
    from progressive_flow_local.cli import console

    folder = state.folder()
    with (
        platform.until_signalled(),
        state.exclusively(folder),
        databases.ready(folder, state.passwords(folder), console.report) as database,
    ):
        description = state.urls_by_key(database.urls)
        state.describe(folder, description)
        if as_json:
            console.put_json(description)
        else:
            print(database.urls["migrator"], flush=True)
            console.people.print("Ctrl-C stops it.")
        platform.watch(database.parts, console.report)
    console.report("Stopped")


@app.command()
def stop() -> None:
    """Stop an embedded database that was left running."""
    from progressive_flow_local import (
        postgres,
        state,
    )
    from progressive_flow_local.cli import console

    server = postgres.attach(state.folder() / "postgres")
    if server is None:
        console.report("No embedded database runs here")
        return
    server.stop()
    console.report("Stopped")


@app.command()
def url() -> None:
    """Print the database's URL, the owner's."""
    from progressive_flow_local import state

    print(_owners_url(state.folder()))


@app.command()
def shell(
    *,
    administrator: Annotated[bool, typer.Option("--administrator", help="As superuser, to rename databases.")] = False,
) -> None:
    """Open psql on the database, as its owner."""
    from progressive_flow_local import (
        databases,
        postgres_folder,
        state,
    )

    psql = str(postgres_folder.binaries() / "psql")
    folder = state.folder()
    url = databases.named(databases.administrator_url(folder), "postgres") if administrator else _owners_url(folder)
    os.execv(psql, [psql, url])  # noqa: S606 - no shell wanted


@app.command()
def describe(
    *, check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if a page differs.")] = False
) -> None:
    """Write the pages of docs/data-model from a database of its own, made of sql/."""
    from progressive_flow_local.cli import console
    from progressive_flow_local.cli.data_model import writing

    changed, untold = writing.describe(check=check)
    for name in untold:
        console.report(f"{name} has no comment")
    for name in changed:
        console.report(f"{name} {'differs' if check else 'written'}")
    if check and changed:
        console.fail(f"The pages do not show the schema: {writing.REMEDY}")
        raise typer.Exit(1)


def _owners_url(folder: Path) -> str:
    from progressive_flow_local import state

    return str(state.description(folder)["database_url"])
