"""`progressive-flow member`: who belongs to an organization and who is invited to it, as an administrator."""

from pathlib import Path
from typing import Annotated

import typer

from progressive_flow_local.cli import administration, answers
from progressive_flow_local.cli.organization import PATH, Cursor, JsonOption, Limit, Slug
from progressive_flow_local.errors import RefusedError

app = typer.Typer(
    help="List, save, remove and invite an organization's members, as an administrator.", no_args_is_help=True
)
AT_ONCE = 100  # addresses in one call

UserId = Annotated[str, typer.Argument(help="Id of a learner, as `learner list` shows it.")]
Roles = Annotated[list[str], typer.Option(help="A role; repeat it for several: learner, author, org_admin ...")]
Days = Annotated[int, typer.Option(min=1, max=90, help="After how many days nobody joins by it.")]


@app.command("list")
def list_members(
    organization: Slug,
    role: Annotated[str | None, typer.Option(help="Only members with this role.")] = None,
    search: Annotated[str | None, typer.Option(help="How an address or a name begins.")] = None,
    cursor: Cursor = None,
    limit: Limit = 25,
    *,
    as_json: JsonOption = False,
) -> None:
    """List an organization's members by username."""
    query = {"role": role, "search": search, "cursor": cursor, "limit": limit}
    page = administration.ask("GET", f"{PATH}/{organization}/members", query)
    answers.show(page, ("user_id", "username", "email", "roles", "status", "created_at"), as_json=as_json)


@app.command()
def save(
    organization: Slug,
    user_id: UserId,
    role: Roles,
    *,
    suspended: Annotated[bool, typer.Option("--suspended", help="Suspend the member.")] = False,
) -> None:
    """Make a learner a member, or replace a member's roles."""
    body = {"roles": role, "status": "suspended" if suspended else "active"}
    answers.put(administration.ask("PUT", f"{PATH}/{organization}/members/{user_id}", body=body))


@app.command()
def remove(organization: Slug, user_id: UserId) -> None:
    """Remove a member; what they learned stays theirs."""
    from progressive_flow_local.cli import console

    administration.ask("DELETE", f"{PATH}/{organization}/members/{user_id}")
    console.report(f"{user_id} belongs to {organization} no longer.")


@app.command()
def invite(
    organization: Slug,
    emails: Annotated[list[str] | None, typer.Argument(help="Addresses; each gets an invitation.")] = None,
    file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="CSV with a column `email`, as UTF-8 or UTF-16.")
    ] = None,
    skip: Annotated[int, typer.Option(min=0, help="How many addresses to leave out at the beginning.")] = 0,
    role: Roles = ["learner"],  # noqa: B006 - Typer's way to a default of several
    days: Days = 14,
    *,
    as_json: JsonOption = False,
) -> None:
    """Invite addresses; whoever signs in with one finds the invitation."""
    from rich.progress import track

    from progressive_flow_local import rosters
    from progressive_flow_local.cli import console

    wanted = [*(emails or []), *(rosters.addresses(file) if file else [])][skip:]
    if not wanted:
        raise typer.BadParameter("Name at least one address, or a file with some.")
    calls = [wanted[begin : begin + AT_ONCE] for begin in range(0, len(wanted), AT_ONCE)]
    made: list[object] = []
    try:
        for some in track(calls, "Inviting", console=console.people, disable=len(calls) == 1):
            made += _invite(organization, {"emails": some, "roles": role, "expires_in_days": days})["items"]
    except RefusedError as refusal:
        if not made:
            raise
        message = f"{refusal} {len(made)} addresses are invited: go on with --skip {skip + len(made)}."
        raise RefusedError(message, refusal.status) from refusal
    finally:
        if made:
            answers.show({"items": made}, INVITATION, as_json=as_json)


@app.command()
def code(
    organization: Slug,
    max_uses: Annotated[int, typer.Option(min=1, max=1000, help="How many may join by it.")] = 1,
    days: Days = 14,
) -> None:
    """Make a code with which learners join; it is shown once."""
    answers.put(_invite(organization, {"max_uses": max_uses, "expires_in_days": days}))


@app.command()
def invitations(organization: Slug, cursor: Cursor = None, limit: Limit = 25, *, as_json: JsonOption = False) -> None:
    """List an organization's invitations, newest first."""
    page = administration.ask("GET", f"{PATH}/{organization}/invitations", {"cursor": cursor, "limit": limit})
    answers.show(page, INVITATION, as_json=as_json)


@app.command()
def revoke(
    organization: Slug, invitation: Annotated[str, typer.Argument(help="Id, as `member invitations` shows it.")]
) -> None:
    """Revoke an invitation; who joined by it stays."""
    from progressive_flow_local.cli import console

    administration.ask("DELETE", f"{PATH}/{organization}/invitations/{invitation}")
    console.report(f"Nobody joins {organization} by the invitation {invitation} any more.")


INVITATION = ("id", "email", "roles", "status", "expires_at", "mailed_at")  # --json prints all


def _invite(organization: str, body: dict[str, object]) -> dict[str, list[object]]:
    answer: dict[str, list[object]] = administration.ask("POST", f"{PATH}/{organization}/invitations", body=body)
    return answer
