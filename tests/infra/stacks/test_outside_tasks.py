"""A kind of task that is done outside: a queue and a function of its own, which reaches neither the network nor the database."""

import pytest

from infra.config import STAGES
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.tasks import Payload, Result, TaskKind
from progressive_flow.kernel.tasks.outside import OutsideTask
from tests.infra.conftest import Synthesized
from tests.infra.constructs.role_policies import actions, statements
from tests.infra.templates import Templates, synthesize

# No kind is done outside yet, so one of the files that are there stands in for its file.
FILE, NAME = "reconcile_members", "progressive-flow-tasks-reconcile-members"
KIND = TaskKind(FILE, "Shout a word", (), 1024, 40, kind="shout", queue="outside")


def shout(payload: Payload) -> Result:
    return payload


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Development with a kind that is done outside; cdk-nag checks it, too."""
    with pytest.MonkeyPatch.context() as patch:
        functions = {**registry.functions(), NAME: KIND.module}
        patch.setattr(registry, "functions", lambda: functions)
        patch.setattr(registry, "tasks", lambda: {KIND.kind: OutsideTask(shout, KIND)})
        return synthesize("dev", tmp_path_factory.mktemp("outside"), checked=True)


def test_its_function_is_as_declared_and_outside(outside: Templates) -> None:
    properties = outside.function(NAME).properties
    assert (properties["MemorySize"], properties["Timeout"]) == (KIND.memory, KIND.timeout)
    assert properties["Handler"] == f"functions.tasks.{FILE}.handler"
    assert "VpcConfig" not in properties
    assert not [name for name in properties["Environment"]["Variables"] if name.startswith("DATABASE")]


def test_its_role_allows_its_queue_and_its_answer_alone(outside: Templates) -> None:
    role = outside.role_of(outside.function(NAME))
    logs, queue = (
        {"logs:CreateLogStream", "logs:PutLogEvents"},
        {"DeleteMessage", "GetQueueAttributes", "ReceiveMessage"},
    )
    assert actions(role).keys() == {*logs, *(f"sqs:{action}" for action in queue), "events:PutEvents"}
    (put,) = (statement for statement in statements(role) if statement["Action"] == "events:PutEvents")
    assert put["Condition"]["StringEquals"] == {"events:detail-type": ["task.answered"]}


def test_its_queue_receives_what_is_sent_to_its_kind(outside: Templates) -> None:
    mappings = outside.all("AWS::Lambda::EventSourceMapping")
    function = outside.function(NAME).id
    (mapping,) = (row for row in mappings if outside.called("events", row.properties["FunctionName"]).id == function)
    assert mapping.properties["BatchSize"] == 1
    queue = outside.at("events", mapping.properties["EventSourceArn"])
    rules = (row for row in outside.all("AWS::Events::Rule") if row.stack == "events")
    (rule,) = (row for row in rules if outside.at("events", row.properties["Targets"][0]["Arn"]).id == queue.id)
    assert rule.properties["EventPattern"] == {
        "source": ["progressive-flow"], "detail-type": ["task.sent"], "detail": {"payload": {"kind": ["shout"]}},
    }  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
def test_without_such_a_kind_there_is_no_function(synthesized: Synthesized, stage: str) -> None:
    names = [row.properties.get("FunctionName", "") for row in synthesized(stage).all("AWS::Lambda::Function")]
    assert not [name for name in names if isinstance(name, str) and name.startswith("progressive-flow-tasks-")]
