"""Lambda's Invoke API answers as Lambda does."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from progressive_flow.kernel import paths
from progressive_flow.kernel.declarations import registry
from progressive_flow_local.aws.functions import Functions, is_invocation
from progressive_flow_local.aws.wire import Call
from progressive_flow_local.invocation import Context, Environment, ExitError

NAME = "progressive-flow-operations-try"
MODULE = "functions.operations.try"


def echo(event: Any, context: Context) -> Any:
    return {"event": event, "name": context.function_name}


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Deploy one function, whose handler a test may replace."""
    deployed: list[Any] = [echo]
    monkeypatch.setattr(registry, "functions", lambda: {NAME: MODULE})
    monkeypatch.setattr(registry, "load", lambda _: deployed[0])
    return deployed


def invocation(name: str = NAME, body: bytes = b'{"a": 1}', kind: str = "RequestResponse") -> Call:
    path = f"/2015-03-31/functions/{name}/invocations"
    return Call("POST", path, "", {"X_AMZ_INVOCATION_TYPE": kind}, body)


def test_what_is_an_invocation() -> None:
    assert is_invocation(invocation())
    assert not is_invocation(Call("GET", "/2015-03-31/functions/x", "", {}, b""))


@pytest.mark.parametrize("name", [NAME, f"{NAME}:live", f"arn:aws:lambda:us-east-1:123456789012:function:{NAME}:live"])
def test_a_function_is_found_by_name_or_arn(handler: list[Any], name: str) -> None:
    answer = Functions().invoke(invocation(name))
    assert json.loads(answer.body) == {"event": {"a": 1}, "name": NAME}


def test_an_unknown_function_is_not_found(handler: list[Any]) -> None:
    answer = Functions().invoke(invocation("nobody"))
    assert answer.status.startswith("404")
    assert dict(answer.headers)["x-amzn-errortype"] == "ResourceNotFoundException:"


def test_an_exception_is_reported_as_lambda_does(handler: list[Any]) -> None:
    def fail(*_: Any) -> None:
        raise ValueError("no such thing")

    handler[0] = fail
    answer = Functions().invoke(invocation())
    error = json.loads(answer.body)
    assert answer.status.startswith("200")
    assert dict(answer.headers)["x-amz-function-error"] == "Unhandled"
    assert (error["errorType"], error["errorMessage"]) == ("ValueError", "no such thing")


def test_an_answer_that_is_no_json_is_an_error(handler: list[Any]) -> None:
    handler[0] = lambda *_: object()
    assert dict(Functions().invoke(invocation()).headers)["x-amz-function-error"] == "Unhandled"


def test_an_event_is_accepted_and_runs_later(handler: list[Any]) -> None:
    ran = threading.Event()
    handler[0] = lambda *_: ran.set()
    answer = Functions().invoke(invocation(kind="Event"))
    assert (answer.status, answer.body) == ("202 Accepted", b"")
    assert ran.wait(5)


def test_a_body_that_is_no_json_is_refused(handler: list[Any]) -> None:
    assert Functions().invoke(invocation(body=b"{")).status.startswith("400")


def test_a_trigger_that_is_not_there_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "triggers", lambda: ())
    assert Functions().trigger("post_confirmation", {"a": 1}) == {"a": 1}


def test_a_call_that_gave_up_before_its_turn_is_skipped() -> None:
    environment, release, ran = Environment(), threading.Event(), []
    environment.submit(lambda event, context: release.wait(5), {}, Context("slow", 5))
    with pytest.raises(TimeoutError):
        environment.call(lambda event, context: ran.append(1), {}, Context("late", 0.05))
    release.set()
    assert environment.call(lambda event, context: "next", {}, Context("next", 5)) == "next"
    assert ran == []


def test_leaving_the_process_is_an_error_of_the_function() -> None:
    def leave(event: dict[str, Any], context: Any) -> None:
        raise SystemExit(3)

    with pytest.raises(ExitError, match="SystemExit"):
        Environment().call(leave, {}, Context("leaving", 5))


def test_every_declared_function_has_a_name() -> None:
    names = registry.functions()
    assert names["progressive-flow-triggers-post-confirmation"] == "functions.triggers.post_confirmation"
    files = [Path(paths.root(), *module.split(".")).with_suffix(".py") for module in names.values()]
    assert all(file.exists() for file in files)
