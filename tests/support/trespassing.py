"""What a second learner, in a second organization, tries at every route with all that is the first one's."""

import uuid
from dataclasses import dataclass
from typing import Any

import psycopg

from tests.support.api import Caller
from tests.support.content import EMPTY, reference_design
from tests.support.scene import one
from tests.support.tenants import Tenant

TABLES = """
select c.oid::regclass::text, a.attname
from pg_class as c inner join pg_attribute as a on a.attrelid = c.oid
where c.relkind in ('r', 'p') and not c.relispartition
and (a.attname in ('user_id', 'organization_id') or (c.oid = 'identity.users'::regclass and a.attname = 'id'))
order by 1, 2
"""


SHARED = {"challenge", "daily_challenge"}  # everybody's, unlike the rest of what a learner makes


@dataclass(frozen=True)
class World:
    """The first learner with rows in every table, and the second who requests them."""

    victim: Caller
    intruder: Caller
    attempt: str
    tenant: Tenant
    admin_url: str
    made: dict[str, uuid.UUID]

    @property
    def marks(self) -> list[str]:
        """What must never appear in an answer to the second."""
        theirs = [str(id_) for noun, id_ in self.made.items() if noun not in SHARED]
        return [
            str(self.victim.id),
            self.attempt,
            str(self.tenant.id),
            self.tenant.slug,
            "members-only",
            "victims-secret",
            "victims-name",
            *theirs,
        ]

    def snapshot(self) -> dict[str, str]:
        """Return everything there is of the first learner and their organization, by table."""
        with psycopg.connect(self.admin_url) as connection:
            return {
                f"{table}.{column}": one(
                    connection,
                    f"select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]')::text from {table} as t"
                    f" where t.{column} in (%s, %s)",
                    self.victim.id,
                    self.tenant.id,
                )
                for table, column in connection.execute(TABLES.encode()).fetchall()
            }


# What the second learner tries at each route: path, query, body, headers, and the statuses that are right.
Attempt = tuple[str, dict[str, Any], set[int]]


def cases(world: World) -> dict[str, list[Attempt]]:
    """Return what is tried at every route, with every identifier of the first learner's."""
    design = {"kind": "system_design", "design": reference_design("url-shortener")}
    victims = f"/v1/challenges/{world.tenant.ref('url-shortener')}"
    grant = {"user_id": str(world.victim.id), "challenge_slugs": ["pastebin"], "reason": "mischief"}
    return {
        "GET /v1/health": [("/v1/health", {}, {200})],
        "GET /v1/openapi.json": [("/v1/openapi.json", {}, {200})],
        "GET /v1/docs": [("/v1/docs", {}, {200})],
        "GET /v1/me": [("/v1/me", {}, {200}), ("/v1/me", {"params": {"user_id": str(world.victim.id)}}, {200})],
        "PATCH /v1/me": [
            ("/v1/me", {"json": {"display_name": "Mallory"}}, {200}),
            ("/v1/me", {"json": {"id": str(world.victim.id), "display_name": "Mallory"}}, {422}),
        ],
        "GET /v1/tracks": [("/v1/tracks", {}, {200})],
        "GET /v1/tracks/{slug}": [("/v1/tracks/systems", {}, {200})],
        "GET /v1/challenges": [
            ("/v1/challenges", {"params": {"limit": 100}}, {200}),
            ("/v1/challenges", {"params": {"search": "victims"}}, {200}),
            ("/v1/challenges", {"params": {"status": "in_progress"}}, {200}),
        ],
        "GET /v1/challenges/{slug}": [(victims, {}, {404})],
        "GET /v1/challenges/{slug}/levels/{level}": [(f"{victims}/levels/1", {}, {404})],
        "GET /v1/challenges/{slug}/levels/{level}/attempts": [
            (f"{victims}/levels/1/attempts", {}, {404}),
            ("/v1/challenges/url-shortener/levels/1/attempts", {}, {200}),
        ],
        "POST /v1/challenges/{slug}/levels/{level}/attempts": [
            (f"{victims}/levels/1/attempts", {"json": design}, {404}),
            (
                "/v1/challenges/url-shortener/levels/1/attempts",
                {"json": design, "headers": {"idempotency-key": "victims-key"}},
                {201},
            ),
        ],
        "POST /v1/challenges/{slug}/levels/{level}/trials": [
            (f"{victims}/levels/1/trials", {"json": design}, {404}),
            ("/v1/challenges/url-shortener/levels/1/trials", {"json": design}, {200}),
        ],
        "GET /v1/attempts/{attempt_id}": [(f"/v1/attempts/{world.attempt}", {}, {404})],
        "GET /v1/attempts/{attempt_id}/diagram": [(f"/v1/attempts/{world.attempt}/diagram", {}, {404})],
        "GET /v1/component-catalogue": [("/v1/component-catalogue", {}, {200})],
        **operational_cases(world),
        "POST /v1/admin/unlock-grants": [("/v1/admin/unlock-grants", {"json": grant}, {403})],
        "GET /v1/leaderboards/{period}/{metric}": [
            (f"/v1/leaderboards/{period}/xp", {"params": {"limit": 100}}, {200}) for period in ("daily", "all_time")
        ],
        "GET /v1/leaderboards/{period}/{metric}/me": [
            ("/v1/leaderboards/all_time/xp/me", {"params": {"neighbours": 25}}, {200})
        ],
        **skill_and_assessment_cases(world),
        **progress_cases(world),
        **overview_cases(world),
        **daily_cases(),
    }


