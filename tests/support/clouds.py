"""AWS in this process for a test: moto, with the bus, the buckets and the pool that the environment names."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3
import pytest
from botocore.loaders import Loader
from botocore.session import Session
from moto import mock_aws

from progressive_flow.kernel import aws


@dataclass
class Clouds:
    """What there is, and a queue that hears of every event."""

    bus: str
    isolated: str
    archive: str
    exports: str
    media: str
    pool: str
    queue: str

    def heard(self) -> list[dict[str, Any]]:
        """Take every event that was published since the last look."""
        queue = boto3.client("sqs", region_name="us-east-1")
        found: list[dict[str, Any]] = []
        while messages := queue.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages", []):
            for message in messages:
                found.append(json.loads(message["Body"]))
                queue.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return found

    def keys(self, bucket: str) -> list[str]:
        """Return what a bucket holds."""
        listed = boto3.client("s3", region_name="us-east-1").list_objects_v2(Bucket=bucket)
        return [entry["Key"] for entry in listed.get("Contents", [])]


@cache
def _descriptions() -> Loader:
    """The files in which botocore describes the services: they are large, and each session would parse them again."""
    loader: Loader = Session().get_component("data_loader")
    return loader


@contextmanager
def simulated_aws(config: Any = None) -> Iterator[None]:
    """Run moto in this process, empty, with a boto3 session of its own."""
    with mock_aws(config=config):
        session = Session()
        session.register_component("data_loader", _descriptions())
        boto3.setup_default_session(botocore_session=session)
        yield


@contextmanager
def clouds(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clouds]:
    """Run moto in this process and set the environment that names its resources."""
    with simulated_aws():
        for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
            monkeypatch.setenv(name, "us-east-1")
        monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
        made = _make()
        for name, value in (
            ("EVENT_BUS", made.bus),
            ("ISOLATED_BUS", made.isolated),
            ("ARCHIVE_BUCKET", made.archive),
            ("EXPORT_BUCKET", made.exports),
            ("MEDIA_BUCKET", made.media),
            ("USER_POOL_ID", made.pool),
        ):
            monkeypatch.setenv(name, value)
        aws.forget()
        yield made
    aws.forget()


def _make() -> Clouds:
    s3 = boto3.client("s3", region_name="us-east-1")
    for bucket in ("archive", "exports", "media"):
        s3.create_bucket(Bucket=bucket)
    queue = boto3.client("sqs", region_name="us-east-1").create_queue(QueueName="heard")["QueueUrl"]
    events = boto3.client("events", region_name="us-east-1")
    arn = "arn:aws:sqs:us-east-1:123456789012:heard"
    for bus in ("platform", "isolated"):
        events.create_event_bus(Name=bus)
        events.put_rule(Name="all", EventBusName=bus, EventPattern='{"source": ["progressive-flow"]}')
        events.put_targets(Rule="all", EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
    cognito = boto3.client("cognito-idp", region_name="us-east-1")
    pool = cognito.create_user_pool(PoolName="people", UsernameAttributes=["email"])["UserPool"]["Id"]
    cognito.create_group(UserPoolId=pool, GroupName="platform_admin")
    return Clouds("platform", "isolated", "archive", "exports", "media", pool, queue)
