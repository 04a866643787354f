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


def of_isolated_functions(rule: Resource) -> bool:
    """Return whether a rule is of the bus that keeps nothing."""
    return "IsolatedBus" in str(rule.properties.get("EventBusName"))


@every_stage
def test_every_job_and_consumer_has_a_dead_letter_queue(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    asked = [(resource, resource.properties["Target"]) for resource in templates.all("AWS::Scheduler::Schedule")]
    rules = [
        resource
        for resource in templates.all("AWS::Events::Rule")
        if resource.stack in {"events", "stores"} and not of_isolated_functions(resource)
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
def test_stacks_that_keep_data_are_protected_from_deletion(synthesized: Synthesized, stage: str) -> None:
    manifest = json.loads((synthesized(stage).out / "manifest.json").read_text())
    protected = {
        artifact["properties"].get("terminationProtection", False)
        for artifact in manifest["artifacts"].values()
        if artifact["type"] == "aws:cloudformation:stack"
    }
    assert protected == {STAGES[stage].keeps_data}


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


def test_tracing_is_an_option(prod: Templates, optional: Templates) -> None:
    def modes(templates: Templates) -> set[str]:
        named = (
            resource for resource in templates.all("AWS::Lambda::Function") if "FunctionName" in resource.properties
        )
        return {resource.properties.get("TracingConfig", {}).get("Mode", "PassThrough") for resource in named}

    assert modes(prod) == {"PassThrough"}
    assert modes(optional) == {"Active"}
    writes = [
        statement for _, statement in statements(optional) if "xray:PutTraceSegments" in listed(statement["Action"])
    ]
    assert writes
