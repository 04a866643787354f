"""`progressive-flow progress`: what an older system knew of learners."""

from pathlib import Path
from typing import Annotated

import typer

from progressive_flow_local.cli.serve import JsonOption

app = typer.Typer(help="Take over progress from an older system.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `import` a command of its own."""


@app.command("import")
def import_progress(
    file: Annotated[
        Path, typer.Argument(help="CSV with a header, or JSON lines: user_id, problem_id, completed_levels, total_xp.")
    ],
    *,
    as_json: JsonOption = False,
) -> None:
    """Import a file; safe to repeat. Imported XP becomes rows of the ledger, imported levels pay no second time."""
    from progressive_flow.learning.imports import service as imports
    from progressive_flow_local import state
    from progressive_flow_local.cli import console

    state.use_databases(state.folder())
    done = imports.import_file(file)
    if as_json:
        console.put_json(done.model_dump(mode="json"))
        return
    console.report(
        f"{done.rows} rows: {done.imported} imported, {done.unchanged} known already, {done.skipped_in_all} skipped"
    )
    console.report(f"{done.levels} levels, {done.xp} XP")
    for line, reason in done.skipped:
        console.report(f"line {line}: {reason}")
