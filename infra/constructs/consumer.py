"""What hears of events: a rule on the bus, a function outside the network, and the queue for what it could not do.

The consumer of the topic `user.erased` is `functions/triggers/user_erased.py`, here and on one's own machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.function import OurFunction, Task
from progressive_flow.routing import Need

if TYPE_CHECKING:
    from infra.stacks.schedules import Schedules

SOURCE = "progressive-flow"  # as the publisher signs its events
USER_ERASED = Task(
    "functions.triggers.user_erased",
    "Delete the account and the exports of somebody who was erased.",
    needs=(Need.IDENTITY_PROVIDER, Need.EXPORTS),
    memory=512,
    timeout=60,
)
CONSUMERS = {"user.erased": USER_ERASED}
TRIES, AGE = 2, 6 * 3600  # by Lambda, once the event was handed over


class Consumer(Construct):
    """One topic and the function that hears of it."""

    def __init__(self, stack: Schedules, topic: str, task: Task) -> None:
        super().__init__(stack, f"Consumer-{task.module.rpartition('.')[2]}")
        self._queue = stack.failures
        tell = iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[self._queue.queue_arn])
        self.ours = OurFunction(stack, _with(task, tell))
        self._on_failure()
        self._rule(stack, topic)

    def _on_failure(self) -> None:
        destination = lambda_.CfnEventInvokeConfig.OnFailureProperty(destination=self._queue.queue_arn)
        lambda_.CfnEventInvokeConfig(
            self,
            "OnFailure",
            function_name=self.ours.function.function_name,
            qualifier=self.ours.live.alias_name,
            maximum_retry_attempts=TRIES,
            maximum_event_age_in_seconds=AGE,
            destination_config=lambda_.CfnEventInvokeConfig.DestinationConfigProperty(on_failure=destination),
        )

    def _rule(self, stack: Schedules, topic: str) -> None:
        rule = events.CfnRule(
            self,
            "Rule",
            description=self.ours.task.summary,
            event_bus_name=stack.ground.stores.bus.event_bus_arn,
            event_pattern={"source": [SOURCE], "detail-type": [topic]},
            targets=[
                events.CfnRule.TargetProperty(
                    id="function",
                    arn=self.ours.live.function_arn,
                    dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=self._queue.queue_arn),
                )
            ],
        )
        self.ours.live.add_permission(
            "Rule", principal=iam.ServicePrincipal("events.amazonaws.com"), source_arn=rule.attr_arn
        )
        _let_in(self._queue, rule.attr_arn)


def _with(task: Task, statement: iam.PolicyStatement) -> Task:
    return Task(task.module, task.summary, task.needs, task.memory, task.timeout, statements=[statement])


def _let_in(queue: sqs.Queue, rule: str) -> None:
    """Let the rule put what it could not deliver into the queue."""
    queue.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal("events.amazonaws.com")],
            actions=["sqs:SendMessage"],
            resources=[queue.queue_arn],
            conditions={"ArnEquals": {"aws:SourceArn": rule}},
        )
    )
