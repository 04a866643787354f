"""The processes in which learners' code runs here: one that is killed is replaced, and what it did is answered for."""

import json
import uuid
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest

from progressive_flow.kernel.declarations.consumers import Consumer
from progressive_flow_local.aws import deliveries, stores
from progressive_flow_local.aws.judges import Judges
from progressive_flow_local.aws.wire import Answer, Call
from progressive_flow_local.processes import wait_until
from tests.support import isolated_kind

FUNCTION = "tests.support.isolated_kind"


@pytest.fixture
def judges() -> Iterator[Judges]:
    """Start none yet, and end them all."""
    made = Judges()
    yield made
    made.close()


def test_a_process_that_is_killed_is_replaced(judges: Judges) -> None:
    first = judges.invoke(FUNCTION, {})["process"]
    assert judges.invoke(FUNCTION, {})["process"] > 0
    with pytest.raises(BrokenProcessPool):
        judges.invoke(FUNCTION, {"dies": True})
    assert judges.invoke(FUNCTION, {})["process"] != first


@pytest.mark.parametrize("dies", [False, True])
def test_lambda_answers_for_a_function_that_does_not(monkeypatch: pytest.MonkeyPatch, dies: bool) -> None:
    isolated_kind.registered(monkeypatch)
    taken: list[dict[str, Any]] = []

    def invoke(consumer: Consumer, event: dict[str, Any]) -> dict[str, Any]:
        assert consumer.declaration.name == "take_answer"
        taken.append(json.loads(event["Records"][0]["body"])["detail"]["payload"])
        return {"batchItemFailures": []}

    def isolate(module: str, event: dict[str, Any]) -> dict[str, Any]:
        assert module == isolated_kind.reverse.declaration.module
        if dies:
            raise BrokenProcessPool
        return isolated_kind.answered(event)

    sent = {"id": str(uuid.uuid4()), "nonce": str(uuid.uuid4()), "kind": "reverse", "payload": {"word": "one"}}
    payload = {**sent, "expires_at": "2100-01-01T00:00:00Z"}
    entry = {"Source": "s", "DetailType": "task.sent", "EventBusName": stores.ISOLATED_BUS}
    entries = [{**entry, "Detail": json.dumps({"payload": payload})}]
    call = Call("POST", "/", "", {}, json.dumps({"Entries": entries}).encode())
    answer = Answer("200 OK", body=json.dumps({"Entries": [{"EventId": "1"}]}).encode())
    deliveries.deliver(invoke, isolate, call, answer)
    assert wait_until(lambda: bool(taken), 30)
    assert (taken[0]["id"], taken[0]["nonce"], taken[0]["retry"]) == (sent["id"], sent["nonce"], dies)
    assert taken[0]["result"] == (None if dies else {"word": "eno"})
