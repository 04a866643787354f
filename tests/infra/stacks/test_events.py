"""Every event consumer receives its topic, and its failures go to a queue of its own."""

import pytest

from infra.config import STAGES
from infra.declared import CONSUMERS, EventConsumer
from progressive_flow.platform import bus
from tests.infra.conftest import Synthesized
from tests.infra.templates import Resource, Templates

consumers = pytest.mark.parametrize("consumer", CONSUMERS, ids=lambda consumer: consumer.name)


def function_of(templates: Templates, consumer: EventConsumer) -> Resource:
    return templates.function("progressive-flow-triggers-" + consumer.name.replace("_", "-"))


def rule_of(templates: Templates, consumer: EventConsumer) -> Resource:
    function = function_of(templates, consumer)
    rules = (rule for rule in templates.all("AWS::Events::Rule") if rule.stack == "events")
    (found,) = (rule for rule in rules if target_of(templates, rule).id == function.id)
    return found


def target_of(templates: Templates, rule: Resource) -> Resource:
    (target,) = rule.properties["Targets"]
    return templates.called(rule.stack, target["Arn"])


def queue_of(templates: Templates, consumer: EventConsumer) -> Resource:
    rule = rule_of(templates, consumer)
    (target,) = rule.properties["Targets"]
    return templates.at(rule.stack, target["DeadLetterConfig"]["Arn"])


@consumers
def test_its_function_is_as_declared(prod: Templates, consumer: EventConsumer) -> None:
    properties = function_of(prod, consumer).properties
    assert (properties["MemorySize"], properties["Timeout"]) == (consumer.memory, consumer.timeout)
    assert properties["Handler"] == f"functions.triggers.{consumer.name}.handler"


@consumers
def test_it_receives_its_topic_of_the_platforms_bus(prod: Templates, consumer: EventConsumer) -> None:
    rule = rule_of(prod, consumer)
    assert rule.properties["EventPattern"] == {"source": [bus.SOURCE], "detail-type": [consumer.topic]}
    assert prod.followed(rule.properties["EventBusName"]) == {
        "Fn::GetAtt": [prod.one("AWS::Events::EventBus").id, "Arn"]
    }
    permissions = [item for item in prod.all("AWS::Lambda::Permission") if item.stack == "events"]
    sources = [prod.at("events", permission.properties["SourceArn"]).id for permission in permissions]
    assert sources.count(rule.id) == 1


@consumers
def test_failed_invocations_are_retried_and_go_to_its_queue(prod: Templates, consumer: EventConsumer) -> None:
    function = function_of(prod, consumer)
    configs = (config for config in prod.all("AWS::Lambda::EventInvokeConfig") if config.stack == "events")
    (config,) = (item for item in configs if prod.at("events", item.properties["FunctionName"]).id == function.id)
    properties = config.properties
    retries = (properties["MaximumRetryAttempts"], properties["MaximumEventAgeInSeconds"])
    assert retries == (consumer.attempts, consumer.max_age)
    destination = properties["DestinationConfig"]["OnFailure"]["Destination"]
    assert prod.at("events", destination).id == queue_of(prod, consumer).id


@consumers
def test_its_rule_may_send_to_its_queue(prod: Templates, consumer: EventConsumer) -> None:
    queue, rule = queue_of(prod, consumer), rule_of(prod, consumer)
    policies = (policy for policy in prod.all("AWS::SQS::QueuePolicy") if policy.stack == "events")
    (policy,) = (item for item in policies if item.properties["Queues"] == [{"Ref": queue.id}])
    allowed = [item for item in policy.properties["PolicyDocument"]["Statement"] if item["Effect"] == "Allow"]
    assert [item["Condition"]["ArnEquals"]["aws:SourceArn"] for item in allowed] == [{"Fn::GetAtt": [rule.id, "Arn"]}]
    assert queue.properties["SqsManagedSseEnabled"] is True
    assert queue.properties["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_every_consumer_has_a_queue_of_its_own(prod: Templates) -> None:
    assert len({queue_of(prod, consumer).id for consumer in CONSUMERS}) == len(CONSUMERS)


@pytest.mark.parametrize("stage", STAGES)
def test_there_is_no_undeclared_rule(synthesized: Synthesized, stage: str) -> None:
    rules = [rule for rule in synthesized(stage).all("AWS::Events::Rule") if rule.stack == "events"]
    assert len(rules) == len(CONSUMERS)
