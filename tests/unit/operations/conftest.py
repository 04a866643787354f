"""Fixtures for tests of the restore drill."""

from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest

from progressive_flow.kernel import aws
from tests.support.clouds import simulated_aws
from tests.unit.operations.restoring import (
    ENGINES,
    LIVE,
    MARK,
    OTHER,
    REGION,
    SCRATCH,
    SUNDAY,
    Checker,
    Cloud,
    run,
    stand,
)


@pytest.fixture(params=ENGINES)
def cloud(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """A live server with a snapshot of eight hours ago, and somebody else's server with a newer one."""
    aurora = request.param != "postgres"
    variables = {
        "RESTORE_OF": LIVE,
        "RESTORE_SCRATCH": SCRATCH,
        "RESTORE_SUBNETS": "isolated",
        "RESTORE_SECURITY_GROUP": "sg-12345678",
        "RESTORE_PARAMETERS": "tuned",
        "RESTORE_CLASS": "db.serverless" if aurora else "db.r7g.large",
        "RESTORE_CHECKER": "checker",
        "RESTORE_ENGINE": request.param,
        "RESTORE_MARK": MARK,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with simulated_aws():
        aws.forget()
        checker = Checker()
        monkeypatch.setattr(aws, "functions", lambda: checker)
        made = Cloud(request.param, boto3.client("rds"), checker)
        stand(made, aurora=aurora)
        made.make(LIVE)
        made.make(OTHER)
        made.forget_automatic_snapshots()
        made.snapshot("last-night", SUNDAY - timedelta(hours=8))
        made.snapshot("not-ours", SUNDAY - timedelta(hours=1), of=OTHER)
        yield made
    aws.forget()


@pytest.fixture
def ready(cloud: Cloud) -> Cloud:
    """A restored copy that is there."""
    run()
    if cloud.engine != "postgres":
        run()
    return cloud
