"""`progressive-flow item`: what an organization's authors write, as an administrator."""

import json
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from progressive_flow_local.cli import administration, answers
from progressive_flow_local.cli.organization import PATH, Cursor, JsonOption, Limit, Slug
from progressive_flow_local.errors import LocalError, RefusedError

app = typer.Typer(
    help="List, show, save, check and publish what an organization's authors write, as an administrator.",
    no_args_is_help=True,
)
Kind = Annotated[Literal["challenge", "page", "track"], typer.Argument(help="What the item is.")]
ItemSlug = Annotated[str, typer.Argument(help="Slug of the item.")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The document, as YAML or JSON.")]
RevisionOption = Annotated[int | None, typer.Option(help="Number of a revision; the last one if left out.")]


@app.command("list")
def list_items(
    organization: Slug,
    kind: Annotated[str | None, typer.Option(help="Only items of this kind.")] = None,
    state: Annotated[str | None, typer.Option(help="Only items in this state: draft, live, archived.")] = None,
    search: Annotated[str | None, typer.Option(help="What a slug or a title contains.")] = None,
    cursor: Cursor = None,
    limit: Limit = 25,
    *,
    as_json: JsonOption = False,
) -> None:
    """List an organization's items, last changed first."""
    query = {"kind": kind, "state": state, "search": search, "cursor": cursor, "limit": limit}
    page = administration.ask("GET", f"{PATH}/{organization}/items", query)
    answers.show(page, ("kind", "slug", "title", "state", "owner", "revision", "updated_at"), as_json=as_json)


@app.command()
def show(organization: Slug, kind: Kind, slug: ItemSlug, revision: RevisionOption = None) -> None:
    """Show an item with the document of a revision."""
    answers.put(administration.ask("GET", address(organization, kind, slug), {"revision": revision}))


@app.command()
def save(
    organization: Slug,
    kind: Kind,
    file: File,
    statement: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Text of the statement, as Markdown.")
    ] = None,
) -> None:
    """Save a draft from a file, over the one that is there now."""
    document = _read(file)
    if statement:
        document["statement"] = statement.read_text().strip()
    path, body = address(organization, kind, str(document.get("slug"))), {"document": document}
    try:
        saved = administration.ask("PUT", path, body=body, headers={"if-match": "*"})
    except RefusedError as refusal:
        if refusal.status != HTTPStatus.NOT_FOUND:
            raise
        saved = administration.ask("PUT", path, body=body)  # there is no such item yet
    answers.put(saved)


@app.command()
def revisions(
    organization: Slug,
    kind: Kind,
    slug: ItemSlug,
    cursor: Cursor = None,
    limit: Limit = 25,
    *,
    as_json: JsonOption = False,
) -> None:
    """List the revisions of an item, newest first."""
    query = {"cursor": cursor, "limit": limit}
    page = administration.ask("GET", f"{address(organization, kind, slug)}/revisions", query)
    answers.show(page, ("revision", "saved_by", "saved_at", "bytes"), as_json=as_json)


@app.command()
def changes(
    organization: Slug,
    kind: Kind,
    slug: ItemSlug,
    since: Annotated[int, typer.Argument(help="Number of the earlier revision.")],
    revision: RevisionOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show in which places two revisions differ."""
    query = {"since": since, "revision": revision}
    found = administration.ask("GET", f"{address(organization, kind, slug)}/changes", query)
    answers.show(found, ("what", "pointer", "before", "after"), as_json=as_json)


@app.command()
def preview(organization: Slug, slug: ItemSlug, revision: RevisionOption = None) -> None:
    """Show the draft of a challenge as learners will see it."""
    path = f"{address(organization, 'challenge', slug)}/preview"
    answers.put(administration.ask("GET", path, {"revision": revision}))


@app.command()
def grade(
    organization: Slug,
    slug: ItemSlug,
    level: Annotated[int, typer.Argument(min=1, max=5, help="Level of the draft.")],
    submission: Annotated[
        Path, typer.Argument(exists=True, help="A design, as YAML or JSON; of code the folder of the files.")
    ],
) -> None:
    """Grade a submission by a level of a challenge's draft; every test is shown, and nothing is recorded."""
    from progressive_flow_local.cli import item_trying

    sent: dict[str, Any] = (
        {"kind": "code", "files": item_trying.code_in(submission)}
        if submission.is_dir()
        else {"kind": "system_design", "design": _read(submission)}
    )
    path = f"{address(organization, 'challenge', slug)}/evaluations"
    answers.put(item_trying.verdict(administration.ask("POST", path, body={"level": level, "submission": sent})))


@app.command()
def reviews(organization: Slug, kind: Kind, slug: ItemSlug, *, as_json: JsonOption = False) -> None:
    """List what reviewers said of an item, the newest first."""
    found = administration.ask("GET", f"{address(organization, kind, slug)}/reviews")
    answers.show(found, ("revision", "reviewer", "verdict", "comments", "created_at"), as_json=as_json)


@app.command()
def review(
    organization: Slug,
    kind: Kind,
    slug: ItemSlug,
    revision: Annotated[int, typer.Argument(help="Number of the revision, which must be the last one.")],
    comment: Annotated[list[str] | None, typer.Option(help="What to say of it; repeat it for several.")] = None,
    *,
    approve: Annotated[bool, typer.Option("--approve/--ask-for-changes", help="What the review says.")],
) -> None:
    """Review the last revision of an item that others wrote."""
    verdict = "approved" if approve else "changes_requested"
    body = {"verdict": verdict, "comments": [{"pointer": "", "text": text} for text in comment or []]}
    path = f"{address(organization, kind, slug)}/revisions/{revision}/review"
    answers.put(administration.ask("PUT", path, body=body))


@app.command()
def delete(organization: Slug, kind: Kind, slug: ItemSlug) -> None:
    """Delete an item that was never published, with its history."""
    from progressive_flow_local.cli import console

    administration.ask("DELETE", address(organization, kind, slug))
    console.report(f"The {kind} {slug} of {organization} is deleted.")


def address(organization: str, kind: str, slug: str) -> str:
    """Return the path of an item."""
    return f"{PATH}/{organization}/items/{kind}/{slug}"


def _read(file: Path) -> dict[str, Any]:
    import yaml

    from progressive_flow.curriculum.authoring.yaml_files import parsed

    try:
        found = json.loads(json.dumps(parsed(file.read_text())))  # as JSON, in which names of members are text
    except (yaml.YAMLError, UnicodeDecodeError, TypeError) as error:
        raise LocalError(f"{file} cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(found, dict):
        raise LocalError(f"{file} holds no object: write the document's fields with their values.")
    return found
