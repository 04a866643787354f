"""How often each endpoint waits for the database, BEGIN and COMMIT included, counted on the wire."""

import uuid
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel.declarations import registry
from tests.support.api import Api, Caller, new_caller
from tests.support.content import EMPTY, reference_design
from tests.support.learning import admit, attempts_path, pass_level
from tests.support.one_time_requests import ONE_TIME
from tests.support.wire import Proxy, behind_proxy

KEYS = [endpoint.route.key for endpoint in registry.endpoints() if endpoint.route.transacts]
READ = 2
ONCE = {"DELETE /v1/me"}  # of each learner; counted below

Case = tuple[str, dict[str, Any], int]


def cases(learner: Caller, attempt: str) -> dict[str, Case]:
    """Return for every route a path, its options and how many round trips it may take."""
    design = {"kind": "system_design", "design": reference_design("url-shortener")}
    grant = {"user_id": str(learner.id), "challenge_slugs": ["caching-basics"], "reason": "test"}
    return {
        "GET /v1/health": ("/v1/health", {}, READ),
        "GET /v1/me": ("/v1/me", {}, READ),
        "PATCH /v1/me": ("/v1/me", {"json": {"display_name": "Ada", "time_zone": "Europe/Berlin"}}, 5),
        "GET /v1/tracks": ("/v1/tracks", {}, READ),
        "GET /v1/tracks/{slug}": ("/v1/tracks/systems", {}, READ),
        "GET /v1/challenges": ("/v1/challenges", {"params": {"search": "cache", "limit": 100}}, READ),
        "GET /v1/challenges/{slug}": ("/v1/challenges/url-shortener", {}, READ),
        "GET /v1/challenges/{slug}/levels/{level}": ("/v1/challenges/url-shortener/levels/1", {}, READ),
        "GET /v1/challenges/{slug}/levels/{level}/attempts": (attempts_path(), {}, READ),
        "POST /v1/challenges/{slug}/levels/{level}/attempts": (
            attempts_path(),
            {"json": design, "headers": {"idempotency-key": "key"}},
            5,
        ),
        "POST /v1/challenges/{slug}/levels/{level}/trials": (
            "/v1/challenges/url-shortener/levels/1/trials",
            {"json": design},
            READ + 1,  # and the rate limiter's own
        ),
        "GET /v1/attempts/{attempt_id}": (f"/v1/attempts/{attempt}", {}, READ),
        "GET /v1/attempts/{attempt_id}/diagram": (f"/v1/attempts/{attempt}/diagram", {}, READ),
        "POST /v1/admin/unlock-grants": (
            "/v1/admin/unlock-grants",
            {"json": grant, "headers": {"idempotency-key": "key"}},
            5,
        ),
        **operational_cases(learner),
        "GET /v1/leaderboards/{period}/{metric}": ("/v1/leaderboards/all_time/xp", {}, READ),
        "GET /v1/leaderboards/{period}/{metric}/me": ("/v1/leaderboards/all_time/xp/me", {}, READ),
        "GET /v1/achievements": ("/v1/achievements", {"params": {"category": "speed"}}, READ),
        "GET /v1/skills": ("/v1/skills", {}, READ),
        "GET /v1/me/skills": ("/v1/me/skills", {}, READ),
        "POST /v1/me/skills/{slug}/points": (
            "/v1/me/skills/durable-writes/points",
            {"json": {"points": 1}, "headers": {"idempotency-key": "key"}},
            5,
        ),
        "GET /v1/me/assessments": ("/v1/me/assessments", {}, READ),
        **{key: ("", {}, 5) for key in ONE_TIME},
        "GET /v1/assessments/{assessment_id}": ("", {}, READ),
        "GET /v1/tasks/{task_id}": ("", {}, READ),
        **progress_cases(),
        **overview_cases(),
    }


def operational_cases(learner: Caller) -> dict[str, Case]:
    """Return the routes of operators and of leaving."""
    correction = {"user_id": str(learner.id), "amount": 5, "reason": "test", "reference": uuid.uuid4().hex}
    key = {"idempotency-key": "key"}
    recomputation = f"/v1/admin/users/{learner.id}/recomputations"
    return {
        "DELETE /v1/me": ("/v1/me", {}, 5),
        "POST /v1/me/exports": ("/v1/me/exports", {"headers": key}, 5),
        "POST /v1/admin/xp-corrections": ("/v1/admin/xp-corrections", {"json": correction, "headers": key}, 5),
        "POST /v1/admin/users/{user_id}/recomputations": (recomputation, {"headers": key}, 5),
    }


