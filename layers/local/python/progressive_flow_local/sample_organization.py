"""Northwind Academy: an organization with content and people, so that a newcomer sees the other side; never deployed."""

from typing import Any
from uuid import UUID

import httpx

from progressive_flow_local import sample_pages
from progressive_flow_local.aws import accounts, clients
from progressive_flow_local.demo_unlocks import bearer, check
from progressive_flow_local.people import PEOPLE
from progressive_flow_local.sample import CONTENT

SLUG, NAME = "northwind", "Northwind Academy"
ITEMS = "/v1/organizations/northwind/items"
ORGANIZATION = "select o.id from identity.organizations as o where o.slug = %s"


def address(role: str) -> str:
    """Return the e-mail address with which somebody signs in."""
    return f"{role.replace('_', '-')}@northwind.local"


def described(passwords: dict[str, str]) -> dict[str, str]:
    """Return the members of the platform's description that name these people."""
    names = {f"{role}_username": address(role) for role in PEOPLE}
    return names | {f"{role}_password": passwords[role] for role in PEOPLE}


def prepare(description: dict[str, Any]) -> None:
    """Make the organization with its people and content, unless that was done: what was changed there stays.

    Owners come last, so that a start which was interrupted goes on at the next one; every step before may be repeated.
    """
    with httpx.Client(base_url=description["api_url"], timeout=30, trust_env=False) as api:
        admin = bearer(description, "admin")
        check(api.post("/v1/organizations", headers=admin, json={"slug": SLUG, "name": NAME}))
        items = api.get(ITEMS, headers=admin)
        check(items)
        if any(item["owner"] for item in items.json()["items"] if item["kind"] == "track"):
            return
        for role in PEOPLE:
            _employ(api, admin, description, role)
        author, reviewer = bearer(description, "author"), bearer(description, "reviewer")
        name = api.get("/v1/me", headers=author).json()["username"]
        for kind, slug in [*_load(), *sample_pages.publish(api, SLUG, author, reviewer)]:
            check(api.patch(f"{ITEMS}/{kind}/{slug}", headers=admin, json={"owner": name}))


def _employ(api: httpx.Client, admin: dict[str, str], description: dict[str, Any], role: str) -> None:
    """Let somebody sign in for the first time and give them their role."""
    pool = accounts.Pool(description["user_pool_id"], description["client_id"])
    cognito = clients.cognito(description["aws_endpoint_url"])
    accounts.create_confirmed(cognito, pool, address(role), description[f"{role}_password"], PEOPLE[role])
    me = api.get("/v1/me", headers=bearer(description, role))
    check(me)
    path = f"/v1/organizations/{SLUG}/members/{me.json()['id']}"
    check(api.put(path, headers=admin, json={"roles": [role]}))


def _load() -> list[tuple[str, str]]:
    """Publish the content as a deployment publishes its own; return the items."""
    from progressive_flow.curriculum.authoring import service  # noqa: PLC0415 - pydantic and YAML: only where needed
    from progressive_flow.curriculum.authoring.files.reading import read_content  # noqa: PLC0415
    from progressive_flow.kernel.database import connections, transactions  # noqa: PLC0415

    content = read_content(CONTENT)
    with transactions.begin(role="migrator") as db:
        service.load(db, content, db.fetch_value(UUID, ORGANIZATION, [SLUG]))
    connections.disconnect()
    tracks = [("track", track.slug) for track in content.tracks]
    return [*tracks, *(("challenge", challenge.slug) for challenge in content.challenges)]
