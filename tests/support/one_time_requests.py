"""Requests that cannot be repeated unchanged: each turn makes its own, for tests that count round trips."""

from collections.abc import Callable
from typing import Any

from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.principal import Principal
from progressive_flow.kernel.tasks import service as tasks
from tests.support.api import Api, Caller

TAILWIND = {
    "name": "Tailwind",
    "description": "Ten quick passes.",
    "category": "speed",
    "rarity": "rare",
    "xp_reward": 75,
    "criteria": {"metric": "fast_passes", "threshold": 10, "filter": {"track": "systems"}},
}
WINDOWS = {
    "name": "Stream Windows",
    "description": "Count by event time.",
    "category": "data-flow",
    "parent": "event-logs",
    "max_level": 5,
    "xp_per_level": 200,
    "order": 5,
}
STARTS = ({"type": "initial"}, {"type": "periodic"}, {"type": "track_placement", "track": "concepts"})


def assessed(api: Api, learner: Caller, turn: int) -> dict[str, Any]:
    """Begin another assessment each turn."""
    started: dict[str, Any] = api.post("/v1/assessments", learner, json=STARTS[turn]).json()
    return started


# The path and options of a turn, by route.
ONE_TIME: dict[str, Callable[[Api, Caller, int], tuple[str, dict[str, Any]]]] = {
    "POST /v1/admin/achievements": lambda api, learner, turn: (
        "/v1/admin/achievements",
        {"json": {**TAILWIND, "slug": f"counted-{learner.id}-{turn}"}},
    ),
    "POST /v1/admin/skills": lambda api, learner, turn: (
        "/v1/admin/skills",
        {"json": {**WINDOWS, "slug": f"counted-{learner.id}-{turn}"}},
    ),
    "PUT /v1/admin/achievements/{slug}": lambda api, learner, turn: replaced(api, learner, "achievements", TAILWIND),
    "PUT /v1/admin/skills/{slug}": lambda api, learner, turn: replaced(api, learner, "skills", WINDOWS),
    "POST /v1/assessments": lambda api, learner, turn: ("/v1/assessments", {"json": STARTS[turn]}),
    "GET /v1/assessments/{assessment_id}": lambda api, learner, turn: (
        f"/v1/assessments/{assessed(api, learner, turn)['id']}",
        {},
    ),
    "POST /v1/assessments/{assessment_id}/responses": lambda api, learner, turn: answered(assessed(api, learner, turn)),
    "PATCH /v1/learning-sessions/{session_id}": lambda api, learner, turn: sat_down(api, learner),
    "PATCH /v1/me/notifications/{notification_id}": lambda api, learner, turn: (
        f"/v1/me/notifications/{noticed(api, learner)}",
        {"json": {"is_read": turn == 0}},
    ),
    "GET /v1/tasks/{task_id}": lambda api, learner, turn: (f"/v1/tasks/{queued(learner)}", {}),
    "PUT /v1/me/notifications/read-marker": lambda api, learner, turn: (
        "/v1/me/notifications/read-marker",
        {"json": {"notification_id": noticed(api, learner)}},
    ),
}


def queued(learner: Caller) -> str:
    """Queue a task of the test's own kind; return its id."""
    with transactions.begin(Principal(learner.id, None, frozenset())) as db:
        return str(tasks.enqueue(db, "test", {}).id)


def sat_down(api: Api, learner: Caller) -> tuple[str, dict[str, Any]]:
    """Begin a session; return how to end it."""
    session = {"session_type": "challenge", "resource_id": "url-shortener"}
    id_ = api.post("/v1/learning-sessions", learner, json=session).json()["id"]
    return f"/v1/learning-sessions/{id_}", {"json": {"state": "ended"}}


def noticed(api: Api, learner: Caller) -> str:
    """Return the learner's newest notification."""
    return str(api.get("/v1/me/notifications", learner).json()["items"][0]["id"])


def replaced(api: Api, learner: Caller, kind: str, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Make something to replace, once; return how to replace it."""
    slug = f"replaced-{learner.id}"
    api.post(f"/v1/admin/{kind}", learner, json={**body, "slug": slug})
    return f"/v1/admin/{kind}/{slug}", {"json": body}


def answered(assessment: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return how to answer an assessment."""
    responses = [{"question_id": question["id"], "option": 0} for question in assessment["questions"]]
    return f"/v1/assessments/{assessment['id']}/responses", {"json": {"responses": responses}}
