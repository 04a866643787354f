"""On one's own machine too, whoever is erased loses their account and their exports."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import boto3
import pytest

from progressive_flow.kernel import aws, objects
from progressive_flow.kernel.events import bus
from progressive_flow_local.aws import accounts, clients, stores
from progressive_flow_local.aws.__main__ import create
from progressive_flow_local.processes import wait_until
from tests.support.scene import NOON


@pytest.fixture
def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A local AWS of the test's own, with a pool, the bus and the buckets."""
    server = create(tmp_path)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings = {"AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    region = {"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
    for name, value in {**settings, **region, **stores.environment()}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("USER_POOL_ID", raising=False)
    aws.forget()
    stores.prepare(address)
    stores.prepare(address)
    yield address
    os.environ.pop("USER_POOL_ID", None)  # which only the consumer may set
    aws.forget()
    server.shutdown()
    serving.join()
    server.server_close()


def test_the_event_deletes_the_account_and_the_exports(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cognito = clients.cognito(endpoint)
    pool = accounts._pool(cognito)
    user = cognito.admin_create_user(UserPoolId=pool, Username="ada@example.com", MessageAction="SUPPRESS")["User"]
    subject = next(attribute.get("Value", "") for attribute in user.get("Attributes", []) if attribute["Name"] == "sub")
    key = f"exports/{subject}/1.json"
    objects.put(aws.export_bucket(), key, b"{}")
    assert boto3.client("s3").list_objects_v2(Bucket=aws.export_bucket())["KeyCount"] == 1
    outcome = bus.publish([bus.Event(UUID(int=7), "user.erased", None, None, {"user_id": subject}, NOON)])
    assert (len(outcome.published), outcome.refused, outcome.broken) == (1, [], None)
    assert wait_until(lambda: not cognito.list_users(UserPoolId=pool)["Users"], 10)
    assert wait_until(lambda: not boto3.client("s3").list_objects_v2(Bucket=aws.export_bucket())["KeyCount"], 10)


def test_an_event_without_consumer_is_for_nobody(endpoint: str) -> None:
    outcome = bus.publish([bus.Event(UUID(int=7), "attempt.graded", None, None, {}, NOON)])
    assert len(outcome.published) == 1
