"""The event of every function: a request for an endpoint, the clock's for a job, Cognito's for a trigger.

An endpoint that is added needs nothing here unless its path or its body has something of its own: it is asked for by the
values below, and its answer compared, whatever that is.
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

from progressive_flow import declarations
from progressive_flow.content.files import read_content
from progressive_flow.content.service import content_root
from progressive_flow.local.gateway.events import Request, translate
from progressive_flow.local.scheduler import event as scheduled_event
from progressive_flow.routing import Access, Route

CHALLENGE, TRACK = "url-shortener", "fundamentals"
BEFOREHAND = ("functions.identity.show_me", "functions.progress.grant_unlocks", "functions.progress.submit_attempt")
_UNKNOWN = ("DELETE", "/v1/tracks")  # a path there is, so that the answer shows whether `$default` knows the routes
_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Facts:
    """Who and what there is in the scene's database."""

    learner: UUID = field(default_factory=uuid4)
    administrator: UUID = field(default_factory=uuid4)
    attempt: str = ""


def of(module: str, facts: Facts) -> dict[str, Any]:
    """Return the event that a function is invoked with."""
    folder, name = module.split(".")[1:]
    match folder:
        case "scheduled":
            return scheduled_event(name, datetime.now(UTC))
        case "triggers" if name == "user_erased":
            return {"detail-type": "user.erased", "detail": {"payload": {"user_id": str(UUID(int=1))}}}
        case "triggers":
            return _sign_up(name, facts)
        case "operations":
            return {}
        case _:
            handler: Any = declarations.load(module)
            return _request(module, handler.route, facts)


def _request(module: str, route: Route, facts: Facts) -> dict[str, Any]:
    values = {name: _value(name, route, facts) for name in _PARAMETER.findall(route.path)}
    unmatched = route.path.startswith("$")
    method, path = _UNKNOWN if unmatched else (route.method, route.path.format(**values))
    body = json.dumps(_body(module, facts)).encode() if route.method in {"POST", "PUT", "PATCH"} else b""
    headers = {"host": "api.example.com", "user-agent": "rehearsal", "content-type": "application/json"}
    query = f"confirm={_username(facts)}" if module == "functions.identity.erase_me" else ""
    request = Request(method, path.encode(), query, headers, [], ("192.0.2.1", 443))
    return translate(request, route.path if unmatched else route.key, values, body, _claims(route, facts))


def _username(facts: Facts) -> str:
    """Return the name that the platform gave the learner."""
    return f"learner-{hashlib.sha256(str(facts.learner).encode()).hexdigest()[:12]}"


def _claims(route: Route, facts: Facts) -> dict[str, str] | None:
    if route.access is Access.PUBLIC:
        return None
    administrator = route.access is Access.PLATFORM_ADMIN
    claims = {"sub": str(facts.administrator if administrator else facts.learner), "token_use": "access"}
    return {**claims, "cognito:groups": f"[{route.access.value}]"} if administrator else claims


def _value(name: str, route: Route, facts: Facts) -> str:
    if name == "slug":
        return TRACK if "/tracks/" in route.path else CHALLENGE
    known = {
        "level": "1",
        "period": "weekly",
        "metric": "xp",
        "attempt_id": facts.attempt,
        "user_id": str(facts.learner),
    }
    return known.get(name, "1")


def _body(module: str, facts: Facts) -> Mapping[str, Any]:
    match module:
        case "functions.progress.submit_attempt":
            return {"design": _reference_design()}
        case "functions.progress.grant_unlocks":
            slugs = [CHALLENGE] if not facts.attempt else ["static-website"]
            return {"user_id": str(facts.learner), "challenge_slugs": slugs, "reason": "Rehearsed."}
        case "functions.gamification.correct_xp":
            return {"user_id": str(facts.learner), "amount": 5, "reason": "Rehearsed.", "reference": "rehearsal"}
        case "functions.identity.create_account":
            return {"email": "rehearsed@example.com", "display_name": "Rehearsed", "invite": False}
        case "functions.identity.change_me":
            return {"display_name": "Rehearsed"}
        case _:
            return {}


@cache
def _reference_design() -> dict[str, Any]:
    """Return the design that passes every level of the challenge."""
    found = next(each for each in read_content(content_root()).challenges if each.slug == CHALLENGE)
    if found.reference_design is None:
        raise LookupError(f"{CHALLENGE} has no reference design")
    return found.reference_design.as_graph()


def _sign_up(name: str, facts: Facts) -> dict[str, Any]:
    """Return what Cognito sends a trigger after a sign-up."""
    source = "".join(word.title() for word in name.split("_"))
    sub = UUID(int=facts.learner.int ^ 1)  # somebody else, and the same in both worlds
    return {
        "version": "1",
        "region": "us-east-1",
        "userPoolId": "us-east-1_Rehearsal",
        "userName": str(sub),
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": "rehearsal"},
        "triggerSource": f"{source}_ConfirmSignUp",
        "request": {"userAttributes": {"sub": str(sub), "email": f"{sub}@example.com"}},
        "response": {},
    }
