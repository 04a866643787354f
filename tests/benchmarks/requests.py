"""Attempts as benchmarks submit them: a design that passes and one that fails, sent by any learner."""

import uuid
from typing import Any

from tests.support import clients
from tests.support.clients import LEVEL, Event, Request
from tests.support.content import reference_design

SUBMIT = clients.endpoint("submit_attempt")


def path(level: str = LEVEL["level"]) -> str:
    """Return where attempts at a level of the challenge are sent."""
    return SUBMIT.route.path.format_map({**LEVEL, "level": level})


def attempt(learner: uuid.UUID, body: Any, *, level: str = LEVEL["level"], key: str | None = None) -> Event:
    """Return the event of a learner's attempt at a level of the challenge."""
    headers = {"idempotency-key": key} if key else {}
    return clients.event(SUBMIT, Request(path={**LEVEL, "level": level}, body=body, headers=headers), learner)


def submit(learner: uuid.UUID, body: Any, *, level: str = LEVEL["level"]) -> None:
    """Submit an attempt, which must be answered."""
    clients.call(SUBMIT, attempt(learner, body, level=level))


def passing_design() -> dict[str, Any]:
    """Return a design that passes."""
    return reference_design(clients.CHALLENGE)


def failing_design() -> dict[str, Any]:
    """Return one of the same size that fails, not by far: nothing asks its cache."""
    design = passing_design()
    caches = {node["id"] for node in design["nodes"] if node["type"] == "cache"}
    return {**design, "edges": [edge for edge in design["edges"] if edge["to"] not in caches]}
