"""`progressive-flow organization`: organizations, as an administrator."""

from typing import Annotated, Literal

import typer

from progressive_flow_local.cli import administration, answers

app = typer.Typer(help="Create, show, change and close organizations, as an administrator.", no_args_is_help=True)
PATH = "/v1/organizations"

Slug = Annotated[str, typer.Argument(help="Slug of an organization.")]
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
    max_items: Annotated[int | None, typer.Option(help="How many items its authors may have.")] = None,
    reviews_required: Annotated[
        int | None, typer.Option(min=0, max=2, help="How many reviewers approve a revision before it is published.")
    ] = None,
    shared_drafts: Annotated[
        bool | None, typer.Option(help="Whether every author may change and delete every draft.")
    ] = None,
    leaderboards: Annotated[bool | None, typer.Option(help="Whether its leaderboards are shown.")] = None,
    max_bytes: Annotated[int | None, typer.Option(help="How many bytes its uploads may take.")] = None,
    xp_scope: Annotated[
        Literal["platform", "organization"] | None, typer.Option(help="Whose XP its content pays from now on.")
    ] = None,
    email_domain: Annotated[
        list[str] | None, typer.Option(help="A domain whose addresses may join; repeat it for several, '' for none.")
    ] = None,
) -> None:
    """Change an organization's name, limits and settings, whose XP it pays, or whose addresses may join it."""
    domains = None if email_domain is None else [domain for domain in email_domain if domain]
    sent = {
        "name": name,
        "max_members": max_members,
        "max_items": max_items,
        "reviews_required": reviews_required,
        "shared_drafts": shared_drafts,
        "leaderboards": leaderboards,
        "max_bytes": max_bytes,
        "xp_scope": xp_scope,
        "email_domains": domains,
    }
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


def _patch(organization: str, body: dict[str, object]) -> None:
    answers.put(administration.ask("PATCH", f"{PATH}/{organization}", body=body))
