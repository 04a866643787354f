"""An event consumer: a rule on the bus, a queue, the function that reads it, and the queue for events that it gave up."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs.failure_queue import failure_queue, send_from
from infra.constructs.function import FunctionSpec, FunctionStack, PlatformFunction
from progressive_flow.kernel.declarations.consumers import Subscription
from progressive_flow.kernel.events.bus import SOURCE

MAX_RECEIVES = 5  # deliveries of an event before it goes to the failure queue
# AWS asks for six times the function's time-out, so that a message is not delivered again while it is handled.
VISIBILITY_FACTOR = 6


class Consumer(Construct):
    """A consumer of one topic, with a queue, retries and a failure queue of its own. A topic may have several consumers."""

    def __init__(self, stack: FunctionStack, subscription: Subscription) -> None:
        super().__init__(stack, f"Consumer-{subscription.name}")
        self.subscription = subscription
        self.failures = failure_queue(self, stack.removal)
        self.queue = self._queue(stack)
        receive = iam.PolicyStatement(
            actions=["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
            resources=[self.queue.queue_arn],
        )
        spec = FunctionSpec(subscription, statements=[receive])
        self.function = PlatformFunction(stack, spec)
        self._read_queue(stack.config.busy)
        self._add_rule(stack.context.stores.bus_arn)

    def _queue(self, stack: FunctionStack) -> sqs.Queue:
        return sqs.Queue(
            self,
            "Queue",
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            visibility_timeout=Duration.seconds(VISIBILITY_FACTOR * self.subscription.timeout),
            retention_period=Duration.days(4),
            dead_letter_queue=sqs.DeadLetterQueue(max_receive_count=MAX_RECEIVES, queue=self.failures),
            removal_policy=stack.removal,
        )

    def _read_queue(self, busy: int) -> None:
        mapping = lambda_.CfnEventSourceMapping(
            self,
            "Messages",
            event_source_arn=self.queue.queue_arn,
            function_name=self.function.live.function_arn,
            batch_size=self.subscription.batch,
            scaling_config=_at_once(self.subscription.concurrency, busy),
            function_response_types=["ReportBatchItemFailures"],
        )
        mapping.node.add_dependency(self.function.role)
        reason = "SQS keeps what failed: the queue's redrive policy sends it to the failure queue."
        acknowledge(mapping, reason, "Serverless-LambdaEventSourceMappingDestination")

    def _add_rule(self, bus_arn: str) -> None:
        rule = events.CfnRule(
            self,
            "Rule",
            description=self.subscription.summary,
            event_bus_name=None if self.subscription.service else bus_arn,
            event_pattern=_pattern(self.subscription),
            targets=[
                events.CfnRule.TargetProperty(
                    id="queue",
                    arn=self.queue.queue_arn,
                    dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=self.failures.queue_arn),
                )
            ],
        )
        for queue in (self.queue, self.failures):
            queue.add_to_resource_policy(send_from(rule.attr_arn, queue))


def _pattern(subscription: Subscription) -> dict[str, object]:
    """Return the pattern of a topic, or of its events that name a kind, or of a service's events."""
    if service := subscription.service:
        return {"source": [service.source], "detail-type": list(service.names)}
    narrowed = {"detail": {"payload": {"kind": [subscription.kind]}}} if subscription.kind else {}
    return {"source": [SOURCE], "detail-type": [subscription.topic], **narrowed}


def _at_once(most: int | None, busy: int) -> lambda_.CfnEventSourceMapping.ScalingConfigProperty | None:
    """Let the queue keep what more invocations would take: reserved concurrency would refuse it, and count that as failures.

    A stage that does few requests at once does few tasks: a fourth as many, and two at least, which is AWS's own bound.
    """
    if most is None:
        return None
    return lambda_.CfnEventSourceMapping.ScalingConfigProperty(maximum_concurrency=min(most, max(2, busy // 4)))
