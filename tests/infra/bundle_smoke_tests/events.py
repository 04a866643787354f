"""The event of every function: a request for an endpoint, EventBridge's event for a job, Cognito's for a trigger.

A new endpoint needs nothing here unless its path or body has a parameter of its own: it is requested with the values below,
and its response is compared, whatever its status.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from progressive_flow.curriculum.authoring.files import read_content
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Access, Route
from progressive_flow.kernel.principal import PLATFORM_ADMIN
from progressive_flow.operations.reference_data.service import content_root
from progressive_flow_local.aws.deliveries import batch, event
from progressive_flow_local.gateway.events import Request, translate
from progressive_flow_local.scheduler import event as scheduled_event

CHALLENGE, TRACK = "url-shortener", "fundamentals"
SETUP = ("functions.identity.show_me", "functions.progress.grant_unlocks", "functions.progress.submit_attempt")
_UNKNOWN = ("DELETE", "/v1/tracks")  # an existing path: the response shows whether `$default` knows the routes
_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Facts:
    """The learner, the administrator and the attempt in the database."""

    learner: UUID = field(default_factory=uuid4)
    administrator: UUID = field(default_factory=uuid4)
    attempt: str = ""


def of(module: str, facts: Facts) -> dict[str, Any]:
    """Return the event that a function is invoked with."""
    folder, name = module.split(".")[1:]
    match folder:
        case "scheduled":
            return scheduled_event(name, datetime.now(UTC))
        case "consumers":
            entry = {"DetailType": "user.erased", "Source": "progressive-flow"}
            detail = json.dumps({"payload": {"user_id": str(UUID(int=1))}})
            return batch(event({**entry, "Detail": detail}, str(UUID(int=2))))
        case "triggers":
            return _sign_up(name, facts)
        case "operations":
            return {}
        case _:
            handler: Any = registry.load(module)
            return _request(module, handler.route, facts)


def _request(module: str, route: Route, facts: Facts) -> dict[str, Any]:
    values = {name: _value(name, route, facts) for name in _PARAMETER.findall(route.path)}
    unmatched = route.path.startswith("$")
    method, path = _UNKNOWN if unmatched else (route.method, route.path.format(**values))
    body = json.dumps(_body(module, facts)).encode() if route.method in {"POST", "PUT", "PATCH"} else b""
    headers = {"host": "api.example.com", "user-agent": "smoke-test", "content-type": "application/json"}
    query = f"confirm={_username(facts)}" if module == "functions.identity.erase_me" else ""
    request = Request(method, path.encode(), query, headers, [], ("192.0.2.1", 443))
    return translate(request, route.path if unmatched else route.key, values, body, _claims(route, facts))


def _username(facts: Facts) -> str:
    """Return the user name that the platform generated for the learner."""
    return f"learner-{hashlib.sha256(str(facts.learner).encode()).hexdigest()[:12]}"


def _claims(route: Route, facts: Facts) -> dict[str, str] | None:
    if route.access is Access.PUBLIC:
        return None
    administrator = route.permission is not None
    claims = {"sub": str(facts.administrator if administrator else facts.learner), "token_use": "access"}
    return {**claims, "cognito:groups": f"[{PLATFORM_ADMIN}]"} if administrator else claims


def _value(name: str, route: Route, facts: Facts) -> str:
    if name == "slug":
        return TRACK if "/tracks/" in route.path else CHALLENGE
    values = {
        "level": "1",
        "period": "weekly",
        "metric": "xp",
        "attempt_id": facts.attempt,
        "user_id": str(facts.learner),
    }
    return values.get(name, "1")


def _body(module: str, facts: Facts) -> Mapping[str, Any]:
    match module:
        case "functions.progress.submit_attempt":
            return {"kind": "system_design", "design": _reference_design()}
        case "functions.progress.grant_unlocks":
            slugs = [CHALLENGE] if not facts.attempt else ["static-website"]
            return {"user_id": str(facts.learner), "challenge_slugs": slugs, "reason": "Smoke test."}
        case "functions.gamification.correct_xp":
            return {"user_id": str(facts.learner), "amount": 5, "reason": "Smoke test.", "reference": "smoke-test"}
        case "functions.identity.create_account":
            return {"email": "smoke-test@example.com", "display_name": "Smoke Test", "invite": False}
        case "functions.identity.change_me":
            return {"display_name": "Smoke Test"}
        case _:
            return {}


@cache
def _reference_design() -> dict[str, Any]:
    """Return the design that passes every level of the challenge."""
    challenges = read_content(content_root()).challenges
    challenge = next(challenge for challenge in challenges if challenge.slug == CHALLENGE)
    if challenge.reference_design is None:
        raise LookupError(f"{CHALLENGE} has no reference design")
    return challenge.reference_design.as_graph()


def _sign_up(name: str, facts: Facts) -> dict[str, Any]:
    """Return the event that Cognito sends to a trigger after a sign-up."""
    source = "".join(word.title() for word in name.split("_"))
    sub = UUID(int=facts.learner.int ^ 1)  # another user, the same in both backends
    return {
        "version": "1",
        "region": "us-east-1",
        "userPoolId": "us-east-1_SmokeTest",
        "userName": str(sub),
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": "smoke-test"},
        "triggerSource": f"{source}_ConfirmSignUp",
        "request": {"userAttributes": {"sub": str(sub), "email": f"{sub}@example.com"}},
        "response": {},
    }
