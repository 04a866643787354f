"""Rules for all resources of all stages."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from infra.config import STAGES
from infra.paths import ROOT
from tests.infra.conftest import Synthesized
from tests.infra.templates import Resource, Templates

every_stage = pytest.mark.parametrize("stage", STAGES)
# Actions that support no narrower resource; the code states the reason beside each.
WIDE = {
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
    "lambda:ListFunctions",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
}


def statements(templates: Templates) -> list[tuple[Resource, dict[str, Any]]]:
    """Return each statement of an identity policy."""
    found: list[tuple[Resource, dict[str, Any]]] = []
    for resource in templates.all():
        documents = (
            [policy["PolicyDocument"] for policy in resource.properties.get("Policies", [])]
            if resource.type == "AWS::IAM::Role"
            else []
        )
        documents += (
            [resource.properties["PolicyDocument"]]
            if resource.type in {"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"}
            else []
        )
        found += [(resource, statement) for document in documents for statement in document["Statement"]]
    return found


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@every_stage
def test_no_policy_allows_every_action_and_few_every_resource(synthesized: Synthesized, stage: str) -> None:
    for policy, statement in statements(synthesized(stage)):
        assert not any(action == "*" or action.endswith(":*") for action in listed(statement["Action"])), policy.id
        if statement["Effect"] == "Allow" and "*" in listed(statement["Resource"]):
            assert set(listed(statement["Action"])) <= WIDE, (policy.id, statement)


@every_stage
def test_nothing_is_public(synthesized: Synthesized, stage: str) -> None:
    for resource in synthesized(stage).all():
        text = json.dumps(resource.properties)
        assert '"PubliclyAccessible": true' not in text, resource.id
        assert "PublicRead" not in text, resource.id
        if resource.type.endswith(("QueuePolicy", "TopicPolicy", "BucketPolicy")):
            for statement in resource.properties["PolicyDocument"]["Statement"]:
                everybody = statement["Principal"] in ("*", {"AWS": "*"})
                assert not everybody or statement["Effect"] == "Deny", (resource.id, statement)


ENCRYPTED: dict[str, Callable[[dict[str, Any]], bool]] = {
    "AWS::RDS::DBCluster": lambda p: p["StorageEncrypted"] is True and "KmsKeyId" in p,
    "AWS::RDS::DBInstance": lambda p: (
        p.get("StorageEncrypted") is True or bool({"SourceDBInstanceIdentifier", "DBClusterIdentifier"} & p.keys())
    ),
    "AWS::S3::Bucket": lambda p: "BucketEncryption" in p,
    "AWS::SNS::Topic": lambda p: "KmsMasterKeyId" in p,
    "AWS::SQS::Queue": lambda p: p["SqsManagedSseEnabled"] is True,
    "AWS::Backup::BackupVault": lambda p: "EncryptionKeyArn" in p,
    "AWS::CloudTrail::Trail": lambda p: "KMSKeyId" in p,
}


@every_stage
def test_every_store_is_encrypted(synthesized: Synthesized, stage: str) -> None:
    for kind, encrypted in ENCRYPTED.items():
        for resource in synthesized(stage).all(kind):
            assert encrypted(resource.properties), resource.id


@every_stage
def test_keys_rotate(synthesized: Synthesized, stage: str) -> None:
    keys = list(synthesized(stage).all("AWS::KMS::Key"))
    assert keys
    assert all(key.properties["EnableKeyRotation"] is True for key in keys)


@every_stage
def test_every_log_group_has_a_retention(synthesized: Synthesized, stage: str) -> None:
    groups = list(synthesized(stage).all("AWS::Logs::LogGroup"))
    assert groups
    assert all(1 <= group.properties["RetentionInDays"] <= 400 for group in groups)


@every_stage
def test_every_function_has_a_log_group_of_its_stack(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    for function in templates.all("AWS::Lambda::Function"):
        assert (
            templates.at(function.stack, function.properties["LoggingConfig"]["LogGroup"]).type == "AWS::Logs::LogGroup"
        )


@every_stage
def test_every_job_and_consumer_has_a_dead_letter_queue(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    asked = [(resource, resource.properties["Target"]) for resource in templates.all("AWS::Scheduler::Schedule")]
    rules = [
        resource for resource in templates.all("AWS::Events::Rule") if resource.stack in {"events", "stores"}
    ]  # the others notify people
    asked += [(resource, target) for resource in rules for target in resource.properties["Targets"]]
    assert asked
    for resource, target in asked:
        assert templates.at(resource.stack, target["DeadLetterConfig"]["Arn"]).type == "AWS::SQS::Queue", resource.id


@every_stage
def test_every_output_is_documented(synthesized: Synthesized, stage: str) -> None:
    """Outputs for operators; exports between stacks are excluded."""
    text = (ROOT / "docs" / "reference" / "deployment.md").read_text()
    for template in synthesized(stage).by_stack.values():
        for name, output in template.get("Outputs", {}).items():
            if "Export" not in output:
                assert f"`{name}`" in text, name


@every_stage
def test_no_secret_is_in_a_template(synthesized: Synthesized, stage: str) -> None:
    for resource in synthesized(stage).all():
        text = json.dumps(resource.properties)
        assert not re.search(r"AKIA[0-9A-Z]{16}|-----BEGIN|password=", text), resource.id


def test_production_has_all_protections(prod: Templates) -> None:
    kinds = {resource.type for resource in prod.all()}
    assert kinds >= {
        "AWS::Backup::BackupPlan",
        "AWS::CloudTrail::Trail",
        "AWS::WAFv2::WebACL",
        "AWS::CloudFront::Distribution",
    }
    pool = prod.one("AWS::Cognito::UserPool").properties
    assert pool["UserPoolTier"] == "PLUS"
    assert pool["UserPoolAddOns"]["AdvancedSecurityMode"] == "ENFORCED"


@every_stage
def test_sign_in_requires_a_strong_password_and_allows_a_second_factor(synthesized: Synthesized, stage: str) -> None:
    pool = synthesized(stage).one("AWS::Cognito::UserPool").properties
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])
    generation = pool["LambdaConfig"]["PreTokenGenerationConfig"]
    assert generation["LambdaVersion"] == "V2_0", "the first version has no access tokens"
    templates = synthesized(stage)
    called = templates.called("identity", generation["LambdaArn"])
    assert called.properties["FunctionName"] == "progressive-flow-triggers-pre-token-generation"


def test_tracing_is_an_option(prod: Templates, synthesized: Synthesized) -> None:
    def modes(templates: Templates) -> set[str]:
        named = (
            resource for resource in templates.all("AWS::Lambda::Function") if "FunctionName" in resource.properties
        )
        return {resource.properties.get("TracingConfig", {}).get("Mode", "PassThrough") for resource in named}

    traced = synthesized("dev", tracing=True, checked=True)
    assert modes(prod) == {"PassThrough"}
    assert modes(traced) == {"Active"}
    writes = [
        statement for _, statement in statements(traced) if "xray:PutTraceSegments" in listed(statement["Action"])
    ]
    assert writes


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
    assert {key.stack for key in keys} == {"audit", "backup", "backup-copies", "database", "monitoring"}
    for key in keys:
        denied = [row for row in key.properties["KeyPolicy"]["Statement"] if row["Effect"] == "Deny"]
        assert [row["Action"] for row in denied] == [["kms:DisableKey", "kms:ScheduleKeyDeletion"]], key.stack
        assert denied[0]["Principal"] == {"AWS": "*"}
        assert "Condition" not in denied[0]


def test_people_are_mailed_by_the_configured_sender(synthesized: Synthesized) -> None:
    for stage in STAGES:
        email = synthesized(stage).one("AWS::Cognito::UserPool").properties["EmailConfiguration"]
        assert (email["EmailSendingAccount"], email["From"]) == (
            "DEVELOPER", "Progressive Flow <no-reply@example.com>"
        )  # fmt: skip
        assert json.dumps(email["SourceArn"]).endswith(':identity/example.com"]]}')
    alone = synthesized("dev", email=None).one("AWS::Cognito::UserPool").properties
    assert "DEVELOPER" not in json.dumps(alone.get("EmailConfiguration", {}))
