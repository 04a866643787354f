"""`progressive-flow item publish-together`: checks several items and publishes them as one, as a course goes live."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from progressive_flow_local.cli import administration, answers
from progressive_flow_local.cli.item import address
from progressive_flow_local.cli.item_files import app
from progressive_flow_local.cli.item_publishing import Changelog, finished, report
from progressive_flow_local.cli.organization import PATH, JsonOption, Slug
from progressive_flow_local.errors import LocalError

__all__ = ["app"]  # of `item`, with the command of this module

Names = Annotated[
    list[str] | None,
    typer.Argument(help="Items as kind:slug, such as track:basics; all that were never published if left out."),
]


@app.command("publish-together")
def publish_together(
    organization: Slug, changelog: Changelog, names: Names = None, *, as_json: JsonOption = False
) -> None:
    """Check several drafts and publish them as one: all go live, or none does."""
    from progressive_flow_local.cli import console

    items = [_named(organization, name) for name in names] if names else list(_drafts(organization))
    if not items:
        raise LocalError("Every item was published before: name those whose drafts are to be published.")
    failed = [item for item in items if not _passes(organization, item)]
    if failed:
        raise LocalError(
            f"{len(failed)} of {len(items)} items cannot be published before what is named above is corrected."
        )
    body = {"items": items, "changelog": changelog}
    published = administration.ask("POST", f"{PATH}/{organization}/publications", body=body)
    answers.show(published, ("kind", "slug", "version", "label"), as_json=as_json)
    console.report(f"{len(items)} items are live.")


def _named(organization: str, name: str) -> dict[str, Any]:
    kind, _, slug = name.partition(":")
    if not slug:
        raise LocalError(f"{name} names no item: write its kind and its slug, as track:basics.")
    shown = administration.ask("GET", address(organization, kind, slug))
    return {"kind": kind, "slug": slug, "revision": shown["revision"]}


def _drafts(organization: str) -> Iterator[dict[str, Any]]:
    """Yield the items that were never published."""
    query = {"state": "draft", "limit": 100}
    while True:
        page = administration.ask("GET", f"{PATH}/{organization}/items", query)
        yield from ({name: row[name] for name in ("kind", "slug", "revision")} for row in page["items"])
        if page["next_cursor"] is None:
            return
        query = {**query, "cursor": page["next_cursor"]}


def _passes(organization: str, item: dict[str, Any]) -> bool:
    """Check an item, and say what stands against it; nothing is done again for one that is checked."""
    path = f"{address(organization, item['kind'], item['slug'])}/checks"
    found = finished(path, administration.ask("POST", path, body={"revision": item["revision"]}))
    if found["state"] == "failed":
        print(f"{item['kind']}:{item['slug']}")
        report(found)
    return bool(found["state"] == "passed")
