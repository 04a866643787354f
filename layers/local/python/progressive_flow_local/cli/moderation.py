"""`progressive-flow moderation`: what was reported in an organization, and decisions on it, as an administrator."""

from typing import Annotated, Literal

import typer

from progressive_flow_local.cli import administration, answers
from progressive_flow_local.cli.organization import PATH, Cursor, JsonOption, Limit, Slug

app = typer.Typer(
    help="List, show and decide the moderation cases of an organization, as an administrator.", no_args_is_help=True
)
CaseId = Annotated[str, typer.Argument(help="Id of a moderation case.")]
COLUMNS = ("id", "state", "reports", "reasons", "is_held", "author", "decision", "created_at")


@app.command("list")
def list_cases(
    organization: Slug,
    state: Annotated[
        Literal["open", "decided", "appealed"] | None, typer.Option(help="Only cases in this state.")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 25,
    *,
    as_json: JsonOption = False,
) -> None:
    """List an organization's moderation cases, the newest first."""
    page = administration.ask("GET", _path(organization), {"state": state, "cursor": cursor, "limit": limit})
    answers.show(page, COLUMNS, as_json=as_json)


@app.command()
def show(organization: Slug, case: CaseId) -> None:
    """Show a moderation case with what reporters wrote."""
    answers.put(administration.ask("GET", _path(organization, case)))


@app.command()
def file(organization: Slug, case: CaseId) -> None:
    """Show the file that a moderation case is about, with its address."""
    answers.put(administration.ask("GET", f"{_path(organization, case)}/file"))


@app.command()
def decide(
    organization: Slug,
    case: CaseId,
    decision: Annotated[
        Literal["none", "warn", "delete"], typer.Argument(help="Leave it, warn its author, or delete it.")
    ],
    reason: Annotated[str, typer.Option(help="Why, for the author.")],
    *,
    as_json: JsonOption = False,
) -> None:
    """Decide a moderation case; its author is notified."""
    made = administration.ask("PATCH", _path(organization, case), body={"decision": decision, "reason": reason})
    answers.show(made if as_json else {"items": [made]}, COLUMNS, as_json=as_json)


def _path(organization: str, case: str = "") -> str:
    return f"{PATH}/{organization}/moderation-cases" + (f"/{case}" if case else "")
