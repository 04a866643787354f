"""A member of an organization learns from the union of its catalogue and public's; others see nothing of it."""

from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest

from progressive_flow.kernel.http import paging
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.content import content, reference_design
from tests.support.learning import beyond_policies, pointers
from tests.support.scene import one
from tests.support.tenants import Tenant, join, make_tenant

REF = "acme:url-shortener"
BODY = {"kind": "system_design", "design": reference_design("url-shortener")}


@pytest.fixture
def connection(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """The database of this test, beyond its policies."""
    with beyond_policies(fresh_database, admin_url) as connection:
        yield connection


@pytest.fixture
def tenant(api: Api, connection: psycopg.Connection, member: Caller) -> Tenant:
    """An organization whose content has the slugs of public content, and a member of it."""
    api.get("/v1/me", member)
    tenant = make_tenant(connection)
    join(connection, tenant.id, member.id)
    connection.execute("select learning.reconcile_members(%s)", [tenant.id])
    return tenant


@pytest.fixture
def member() -> Caller:
    """A learner of two organizations."""
    return new_caller()


def walk(api: Api, path: str, caller: Caller, **params: Any) -> list[dict[str, Any]]:
    """Return a list's rows, read page by page."""
    rows: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page = api.get(path, caller, params={**params, **({"cursor": cursor} if cursor else {})}).json()
        rows += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return rows


@pytest.mark.usefixtures("tenant")
@pytest.mark.parametrize("limit", [1, 2, 7, 61, 100])
def test_pages_of_the_union_skip_and_repeat_nothing(api: Api, member: Caller, limit: int) -> None:
    """Both organizations have a track 1 with a challenge 1."""
    slugs = [row["slug"] for row in walk(api, "/v1/challenges", member, limit=limit)]
    assert slugs == [*(challenge.slug for challenge in content().all), REF, "acme:pastebin"]


@pytest.mark.usefixtures("tenant")
def test_lists_are_of_one_organization_if_asked(api: Api, member: Caller) -> None:
    for organization, challenges, tracks in (("acme", 2, 1), ("public", len(content().all), 4), ("nobody", 0, 0)):
        params = {"organization": organization, "limit": 100}
        rows = api.get("/v1/challenges", member, params=params).json()["items"]
        assert {row["organization"] for row in rows} <= {organization}
        assert len(rows) == challenges
        found = api.get("/v1/tracks", member, params={"organization": organization}).json()["items"]
        assert len(found) == tracks
    assert len(api.get("/v1/tracks", member).json()["items"]) == 5


@pytest.mark.parametrize(
    "key",
    [["", "public", 1], [1, "public", 1, 1], ["", "public", "1", 1], ["", "public", 1, 2**31], ["", "\0", 1, 1]],
    ids=["short", "number", "text", "large", "nul"],
)
def test_a_made_up_cursor_is_refused(api: Api, member: Caller, key: list[Any]) -> None:
    """It has the mark of its list, so that it is the place in it that is refused; one as the list has it is not."""

    def listed(place: list[Any]) -> httpx.Response:
        cursor = paging.bound(paging.encode(place), {"rawPath": "/v1/challenges"})
        return api.get(f"/v1/challenges?cursor={cursor}", member)

    refused = listed(key)
    problem(refused, 422, "invalid")
    assert pointers(refused) == ["/query/cursor"]
    assert listed(["", "public", 1, 1]).status_code == 200


@pytest.mark.usefixtures("tenant")
def test_a_reference_names_one_of_two_equal_slugs(api: Api, member: Caller) -> None:
    own, public = (api.get(f"/v1/challenges/{ref}", member).json() for ref in (REF, "url-shortener"))
    assert (own["slug"], own["title"], own["track"]) == (REF, "members-only url-shortener", "acme:fundamentals")
    assert (public["slug"], public["organization"], public["track"]) == ("url-shortener", "public", "systems")
    track = api.get("/v1/tracks/acme:fundamentals", member).json()
    assert [lesson["challenges"] for module in track["modules"] for lesson in module["lessons"]] == [
        [REF, "acme:pastebin"]
    ]
    assert api.get(f"/v1/challenges/{REF}/levels/1", member).json()["challenge"] == REF
    needs = api.get("/v1/challenges/acme:pastebin", member).json()["prerequisites"]
    assert [row["slug"] for row in needs] == [REF]


@pytest.mark.usefixtures("tenant")
@pytest.mark.parametrize(
    "path", [f"/v1/challenges/{REF}", "/v1/tracks/acme:fundamentals", f"/v1/challenges/{REF}/levels/1"]
)
def test_nobody_else_sees_it(api: Api, learner: Caller, path: str) -> None:
    problem(api.get(path, learner), 404, "not-found")


@pytest.mark.usefixtures("tenant")
@pytest.mark.parametrize("ref", ["acme:", ":url-shortener", "acme:url:shortener", "Acme:url-shortener"])
def test_what_is_no_reference_is_refused(api: Api, member: Caller, ref: str) -> None:
    problem(api.get(f"/v1/challenges/{ref}", member), 422, "invalid")


def test_an_attempt_counts_for_the_one_it_names(
    api: Api, connection: psycopg.Connection, member: Caller, tenant: Tenant
) -> None:
    made = api.post(f"/v1/challenges/{REF}/levels/1/attempts", member, json=BODY)
    assert made.status_code == 201, made.text
    assert made.json()["unlocked"] == [{"slug": "acme:pastebin", "title": "members-only pastebin"}]
    progress = "select status from progress.user_challenge_progress where user_id = %s and challenge_id = %s"
    assert one(connection, progress, member.id, tenant.challenge) == "completed"
    notified = api.get("/v1/me/notifications", member).json()["items"]
    assert {row["action_url"] for row in notified if row["type"] == "challenge_unlock"} == {
        f"/challenges/{REF}",
        "/challenges/acme:pastebin",
    }
    assert api.get("/v1/challenges/url-shortener", member).json()["levels_completed"] == []
    attempts = api.get(f"/v1/challenges/{REF}/levels/1/attempts", member).json()["items"]
    assert [row["challenge"] for row in attempts] == [REF]
    assert REF in [row["slug"] for row in walk(api, "/v1/me/progress", member, limit=1)]


@pytest.mark.usefixtures("tenant")
def test_assessments_and_recommendations_are_of_the_platform_or_of_tracks_one_follows(api: Api, member: Caller) -> None:
    asked = api.post("/v1/assessments", member, json={"type": "initial"}).json()
    assert all(":" not in question["topic"] for question in asked["questions"])
    paths = [
        row["slug"] for row in api.get("/v1/recommendations/challenges", member, params={"count": 20}).json()["items"]
    ]
    assert paths
    assert all(":" not in slug for slug in paths)
    assert api.request("PUT", "/v1/tracks/acme:fundamentals/enrollment", member).status_code in {200, 201}
    followed = [
        row["slug"] for row in api.get("/v1/recommendations/challenges", member, params={"count": 20}).json()["items"]
    ]
    assert REF in followed
