"""Learners who call endpoints in this process: a request becomes the event that API Gateway sends, without HTTP."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Access, Route
from progressive_flow.kernel.http.endpoint import Endpoint
from progressive_flow.kernel.openapi import document
from progressive_flow.kernel.principal import PLATFORM_ADMIN
from progressive_flow_local.gateway import events
from progressive_flow_local.invocation import Context
from tests.support import tokens
from tests.support.content import reference_design

CHALLENGE = "url-shortener"
LEVEL = {"slug": CHALLENGE, "level": "1"}
HEADERS = {"host": "api.example.com", "content-type": "application/json", "user-agent": "tests"}
Event = dict[str, Any]


def _nothing() -> dict[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a client sends to a route; `sender` is the learner who must send it, where it is not the one who was asked."""

    path: Mapping[str, str] = field(default_factory=_nothing)
    query: Mapping[str, Any] = field(default_factory=_nothing)
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=_nothing)
    sender: uuid.UUID | None = None

    def url(self, route: Route) -> str:
        """Return the path with the values of its parameters."""
        return route.path.format(**self.path)

    @property
    def options(self) -> dict[str, Any]:
        """Return what an HTTP client is given beside method and path."""
        body = {} if self.body is None else {"json": self.body}
        return {"params": self.query, "headers": dict(self.headers), **body}


@dataclass(frozen=True)
class Client:
    """A learner, who is a platform administrator at routes that need a permission."""

    id: uuid.UUID = field(default_factory=uuid.uuid4)

    def send(self, name: str, request: Request | None = None) -> Any:
        """Call the endpoint of that name, which must succeed; return the body of its answer."""
        wanted = endpoint(name)
        answer = call(wanted, event(wanted, request or Request(), self.id))
        return json.loads(answer["body"]) if answer.get("body") else None

    def newcomer(self) -> "Client":
        """Return another learner, who has an account and has done nothing yet."""
        other = Client()
        other.send("show_me")
        return other


def settled() -> Client:
    """Return a learner who has passed a level, in a database with a challenge of the day."""
    registry.load("functions.scheduled.open_daily_challenge")({}, None)
    client = Client().newcomer()
    grant = {"user_id": str(client.id), "challenge_slugs": [CHALLENGE], "reason": "test"}
    client.send("grant_unlocks", Request(body=grant))
    client.send("submit_attempt", Request(path=LEVEL, body=passing()))
    return client


def passing() -> dict[str, Any]:
    """Return a submission that passes every published level of the challenge."""
    return {"kind": "system_design", "design": reference_design(CHALLENGE)}


def endpoint(name: str) -> Endpoint:
    """Return the endpoint of that name."""
    return next(each for each in registry.endpoints() if each.route.name == name)


def event(wanted: Endpoint, request: Request, learner: uuid.UUID) -> Event:
    """Return the event of a learner's request."""
    route = wanted.route
    headers = {**HEADERS, **request.headers}
    sent = events.Request(
        route.method, request.url(route).encode(), urlencode(request.query), headers, [], ("192.0.2.1", 443)
    )
    body = b"" if request.body is None else json.dumps(request.body).encode()
    return events.translate(sent, route.key, dict(request.path), body, _claims(route, request.sender or learner))


def call(wanted: Endpoint, sent: Event) -> Event:
    """Invoke an endpoint, which must succeed; return its answer."""
    answer: Event = wanted(sent, Context(wanted.route.name, 10.0))
    if not 200 <= answer["statusCode"] < 300:
        raise RuntimeError(f"{wanted.route.key} answered {answer['statusCode']}: {answer['body']}")
    return answer


def example(name: str) -> dict[str, Any]:
    """Return the body that the OpenAPI document shows as an example."""
    route = endpoint(name).route
    described = document.document()
    operation = described["paths"][route.path][route.method.lower()]
    reference: str = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    body: dict[str, Any] = described["components"]["schemas"][reference.rpartition("/")[2]]["examples"][0]
    return dict(body)


def groups(route: Route) -> tuple[str, ...]:
    """Return the groups of the sender's token."""
    return (PLATFORM_ADMIN,) if route.permission else ()


def _claims(route: Route, sender: uuid.UUID) -> dict[str, str] | None:
    if route.access is Access.PUBLIC:
        return None
    named: dict[str, Any] = {"cognito:groups": list(groups(route))} if groups(route) else {}
    claims = tokens.claims(sender, **named)
    return {name: f"[{' '.join(value)}]" if isinstance(value, list) else str(value) for name, value in claims.items()}
