"""The failure queue: the dead-letter queue of schedules and rules, and the on-failure destination of functions."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs.function import PlatformFunction


@dataclass(frozen=True, slots=True)
class Retries:
    """How often and for how many seconds an asynchronous invocation is retried before it counts as a failure."""

    attempts: int
    max_age: int


def failure_queue(scope: Construct, removal: RemovalPolicy, kept: Duration | None = None) -> sqs.Queue:
    """Create a failure queue, which keeps messages for 14 days unless it is said. Operators read it; no function consumes it."""
    queue = sqs.Queue(
        scope,
        "Failures",
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        retention_period=kept or Duration.days(14),
        removal_policy=removal,
    )
    reason = "This is the dead-letter queue itself: only operators take messages from it."
    acknowledge(queue, reason, "AwsSolutions-SQS3", "Serverless-SQSRedrivePolicy")
    return queue


def send_statement(queue: sqs.IQueue) -> iam.PolicyStatement:
    """Allow sending to the queue."""
    return iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[queue.queue_arn])


def send_failures(scope: Construct, function: PlatformFunction, queue: sqs.IQueue, retries: Retries) -> None:
    """Make the queue the on-failure destination of a function's alias."""
    destination = lambda_.CfnEventInvokeConfig.OnFailureProperty(destination=queue.queue_arn)
    lambda_.CfnEventInvokeConfig(
        scope,
        "OnFailure",
        function_name=function.function.function_name,
        qualifier=function.live.alias_name,
        maximum_retry_attempts=retries.attempts,
        maximum_event_age_in_seconds=retries.max_age,
        destination_config=lambda_.CfnEventInvokeConfig.DestinationConfigProperty(on_failure=destination),
    )


def send_from(rule_arn: str, queue: sqs.Queue) -> iam.PolicyStatement:
    """Allow the rule to send to a queue: events to the consumer's, and what it could not deliver to the failure queue."""
    return iam.PolicyStatement(
        principals=[iam.ServicePrincipal("events.amazonaws.com")],
        actions=["sqs:SendMessage"],
        resources=[queue.queue_arn],
        conditions={"ArnEquals": {"aws:SourceArn": rule_arn}},
    )
