"""Every event consumer receives its topic through a queue of its own, and its failures go to another."""

import pytest

from infra.config import STAGES
from infra.constructs.consumer import MAX_RECEIVES
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.consumers import Subscription
from progressive_flow.kernel.events import bus
from tests.infra.conftest import Synthesized
from tests.infra.templates import Resource, Templates

SUBSCRIPTIONS = [consumer.declaration for consumer in registry.consumers()]
subscriptions = pytest.mark.parametrize("subscription", SUBSCRIPTIONS, ids=lambda subscription: subscription.name)


def function_of(templates: Templates, subscription: Subscription) -> Resource:
    return templates.function("progressive-flow-consumers-" + subscription.name.replace("_", "-"))


def mapping_of(templates: Templates, subscription: Subscription) -> Resource:
    function = function_of(templates, subscription)
    mappings = list(templates.all("AWS::Lambda::EventSourceMapping"))
    (found,) = (
        item for item in mappings if templates.called("events", item.properties["FunctionName"]).id == function.id
    )
    return found


def queue_of(templates: Templates, subscription: Subscription) -> Resource:
    return templates.at("events", mapping_of(templates, subscription).properties["EventSourceArn"])


def failures_of(templates: Templates, subscription: Subscription) -> Resource:
    redrive = queue_of(templates, subscription).properties["RedrivePolicy"]
    return templates.at("events", redrive["deadLetterTargetArn"])


def rule_of(templates: Templates, subscription: Subscription) -> Resource:
    queue = queue_of(templates, subscription)
    rules = (
        rule
        for rule in templates.all("AWS::Events::Rule")
        if rule.stack == "events" and not rule.id.startswith("IsolatedTasks")
    )
    (found,) = (rule for rule in rules if templates.at("events", rule.properties["Targets"][0]["Arn"]).id == queue.id)
    return found


@subscriptions
def test_its_function_is_as_declared(prod: Templates, subscription: Subscription) -> None:
    properties = function_of(prod, subscription).properties
    assert (properties["MemorySize"], properties["Timeout"]) == (subscription.memory, subscription.timeout)
    assert properties["Handler"] == f"functions.consumers.{subscription.name}.handler"


@subscriptions
def test_its_queue_receives_its_topic_of_its_bus(prod: Templates, subscription: Subscription) -> None:
    rule = rule_of(prod, subscription)
    if service := subscription.service:
        assert rule.properties["EventPattern"] == {"source": [service.source], "detail-type": [*service.names]}
        assert "EventBusName" not in rule.properties, "AWS services know the default bus alone"
    else:
        assert rule.properties["EventPattern"] == {"source": [bus.SOURCE], "detail-type": [subscription.topic]}
        assert prod.followed(rule.properties["EventBusName"]) == {"Fn::GetAtt": [prod.bus().id, "Arn"]}
    (target,) = rule.properties["Targets"]
    assert prod.at("events", target["DeadLetterConfig"]["Arn"]).id == failures_of(prod, subscription).id


@subscriptions
def test_its_queue_is_read_as_declared(prod: Templates, subscription: Subscription) -> None:
    properties = mapping_of(prod, subscription).properties
    assert properties["BatchSize"] == subscription.batch
    at_once = {"MaximumConcurrency": subscription.concurrency} if subscription.concurrency else None
    assert properties.get("ScalingConfig") == at_once


@subscriptions
def test_only_failed_messages_of_a_batch_are_delivered_again(prod: Templates, subscription: Subscription) -> None:
    assert mapping_of(prod, subscription).properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    queue = queue_of(prod, subscription).properties
    assert queue["RedrivePolicy"]["maxReceiveCount"] == MAX_RECEIVES
    assert queue["VisibilityTimeout"] >= 6 * subscription.timeout


@subscriptions
def test_its_rule_alone_may_send_to_its_queues(prod: Templates, subscription: Subscription) -> None:
    rule = rule_of(prod, subscription)
    for queue in (queue_of(prod, subscription), failures_of(prod, subscription)):
        policies = (policy for policy in prod.all("AWS::SQS::QueuePolicy") if policy.stack == "events")
        (policy,) = (item for item in policies if item.properties["Queues"] == [{"Ref": queue.id}])
        allowed = [item for item in policy.properties["PolicyDocument"]["Statement"] if item["Effect"] == "Allow"]
        sources = [item["Condition"]["ArnEquals"]["aws:SourceArn"]["Fn::GetAtt"][0] for item in allowed]
        answers = subscription.topic == "task.answered" and queue.id == queue_of(prod, subscription).id
        assert sources[0] == rule.id
        assert all(source.startswith("IsolatedTasks") for source in sources[1:])
        assert len(sources) == (3 if answers else 1)
        assert queue.properties["SqsManagedSseEnabled"] is True
    assert failures_of(prod, subscription).properties["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_every_consumer_has_queues_of_its_own(prod: Templates) -> None:
    queues = {queue_of(prod, subscription).id for subscription in SUBSCRIPTIONS}
    assert len(queues | {failures_of(prod, subscription).id for subscription in SUBSCRIPTIONS}) == 2 * len(
        SUBSCRIPTIONS
    )


@pytest.mark.parametrize("stage", STAGES)
def test_there_is_no_undeclared_rule(synthesized: Synthesized, stage: str) -> None:
    rules = [rule for rule in synthesized(stage).all("AWS::Events::Rule") if rule.stack == "events"]
    ends = 2  # of isolated functions: with an answer and without
    assert len(rules) == len(registry.receivers()) + len(registry.isolated_tasks()) + ends
