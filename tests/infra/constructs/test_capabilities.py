"""Each role allows exactly what its function declares, with a wildcard only where nothing narrower exists."""

import json
from typing import Any

import pytest

from infra.config import STAGES
from infra.constructs import capabilities
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Capability
from tests.infra.conftest import Synthesized
from tests.infra.templates import Resource, Templates

NEEDS: dict[str, tuple[Capability, ...]] = {
    "functions.platform.answer_unknown_route": (),
    **{
        f"functions.{endpoint.route.domain}.{endpoint.route.name}": endpoint.route.capabilities
        for endpoint in registry.endpoints()
    },
    **{f"functions.scheduled.{job.schedule.name}": job.schedule.capabilities for job in registry.jobs()},
    **{
        f"functions.operations.{found.declaration.name}": found.declaration.capabilities
        for found in registry.operations()
    },
    **{f"functions.triggers.{found.declaration.name}": found.declaration.capabilities for found in registry.triggers()},
    **{
        f"functions.consumers.{found.declaration.name}": found.declaration.capabilities
        for found in registry.consumers()
    },
}
NAMES = registry.functions()
ROLES: dict[Capability, str] = {
    Capability.DATABASE: "application",
    Capability.DATABASE_READS: "application",
    Capability.DATABASE_AS_SCHEDULER: "scheduler",
    Capability.DATABASE_AS_MIGRATOR: "migrator",
}
SERVICES: dict[Capability, set[str]] = {
    Capability.EVENTS: {"events:PutEvents"},
    Capability.ARCHIVE: {"s3:GetObject", "s3:PutObject"},
    Capability.EXPORTS: {"s3:DeleteObject", "s3:GetObject", "s3:PutObject", "s3:ListBucket"},
    Capability.IDENTITY_PROVIDER: {
        "cognito-idp:AdminAddUserToGroup",
        "cognito-idp:AdminCreateUser",
        "cognito-idp:AdminDeleteUser",
    },
    Capability.MASTER_SECRET: {"secretsmanager:GetSecretValue", "kms:Decrypt"},
    Capability.ORIGIN_KEYS: {"secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "ssm:PutParameter"},
    Capability.RESTORED_COPY: {"rds-db:connect"},
}
SERVICES[Capability.RESTORES] = {
    *("kms:CreateGrant", "kms:DescribeKey", "lambda:InvokeFunction", "ssm:GetParameter", "ssm:PutParameter"),
    *("rds:AddTagsToResource", "rds:DeleteDBInstance", "rds:DescribeDBInstances", "rds:DescribeDBSnapshots"),
    "rds:RestoreDBInstanceFromDBSnapshot",
}
CHECKER = "progressive-flow-operations-check-restored"  # signs in to two servers: test_restores.py
VARIABLES: dict[Capability, str] = {
    Capability.EVENTS: "EVENT_BUS",
    Capability.ARCHIVE: "ARCHIVE_BUCKET",
    Capability.EXPORTS: "EXPORT_BUCKET",
    Capability.IDENTITY_PROVIDER: "USER_POOL_ID",
    Capability.RESTORES: "RESTORE_OF",
    Capability.MASTER_SECRET: "DATABASE_SECRET",
    Capability.ORIGIN_KEYS: "ORIGIN_SECRET",
}
# Actions on resources whose names are unknown at synthesis: servers, objects, snapshots.
WIDE = (
    "ec2:",
    "rds-db:connect",
    "s3:",
    "ssm:PutParameter",
    "rds:DescribeDBSnapshots",
    "rds:RestoreDBInstanceFromDBSnapshot",
)
INTERFACES = {"CreateNetworkInterface", "DeleteNetworkInterface", "DescribeNetworkInterfaces"}


def statements(role: Resource) -> list[dict[str, Any]]:
    assert "ManagedPolicyArns" not in role.properties
    return [statement for policy in role.properties["Policies"] for statement in policy["PolicyDocument"]["Statement"]]


def roles_of(name: str) -> list[Capability]:
    """Return the database capabilities of a function."""
    return [need for need in NEEDS[NAMES[name]] if need in ROLES]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def actions(role: Resource, effect: str = "Allow") -> dict[str, list[Any]]:
    """Return the resources of every allowed or denied action."""
    return {
        action: listed(statement["Resource"])
        for statement in statements(role)
        if statement["Effect"] == effect
        for action in listed(statement["Action"])
    }


def expected_actions(name: str) -> set[str]:
    module = NAMES[name]
    found = {"logs:CreateLogStream", "logs:PutLogEvents"}
    if roles_of(name):
        found |= {"rds-db:connect"}
    for need in NEEDS[module]:
        found |= SERVICES.get(need, set())
    if module.startswith("functions.scheduled."):
        found |= {"sqs:SendMessage"}
    if module.startswith("functions.consumers."):
        found |= {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}
    return found


@pytest.mark.parametrize("name", NAMES)
class TestRole:
    def test_it_allows_exactly_the_declared_actions(self, prod: Templates, name: str) -> None:
        role = prod.role_of(prod.function(name))
        allowed = actions(role)
        assert {action for action in allowed if not action.startswith("ec2:")} == expected_actions(name)

    def test_only_lambda_assumes_it(self, prod: Templates, name: str) -> None:
        role = prod.role_of(prod.function(name))
        (trust,) = role.properties["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}

    def test_it_writes_to_its_own_logs(self, prod: Templates, name: str) -> None:
        function = prod.function(name)
        role = prod.role_of(function)
        group = function.properties["LoggingConfig"]["LogGroup"]["Ref"]
        assert actions(role)["logs:PutLogEvents"] == [{"Fn::GetAtt": [group, "Arn"]}]

    def test_it_connects_as_the_role_of_its_capability(self, prod: Templates, name: str) -> None:
        needs = roles_of(name)
        allowed = actions(prod.role_of(prod.function(name)))
        if not needs:
            assert ("rds-db:connect" in allowed) is (name == CHECKER)
            return
        (need,) = needs
        (user,) = prod.followed(allowed["rds-db:connect"])
        parts = user["Fn::Join"][1]
        assert parts[-1].endswith(f"/{ROLES[need]}")
        proxied = need not in {Capability.DATABASE_AS_MIGRATOR, Capability.DATABASE_READS}
        assert ("DBProxyArn" in json.dumps(parts)) is proxied
        assert (":dbuser:*/" in json.dumps(parts)) is not proxied, "a restored server has another id"

    def test_its_environment_matches_its_capabilities(self, prod: Templates, name: str) -> None:
        variables = prod.function(name).properties["Environment"]["Variables"]
        needs = roles_of(name)
        assert variables.get("DATABASE_USER") == (ROLES[needs[0]] if needs else None)
        assert variables.get("DATABASE_IAM") == ("1" if needs or name == CHECKER else None)
        assert {"PROGRESSIVE_FLOW_STAGE", "PROGRESSIVE_FLOW_VERSION"} <= variables.keys()
        told = {need for need, variable in VARIABLES.items() if variable in variables}
        assert told == {need for need in NEEDS[NAMES[name]] if need in VARIABLES}

    def test_its_own_code_cannot_change_network_interfaces(self, prod: Templates, name: str) -> None:
        function = prod.function(name)
        role = prod.role_of(function)
        allowed = {action for action in actions(role) if action.startswith("ec2:")}
        denied = set(actions(role, "Deny"))
        assert denied == allowed
        inside = "VpcConfig" in function.properties
        assert bool(allowed) is inside
        if inside:
            assert {f"ec2:{action}" for action in INTERFACES} <= allowed
            (deny,) = (statement for statement in statements(role) if statement["Effect"] == "Deny")
            arn = deny["Condition"]["ArnEquals"]["lambda:SourceFunctionArn"]
            assert arn["Fn::Join"][1][-1].endswith(f":function:{name}")


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
        for need in NEEDS[module]:
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
    assert put == [{"Fn::GetAtt": [prod.one("AWS::Events::EventBus").id, "Arn"]}]
    for name in ("progressive-flow-identity-create-account", "progressive-flow-consumers-delete-account"):
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
    assert readers.keys() == {prepare, rotate}
    assert "MasterUserSecret" in readers[prepare]
    assert "MasterUserSecret" not in readers[rotate]


def test_the_master_key_is_usable_through_secrets_manager_only(prod: Templates) -> None:
    role = prod.role_of(prod.function("progressive-flow-operations-prepare-cluster"))
    (statement,) = (statement for statement in statements(role) if statement["Action"] == "kms:Decrypt")
    assert statement["Condition"] == {"StringEquals": {"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}}


def test_the_proxy_connects_as_its_clients_roles(prod: Templates) -> None:
    proxy = prod.one("AWS::RDS::DBProxy")
    allowed = actions(prod.at(proxy.stack, proxy.properties["RoleArn"]))
    users = [allowed_arn["Fn::Join"][1][-1] for allowed_arn in allowed["rds-db:connect"]]
    assert users == [":dbuser:*/application", ":dbuser:*/scheduler"]
    assert set(allowed) == {"rds-db:connect"}


def test_runners_invoke_the_operations_of_their_stack_alone(prod: Templates) -> None:
    asked: list[str] = []
    for runner in prod.all("AWS::Lambda::Function"):
        if "FunctionName" in runner.properties:
            continue
        allowed = actions(prod.role_of(runner))
        assert set(allowed) == {"logs:CreateLogStream", "logs:PutLogEvents", "lambda:InvokeFunction"}
        asked += [
            prod.at(runner.stack, function).properties["FunctionName"] for function in allowed["lambda:InvokeFunction"]
        ]
    operations = {name for name in NAMES if name.startswith("progressive-flow-operations-")}
    assert sorted(asked) == sorted(operations - {CHECKER})


def test_every_capability_is_in_the_table() -> None:
    assert capabilities.DATABASE_ACCESS.keys() | capabilities.SERVICES.keys() == {*Capability}
    assert not capabilities.DATABASE_ACCESS.keys() & capabilities.SERVICES.keys()


def test_two_database_roles_in_one_function_are_rejected() -> None:
    with pytest.raises(ValueError, match="one role, not as application and migrator"):
        capabilities.database_access([Capability.DATABASE, Capability.DATABASE_AS_MIGRATOR])
