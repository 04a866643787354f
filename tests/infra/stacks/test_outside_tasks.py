"""A kind of task that is done outside: a queue and a function of its own, which reaches neither the network nor the database."""

import pytest

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.consumers import Subscription
from tests.infra.constructs.role_policies import actions, statements
from tests.infra.templates import Templates

KINDS = [function.consumer.declaration for function in registry.tasks().values() if function.consumer]
kinds = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def name_of(kind: Subscription) -> str:
    return f"progressive-flow-tasks-{kind.name.replace('_', '-')}"


def test_there_is_one() -> None:
    assert KINDS


@kinds
def test_its_function_is_as_declared_and_outside(prod: Templates, kind: Subscription) -> None:
    properties = prod.function(name_of(kind)).properties
    assert (properties["MemorySize"], properties["Timeout"]) == (kind.memory, kind.timeout)
    assert properties["Handler"] == f"functions.tasks.{kind.name}.handler"
    assert "VpcConfig" not in properties
    assert not [name for name in properties["Environment"]["Variables"] if name.startswith("DATABASE")]


@kinds
def test_it_answers_and_publishes_nothing_else(prod: Templates, kind: Subscription) -> None:
    role = prod.role_of(prod.function(name_of(kind)))
    queue = {"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"}
    assert {action for action in actions(role) if action.startswith("sqs:")} == queue
    assert not [action for action in actions(role) if action.startswith(("ec2:", "rds-db:", "secretsmanager:"))]
    (put,) = (statement for statement in statements(role) if statement["Action"] == "events:PutEvents")
    assert put["Condition"]["StringEquals"] == {"events:detail-type": ["task.answered"]}


@kinds
def test_its_queue_receives_what_is_sent_to_its_kind(prod: Templates, kind: Subscription) -> None:
    mappings = prod.all("AWS::Lambda::EventSourceMapping")
    function = prod.function(name_of(kind)).id
    (mapping,) = (row for row in mappings if prod.called("events", row.properties["FunctionName"]).id == function)
    assert mapping.properties["BatchSize"] == 1
    queue = prod.at("events", mapping.properties["EventSourceArn"])
    rules = (row for row in prod.all("AWS::Events::Rule") if row.stack == "events")
    (rule,) = (row for row in rules if prod.at("events", row.properties["Targets"][0]["Arn"]).id == queue.id)
    assert rule.properties["EventPattern"] == {
        "source": ["progressive-flow"], "detail-type": ["task.sent"], "detail": {"payload": {"kind": [kind.kind]}},
    }  # fmt: skip
