"""`progressive-flow migrate`: brings a database to the schema, checks it, takes it back."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from progressive_flow_local.cli import console

app = typer.Typer(
    help="Bring the database to the schema in sql/; MIGRATOR_DATABASE_URL or the running platform's.",
    no_args_is_help=True,
)
Json = Annotated[bool, typer.Option("--json", help="Print for programs.")]


def _url() -> str:
    from progressive_flow.kernel.database import url
    from progressive_flow_local import state

    state.use_databases(state.folder())
    return url.database_url("migrator")


def _report(report: object, as_json: bool, done: str) -> None:
    facts = {name: value for name, value in asdict(report).items() if value}  # type: ignore[call-overload]
    if as_json:
        console.put_json(facts)
        return
    for name, value in facts.items():
        console.report(f"{name}: {value if isinstance(value, str) else ', '.join(value)}")
    console.report(done)


@app.command()
def run(as_json: Json = False) -> None:
    """Apply what is pending."""
    from progressive_flow.operations.migrations import service

    _url()
    done = service.run_migrations(lambda _, script: console.report(script))
    if as_json:
        console.put_json(done)
    for object_ in done["drift"]:
        console.report(f"{object_} was changed by hand since the last run")
    console.report(f"{len(done['applied'])} files applied; the schema is at version {done['version']}.")


@app.command()
def info(as_json: Json = False) -> None:
    """List each file with its state."""
    from progressive_flow.operations import migrations

    rows = migrations.info(_url())
    if as_json:
        console.put_json(rows)
        return
    table = Table("file", "state", "applied at")
    for row in rows:
        table.add_row(row["script"], row["state"], row["applied_at"])
    console.people.print(table)


@app.command()
def validate(as_json: Json = False) -> None:
    """Compare history, files and database; exit 1 if something is wrong."""
    from progressive_flow.operations import migrations

    problems = migrations.validate(_url())
    if as_json:
        console.put_json(problems)
    for problem in problems:
        console.fail(problem)
    raise typer.Exit(1 if problems else 0)


@app.command()
def baseline(version: str, as_json: Json = False) -> None:
    """Record the versions up to VERSION as applied, for a database that has them already."""
    from progressive_flow.operations import migrations

    _report(migrations.baseline(_url(), version), as_json, f"The history begins after version {version}.")


@app.command()
def undo(
    allow_data_loss: Annotated[
        bool, typer.Option("--allow-data-loss", help="Drop columns and tables that hold rows.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Take back the newest version."""
    from progressive_flow.operations import migrations

    _report(migrations.undo(_url(), allow_data_loss=allow_data_loss), as_json, "Run `migrate run` to apply it again.")


@app.command()
def repair(as_json: Json = False) -> None:
    """Accept edited checksums, forget failed files, drop the invalid indexes they left."""
    from progressive_flow.operations import migrations

    _report(migrations.repair(_url()), as_json, "The history is repaired.")
