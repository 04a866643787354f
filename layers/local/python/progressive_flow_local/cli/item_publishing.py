"""`progressive-flow item`: what checks, publishes, archives and hands on what an organization's authors write."""

from typing import Annotated, Any

import typer

from progressive_flow_local.cli import administration, answers
from progressive_flow_local.cli.item import ItemSlug, Kind, RevisionOption, address, app
from progressive_flow_local.cli.organization import Cursor, JsonOption, Limit, Slug

__all__ = ["app"]  # of `item`, with the commands of this module

SECONDS = 1.0  # between two questions how far a check is
Changelog = Annotated[str, typer.Option(help="What changes, for learners; at least 10 characters.")]
At = Annotated[str | None, typer.Option(help="When it goes live, as 2027-01-31T08:00:00Z; at once if left out.")]
BreakingReason = Annotated[
    str | None, typer.Option(help="Why it is published although solutions of the live version fail.")
]
PublicationId = Annotated[str, typer.Argument(help="Id of a publication.")]


@app.command()
def check(
    organization: Slug,
    kind: Kind,
    slug: ItemSlug,
    revision: RevisionOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Check a draft, wait until that is done, and report what must be corrected; fails where something must."""
    from progressive_flow_local.cli import console
    from progressive_flow_local.errors import LocalError

    path = f"{address(organization, kind, slug)}/checks"
    body = {} if revision is None else {"revision": revision}
    found = finished(path, administration.ask("POST", path, body=body))
    if as_json:
        answers.put(found)
    else:
        report(found)
    if found["state"] == "failed":
        raise LocalError(f"Revision {found['revision']} cannot be published before what is named above is corrected.")
    console.report(f"Revision {found['revision']} can be published.")


@app.command()
def publish(
    organization: Slug,
    kind: Kind,
    slug: ItemSlug,
    revision: Annotated[int, typer.Argument(help="Number of the revision, which was checked and approved.")],
    changelog: Changelog,
    label: Annotated[str | None, typer.Option(help="A label higher than the next one, such as v2.0.")] = None,
    at: At = None,
    breaking_reason: BreakingReason = None,
) -> None:
    """Publish a revision, at once or later."""
    sent = {
        "revision": revision,
        "changelog": changelog,
        "label": label,
        "scheduled_at": at,
        "breaking_reason": breaking_reason,
    }
    _publish(organization, kind, slug, sent)


@app.command()
def restore(
    organization: Slug,
    kind: Kind,
    slug: ItemSlug,
    version: Annotated[int, typer.Argument(help="Number of the version that is published again.")],
    changelog: Changelog,
) -> None:
    """Roll back: publish an older version again."""
    _publish(organization, kind, slug, {"restored_from": version, "changelog": changelog})


@app.command()
def publications(
    organization: Slug,
    kind: Kind,
    slug: ItemSlug,
    cursor: Cursor = None,
    limit: Limit = 25,
    *,
    as_json: JsonOption = False,
) -> None:
    """List what was asked to be published of an item, newest first."""
    page = administration.ask(
        "GET", f"{address(organization, kind, slug)}/publications", {"cursor": cursor, "limit": limit}
    )
    answers.show(page, ("id", "state", "revision", "label", "scheduled_at", "changelog", "problem"), as_json=as_json)


@app.command()
def cancel(organization: Slug, kind: Kind, slug: ItemSlug, publication: PublicationId) -> None:
    """Cancel a publication that is scheduled."""
    from progressive_flow_local.cli import console

    administration.ask("DELETE", f"{address(organization, kind, slug)}/publications/{publication}")
    console.report(f"The publication {publication} is cancelled.")


@app.command()
def versions(
    organization: Slug,
    kind: Kind,
    slug: ItemSlug,
    cursor: Cursor = None,
    limit: Limit = 25,
    *,
    as_json: JsonOption = False,
) -> None:
    """List the versions of an item, newest first."""
    page = administration.ask(
        "GET", f"{address(organization, kind, slug)}/versions", {"cursor": cursor, "limit": limit}
    )
    answers.show(
        page, ("version", "label", "is_live", "changelog", "approvals", "published_by", "published_at"), as_json=as_json
    )


@app.command()
def version(
    organization: Slug,
    kind: Kind,
    slug: ItemSlug,
    number: Annotated[int, typer.Argument(help="Number of the version.")],
) -> None:
    """Show a version with the document that was published."""
    answers.put(administration.ask("GET", f"{address(organization, kind, slug)}/versions/{number}"))


@app.command()
def archive(organization: Slug, kind: Kind, slug: ItemSlug) -> None:
    """Archive a published item: nobody can begin it any more."""
    _change(organization, kind, slug, {"archived": True})


@app.command("bring-back")
def bring_back(organization: Slug, kind: Kind, slug: ItemSlug) -> None:
    """Bring an archived item back."""
    _change(organization, kind, slug, {"archived": False})


@app.command()
def give(
    organization: Slug, kind: Kind, slug: ItemSlug, owner: Annotated[str, typer.Argument(help="Username of an author.")]
) -> None:
    """Give a draft to another author."""
    _change(organization, kind, slug, {"owner": owner})


def finished(path: str, found: dict[str, Any]) -> dict[str, Any]:
    """Ask until a check has finished, telling how far it is."""
    import time

    from progressive_flow_local.cli import console

    with console.people.status("Checking") as status:
        while found["state"] == "running":
            time.sleep(SECONDS)
            found = administration.ask("GET", f"{path}/{found['revision']}")
            status.update(f"Checking: {found['progress']:.0%}")
    return found


def report(found: dict[str, Any]) -> None:
    """Print what a check found."""
    for noun in ("problems", "warnings"):
        for row in found["report"][noun]:
            print(f"{noun[:-1]}: {row['place']}: {row['message']}")
    if solutions := found["report"]["solutions"]:
        print(
            f"solutions: {solutions['pass_now']} of {solutions['passed_before']} that passed still pass,"
            f" of {solutions['tried']} that were tried"
        )
        print(f"compatible: {'yes' if found['is_compatible'] else 'no'}")


def _publish(organization: str, kind: str, slug: str, sent: dict[str, Any]) -> None:
    body = {name: value for name, value in sent.items() if value is not None}
    answers.put(administration.ask("POST", f"{address(organization, kind, slug)}/publications", body=body))


def _change(organization: str, kind: str, slug: str, changes: dict[str, Any]) -> None:
    answers.put(administration.ask("PATCH", address(organization, kind, slug), body=changes))
