"""Lambda's Invoke API for the functions of this platform, in this process and one at a time."""

import json
import logging
import threading
import traceback
import uuid
from typing import Any

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.consumers import Consumer
from progressive_flow.kernel.declarations.models import Declaration, LambdaHandler
from progressive_flow_local.aws.judges import Judges
from progressive_flow_local.aws.wire import Answer, Call, error
from progressive_flow_local.invocation import ACCOUNT_ID, REGION, Context, Environment

MAX_SECONDS = 900.0
LOG = logging.getLogger("progressive_flow_local.functions")
_PATH = "/2015-03-31/functions/"
_TRIGGER_SECONDS = 5.0  # Cognito waits no longer


def is_invocation(call: Call) -> bool:
    """Return whether this call invokes a function."""
    return call.method == "POST" and call.path.startswith(_PATH) and call.path.endswith("/invocations")


def _name(path: str) -> str:
    """Return the function's name from a name, a partial or a full ARN, with or without an alias."""
    named = path.removeprefix(_PATH).removesuffix("/invocations")
    return named.rpartition(":function:")[2].partition(":")[0]


def _context(name: str, handler: LambdaHandler, most: float = MAX_SECONDS) -> Context:
    declared: Declaration | None = getattr(handler, "declaration", None)
    return Context(name, min(most, declared.timeout), declared.memory) if declared else Context(name, most)


def _failure(failed: BaseException) -> dict[str, Any]:
    """Return what Lambda's Python runtime reports about an exception."""
    trace = traceback.format_tb(failed.__traceback__)
    return {"errorMessage": str(failed), "errorType": type(failed).__name__, "requestId": "", "stackTrace": trace}


class Functions:
    """The deployed functions, by name."""

    def __init__(self) -> None:
        self._environment = Environment("functions")
        self._judges = Judges()

    def trigger(self, event_name: str, event: dict[str, Any]) -> object:
        """Invoke `functions/triggers/<event_name>.py`, if there is one."""
        for trigger in registry.triggers():
            if trigger.declaration.name == event_name:
                return self._environment.call(trigger, event, _context(event_name, trigger, _TRIGGER_SECONDS))
        return event

    def consume(self, consumer: Consumer, event: dict[str, Any]) -> dict[str, Any]:
        """Invoke a consumer with a batch of messages; return which of them failed."""
        failures: dict[str, Any] = self._environment.call(
            consumer, event, _context(consumer.declaration.name, consumer)
        )
        return failures

    def isolate(self, module: str, event: dict[str, Any]) -> dict[str, Any]:
        """Invoke an isolated function with one event in a process of its own; return what it returns."""
        return self._judges.invoke(module, event)

    def start(self, module: str, event: Any) -> None:
        """Invoke a function as a rule does: nobody waits for its answer."""
        name = next(name for name, named in registry.functions().items() if named == module)
        threading.Thread(target=self._run, args=(name, module, event), daemon=True).start()

    def invoke(self, call: Call) -> Answer:
        """Answer one Invoke call."""
        name = _name(call.path)
        module = registry.functions().get(name)
        if module is None:
            arn = f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:{name}"
            return error("ResourceNotFoundException", f"Function not found: {arn}", "404 Not Found")
        try:
            event = json.loads(call.body or b"{}")
        except ValueError as cause:
            message = f"Could not parse request body into json: {cause}"
            return error("InvalidRequestContentException", message)
        match call.headers.get("X_AMZ_INVOCATION_TYPE", "RequestResponse"):
            case "DryRun":
                return Answer("204 No Content", _headers())
            case "Event":
                self.start(module, event)
                return Answer("202 Accepted", _headers())
            case _:
                return self._run(name, module, event)

    def _run(self, name: str, module: str, event: Any) -> Answer:
        try:
            handler = registry.load(module)
            context = _context(name, handler)
            returned = json.dumps(self._environment.call(handler, event, context)).encode()
        except TimeoutError:
            document = {"errorMessage": f"{name} timed out", "errorType": "Sandbox.Timedout"}
        except BaseException as failed:
            LOG.exception("%s failed", name)
            document = _failure(failed)
        else:
            return Answer("200 OK", _headers(), returned)
        return Answer("200 OK", [*_headers(), ("x-amz-function-error", "Unhandled")], json.dumps(document).encode())


def _headers() -> list[tuple[str, str]]:
    version = ("x-amz-executed-version", "$LATEST")
    return [("content-type", "application/json"), ("x-amzn-requestid", str(uuid.uuid4())), version]
