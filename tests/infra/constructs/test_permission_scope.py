"""Permissions name the resource they are for: a wildcard stands only where nothing narrower exists."""

import json

import pytest

from infra.config import STAGES
from progressive_flow.kernel.declarations.models import Capability
from tests.infra.conftest import Synthesized
from tests.infra.constructs.role_policies import CHECKER, DECLARED, INSPECTOR, NAMES, actions, listed, statements
from tests.infra.templates import UPLOADER, Templates

# Actions on resources whose names are unknown at synthesis: servers, objects, snapshots.
WIDE = (
    "ec2:",
    "rds-db:connect",
    "s3:",
    "ssm:PutParameter",
    "rds:DescribeDBSnapshots",
    "rds:RestoreDBInstanceFromDBSnapshot",
    # GuardDuty's own rule, whose name it chooses
    *("events:DeleteRule", "events:DescribeRule", "events:ListTargetsByRule"),
    *("events:PutRule", "events:PutTargets", "events:RemoveTargets"),
)


@pytest.mark.parametrize("stage", STAGES)
def test_wildcard_resources_are_only_where_no_narrower_one_exists(synthesized: Synthesized, stage: str) -> None:
    for role in [*synthesized(stage).all("AWS::IAM::Role"), *synthesized(stage).all("AWS::IAM::Policy")]:
        documents = [policy["PolicyDocument"] for policy in role.properties.get("Policies", [])]
        documents += [role.properties["PolicyDocument"]] if "PolicyDocument" in role.properties else []
        for statement in (statement for document in documents for statement in document["Statement"]):
            assert not any("*" in action for action in listed(statement["Action"]))
            if any("*" in json.dumps(resource) for resource in listed(statement["Resource"])):
                assert all(action.startswith(WIDE) for action in listed(statement["Action"]))


def test_object_permissions_are_of_one_bucket(prod: Templates) -> None:
    prefixes: dict[Capability, tuple[str, str]] = {
        Capability.ARCHIVE: ("Archive", "/*"),
        Capability.EXPORTS: ("Exports", "/exports/*"),
    }
    for name, module in NAMES.items():
        for need in DECLARED[module]:
            if need in prefixes:
                allowed = prod.followed(actions(prod.role_of(prod.function(name)))["s3:PutObject"])
                bucket, end = prefixes[need]
                ((_, (arn, tail)),) = [allowed_arn["Fn::Join"] for allowed_arn in allowed]
                assert arn["Fn::GetAtt"][0].startswith(bucket)
                assert tail == end


def test_event_and_account_permissions_are_of_one_bus_and_one_pool(prod: Templates) -> None:
    put = prod.followed(
        actions(prod.role_of(prod.function("progressive-flow-scheduled-publish-outbox")))["events:PutEvents"]
    )
    assert put == [{"Fn::GetAtt": [prod.bus().id, "Arn"]}]
    for name in ("progressive-flow-consumers-create-account", "progressive-flow-consumers-delete-account"):
        function = prod.function(name)
        changed = prod.followed(actions(prod.role_of(function))["cognito-idp:AdminCreateUser"])
        assert changed == [{"Fn::GetAtt": [prod.one("AWS::Cognito::UserPool").id, "Arn"]}]
        assert "VpcConfig" not in function.properties


def test_the_master_password_is_read_by_the_preparation_alone(prod: Templates) -> None:
    readers = {
        function.properties["FunctionName"]: json.dumps(prod.followed(found["secretsmanager:GetSecretValue"]))
        for function in prod.all("AWS::Lambda::Function")
        if "secretsmanager:GetSecretValue" in (found := actions(prod.role_of(function)))
    }
    prepare, rotate = "progressive-flow-operations-prepare-cluster", "progressive-flow-operations-rotate-origin-key"
    signing = {"progressive-flow-operations-rotate-proof-key", "progressive-flow-triggers-pre-token-generation"}
    assert readers.keys() == {prepare, rotate, *signing}
    assert {name for name, read in readers.items() if "Master" in read} == {prepare}


def test_the_master_key_is_usable_through_secrets_manager_only(prod: Templates) -> None:
    role = prod.role_of(prod.function("progressive-flow-operations-prepare-cluster"))
    (statement,) = (statement for statement in statements(role) if statement["Action"] == "kms:Decrypt")
    assert statement["Condition"] == {"StringEquals": {"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}}


def test_the_proxy_connects_as_its_clients_roles(prod: Templates) -> None:
    proxy = prod.one("AWS::RDS::DBProxy")
    allowed = actions(prod.at(proxy.stack, proxy.properties["RoleArn"]))
    users = [allowed_arn["Fn::Join"][1][-1] for allowed_arn in allowed["rds-db:connect"]]
    roles = ("application", "reader", "scheduler", "sign_up", "staff")
    assert sorted(users) == [f":dbuser:*/{role}" for role in roles]
    assert set(allowed) == {"rds-db:connect"}


def test_runners_invoke_the_operations_of_their_stack_alone(prod: Templates) -> None:
    asked: list[str] = []
    for runner in prod.all("AWS::Lambda::Function"):
        if "FunctionName" in runner.properties or runner.properties["Handler"] == UPLOADER:  # test_console_upload.py
            continue
        allowed = actions(prod.role_of(runner))
        assert set(allowed) == {"logs:CreateLogStream", "logs:PutLogEvents", "lambda:InvokeFunction"}
        asked += [
            prod.at(runner.stack, function).properties["FunctionName"] for function in allowed["lambda:InvokeFunction"]
        ]
    operations = {name for name in NAMES if name.startswith("progressive-flow-operations-")}
    assert sorted(asked) == sorted(operations - {CHECKER, INSPECTOR})
