"""`progressive-flow database`: the embedded database alone."""

import os

import typer

from progressive_flow.cli.serve import JsonOption

app = typer.Typer(help="Run and reach the database.", no_args_is_help=True)


@app.command()
def start(*, as_json: JsonOption = False) -> None:
    """Run the embedded database alone, migrated and with reference data, until Ctrl-C; print its URL."""
    from progressive_flow.cli import console  # noqa: PLC0415 - heavy imports stay out of `--help`
    from progressive_flow.local import databases, platform, state  # noqa: PLC0415

    folder = state.folder()
    with (
        platform.until_signalled(),
        state.exclusively(folder),
        databases.ready(folder, state.passwords(folder), console.tell) as urls,
    ):
        description = state.urls_by_key(urls)
        state.describe(folder, description)
        if as_json:
            console.put_json(description)
        else:
            print(urls["migrator"], flush=True)
            console.people.print("Ctrl-C stops it.")
        databases.watch(folder)
    console.tell("Stopped")


@app.command()
def stop() -> None:
    """Stop an embedded database that was left running."""
    from progressive_flow.cli import console  # noqa: PLC0415 - heavy imports stay out of `--help`
    from progressive_flow.local import postgres, state  # noqa: PLC0415

    server = postgres.attach(state.folder() / "postgres")
    if server is None:
        console.tell("No embedded database runs here")
        return
    server.stop()
    console.tell("Stopped")


@app.command()
def url() -> None:
    """Print the database's URL, the owner's."""
    from progressive_flow.local import state  # noqa: PLC0415 - heavy imports stay out of `--help`

    print(state.description(state.folder())["database_url"])


@app.command()
def shell() -> None:
    """Open psql on the database, as its owner."""
    from progressive_flow.local import postgres_folder, state  # noqa: PLC0415 - heavy imports stay out of `--help`

    psql = str(postgres_folder.binaries() / "psql")
    os.execv(psql, [psql, state.description(state.folder())["database_url"]])  # noqa: S606 - no shell wanted
