"""What every endpoint needs before it can be called over and over with success: things of the learner's, bodies that are new."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.http.endpoint import Endpoint
from progressive_flow.kernel.principal import Principal
from progressive_flow.kernel.tasks import service as tasks
from progressive_flow_local.invocation import Context
from tests.benchmarks import requests

Event = dict[str, Any]


def call(endpoint: Endpoint, event: Event) -> Event:
    """Invoke an endpoint; it must succeed."""
    answer: Event = endpoint(event, Context(endpoint.route.name, 10.0))
    if not 200 <= answer["statusCode"] < 300:
        raise RuntimeError(f"{endpoint.route.key} answered {answer['statusCode']}: {answer['body']}")
    return answer


def ask(name: str, learner: uuid.UUID, **given: Any) -> Any:
    """Call the endpoint of that name as a learner; return the answer's body."""
    endpoint = requests.endpoint(name)
    answer = call(endpoint, requests.event(endpoint, learner, **given))
    return json.loads(answer["body"]) if answer.get("body") else None


@dataclass
class Scene:
    """A learner with one of everything, for whom each endpoint answers well; `event` makes their next request."""

    learner: uuid.UUID = field(default_factory=uuid.uuid4)
    known: dict[str, str] = field(default_factory=dict[str, str])

    def set(self) -> "Scene":
        """Let the learner do what endpoints will be asked about."""
        registry.load("functions.scheduled.open_daily_challenge")({}, None)
        ask("show_me", self.learner)
        ask("grant_unlocks", self.learner)
        ask("create_achievement", self.learner, body=_renamed("create_achievement", "bench-achievement", self.learner))
        ask("create_skill", self.learner, body=_renamed("create_skill", "bench-skill", self.learner))
        self.known = {
            "attempt_id": ask("submit_attempt", self.learner)["id"],
            "assessment_id": ask("start_assessment", self.learner)["id"],
            "notification_id": ask("list_notifications", self.learner)["items"][0]["id"],
            "user_id": str(self.learner),
            "task_id": enqueue(self.learner),
        }
        return self

    def event(self, endpoint: Endpoint, key: str | None = None) -> Event:
        """Return a request that will succeed, however often this was asked for before."""
        name, route = endpoint.route.name, endpoint.route
        if name in SOLITARY:
            return SOLITARY[name](self, endpoint, key)
        body = BODIES[name](self) if name in BODIES else None
        slug = {"slug": SLUGS[name]} if name in SLUGS else {}
        known = {part: value for part, value in self.known.items() if "{" + part + "}" in route.path}
        return requests.event(endpoint, self.learner, key=key, body=body, **known, **slug)


def enqueue(learner: uuid.UUID) -> str:
    """Queue a task of the learner's; return its id."""
    with transactions.begin(Principal(learner, None, frozenset())) as db:
        return str(tasks.enqueue(db, "test", {}).id)


SLUGS = {
    "replace_achievement": "bench-achievement",
    "replace_skill": "bench-skill",
    "allocate_skill_points": "durable-writes",
}
BODIES: dict[str, Callable[[Scene], Any]] = {
    "create_achievement": lambda scene: _renamed("create_achievement", f"bench-{uuid.uuid4().hex}", scene.learner),
    "create_skill": lambda scene: _renamed("create_skill", f"bench-{uuid.uuid4().hex}", scene.learner),
    "correct_xp": lambda scene: {**_usual("correct_xp", scene.learner), "amount": 5, "reference": uuid.uuid4().hex},
    "reveal_hint": lambda _: {"hint_number": 1},
    "allocate_skill_points": lambda _: {"points": 1},
    "mark_read": lambda scene: {"notification_id": scene.known["notification_id"]},
}


def _usual(name: str, learner: uuid.UUID) -> dict[str, Any]:
    body: dict[str, Any] = requests.usual_body(requests.endpoint(name), learner)
    return body


def _renamed(name: str, slug: str, learner: uuid.UUID) -> dict[str, Any]:
    return {**_usual(name, learner), "slug": slug}


def _responses(_: Scene, endpoint: Endpoint, key: str | None) -> Event:
    """Return the answers of a new learner to their own assessment, which can be given once."""
    learner = uuid.uuid4()
    begun = ask("start_assessment", learner)
    body = {"responses": [{"question_id": question["id"], "option": 0} for question in begun["questions"]]}
    return requests.event(endpoint, learner, key=key, body=body, assessment_id=begun["id"])


def _farewell(_: Scene, endpoint: Endpoint, key: str | None) -> Event:
    """Return the wish of a new learner to be forgotten."""
    learner = uuid.uuid4()
    username = ask("show_me", learner)["username"]
    return requests.event(endpoint, learner, key=key, query=f"confirm={username}")


def _session_change(scene: Scene, endpoint: Endpoint, key: str | None) -> Event:
    """Return a change of a session that nothing has ended yet."""
    session = ask("start_session", scene.learner)["id"]
    return requests.event(endpoint, scene.learner, key=key, session_id=session)


SOLITARY = {"change_session": _session_change, "submit_responses": _responses, "erase_me": _farewell}
