"""An event that no bus takes, and one that no consumer can read: other events go on; it is counted, reported and given up."""

import json
import uuid
from typing import Any

import boto3
import psycopg
import pytest
from botocore.exceptions import ClientError, ParamValidationError

from progressive_flow.identity.accounts import provider
from progressive_flow.kernel import aws, objects
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.consumers import Consumer
from progressive_flow.kernel.events import outbox
from progressive_flow_local.aws import deliveries
from progressive_flow_local.aws.wire import Answer, Call
from progressive_flow_local.processes import wait_until
from tests.support.clouds import Clouds
from tests.support.learning import superuser_url
from tests.support.scene import NOON

POISON = "badly.named"


def offended(code: str) -> Exception:
    if code == "parameters":
        return ParamValidationError(report="detail-type is too long")
    return ClientError({"Error": {"Code": code, "Message": "detail-type is too long"}}, "PutEvents")


class Bus:
    """A bus that takes offence at a whole call if one of its entries has the topic that it will not have."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.taken: list[dict[str, Any]] = []

    def put_events(self, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803 - boto3's name
        """Take all entries or none."""
        if any(entry["DetailType"] == POISON for entry in Entries):
            raise offended(self.code)
        self.taken += [json.loads(entry["Detail"]) for entry in Entries]
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "x"} for _ in Entries]}


@pytest.fixture
def url(fresh_database: dict[str, str], admin_url: str) -> str:
    """A superuser's URL of a database with a poisoned event between others."""
    found = superuser_url(fresh_database, admin_url)
    with psycopg.connect(found) as connection:
        connection.execute("delete from platform.outbox")
        for topic in (*["attempt.graded"] * 4, POISON, *["attempt.graded"] * 8):
            connection.execute(
                "insert into platform.outbox (topic, payload, created_at) values (%s, '{}', %s)", [topic, NOON]
            )
    return found


def publish() -> dict[str, Any]:
    """Run the job."""
    done: dict[str, Any] = registry.load("functions.scheduled.publish_outbox")({}, None)
    return done


@pytest.mark.parametrize("code", ["ValidationException", "parameters"])
def test_an_event_at_which_the_bus_takes_offence_holds_up_nobody_and_is_given_up(
    url: str, monkeypatch: pytest.MonkeyPatch, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bus = Bus(code)
    monkeypatch.setenv("EVENT_BUS", "offended")
    monkeypatch.setattr(aws, "events", lambda: bus)
    done = publish()
    assert (done["published"], done["refused"], done["waiting"]) == (12, 1, 1)
    assert len({event["id"] for event in bus.taken}) == len(bus.taken) == 12
    given_up = [publish()["given_up"] for _ in range(outbox.MAX_TRIES)]
    assert given_up == [0] * (outbox.MAX_TRIES - 2) + [1, 0]
    with psycopg.connect(url) as connection:
        query = "select topic, attempts, last_error from platform.outbox where failed_at is not null"
        [(topic, attempts, error)] = connection.execute(query).fetchall()
    assert (topic, attempts) == (POISON, outbox.MAX_TRIES)
    assert "detail-type is too long" in error
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (last["job"], last["failed"], last["waiting"]) == ("publish_outbox", [1.0], [0.0]), (
        "the metric that an alarm watches"
    )


def test_a_bus_that_refuses_us_is_no_events_fault(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENT_BUS", "offended")
    monkeypatch.setattr(aws, "events", lambda: Bus("AccessDeniedException"))
    with pytest.raises(ClientError):
        publish()
    with psycopg.connect(url) as connection:
        assert connection.execute("select sum(attempts), count(failed_at) from platform.outbox").fetchone() == (0, 0)


def envelope(detail: Any) -> dict[str, Any]:
    return {"detail-type": "user.erased", "source": "progressive-flow", "id": "message", "detail": detail}


MALFORMED: dict[str, Any] = {
    "no detail": None,
    "no payload": {"id": "1"},
    "no user": {"id": "1", "payload": {}},
    "an empty id": {"id": "1", "payload": {"user_id": ""}},
    "a folder above": {"id": "1", "payload": {"user_id": "../"}},
    "a number": {"id": "1", "payload": {"user_id": 7}},
}


@pytest.mark.parametrize("detail", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_event_fails_again_and_again_and_touches_nobody(
    clouds: Clouds, detail: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    consumer = registry.load("functions.consumers.delete_account")
    ada, bob = (provider.create(f"{name}@example.com", None, invite=False) for name in ("ada", "bob"))
    for user in (ada, bob):
        objects.put(clouds.exports, f"exports/{user}/1.json", b"{}")
    for _ in range(3):
        assert consumer(deliveries.batch(envelope(detail)), None) == {
            "batchItemFailures": [{"itemIdentifier": "message"}]
        }
    assert clouds.keys(clouds.exports) == sorted(f"exports/{user}/1.json" for user in (ada, bob))
    good = {**envelope({"id": str(uuid.uuid4()), "payload": {"user_id": str(ada)}}), "id": "good"}
    capsys.readouterr()
    both = consumer(deliveries.batch(envelope(detail), good), None)
    assert both == {"batchItemFailures": [{"itemIdentifier": "message"}]}, "the good one is not held up"
    (failure,) = (
        line for line in map(json.loads, capsys.readouterr().out.splitlines()) if line.get("level") == "ERROR"
    )
    assert (failure["consumer"], failure["message_id"]) == ("delete_account", "message")
    assert consumer(deliveries.batch(good), None) == {"batchItemFailures": []}, "a repetition has no second effect"
    assert clouds.keys(clouds.exports) == [f"exports/{bob}/1.json"]
    assert len(boto3.client("cognito-idp").list_users(UserPoolId=clouds.pool)["Users"]) == 1


def test_a_malformed_event_is_logged_without_what_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    consumer = registry.load("functions.consumers.create_account")
    payload = {"email": "leaked-in-log@example.com", "display_name": "Leaked Name"}
    consumer(deliveries.batch(envelope({"id": "1", "payload": payload})), None)
    written = capsys.readouterr().out
    assert "leaked" not in written.lower()
    (line,) = (line for line in map(json.loads, written.splitlines()) if line.get("level") == "ERROR")
    assert line["consumer"] == "create_account"
    assert ["request_id"] in [problem["loc"] for problem in line["problems"]]


def test_locally_too_an_event_that_fails_is_tried_again_and_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "PAUSE", 0.0)
    tried: dict[str, list[str]] = {}
    subscribed = {each.declaration.name for each in registry.consumers() if each.declaration.topic == "user.erased"}

    def invoke(consumer: Consumer, event: dict[str, Any]) -> dict[str, Any]:
        (record,) = event["Records"]
        name = json.loads(record["body"])["detail"]["id"]
        tried.setdefault(consumer.declaration.name, []).append(name)
        return {"batchItemFailures": [{"itemIdentifier": record["messageId"]}] if name == "bad" else []}

    entries = [
        {"Source": "s", "DetailType": "user.erased", "Detail": json.dumps({"id": name})} for name in ("bad", "good")
    ]
    call = Call("POST", "/", "", {}, json.dumps({"Entries": entries}).encode())
    answer = Answer("200 OK", body=json.dumps({"Entries": [{"EventId": "1"}, {"EventId": "2"}]}).encode())
    deliveries.deliver(invoke, lambda _, __: {}, call, answer)
    wanted = ["bad"] * deliveries.TRIES + ["good"]
    assert wait_until(
        lambda: {name: sorted(names) for name, names in tried.items()} == dict.fromkeys(subscribed, wanted), 30
    )
