"""`progressive-flow organization` and `progressive-flow member`: organizations and who belongs to them, as an administrator."""

from typing import Annotated

import typer

from progressive_flow_local.cli import administration, answers

app = typer.Typer(help="Create, show, change and close organizations, as an administrator.", no_args_is_help=True)
members = typer.Typer(
    help="List, save and remove an organization's members, as an administrator.", no_args_is_help=True
)
PATH = "/v1/organizations"

Slug = Annotated[str, typer.Argument(help="Slug of an organization.")]
UserId = Annotated[str, typer.Argument(help="Id of a learner, as `learner list` shows it.")]
Cursor = Annotated[str | None, typer.Option(help="`next_cursor` of the page before.")]
Limit = Annotated[int, typer.Option(min=1, max=100, help="How many rows at most.")]
MaxMembers = Annotated[int | None, typer.Option(help="How many may belong to it.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the API's answer.")]


@app.command("list")
def list_organizations(cursor: Cursor = None, limit: Limit = 25, *, as_json: JsonOption = False) -> None:
    """List organizations by their slugs."""
    page = administration.ask("GET", PATH, {"cursor": cursor, "limit": limit})
    answers.show(page, ("slug", "name", "status", "members", "max_members", "created_at"), as_json=as_json)


@app.command()
def show(organization: Slug) -> None:
    """Show an organization."""
    answers.put(administration.ask("GET", f"{PATH}/{organization}"))


@app.command()
def create(
    organization: Slug, name: Annotated[str, typer.Argument(help="Name, for people.")], max_members: MaxMembers = None
) -> None:
    """Create an organization; save its first administrator next, with `member save --role org_admin`."""
    body = {"slug": organization, "name": name, **({"max_members": max_members} if max_members else {})}
    answers.put(administration.ask("POST", PATH, body=body))


@app.command()
def change(
    organization: Slug,
    name: Annotated[str | None, typer.Option(help="Another name.")] = None,
    max_members: MaxMembers = None,
) -> None:
    """Change an organization's name or its limit of members."""
    sent = {"name": name, "max_members": max_members}
    _patch(organization, {key: value for key, value in sent.items() if value is not None})


@app.command()
def close(organization: Slug) -> None:
    """Close an organization: nobody belongs to it until it is opened."""
    _patch(organization, {"status": "closed"})


@app.command("open")
def open_organization(organization: Slug) -> None:
    """Open a closed organization; its members have the roles that they had."""
    _patch(organization, {"status": "active"})


@app.command("audit-log")
def audit_log(organization: Slug, cursor: Cursor = None, limit: Limit = 25, *, as_json: JsonOption = False) -> None:
    """List who did what in an organization, newest first."""
    page = administration.ask("GET", f"{PATH}/{organization}/audit-log", {"cursor": cursor, "limit": limit})
    answers.show(page, ("created_at", "action", "subject_type", "subject_id", "actor_id", "detail"), as_json=as_json)


@members.command("list")
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


@members.command()
def save(
    organization: Slug,
    user_id: UserId,
    role: Annotated[list[str], typer.Option(help="A role; repeat it for several: learner, author, org_admin ...")],
    *,
    suspended: Annotated[bool, typer.Option("--suspended", help="Suspend the member.")] = False,
) -> None:
    """Make a learner a member, or replace a member's roles."""
    body = {"roles": role, "status": "suspended" if suspended else "active"}
    answers.put(administration.ask("PUT", f"{PATH}/{organization}/members/{user_id}", body=body))


@members.command()
def remove(organization: Slug, user_id: UserId) -> None:
    """Remove a member; what they learned stays theirs."""
    from progressive_flow_local.cli import console

    administration.ask("DELETE", f"{PATH}/{organization}/members/{user_id}")
    console.report(f"{user_id} belongs to {organization} no longer.")


def _patch(organization: str, body: dict[str, object]) -> None:
    answers.put(administration.ask("PATCH", f"{PATH}/{organization}", body=body))
