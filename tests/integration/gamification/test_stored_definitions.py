"""GET /v1/admin/achievements, GET /v1/admin/skills, one of each, and the condition on replacing it."""

import uuid
from typing import Any

import pytest

from tests.support.api import Api, Caller, problem
from tests.support.clients import example
from tests.support.learning import walk

KINDS = {"achievements": "create_achievement", "skills": "create_skill"}


def create(api: Api, administrator: Caller, kind: str, **changes: Any) -> dict[str, Any]:
    """Create one from the document's example; return the answer."""
    body = {**example(KINDS[kind]), "slug": f"made-up-{uuid.uuid4()}", **changes}
    response = api.post(f"/v1/admin/{kind}", administrator, json=body)
    assert response.status_code == 201, response.text
    created: dict[str, Any] = response.json()
    return created


def changes_of(shown: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the body of a PUT that keeps all but the changes."""
    return {**{name: value for name, value in shown.items() if name != "slug"}, **changes}


@pytest.mark.parametrize("kind", KINDS)
def test_retired_ones_are_listed_and_shown_to_administrators(
    api: Api, learner: Caller, administrator: Caller, kind: str
) -> None:
    retired = create(api, administrator, kind, is_active=False)
    pages = walk(api, administrator, f"/v1/admin/{kind}", limit=40)
    rows = [row for page in pages for row in page]
    slugs = [row["slug"] for row in rows]
    assert retired in rows
    assert slugs == sorted(set(slugs))
    assert api.get(f"/v1/admin/{kind}/{retired['slug']}", administrator).json() == retired
    assert retired["slug"] not in api.get(f"/v1/{kind}", learner).text
    problem(api.get(f"/v1/admin/{kind}/no-such", administrator), 404, "not-found")
    problem(api.get(f"/v1/admin/{kind}/{retired['slug']}", learner), 403, "forbidden")


@pytest.mark.parametrize("kind", KINDS)
def test_replacing_is_conditional_on_what_was_read(api: Api, administrator: Caller, kind: str) -> None:
    shown = create(api, administrator, kind)
    path = f"/v1/admin/{kind}/{shown['slug']}"
    first = api.get(path, administrator).headers["etag"]
    body = changes_of(shown, name="Second")
    replaced = api.request("PUT", path, administrator, json=body, headers={"if-match": first})
    assert (replaced.status_code, replaced.json()) == (200, {**shown, "name": "Second"})
    assert replaced.headers["etag"] == api.get(path, administrator).headers["etag"] != first
    stale = api.request("PUT", path, administrator, json=changes_of(shown, name="Third"), headers={"if-match": first})
    problem(stale, 412, "precondition-failed")
    assert stale.headers["etag"] == replaced.headers["etag"]
    assert api.get(path, administrator).json()["name"] == "Second"
    nobody = api.request("PUT", f"/v1/admin/{kind}/no-such", administrator, json=body, headers={"if-match": "*"})
    problem(nobody, 404, "not-found")
