"""What tests of the API do to a learner, and what the database holds of one afterwards."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import psycopg

from progressive_flow.kernel.declarations import registry
from tests.support.api import Api, Caller, new_caller
from tests.support.content import reference_design
from tests.support.scene import one

# Every column that names a learner, but for the limiter's: a request that is refused counts, too.
HELD = """
select d.relation, d.attribute from identity.personal_data as d where d.relation <> 'platform.rate_limits' order by 1, 2
"""


def attempts_path(slug: str = "url-shortener", level: int = 1) -> str:
    """Return where attempts at a level are submitted and listed."""
    return f"/v1/challenges/{slug}/levels/{level}/attempts"


def admit(api: Api, learner: Caller, *slugs: str) -> Caller:
    """Open challenges for a learner by an administrator's grant."""
    api.get("/v1/me", learner)
    grant = {"user_id": str(learner.id), "challenge_slugs": list(slugs), "reason": "test"}
    response = api.post("/v1/admin/unlock-grants", new_caller("platform_admin"), json=grant)
    assert response.status_code == 201, response.text
    return learner


def pass_level(api: Api, learner: Caller, slug: str = "url-shortener", level: int = 1) -> dict[str, Any]:
    """Submit the reference design; return the attempt."""
    response = api.post(
        attempts_path(slug, level), learner, json={"kind": "system_design", "design": reference_design(slug)}
    )
    assert response.status_code == 201, response.text
    attempt: dict[str, Any] = response.json()
    return attempt


def earned(attempt: dict[str, Any]) -> int:
    """Return all that an attempt paid: its level and challenge, the day's bonus, and the achievements it unlocked."""
    paid: int = attempt["xp_earned"] + attempt["daily_bonus_xp"]
    for achievement in attempt["achievements"]:
        paid += achievement["xp_reward"]
    return paid


def superuser_url(urls: dict[str, str], admin_url: str) -> str:
    """Return the superuser's URL of the database that `urls` lead to."""
    return admin_url.rpartition("/")[0] + "/" + urls["migrator"].rpartition("/")[2]


@contextmanager
def beyond_policies(urls: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """A superuser's session whose changes stay."""
    with psycopg.connect(superuser_url(urls, admin_url), autocommit=True) as connection:
        yield connection


def footprint(connection: psycopg.Connection, user: uuid.UUID) -> dict[str, str]:
    """Return every row there is of a learner, by table and column."""
    rows = "select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]')::text from {} as t where t.{} = %s"
    held = connection.execute(HELD.encode()).fetchall()
    return {f"{table}.{column}": one(connection, rows.format(table, column), user) for table, column in held}


def count(connection: psycopg.Connection, table: str, user: uuid.UUID) -> int:
    """Return how many rows of a learner a table holds."""
    column = "id" if table == "identity.users" else "user_id"
    found: int = one(connection, f"select count(*) from {table} where {column} = %s", user)
    return found


def pointers(response: httpx.Response) -> list[str]:
    """Return what a refusal points at."""
    return [row["pointer"] for row in response.json()["errors"]]


def award(connection: psycopg.Connection, user: uuid.UUID, amount: int, at: Any) -> None:
    """Pay a learner so much XP at an instant."""
    connection.execute(
        "select gamification.award_xp(%s, array[('correction', %s, %s, 'test')::gamification.award], %s)",
        [user, str(uuid.uuid4()), amount, at],
    )


def refresh_leaderboards() -> int:
    """Run the scheduled job; return how many leaderboards it rebuilt."""
    done: dict[str, int] = registry.load("functions.scheduled.refresh_leaderboards")({}, None)
    return done["leaderboards"]


def walk(api: Api, caller: Caller, path: str, **params: Any) -> list[list[dict[str, Any]]]:
    """Follow `next_cursor` to the end; return each page's rows."""
    pages: list[list[dict[str, Any]]] = []
    cursor: str | None = None
    while not pages or cursor:
        page = api.get(path, caller, params={**params, **({"cursor": cursor} if cursor else {})}).json()
        pages.append(page["items"])
        cursor = page["next_cursor"]
        assert len(pages) < 200, "the walk does not end"
    return pages


def bare(api: Api, method: str, path: str, caller: Caller | None = None) -> httpx.Response:
    """Send a request whose answer has no body to check, as HEAD's has none."""
    headers = {"authorization": f"Bearer {caller.token}"} if caller else {}
    return api._runner.run(api._client.request(method, path, headers=headers))
