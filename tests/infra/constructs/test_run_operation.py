"""CloudFormation always receives a response: success, or the operation's own message."""

import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import boto3
import pytest

from infra.runner import run_operation

NAME = "progressive-flow-operations-migrate"


class Lambda:
    """A stand-in for Lambda's client."""

    def __init__(self, payload: Any, error: str | None = None) -> None:
        self.calls: list[dict[str, Any]] = []
        self._answer = {
            "Payload": io.BytesIO(json.dumps(payload).encode()),
            **({"FunctionError": error} if error else {}),
        }

    def invoke(self, **arguments: Any) -> dict[str, Any]:
        self.calls.append(arguments)
        return self._answer


class CloudFormation:
    """A server that receives CloudFormation's responses."""

    def __init__(self) -> None:
        self.responses: list[dict[str, Any]] = []
        received = self.responses

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)

    def event(self, kind: str = "Create") -> dict[str, Any]:
        return {
            "RequestType": kind,
            "ResponseURL": f"http://127.0.0.1:{self.server.server_port}/answer",
            "StackId": "stack",
            "RequestId": "request",
            "LogicalResourceId": "Migrated",
            "ResourceProperties": {"Operation": NAME, "Schema": "abc"},
        }


@pytest.fixture
def cloudformation() -> Iterator[CloudFormation]:
    found = CloudFormation()
    thread = threading.Thread(target=found.server.serve_forever)
    thread.start()
    yield found
    found.server.shutdown()
    thread.join()
    found.server.server_close()


def having(monkeypatch: pytest.MonkeyPatch, answers: Lambda) -> Lambda:
    monkeypatch.setattr(boto3, "client", lambda _service, config: answers)
    return answers


@pytest.mark.parametrize("kind", ["Create", "Update"])
def test_success_is_reported_with_the_operations_result(
    cloudformation: CloudFormation, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    functions = having(monkeypatch, Lambda({"version": 7, "words": "may be asked for"}))
    run_operation.handler(cloudformation.event(kind), None)
    assert [call["FunctionName"] for call in functions.calls] == [NAME]
    assert [json.loads(call["Payload"]) for call in functions.calls] == [{"Schema": "abc"}]
    (response,) = cloudformation.responses
    assert response["Status"] == "SUCCESS"
    assert json.loads(response["Data"]["Report"]) == {"version": 7, "words": "may be asked for"}
    assert response["Data"]["words"] == "may be asked for"
    assert {key: response[key] for key in ("StackId", "RequestId", "LogicalResourceId")} == {
        "StackId": "stack",
        "RequestId": "request",
        "LogicalResourceId": "Migrated",
    }
    assert response["PhysicalResourceId"] == NAME, "the same at each update, or CloudFormation would delete the old one"


def test_a_failure_is_reported_with_the_functions_message(
    cloudformation: CloudFormation, monkeypatch: pytest.MonkeyPatch
) -> None:
    having(monkeypatch, Lambda({"errorMessage": "V003 was edited: restore it.", "errorType": "X"}, "Unhandled"))
    run_operation.handler(cloudformation.event(), None)
    (response,) = cloudformation.responses
    assert (response["Status"], response["Reason"]) == ("FAILED", f"{NAME}: V003 was edited: restore it.")


def test_a_failed_invocation_is_reported(cloudformation: CloudFormation, monkeypatch: pytest.MonkeyPatch) -> None:
    def client(_service: str, config: Any) -> Any:
        raise OSError("no route" + "!" * 5000)

    monkeypatch.setattr(boto3, "client", client)
    run_operation.handler(cloudformation.event(), None)
    (response,) = cloudformation.responses
    assert response["Status"] == "FAILED"
    assert len(response["Reason"]) == run_operation.MAX_REASON_LENGTH


def test_deletion_runs_nothing(cloudformation: CloudFormation, monkeypatch: pytest.MonkeyPatch) -> None:
    functions = having(monkeypatch, Lambda({}))
    run_operation.handler(cloudformation.event("Delete"), None)
    assert (functions.calls, cloudformation.responses[0]["Status"]) == ([], "SUCCESS")


@pytest.mark.parametrize(("payload", "report"), [(None, {}), ("text", {}), ({"a": 1}, {"a": 1})])
def test_any_return_value_is_accepted(monkeypatch: pytest.MonkeyPatch, payload: Any, report: dict[str, Any]) -> None:
    having(monkeypatch, Lambda(payload))
    assert run_operation.invoke(NAME, {}) == report


def test_the_client_never_retries_an_invocation(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def client(_service: str, config: Any) -> Lambda:
        seen.append(config)
        return Lambda({})

    monkeypatch.setattr(boto3, "client", client)
    run_operation.invoke(NAME, {})
    assert seen[0].retries == {"total_max_attempts": 1}
    assert 840 < seen[0].read_timeout < 900
