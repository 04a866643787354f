"""A stateful resource with a new logical id is a new, empty resource. `stateful.json` lists the ids: edit it deliberately.

The queues of a consumer that is not listed are as new as the consumer; they may be listed once it is released.
"""

import json
from pathlib import Path

import pytest

from infra.config import STAGES
from progressive_flow.kernel.declarations import registry
from tests.infra.conftest import Synthesized

# What holds data, or an address that others hold.
STATEFUL = {
    "AWS::Backup::BackupVault",
    "AWS::CloudFront::Distribution",
    "AWS::ApiGatewayV2::Api",
    "AWS::Cognito::UserPool",
    "AWS::Cognito::UserPoolClient",
    "AWS::Cognito::UserPoolGroup",
    "AWS::EC2::Subnet",
    "AWS::EC2::VPC",
    "AWS::Events::EventBus",
    "AWS::KMS::Key",
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBProxy",
    "AWS::RDS::DBSubnetGroup",
    "AWS::S3::Bucket",
    "AWS::SecretsManager::Secret",
    "AWS::SQS::Queue",
}
KEEPING = ("audit", "backup", "backup-copies")
LISTED = json.loads((Path(__file__).parent / "stateful.json").read_text())


@pytest.mark.parametrize("stage", STAGES)
def test_stateful_resources_keep_their_logical_ids(synthesized: Synthesized, stage: str) -> None:
    found: dict[str, dict[str, str]] = {}
    for resource in synthesized(stage).all():
        if resource.type in STATEFUL:
            found.setdefault(resource.stack, {})[resource.id] = resource.type
    config = STAGES[stage]
    expected = json.loads(json.dumps(LISTED))
    switched = {"DBProxy": config.proxy}
    expected["database"] = {
        name: kind
        for name, kind in expected["database"].items()
        if switched.get(kind.rpartition("::")[2], True) and (config.replica or not name.startswith("Replica"))
    }
    expected["stores"] = {
        name: kind
        for name, kind in expected["stores"].items()
        if config.edge
        or not name.startswith("MediaDelivery")  # CloudFront delivers uploads only where there is an edge
    }
    kept = dict.fromkeys(KEEPING, config.backups)
    switched_stacks = {"origin": config.edge, "edge": config.edge, "monitoring": config.alarms, **kept}
    for stack, on in switched_stacks.items():
        if not on:
            del expected[stack]
    expected["events"] |= queues_of_new_consumers(found["events"])
    assert found == expected


def queues_of_new_consumers(found: dict[str, str]) -> dict[str, str]:
    """Return the two queues of each consumer that has none in the list."""
    new: dict[str, str] = {}
    for consumer in registry.receivers():
        ids = tuple(f"Consumer{consumer.declaration.name.replace('_', '')}{queue}" for queue in ("Queue", "Failures"))
        if not any(name.startswith(ids) for name in LISTED["events"]):
            queues = {name: kind for name, kind in found.items() if name.startswith(ids)}
            assert len(queues) == 2
            new |= queues
    return new


def test_no_numbered_stack_holds_state() -> None:
    assert not [stack for stack in LISTED if stack.startswith(("endpoints-", "jobs-"))]
