"""Each role allows exactly what its function declares."""

import json

import pytest

from infra.constructs import capabilities, service_access
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import LAYERS_ALONE, Capability
from progressive_flow.operations.migrations.files import sql_root
from progressive_flow_local.cli.event_reference.topics import writers
from tests.infra.conftest import Synthesized
from tests.infra.constructs.role_policies import (
    CHECKER,
    DECLARED,
    INSPECTOR,
    ISOLATED,
    NAMES,
    PREPARE,
    actions,
    listed,
    statements,
)
from tests.infra.templates import Templates

ROLES: dict[Capability, str] = {
    Capability.DATABASE: "application",
    Capability.DATABASE_AS_READER: "reader",
    Capability.DATABASE_READS: "reader",
    Capability.DATABASE_AS_STAFF: "staff",
    Capability.DATABASE_AS_SIGN_UP: "sign_up",
    Capability.DATABASE_AS_SCHEDULER: "scheduler",
    Capability.DATABASE_AS_MIGRATOR: "migrator",
}
SERVICES: dict[Capability, set[str]] = {
    Capability.TASKS: {"events:PutEvents"},
    Capability.OUTSIDE_TASKS: {"events:PutEvents"},
    Capability.ISOLATED_TASKS: {"events:PutEvents"},
    Capability.TASK_ANSWERS: {"events:PutEvents"},
    Capability.OUTBOX: {"events:PutEvents"},
    Capability.ARCHIVE: {"s3:GetObject", "s3:PutObject"},
    Capability.EXPORTS: {"s3:DeleteObject", "s3:GetObject", "s3:PutObject", "s3:ListBucket"},
    Capability.UPLOAD_FORMS: {"s3:PutObject"},
    Capability.UPLOAD_LINKS: {"s3:GetObject"},
    Capability.UPLOAD_READS: {"s3:GetObject"},
    Capability.CONTENT_EXPORTS: {"s3:PutObject"},
    Capability.CONTENT_EXPORT_LINKS: {"s3:GetObject"},
    Capability.UPLOAD_INSPECTION: {"s3:GetObject", "s3:PutObject", "s3:ListBucket", "events:PutEvents"},
    Capability.UPLOAD_KEEPING: {"s3:DeleteObject", "s3:GetObject", "s3:PutObject", "s3:ListBucket"},
    Capability.IDENTITY_PROVIDER: {
        "cognito-idp:AdminCreateUser",
        "cognito-idp:AdminDeleteUser",
    },
    Capability.MASTER_SECRET: {"secretsmanager:GetSecretValue", "kms:Decrypt", "rds-db:connect"},
    Capability.ORIGIN_KEYS: {
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "ssm:GetParameter",
        "ssm:PutParameter",
    },
    Capability.PROOF_KEY: {"secretsmanager:GetSecretValue"},
    Capability.PROOF_KEY_ROTATION: {"secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"},
    Capability.RESTORED_COPY: {"rds-db:connect"},
}
SERVICES[Capability.RESTORES] = {
    *("kms:CreateGrant", "kms:DescribeKey", "lambda:InvokeFunction", "ssm:GetParameter", "ssm:PutParameter"),
    *("rds:AddTagsToResource", "rds:DeleteDBInstance", "rds:DescribeDBInstances", "rds:DescribeDBSnapshots"),
    "rds:RestoreDBInstanceFromDBSnapshot",
}
VARIABLES: dict[Capability, str] = {
    Capability.TASKS: "EVENT_BUS",
    Capability.OUTSIDE_TASKS: "EVENT_BUS",
    Capability.ISOLATED_TASKS: "ISOLATED_BUS",
    Capability.TASK_ANSWERS: "EVENT_BUS",
    Capability.OUTBOX: "EVENT_BUS",
    Capability.ARCHIVE: "ARCHIVE_BUCKET",
    Capability.EXPORTS: "EXPORT_BUCKET",
    Capability.UPLOAD_FORMS: "MEDIA_BUCKET",
    Capability.UPLOAD_LINKS: "MEDIA_BUCKET",
    Capability.UPLOAD_READS: "MEDIA_BUCKET",
    Capability.CONTENT_EXPORTS: "MEDIA_BUCKET",
    Capability.CONTENT_EXPORT_LINKS: "MEDIA_BUCKET",
    Capability.UPLOAD_INSPECTION: "MEDIA_BUCKET",
    Capability.UPLOAD_KEEPING: "MEDIA_BUCKET",
    Capability.IDENTITY_PROVIDER: "USER_POOL_ID",
    Capability.RESTORES: "RESTORE_OF",
    Capability.MASTER_SECRET: "DATABASE_SECRET",
    Capability.ORIGIN_KEYS: "ORIGIN_SECRET",
    Capability.PROOF_KEY: "PROOF_SECRET",
    Capability.PROOF_KEY_ROTATION: "PROOF_SECRET",
}
INTERFACES = {"CreateNetworkInterface", "DeleteNetworkInterface", "DescribeNetworkInterfaces"}


