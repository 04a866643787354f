"""`progressive-flow task`: work that takes longer than a request, of whoever is signed in."""

from typing import Annotated

import typer

from progressive_flow_local.cli import administration, answers
from progressive_flow_local.cli.organization import Cursor, JsonOption, Limit

app = typer.Typer(
    help="List, show and cancel your tasks: the administrator's, or those of the learner whose token TOKEN holds.",
    no_args_is_help=True,
)
TaskId = Annotated[str, typer.Argument(help="Id of a task.")]
PATH = "/v1/tasks"
COLUMNS = ("id", "kind", "state", "progress", "created_at", "finished_at")


@app.command("list")
def list_tasks(
    state: Annotated[
        str | None, typer.Option(help="Only tasks in this state: queued, running, done, failed, cancelled.")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="Only tasks of this kind.")] = None,
    cursor: Cursor = None,
    limit: Limit = 25,
    *,
    as_json: JsonOption = False,
) -> None:
    """List your tasks, the newest first."""
    query = {"state": state, "kind": kind, "cursor": cursor, "limit": limit}
    answers.show(administration.ask("GET", PATH, query), COLUMNS, as_json=as_json)


@app.command()
def show(task_id: TaskId, *, as_json: JsonOption = False) -> None:
    """Show a task; as JSON with its result, or why it failed."""
    task = administration.ask("GET", f"{PATH}/{task_id}")
    answers.show({"items": [task]} if not as_json else task, COLUMNS, as_json=as_json)


@app.command()
def cancel(task_id: TaskId, *, as_json: JsonOption = False) -> None:
    """Cancel a task that has not finished."""
    administration.ask("DELETE", f"{PATH}/{task_id}")
    show(task_id, as_json=as_json)
