"""The pages and the image of the sample organization: uploaded, checked, reviewed and published as its people would do it."""

import hashlib
import time
from pathlib import Path
from typing import Any

import httpx

from progressive_flow_local.demo_unlocks import require
from progressive_flow_local.errors import LocalError
from progressive_flow_local.sample import CONTENT

IMAGE = CONTENT / "pages" / "way-of-an-order.svg"
PAGES = tuple(sorted((CONTENT / "pages").glob("*.md")))
CHANGELOG = "The first pages of the academy."
PAUSE, SECONDS = 0.3, 60.0
Headers = dict[str, str]


def document(file: Path, image: str) -> dict[str, Any]:
    """Return the document of a page, which shows the upload of this id."""
    from progressive_flow.curriculum.bundles.layout import read_page  # noqa: PLC0415 - YAML: only where needed

    return dict(read_page(file.read_text().replace("upload:IMAGE", f"upload:{image}")))


def publish(api: httpx.Client, organization: str, author: Headers, reviewer: Headers) -> list[tuple[str, str]]:
    """Publish the pages as one, since they link to each other, unless they are live; return them as kinds and slugs."""
    path = f"/v1/organizations/{organization}"
    live = api.get(f"{path}/items", headers=author, params={"kind": "page", "state": "live"}).json()["items"]
    if not live:
        image = _uploaded(api, f"{path}/uploads", author)
        # all are saved before the first is checked, since a check looks for what a page links to
        items = [_saved(api, f"{path}/items/page", document(file, image), author) for file in PAGES]
        for item in items:
            _approve(api, f"{path}/items/page", item, author, reviewer)
        require(api.post(f"{path}/publications", headers=reviewer, json={"items": items, "changelog": CHANGELOG}))
    return [("page", file.stem) for file in PAGES]


def _uploaded(api: httpx.Client, path: str, author: Headers) -> str:
    """Upload the image and return its id once it was inspected; one that is there already serves again."""
    there = api.get(path, headers=author, params={"state": "clean"}).json()["items"]
    for row in there:
        if row["file_name"] == IMAGE.name:
            return str(row["id"])
    body = IMAGE.read_bytes()
    new = {"file_name": IMAGE.name, "media_type": "image/svg+xml", "bytes": len(body), "purpose": "content"}
    asked = api.post(path, headers=author, json={**new, "sha256": hashlib.sha256(body).hexdigest()})
    require(asked)
    form = asked.json()["form"]
    require(httpx.post(form["url"], data=form["fields"], files={"file": body}, timeout=30, trust_env=False))
    return str(_awaited(api, f"{path}/{asked.json()['id']}", author, "requested", "clean")["id"])


def _saved(api: httpx.Client, path: str, page: dict[str, Any], author: Headers) -> dict[str, Any]:
    """Save the draft of a page; return its revision, as a publication names it."""
    path = f"{path}/{page['slug']}"
    there = api.get(path, headers=author)
    version = {"if-match": there.headers["etag"]} if there.is_success else {}
    saved = api.put(path, headers=author | version, json={"document": page})
    require(saved)
    return {"kind": "page", "slug": page["slug"], "revision": saved.json()["revision"]}


def _approve(api: httpx.Client, path: str, draft: dict[str, Any], author: Headers, reviewer: Headers) -> None:
    """Have a draft checked, and approve it."""
    path, revision = f"{path}/{draft['slug']}", draft["revision"]
    require(api.post(f"{path}/checks", headers=author, json={"revision": revision}))
    _awaited(api, f"{path}/checks/{revision}", author, "running", "passed")
    require(api.put(f"{path}/revisions/{revision}/review", headers=reviewer, json={"verdict": "approved"}))


def _awaited(api: httpx.Client, path: str, by: Headers, waiting: str, wanted: str) -> dict[str, Any]:
    """Ask until something is no longer in a state; raise LocalError if it did not become what was wanted."""
    deadline = time.monotonic() + SECONDS
    while True:
        found: dict[str, Any] = api.get(path, headers=by).json()
        if found["state"] != waiting or time.monotonic() > deadline:
            break
        time.sleep(PAUSE)
    if found["state"] != wanted:
        raise LocalError(f"The sample organization was not made whole: {path} is {found['state']}.")
    return found
