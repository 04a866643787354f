"""`progressive-flow attempts`: what learners submitted."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from progressive_flow_local.cli.serve import JsonOption

if TYPE_CHECKING:
    from progressive_flow.progress.regrading.models import Regrading

app = typer.Typer(help="Submit code as a learner, and look into stored attempts.", no_args_is_help=True)
MAX_ROWS = 50


@app.command()
def regrade(
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only attempts from this day on, UTC: 2026-01-31.")
    ] = None,
    challenge: Annotated[str | None, typer.Option(help="Only attempts at this challenge, by its slug.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many attempts, the oldest.")] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Grade stored attempts again, each by its own version; exit with 1 if a verdict differs. Changes nothing."""
    from progressive_flow.progress.regrading import service as regrading
    from progressive_flow_local import state
    from progressive_flow_local.cli import console

    state.use_databases(state.folder())
    with console.people.status("Grading attempts again") as status:
        done = regrading.regrade(
            since.replace(tzinfo=UTC) if since else None,
            challenge,
            limit,
            report=lambda so_far: status.update(f"{so_far.attempts:,} graded again"),
        )
    if as_json:
        console.put_json(done.model_dump(mode="json"))
    else:
        _report(done)
    if not done.as_stored:
        raise typer.Exit(1)


def _report(done: "Regrading") -> None:
    from rich.table import Table

    from progressive_flow_local.cli import console

    if done.differences:
        table = Table("Attempt", "Challenge", "Level", "Version", "Stored", "Now", box=None)
        for row in done.differences[:MAX_ROWS]:
            stored, now = _verdict(row.stored_score, row.stored_passed), _verdict(row.score, row.passed)
            table.add_row(str(row.attempt_id), row.challenge, str(row.level), str(row.version), stored, now)
        console.people.print(table)
    if len(done.differences) > MAX_ROWS:
        console.report(f"and {len(done.differences) - MAX_ROWS} more: --json shows all")
    console.report(f"{done.attempts} attempts: {done.equal} as stored, {len(done.differences)} different")
    if done.failed:
        console.fail(f"{len(done.failed)} cannot be graded, {done.failed[0]} the first of them")
    for reason, count in sorted(done.skipped.items()):
        console.report(f"{count} skipped: {reason}")


def _verdict(score: float, passed: bool) -> str:
    return f"{score:g} {'passed' if passed else 'not passed'}"