def skill_and_assessment_cases(world: World) -> dict[str, list[Attempt]]:
    """Return what is tried at skills, definitions and assessments."""
    theirs = f"/v1/assessments/{world.made['open_assessment']}"
    answer = {"responses": [{"question_id": str(uuid.uuid4()), "option": 0}]}
    return {
        "GET /v1/achievements": [("/v1/achievements", {}, {200})],
        "GET /v1/skills": [("/v1/skills", {}, {200})],
        "GET /v1/me/skills": [("/v1/me/skills", {"params": {"user_id": str(world.victim.id)}}, {200})],
        "POST /v1/me/skills/{slug}/points": [
            ("/v1/me/skills/durable-writes/points", {"json": {"points": 1_000}}, {409})
        ],
        "POST /v1/admin/achievements": [("/v1/admin/achievements", {"json": {"slug": "mine"}}, {403})],
        "PUT /v1/admin/achievements/{slug}": [("/v1/admin/achievements/warm-start", {"json": {}}, {403})],
        "POST /v1/admin/skills": [("/v1/admin/skills", {"json": {"slug": "mine"}}, {403})],
        "PUT /v1/admin/skills/{slug}": [("/v1/admin/skills/consensus", {"json": {}}, {403})],
        "POST /v1/assessments": [("/v1/assessments", {"json": {"type": "periodic"}}, {201})],
        "GET /v1/assessments/{assessment_id}": [(theirs, {}, {404})],
        "POST /v1/assessments/{assessment_id}/responses": [(f"{theirs}/responses", {"json": answer}, {404})],
        "GET /v1/me/assessments": [("/v1/me/assessments", {"params": {"limit": 100}}, {200})],
    }


def progress_cases(world: World) -> dict[str, list[Attempt]]:
    """Return what is tried at progress, tracks, hints and sessions."""
    victims, shared = f"/v1/challenges/{world.tenant.ref('url-shortener')}", "/v1/challenges/url-shortener"
    session = f"/v1/learning-sessions/{world.made['session']}"
    mine = {"params": {"user_id": str(world.victim.id), "limit": 100}}
    theirs = {"session_type": "assessment", "resource_id": str(world.made["assessment"])}
    return {
        "GET /v1/me/progress": [("/v1/me/progress", mine, {200})],
        "GET /v1/me/tracks": [("/v1/me/tracks", {}, {200})],
        "GET /v1/me/activity": [("/v1/me/activity", mine, {200})],
        "PUT /v1/tracks/{slug}/enrollment": [("/v1/tracks/systems/enrollment", {}, {200})],
        "DELETE /v1/tracks/{slug}/enrollment": [("/v1/tracks/systems/enrollment", {}, {204})],
        "GET /v1/challenges/{slug}/prerequisites": [
            (f"{victims}/prerequisites", {}, {404}),
            (f"{shared}/prerequisites", {}, {200}),
        ],
        "GET /v1/challenges/{slug}/levels/{level}/hints": [
            (f"{victims}/levels/1/hints", {}, {404}),
            (f"{shared}/levels/1/hints", {}, {200}),
        ],
        "POST /v1/challenges/{slug}/levels/{level}/hints": [
            (f"{victims}/levels/1/hints", {"json": {}}, {404}),
            (f"{shared}/levels/1/hints", {"json": {}}, {201}),
        ],
        "GET /v1/learning-sessions": [("/v1/learning-sessions", mine, {200})],
        "POST /v1/learning-sessions": [
            ("/v1/learning-sessions", {"json": theirs}, {422}),
            (
                "/v1/learning-sessions",
                {"json": {"session_type": "challenge", "resource_id": world.tenant.ref("url-shortener")}},
                {422},
            ),
            ("/v1/learning-sessions", {"json": {"session_type": "challenge", "resource_id": "url-shortener"}}, {201}),
        ],
        "PATCH /v1/learning-sessions/{session_id}": [(session, {"json": {"state": "ended"}}, {404})],
    }


