"""The event of every function: an endpoint's and a consumer's by its case, EventBridge's for a job, Cognito's for a trigger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.consumers import Consumer
from progressive_flow.kernel.declarations.tasks import TaskFunction
from progressive_flow.kernel.http.default_route import DefaultRoute
from progressive_flow.kernel.http.endpoint import Endpoint
from progressive_flow.kernel.tasks.events import TaskSent
from progressive_flow.kernel.tasks.isolated import IsolatedTask
from progressive_flow.kernel.tasks.outside import OutsideTask
from progressive_flow_local.aws import deliveries
from progressive_flow_local.gateway.events import Request, translate
from progressive_flow_local.scheduler import event as scheduled_event
from tests.infra.bundle_smoke_tests.moto_aws import ARRIVED
from tests.support import cases, clients

Event = dict[str, Any]
_UNKNOWN = ("DELETE", "/v1/tracks")  # an existing path: the response shows whether `$default` knows the routes

_OPERATIONS: dict[str, Event] = {
    "inspect_upload": {"source": "aws.s3", "detail-type": "Object Created", "detail": {"object": {"key": ARRIVED}}}
}
_CODE: Event = {
    "requirements": {"runtime": "python", "solution": {"main.py": "def one():\n    return 1\n"}},
    "tests": [{"id": "one", "title": "One", "steps": [{"call": "one", "gives": 1}]}],
    "criteria": {"min_score": 100, "must_pass": []},
}
_TASKS: dict[str, Event] = {
    "judge_code": {**_CODE, "files": _CODE["requirements"]["solution"], "seed": "drawn"},
    "judge_gate": {**_CODE, "others": [], "equivalent": []},
    "send_mail": {
        "to": "ada@example.com", "subject": "Hello", "text": "Hello", "html": "<p>Hello</p>", "unsubscribe": "https://a/u",
    }
}  # fmt: skip


def prepare(modules: Iterable[str]) -> Mapping[str, Event]:
    """Return the event of each function, all about one learner, who does now what their requests need.

    Each event is sent once to each of two copies of the database that the platform uses now.
    """
    learner = clients.settled()
    return {module: _event(module, learner) for module in modules}


def _event(module: str, learner: clients.Client) -> Event:
    folder, name = module.split(".")[1:]
    handler = registry.load(module)
    match handler:
        case Endpoint():
            return clients.event(handler, cases.of_endpoint(handler).request(learner), learner.id)
        case DefaultRoute():
            method, path = _UNKNOWN
            request = Request(method, path.encode(), "", clients.HEADERS, [], ("192.0.2.1", 443))
            return translate(request, handler.route.path, {}, b"", None)
        case Consumer() | OutsideTask() | IsolatedTask():
            return _delivery(handler)
        case _ if folder == "scheduled":
            return scheduled_event(name, datetime.now(UTC))
        case _ if folder == "triggers":
            return _sign_up(name)
        case _:
            return _OPERATIONS.get(name, {})


def _delivery(consumer: Consumer | OutsideTask | IsolatedTask) -> Event:
    """Return the batch in which a consumer's queue delivers an event, or that of a kind of task a task; a rule delivers one."""
    if isinstance(consumer, IsolatedTask):
        return _sending(consumer)
    if isinstance(consumer, OutsideTask):
        return deliveries.batch(_sending(consumer))
    case = cases.of(f"functions.consumers.{consumer.declaration.name}", cases.ConsumerCase)
    return deliveries.batch(case.event(consumer.declaration, str(UUID(int=2))))


def _sending(task: TaskFunction) -> Event:
    """Return the event by which a task is sent to the function of its kind; nobody waits for this one."""
    sent = TaskSent(
        id=UUID(int=3), nonce=UUID(int=4), kind=task.declaration.kind, payload=_TASKS[task.declaration.kind],
        expires_at=datetime.now(UTC) + timedelta(days=1),
    )  # fmt: skip
    detail = json.dumps({"payload": sent.model_dump(mode="json")})
    return deliveries.event({"DetailType": sent.topic, "Source": "progressive-flow", "Detail": detail})


def _sign_up(name: str) -> Event:
    """Return the event that Cognito sends to a trigger after the sign-up of a new user."""
    source = "".join(word.title() for word in name.split("_"))
    sub = uuid4()
    return {
        "version": "1",
        "region": "us-east-1",
        "userPoolId": "us-east-1_SmokeTest",
        "userName": str(sub),
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": "smoke-test"},
        "triggerSource": f"{source}_ConfirmSignUp",
        "request": {
            "userAttributes": {"sub": str(sub), "email": f"{sub}@example.com"},
            "groupConfiguration": {"groupsToOverride": []},
        },
        "response": {},
    }
