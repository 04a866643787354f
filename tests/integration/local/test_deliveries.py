"""On one's own machine too, whoever is erased loses their account and their exports."""

from uuid import UUID

import boto3
import pytest

from progressive_flow.kernel import aws, objects
from progressive_flow.kernel.events import bus
from progressive_flow_local.aws import accounts, clients
from progressive_flow_local.processes import wait_until
from tests.support.scene import NOON


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