def roles_of(name: str) -> list[Capability]:
    """Return the database capabilities of a function."""
    return [need for need in DECLARED[NAMES[name]] if need in ROLES]


def expected_actions(name: str) -> set[str]:
    module = NAMES[name]
    found = {"logs:CreateLogStream", "logs:PutLogEvents"}
    if roles_of(name):
        found |= {"rds-db:connect"}
    for need in DECLARED[module]:
        found |= SERVICES.get(need, set())
    if module.startswith("functions.scheduled.") or name == INSPECTOR:
        found |= {"sqs:SendMessage"}
    if module in ISOLATED:
        return found | {"events:PutEvents"}
    if module.startswith(("functions.consumers.", "functions.tasks.")):
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
            assert ("rds-db:connect" in allowed) is (name in {CHECKER, PREPARE})
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
        configured = {variable for variable in VARIABLES.values() if variable in variables}
        assert configured == {VARIABLES[need] for need in DECLARED[NAMES[name]] if need in VARIABLES} | (
            {"EVENT_BUS"} if name == INSPECTOR else set()
        )

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


def test_a_function_publishes_the_topics_that_it_declares_and_no_others(prod: Templates) -> None:
    """Whoever put `user.erased` on the bus would have any account deleted, `account.requested` would make one."""
    own = {
        Capability.TASKS: {"task.queued"}, Capability.OUTSIDE_TASKS: {"task.sent"},
        Capability.ISOLATED_TASKS: {"task.sent"},
        Capability.TASK_ANSWERS: {"task.answered"}, Capability.UPLOAD_INSPECTION: {"upload.inspected"},
    }  # fmt: skip
    allowed = {**own, Capability.OUTBOX: registry.events().keys() - set().union(*own.values())}
    topics: dict[str, set[str]] = {}
    for name in (name for name, module in NAMES.items() if module not in ISOLATED):
        for statement in statements(prod.role_of(prod.function(name))):
            if "events:PutEvents" not in listed(statement["Action"]):
                continue
            assert statement["Condition"].keys() == {"StringEquals", "ForAllValues:StringEquals", "Null"}
            assert statement["Condition"]["ForAllValues:StringEquals"] == {"events:source": "progressive-flow"}
            assert statement["Condition"]["Null"] == {"events:source": "false"}
            topics.setdefault(name, set()).update(listed(statement["Condition"]["StringEquals"]["events:detail-type"]))
    declared = {
        name: set().union(*(allowed[need] for need in DECLARED[module] if need in allowed))
        for name, module in NAMES.items()
    }
    assert topics == {name: names for name, names in declared.items() if names}
    assert topics["progressive-flow-consumers-run-task"] == {"task.queued", "task.sent"}
    assert {"user.erased", "account.requested"} <= topics["progressive-flow-scheduled-publish-outbox"]


def test_the_outbox_publishes_what_functions_of_sql_write() -> None:
    assert service_access.topics(Capability.OUTBOX) == sorted(writers(sql_root(), {}))
    assert service_access.topics(Capability.TASKS) == ["task.queued"]
    assert service_access.topics(Capability.UPLOAD_INSPECTION) == ["upload.inspected"]


def test_every_capability_is_in_the_table() -> None:
    tables = (capabilities.DATABASE_ACCESS.keys(), capabilities.SERVICES.keys(), LAYERS_ALONE)
    assert set().union(*tables) == {*Capability}
    assert not LAYERS_ALONE & (tables[0] | tables[1])
    assert not capabilities.DATABASE_ACCESS.keys() & capabilities.SERVICES.keys()


def test_two_database_roles_in_one_function_are_rejected() -> None:
    with pytest.raises(ValueError, match="one role, not as application and migrator"):
        capabilities.database_access([Capability.DATABASE, Capability.DATABASE_AS_MIGRATOR])


def test_a_stage_may_do_without_pipelines(synthesized: Synthesized, optional: Templates) -> None:
    def modes(templates: Templates) -> set[str | None]:
        variables = (row.properties["Environment"]["Variables"] for row in templates.all("AWS::Lambda::Function")
                     if "DATABASE_USER" in row.properties.get("Environment", {}).get("Variables", {}))  # fmt: skip
        return {names.get("DATABASE_PIPELINE") for names in variables}

    assert modes(optional) == {"0"}
    assert modes(synthesized("dev")) == {None}
