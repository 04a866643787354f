"""`progressive-flow reference-data`: checks and loads the content files."""

from typing import Annotated

import typer

from progressive_flow_local.cli import console

app = typer.Typer(
    help="Tracks, challenges, achievements, skills and questions from the content files.", no_args_is_help=True
)


@app.command()
def check() -> None:
    """Check the content files, all of them; needs no database."""
    from progressive_flow.operations.reference_data import service

    with console.people.status("Checking the content files"):
        content, references = service.check_files()
    console.report(
        f"{len(content.tracks)} tracks, {len(content.challenges)} challenges,"
        f" {len(references.achievements)} achievements, {sum(map(len, references.branches.values()))} skills,"
        f" {sum(map(len, references.questions.values()))} questions: all well"
    )


@app.command()
def load(as_json: Annotated[bool, typer.Option("--json", help="Print for programs.")] = False) -> None:
    """Check the content files and load what differs; MIGRATOR_DATABASE_URL or the running platform's database."""
    from progressive_flow.operations.reference_data import service
    from progressive_flow_local import state

    state.use_databases(state.folder())
    with console.people.status("Loading the content files"):
        changed = service.load_reference_data()
    if as_json:
        console.put_json(changed)
        return
    for kind, count in changed.items():
        console.report(f"{kind.replace('_', ' ')}: {count} changed")
