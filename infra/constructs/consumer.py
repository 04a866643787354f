"""An event consumer: a rule on the bus, a function outside the VPC, and the queue for events that it failed to process."""

from __future__ import annotations

from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.failure_queue import Retries, send_failures
from infra.constructs.function import FunctionSpec, FunctionStack, PlatformFunction
from progressive_flow.platform.bus import SOURCE

RETRIES = Retries(attempts=2, max_age=6 * 3600)  # by Lambda, after EventBridge has delivered the event


class Consumer(Construct):
    """One topic and a function that consumes it."""

    def __init__(self, stack: FunctionStack, topic: str, spec: FunctionSpec, failures: sqs.Queue) -> None:
        super().__init__(stack, f"Consumer-{spec.module.rpartition('.')[2]}")
        self._failures = failures
        self.function = PlatformFunction(stack, spec)
        send_failures(self, self.function, failures, RETRIES)
        self._add_rule(stack.context.stores.bus_arn, topic)

    def _add_rule(self, bus_arn: str, topic: str) -> None:
        rule = events.CfnRule(
            self,
            "Rule",
            description=self.function.spec.summary,
            event_bus_name=bus_arn,
            event_pattern={"source": [SOURCE], "detail-type": [topic]},
            targets=[
                events.CfnRule.TargetProperty(
                    id="function",
                    arn=self.function.live.function_arn,
                    dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=self._failures.queue_arn),
                )
            ],
        )
        self.function.live.add_permission(
            "Rule", principal=iam.ServicePrincipal("events.amazonaws.com"), source_arn=rule.attr_arn
        )
        self._allow_dead_letters(rule.attr_arn)

    def _allow_dead_letters(self, rule_arn: str) -> None:
        """Allow the rule to send events that it could not deliver to the queue."""
        self._failures.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("events.amazonaws.com")],
                actions=["sqs:SendMessage"],
                resources=[self._failures.queue_arn],
                conditions={"ArnEquals": {"aws:SourceArn": rule_arn}},
            )
        )
