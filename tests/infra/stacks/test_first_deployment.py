"""A stage deploys into an empty account: nothing is refused, and a deployment that fails leaves nothing behind."""

import json
import re

import pytest

from infra.config import STAGES
from tests.infra.conftest import Synthesized
from tests.infra.templates import Templates

every_stage = pytest.mark.parametrize("stage", STAGES)


@pytest.fixture(params=[*STAGES, "aurora"])
def any_stage(request: pytest.FixtureRequest, synthesized: Synthesized) -> Templates:
    """Each stage, and production on Aurora."""
    return synthesized("prod", engine="aurora-postgresql") if request.param == "aurora" else synthesized(request.param)


def test_no_server_with_a_replica_has_its_password_managed_by_rds(any_stage: Templates) -> None:
    """RDS refuses to create such a replica (User Guide, password management with Secrets Manager, limitations)."""
    sources = {
        source
        for replica in any_stage.all("AWS::RDS::DBInstance")
        for source in re.findall(r'"Ref": "(\w+)"', json.dumps(replica.properties.get("SourceDBInstanceIdentifier")))
    }
    managed = {
        server.id
        for kind in ("AWS::RDS::DBInstance", "AWS::RDS::DBCluster")
        for server in any_stage.all(kind)
        if server.properties.get("ManageMasterUserPassword")
    }
    assert not sources & managed
    clusters = list(any_stage.all("AWS::RDS::DBCluster"))
    assert bool(sources) is (any_stage.stage == "prod" and not clusters)


def test_a_resource_whose_creation_is_rolled_back_is_not_retained(any_stage: Templates) -> None:
    """Otherwise the next try finds its name taken, and a database nobody uses is paid for."""
    retained = [resource for resource in any_stage.all() if "Retain" in resource.whole.get("DeletionPolicy", "")]
    assert {resource.whole["DeletionPolicy"] for resource in retained} <= {"RetainExceptOnCreate"}
    assert retained


def test_without_protection_a_first_deployment_can_be_rolled_back(synthesized: Synthesized, prod: Templates) -> None:
    """A rollback cannot delete a protected resource. Switching protection on later replaces nothing."""
    first = synthesized("prod", deletion_protection=False)
    text = "".join(json.dumps(template) for template in first.by_stack.values())
    assert '"DeletionProtection": true' not in text
    assert '"DeletionProtection": "ACTIVE"' not in text
    assert "kms:ScheduleKeyDeletion" not in json.dumps([key.properties for key in first.all("AWS::KMS::Key")])
    changed = {
        (stack, name)
        for stack, template in prod.by_stack.items()
        for name, resource in template["Resources"].items()
        if resource != first.by_stack[stack]["Resources"].get(name)
    }
    kinds = {prod.by_stack[stack]["Resources"][name]["Type"] for stack, name in changed}
    assert kinds == {"AWS::Cognito::UserPool", "AWS::KMS::Key", "AWS::RDS::DBInstance"}


@every_stage
def test_services_assume_roles_for_this_account_alone(synthesized: Synthesized, stage: str) -> None:
    for role in synthesized(stage).all("AWS::IAM::Role"):
        (trust,) = role.properties["AssumeRolePolicyDocument"]["Statement"]
        if trust["Principal"].get("Service") not in {None, "lambda.amazonaws.com"}:
            account = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
            assert trust["Condition"] == account, role.id


def test_keys_of_production_cannot_be_deleted(prod: Templates) -> None:
    keys = list(prod.all("AWS::KMS::Key"))
    assert {key.stack for key in keys} == {"audit", "backup", "backup-copies", "database", "monitoring", "stores"}
    for key in keys:
        denied = [row for row in key.properties["KeyPolicy"]["Statement"] if row["Effect"] == "Deny"]
        assert [row["Action"] for row in denied] == [["kms:DisableKey", "kms:ScheduleKeyDeletion"]], key.stack
        assert denied[0]["Principal"] == {"AWS": "*"}
        assert "Condition" not in denied[0]


def test_people_are_mailed_by_the_configured_sender(synthesized: Synthesized, optional: Templates) -> None:
    for stage in STAGES:
        email = synthesized(stage).one("AWS::Cognito::UserPool").properties["EmailConfiguration"]
        assert (email["EmailSendingAccount"], email["From"]) == (
            "DEVELOPER", "Progressive Flow <no-reply@example.com>"
        )  # fmt: skip
        assert json.dumps(email["SourceArn"]).endswith(':identity/example.com"]]}')
    alone = optional.one("AWS::Cognito::UserPool").properties
    assert "DEVELOPER" not in json.dumps(alone.get("EmailConfiguration", {}))
