"""What runs code of other people has no way out: services alone invoke it and carry its answer, and nothing is kept of either."""

import json
from typing import Any

import pytest

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.tasks import TaskKind
from progressive_flow.kernel.tasks.events import TaskAnswered
from tests.infra.constructs.role_policies import actions
from tests.infra.templates import Resource, Templates

KINDS = [function.declaration for function in registry.isolated_tasks()]
kinds = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
DAY = 24 * 3600


def function_of(templates: Templates, kind: TaskKind) -> Resource:
    return templates.function(f"progressive-flow-tasks-{kind.name.replace('_', '-')}")


def rules(templates: Templates) -> dict[str, Resource]:
    """Return the rules of the isolated bus by their detail types and kinds."""
    bus = {"Fn::GetAtt": [templates.bus(isolated=True).id, "Arn"]}
    found: dict[str, Resource] = {}
    for rule in templates.all("AWS::Events::Rule"):
        if templates.followed(rule.properties.get("EventBusName", {})) == bus:
            pattern = rule.properties["EventPattern"]
            (kind,) = pattern["detail"].get("payload", {}).get("kind", [""])
            (topic,) = pattern["detail-type"]
            found[f"{topic} {kind}".strip().rpartition(" - ")[2]] = rule
    return found


def filled(template: str, values: dict[str, str]) -> Any:
    """Return what EventBridge makes of a template: it writes strings with their quotes."""
    for name, value in values.items():
        template = template.replace(f"<{name}>", json.dumps(value))
    return json.loads(template)


def test_code_is_judged_in_isolation() -> None:
    assert {kind.kind for kind in KINDS} == {"judge_code", "judge_gate"}


@kinds
def test_it_stands_in_subnets_without_a_way_out(prod: Templates, kind: TaskKind) -> None:
    function = function_of(prod, kind)
    network = function.properties["VpcConfig"]
    (group,) = (prod.at(function.stack, reference) for reference in network["SecurityGroupIds"])
    assert group.properties["SecurityGroupEgress"] == [
        {
            "CidrIp": "255.255.255.255/32",
            "Description": "Disallow all traffic",
            "FromPort": 252,
            "IpProtocol": "icmp",
            "ToPort": 86,
        }
    ], "CloudFormation allows all traffic of a group without a rule; this one matches none"
    assert "SecurityGroupIngress" not in group.properties
    named = [*prod.all("AWS::EC2::SecurityGroupEgress"), *prod.all("AWS::EC2::SecurityGroupIngress")]
    assert not [rule for rule in named if group.id in json.dumps(rule.properties)]
    subnets = {prod.at(function.stack, reference).id for reference in network["SubnetIds"]}
    assert all("isolated" in subnet for subnet in subnets)
    assert not list(prod.all("AWS::EC2::NatGateway"))


@kinds
def test_it_may_write_its_log_and_have_its_answer_carried(prod: Templates, kind: TaskKind) -> None:
    function = function_of(prod, kind)
    allowed = actions(prod.role_of(function))
    own = {action for action in allowed if not action.startswith("ec2:")}
    assert own == {"events:PutEvents", "logs:CreateLogStream", "logs:PutLogEvents"}
    assert prod.followed(allowed["events:PutEvents"]) == [{"Fn::GetAtt": [prod.bus(isolated=True).id, "Arn"]}]
    variables = function.properties["Environment"]["Variables"]
    assert variables.keys() == {"PROGRESSIVE_FLOW_STAGE", "PROGRESSIVE_FLOW_VERSION"}


@kinds
def test_lambda_tries_once_and_reports_how_it_ended(prod: Templates, kind: TaskKind) -> None:
    function = function_of(prod, kind)
    (ends,) = (
        each for each in prod.all("AWS::Lambda::EventInvokeConfig")
        if prod.at(each.stack, each.properties["FunctionName"]).id == function.id
    )  # fmt: skip
    assert (ends.properties["MaximumRetryAttempts"], ends.properties["Qualifier"]) == (0, "live")
    assert ends.properties["MaximumEventAgeInSeconds"] == 60
    bus = {"Destination": {"Fn::GetAtt": [prod.bus(isolated=True).id, "Arn"]}}
    assert prod.followed(ends.properties["DestinationConfig"]) == {"OnSuccess": bus, "OnFailure": bus}


