"""What holds for everything that is deployed, whatever it is: read from the templates of each stage."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from infra.bundle import ROOT
from infra.config import STAGES
from tests.infra.conftest import Synthesized
from tests.infra.templates import Found, Templates

every_stage = pytest.mark.parametrize("stage", STAGES)
# What AWS lets be allowed on everything only; each says why where it is written.
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


def statements(templates: Templates) -> list[tuple[Found, dict[str, Any]]]:
    """Return each statement of a policy that says what somebody may do."""
    found: list[tuple[Found, dict[str, Any]]] = []
    for each in templates.all():
        documents = (
            [policy["PolicyDocument"] for policy in each.properties.get("Policies", [])]
            if each.type == "AWS::IAM::Role"
            else []
        )
        documents += (
            [each.properties["PolicyDocument"]] if each.type in {"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"} else []
        )
        found += [(each, statement) for document in documents for statement in document["Statement"]]
    return found


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@every_stage
def test_no_policy_allows_every_action_and_few_every_resource(synthesized: Synthesized, stage: str) -> None:
    for found, statement in statements(synthesized(stage)):
        assert not any(action == "*" or action.endswith(":*") for action in listed(statement["Action"])), found.id
        if statement["Effect"] == "Allow" and "*" in listed(statement["Resource"]):
            assert set(listed(statement["Action"])) <= WIDE, (found.id, statement)


@every_stage
def test_nothing_is_public(synthesized: Synthesized, stage: str) -> None:
    for found in synthesized(stage).all():
        text = json.dumps(found.properties)
        assert '"PubliclyAccessible": true' not in text, found.id
        assert "PublicRead" not in text, found.id
        if found.type.endswith(("QueuePolicy", "TopicPolicy", "BucketPolicy")):
            for statement in found.properties["PolicyDocument"]["Statement"]:
                everybody = statement["Principal"] in ("*", {"AWS": "*"})
                assert not everybody or statement["Effect"] == "Deny", (found.id, statement)


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
def test_everything_that_stores_is_encrypted(synthesized: Synthesized, stage: str) -> None:
    for kind, encrypted in ENCRYPTED.items():
        for found in synthesized(stage).all(kind):
            assert encrypted(found.properties), found.id


@every_stage
def test_keys_rotate(synthesized: Synthesized, stage: str) -> None:
    keys = list(synthesized(stage).all("AWS::KMS::Key"))
    assert keys
    assert all(key.properties["EnableKeyRotation"] is True for key in keys)


@every_stage
def test_every_log_is_forgotten_in_time(synthesized: Synthesized, stage: str) -> None:
    groups = list(synthesized(stage).all("AWS::Logs::LogGroup"))
    assert groups
    assert all(1 <= group.properties["RetentionInDays"] <= 400 for group in groups)


@every_stage
def test_every_function_writes_to_a_log_of_ours(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    for function in templates.all("AWS::Lambda::Function"):
        assert (
            templates.at(function.stack, function.properties["LoggingConfig"]["LogGroup"]).type == "AWS::Logs::LogGroup"
        )


@every_stage
def test_every_job_and_consumer_has_a_dead_letter_queue(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    asked = [(each, each.properties["Target"]) for each in templates.all("AWS::Scheduler::Schedule")]
    rules = [each for each in templates.all("AWS::Events::Rule") if each.stack != "monitoring"]  # that one tells people
    asked += [(each, target) for each in rules for target in each.properties["Targets"]]
    assert asked
    for found, target in asked:
        assert templates.at(found.stack, target["DeadLetterConfig"]["Arn"]).type == "AWS::SQS::Queue", found.id


@every_stage
def test_every_output_is_documented(synthesized: Synthesized, stage: str) -> None:
    """What CloudFormation tells people; what stacks tell each other they need not know."""
    text = (ROOT / "docs" / "reference" / "deployment.md").read_text()
    for template in synthesized(stage).by_stack.values():
        for name, output in template.get("Outputs", {}).items():
            if "Export" not in output:
                assert f"`{name}`" in text, name


@every_stage
def test_no_secret_is_in_a_template(synthesized: Synthesized, stage: str) -> None:
    for found in synthesized(stage).all():
        text = json.dumps(found.properties)
        assert not re.search(r"AKIA[0-9A-Z]{16}|-----BEGIN|password=", text), found.id


def test_production_has_every_care(prod: Templates) -> None:
    kinds = {found.type for found in prod.all()}
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
def test_sign_in_asks_for_a_good_password_and_allows_a_second_factor(synthesized: Synthesized, stage: str) -> None:
    pool = synthesized(stage).one("AWS::Cognito::UserPool").properties
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])
    generation = pool["LambdaConfig"]["PreTokenGenerationConfig"]
    assert generation["LambdaVersion"] == "V2_0", "the first version has no access tokens"
    templates = synthesized(stage)
    called = templates.called("identity", generation["LambdaArn"])
    assert called.properties["FunctionName"] == "progressive-flow-triggers-pre-token-generation"


def test_tracing_is_a_switch(prod: Templates, synthesized: Synthesized) -> None:
    def modes(templates: Templates) -> set[str]:
        named = (each for each in templates.all("AWS::Lambda::Function") if "FunctionName" in each.properties)
        return {each.properties.get("TracingConfig", {}).get("Mode", "PassThrough") for each in named}

    traced = synthesized("dev", tracing=True, checked=True)
    assert modes(prod) == {"PassThrough"}
    assert modes(traced) == {"Active"}
    writes = [
        statement for _, statement in statements(traced) if "xray:PutTraceSegments" in listed(statement["Action"])
    ]
    assert writes