def overview_cases(world: World) -> dict[str, list[Attempt]]:
    """Return what is tried at a learner's figures, notifications, recommendations and statistics."""
    notification = str(world.made["notification"])
    scope = {"scope": "organization", "organization": world.tenant.slug}
    mine = {"params": {"user_id": str(world.victim.id)}}
    return {
        "GET /v1/me/dashboard": [("/v1/me/dashboard", mine, {200})],
        "GET /v1/me/stats": [("/v1/me/stats", mine, {200})],
        "GET /v1/me/xp": [("/v1/me/xp", mine, {200})],
        "GET /v1/me/streak": [("/v1/me/streak", mine, {200})],
        "GET /v1/tasks": [("/v1/tasks", mine, {200}), ("/v1/tasks", {"params": {"state": "done"}}, {200})],
        "GET /v1/tasks/{task_id}": [(f"/v1/tasks/{world.made['task']}", {}, {404})],
        "GET /v1/me/achievements": [("/v1/me/achievements", mine, {200})],
        "GET /v1/me/notifications": [
            ("/v1/me/notifications", {"params": {"limit": 100, "unread": str(unread)}}, {200})
            for unread in (True, False)
        ],
        "PATCH /v1/me/notifications/{notification_id}": [
            (f"/v1/me/notifications/{notification}", {"json": {"is_read": True}}, {404})
        ],
        "PUT /v1/me/notifications/read-marker": [
            ("/v1/me/notifications/read-marker", {"json": {"notification_id": notification}}, {404})
        ],
        "GET /v1/recommendations/challenges": [("/v1/recommendations/challenges", {"params": {"count": 20}}, {200})],
        "GET /v1/admin/completion-statistics": [("/v1/admin/completion-statistics", {}, {403})],
        "GET /v1/leaderboards/{period}/{metric}/snapshots": [
            ("/v1/leaderboards/daily/xp/snapshots", {"params": {"top": 100}}, {200}),
            ("/v1/leaderboards/daily/xp/snapshots", {"params": scope}, {404}),
            ("/v1/leaderboards/daily/xp", {"params": scope}, {404}),
            ("/v1/leaderboards/daily/xp/me", {"params": scope}, {404}),
        ],
        "GET /v1/challenges/{slug}/leaderboard": [
            (f"/v1/challenges/{world.tenant.ref('url-shortener')}/leaderboard", {}, {404}),
            ("/v1/challenges/url-shortener/leaderboard", {"params": {"limit": 100}}, {200}),
        ],
    }


def daily_cases() -> dict[str, list[Attempt]]:
    """Return what is tried at the daily challenge, which the victim has passed."""
    return {
        "GET /v1/daily-challenge": [("/v1/daily-challenge", {}, {200})],
        "GET /v1/daily-challenge/leaderboard": [("/v1/daily-challenge/leaderboard", {"params": {"limit": 100}}, {200})],
        "POST /v1/daily-challenge/attempts": [
            ("/v1/daily-challenge/attempts", {"json": {"kind": "system_design", "design": EMPTY}}, {201})
        ],
        "GET /v1/daily-challenges": [("/v1/daily-challenges", {"params": {"limit": 100}}, {200})],
    }


def operational_cases(world: World) -> dict[str, list[Attempt]]:
    """Return what is tried at the routes of operators and of leaving."""
    victim = str(world.victim.id)
    correction = {"user_id": victim, "amount": 5, "reason": "mischief", "reference": "m"}
    return {
        "DELETE /v1/me": [
            ("/v1/me", {}, {422}),
            ("/v1/me", {"params": {"confirm": "victims-name", "user_id": victim}}, {422}),
        ],
        "POST /v1/me/exports": [("/v1/me/exports", {"params": {"user_id": victim}}, {201})],
        "POST /v1/admin/xp-corrections": [("/v1/admin/xp-corrections", {"json": correction}, {403})],
        "POST /v1/admin/users/{user_id}/recomputations": [(f"/v1/admin/users/{victim}/recomputations", {}, {403})],
        "POST /v1/admin/users": [("/v1/admin/users", {"json": {"email": "mallory@example.com"}}, {403})],
        "POST /v1/admin/reference-data-loads": [("/v1/admin/reference-data-loads", {}, {403})],
    }
