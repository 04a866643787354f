"""An event consumer: a rule on the bus, a function outside the VPC, and the queue for events that it failed to process."""

from __future__ import annotations

from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs.failure_queue import Retries, failure_queue, send_failures, send_statement
from infra.constructs.function import FunctionSpec, FunctionStack, PlatformFunction
from infra.declared import EventConsumer
from progressive_flow.platform.bus import SOURCE


class Consumer(Construct):
    """A consumer of one topic, with retries and a failure queue of its own. A topic may have several consumers."""

    def __init__(self, stack: FunctionStack, consumer: EventConsumer) -> None:
        super().__init__(stack, f"Consumer-{consumer.name}")
        self.consumer = consumer
        self.failures = failure_queue(self, stack.removal)
        send = send_statement(self.failures)
        self.function = PlatformFunction(
            stack, FunctionSpec(f"functions.triggers.{consumer.name}", consumer, statements=[send])
        )
        send_failures(self, self.function, self.failures, Retries(consumer.attempts, consumer.max_age))
        self._add_rule(stack.context.stores.bus_arn, consumer.topic)

    def _add_rule(self, bus_arn: str, topic: str) -> None:
        rule = events.CfnRule(
            self,
            "Rule",
            description=self.consumer.summary,
            event_bus_name=bus_arn,
            event_pattern={"source": [SOURCE], "detail-type": [topic]},
            targets=[
                events.CfnRule.TargetProperty(
                    id="function",
                    arn=self.function.live.function_arn,
                    dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=self.failures.queue_arn),
                )
            ],
        )
        self.function.live.add_permission(
            "Rule", principal=iam.ServicePrincipal("events.amazonaws.com"), source_arn=rule.attr_arn
        )
        self._allow_dead_letters(rule.attr_arn)

    def _allow_dead_letters(self, rule_arn: str) -> None:
        """Allow the rule to send events that it could not deliver to the queue."""
        self.failures.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("events.amazonaws.com")],
                actions=["sqs:SendMessage"],
                resources=[self.failures.queue_arn],
                conditions={"ArnEquals": {"aws:SourceArn": rule_arn}},
            )
        )
