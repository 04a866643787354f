"""`progressive-flow database dump`, `restore`, `fingerprint` and `compare`: copies of a database, and whether they are."""

from pathlib import Path
from typing import Annotated, Any

import typer

DumpFile = Annotated[Path, typer.Argument(help="The dump, in pg_dump's custom format; its fingerprint lies beside it.")]


def dump(file: DumpFile) -> None:
    """Write the running platform's database, or DATABASE_URL's, into a new file, its fingerprint of that moment beside it."""
    from progressive_flow_local import backups, databases, state
    from progressive_flow_local.cli import console

    found = backups.dump(databases.administrator_url(state.folder()), file)
    rows = sum(table["rows"] for table in found["tables"].values())
    console.report(f"{rows:,} rows of {len(found['tables'])} tables, schema version {found['version']}, in {file}")


def restore(
    file: DumpFile,
    into: Annotated[str, typer.Option(help="The name of the new database, on the server of the running platform.")],
    unverified: Annotated[bool, typer.Option(help="Restore without comparing, when the fingerprint is lost.")] = False,
) -> None:
    """Restore a dump into a new database and compare it with the dump's fingerprint. Whatever fails leaves none behind."""
    from progressive_flow.kernel.declarations.models import LOGIN_ROLES
    from progressive_flow_local import backups, databases, state
    from progressive_flow_local.cli import console

    folder = state.folder()
    secrets = state.passwords(folder)
    passwords = {role: secrets[role] for role in LOGIN_ROLES}
    backups.restore(databases.administrator_url(folder), file, into, passwords, verify=not unverified)
    outcome = "not compared with what was dumped" if unverified else "equal to what was dumped"
    console.report(f"The database {into} is there, {outcome}")


def fingerprint(
    database: Annotated[str | None, typer.Option(help="Another database of the same server.")] = None,
) -> None:
    """Print what a database is as JSON: version, rows and checksum of each table, the ledger, a hash of each object."""
    from progressive_flow_local.cli import console

    console.put_json(_fingerprint(database))


def compare(
    one: Annotated[str, typer.Argument(help="A file with a fingerprint, or the name of a database.")],
    other: Annotated[str, typer.Argument(help="As before.")],
) -> None:
    """Compare two fingerprints and print what differs, a line each; exit with 1 if anything does."""
    from progressive_flow_local import fingerprints
    from progressive_flow_local.cli import console

    different = fingerprints.differences(_held(one), _held(other))
    for line in different:
        print(line)
    console.report(f"{len(different)} differences" if different else "Equal")
    raise typer.Exit(1 if different else 0)


def _held(name: str) -> dict[str, Any]:
    from progressive_flow_local import fingerprints

    return fingerprints.read(Path(name)) if Path(name).is_file() else _fingerprint(name)


def _fingerprint(database: str | None) -> dict[str, Any]:
    from progressive_flow_local import (
        databases,
        fingerprints,
        state,
    )

    url = databases.administrator_url(state.folder())
    return fingerprints.of(databases.named(url, database) if database else url)