def progress_cases() -> dict[str, Case]:
    """Return the routes of progress, tracks, hints and sessions."""
    key = {"headers": {"idempotency-key": "key"}}
    session = {"session_type": "challenge", "resource_id": "url-shortener"}
    hints, enrollment = "/v1/challenges/url-shortener/levels/1/hints", "/v1/tracks/systems/enrollment"
    return {
        "GET /v1/me/progress": ("/v1/me/progress", {"params": {"status": "in_progress"}}, READ),
        "GET /v1/me/tracks": ("/v1/me/tracks", {}, READ),
        "GET /v1/me/activity": ("/v1/me/activity", {}, READ),
        "PUT /v1/tracks/{slug}/enrollment": (enrollment, {}, 5),
        "DELETE /v1/tracks/{slug}/enrollment": (enrollment, {}, 5),
        "GET /v1/challenges/{slug}/prerequisites": ("/v1/challenges/url-shortener/prerequisites", {}, READ),
        "GET /v1/challenges/{slug}/levels/{level}/hints": (hints, {}, READ),
        "POST /v1/challenges/{slug}/levels/{level}/hints": (hints, {"json": {}, **key}, 5),
        "GET /v1/learning-sessions": ("/v1/learning-sessions", {}, READ),
        "POST /v1/learning-sessions": ("/v1/learning-sessions", {"json": session, **key}, 5),
    }


def overview_cases() -> dict[str, Case]:
    """Return the routes of a learner's figures, leaderboards, notifications, the daily challenge and statistics."""
    at_the_day = {"json": {"kind": "system_design", "design": EMPTY}, "headers": {"idempotency-key": "key"}}
    return {
        "GET /v1/me/dashboard": ("/v1/me/dashboard", {}, READ),
        "GET /v1/me/stats": ("/v1/me/stats", {}, READ),
        "GET /v1/me/xp": ("/v1/me/xp", {}, READ),
        "GET /v1/me/streak": ("/v1/me/streak", {}, READ),
        "GET /v1/tasks": ("/v1/tasks", {"params": {"state": "done"}}, READ),
        "GET /v1/me/achievements": ("/v1/me/achievements", {}, READ),
        "GET /v1/me/notifications": ("/v1/me/notifications", {"params": {"unread": "true"}}, READ),
        "GET /v1/recommendations/challenges": ("/v1/recommendations/challenges", {}, READ),
        "GET /v1/admin/completion-statistics": ("/v1/admin/completion-statistics", {}, READ),
        "GET /v1/leaderboards/{period}/{metric}/snapshots": ("/v1/leaderboards/daily/xp/snapshots", {}, READ),
        "GET /v1/challenges/{slug}/leaderboard": ("/v1/challenges/url-shortener/leaderboard", {}, READ),
        "GET /v1/daily-challenge": ("/v1/daily-challenge", {}, READ),
        "GET /v1/daily-challenge/leaderboard": ("/v1/daily-challenge/leaderboard", {}, READ),
        "GET /v1/daily-challenges": ("/v1/daily-challenges", {}, READ),
        "POST /v1/daily-challenge/attempts": ("/v1/daily-challenge/attempts", at_the_day, 5),
    }


def test_every_endpoint_with_a_database_is_counted(learner: Caller) -> None:
    assert set(cases(learner, "")) == set(KEYS)


@pytest.mark.usefixtures("shared_clouds")
@pytest.mark.parametrize("key", [key for key in KEYS if key not in ONCE])
def test_round_trips(api: Api, database: dict[str, str], key: str) -> None:
    learner = admit(api, new_caller("platform_admin"), "url-shortener")
    registry.load("functions.scheduled.open_daily_challenge")({}, None)
    path, options, most = cases(learner, pass_level(api, learner)["id"])[key]
    with behind_proxy(database) as proxy:
        api.get("/v1/health")  # connects
        taken = []
        for turn in range(3):
            if key in ONE_TIME:
                path, options = ONE_TIME[key](api, learner, turn)
                options["headers"] = {"idempotency-key": "key"} if key.startswith("POST") else {}
            headers = {name: f"{value}-{turn}" for name, value in options.get("headers", {}).items()}
            proxy.take()
            response = api.request(key.partition(" ")[0], path, learner, **{**options, "headers": headers})
            taken.append(proxy.take())
            assert response.status_code < 300, response.text
    assert 2 <= min(taken) <= most


def test_leaving_takes_few_round_trips(api: Api, database: dict[str, str]) -> None:
    with behind_proxy(database) as proxy:
        api.get("/v1/health")
        taken = []
        for _ in range(3):
            leaver = new_caller()
            name = api.get("/v1/me", leaver).json()["username"]
            proxy.take()
            assert api.request("DELETE", "/v1/me", leaver, params={"confirm": name}).status_code == 204
            taken.append(proxy.take())
    assert min(taken) <= 5


def test_an_empty_list_asks_no_more_often_than_a_full_one(api: Api, database: dict[str, str], learner: Caller) -> None:
    api.get("/v1/me", learner)
    with behind_proxy(database) as proxy:
        api.get("/v1/health")
        taken = []
        for _ in range(3):
            proxy.take()
            assert api.get(attempts_path(), learner).json()["items"] == []
            taken.append(proxy.take())
    assert min(taken) == 2


def test_the_count_is_that_of_the_wire(database: dict[str, str]) -> None:
    with behind_proxy(database) as proxy, psycopg.connect(_url(database, proxy), autocommit=True) as connection:
        proxy.take()
        for _ in range(5):
            connection.execute("select 1")
        assert proxy.take() == 5


def _url(database: dict[str, str], proxy: Proxy) -> str:
    host, _, name = database["application"].rpartition("/")
    return f"{host.rpartition('@')[0]}@127.0.0.1:{proxy.port}/{name}"