@kinds
def test_its_bus_alone_invokes_it_with_what_is_sent_to_its_kind(prod: Templates, kind: TaskKind) -> None:
    function = function_of(prod, kind)
    rule = rules(prod)[f"task.sent {kind.kind}"]
    assert rule.properties["EventPattern"] == {
        "source": ["progressive-flow"], "detail-type": ["task.sent"], "detail": {"payload": {"kind": [kind.kind]}},
    }  # fmt: skip
    (target,) = rule.properties["Targets"]
    assert prod.called("events", target["Arn"]).id == function.id
    assert target["RetryPolicy"]["MaximumRetryAttempts"] == 0
    assert "DeadLetterConfig" not in target, "a queue would keep what a learner submitted"
    permissions = [
        row.properties for row in prod.all("AWS::Lambda::Permission")
        if row.stack == "events" and prod.called("events", row.properties["FunctionName"]).id == function.id
    ]  # fmt: skip
    assert [row["SourceArn"] for row in permissions] == [{"Fn::GetAtt": [rule.id, "Arn"]}]
    mappings = [row.properties["FunctionName"] for row in prod.all("AWS::Lambda::EventSourceMapping")]
    assert function.id not in {prod.called("events", named).id for named in mappings}


def test_answers_go_to_the_queue_of_answers(prod: Templates) -> None:
    rule = rules(prod)["Success"]
    prefixes = rule.properties["EventPattern"]["detail"]["requestContext"]["functionArn"]
    named = {row["prefix"]["Fn::Join"][1][0]["Fn::GetAtt"][0] for row in prefixes}
    assert named == {function_of(prod, kind).id for kind in KINDS}
    (target,) = rule.properties["Targets"]
    assert target["InputPath"] == "$.detail.responsePayload"
    assert prod.at("events", target["Arn"]).id.startswith("Consumertakeanswer")


def test_an_invocation_without_an_answer_is_retried_by_the_table_and_reported_without_its_request(
    prod: Templates,
) -> None:
    retried, reported = rules(prod)["Failure"].properties["Targets"]
    assert retried["Arn"] == rules(prod)["Success"].properties["Targets"][0]["Arn"]
    ids = {name: f"00000000-0000-4000-8000-00000000000{number}" for number, name in enumerate(("id", "nonce"))}
    made = filled(retried["InputTransformer"]["InputTemplate"], ids)
    answer = TaskAnswered.model_validate(made["detail"]["payload"])
    assert (str(answer.id), str(answer.nonce), answer.retry) == (ids["id"], ids["nonce"], True)
    paths = reported["InputTransformer"]["InputPathsMap"]
    assert not [path for path in paths.values() if path.endswith(("payload", "requestPayload", "responsePayload"))]
    assert filled(reported["InputTransformer"]["InputTemplate"], dict.fromkeys(paths, "x")) == dict.fromkeys(paths, "x")
    queue = prod.at("events", reported["Arn"]).properties
    assert (queue["MessageRetentionPeriod"], queue["SqsManagedSseEnabled"]) == (DAY, True)


def test_its_bus_is_encrypted_by_a_key_of_its_own_and_has_no_archive(prod: Templates) -> None:
    bus = prod.bus(isolated=True)
    key = prod.at(bus.stack, bus.properties["KmsKeyIdentifier"])
    (events,) = (
        row for row in key.properties["KeyPolicy"]["Statement"]
        if row["Principal"] == {"Service": "events.amazonaws.com"}
    )  # fmt: skip
    assert sorted(events["Action"]) == ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
    assert "aws:SourceArn" in events["Condition"]["StringEquals"]
    assert "KmsKeyIdentifier" not in prod.bus().properties
    assert not list(prod.all("AWS::Events::Archive"))


def test_only_the_runner_of_tasks_puts_events_on_its_bus(prod: Templates) -> None:
    bus = {"Fn::GetAtt": [prod.bus(isolated=True).id, "Arn"]}
    putting = {
        name for name, module in registry.functions().items()
        if bus in prod.followed(actions(prod.role_of(prod.function(name))).get("events:PutEvents", []))
        or "ISOLATED_BUS" in prod.function(name).properties["Environment"]["Variables"]
        if module not in {kind.module for kind in KINDS}
    }  # fmt: skip
    assert putting == {"progressive-flow-consumers-run-task"}


def test_what_judges_is_limited_so_that_other_functions_have_environments(prod: Templates) -> None:
    assert [function_of(prod, kind).properties["ReservedConcurrentExecutions"] for kind in KINDS] == [50, 5]
