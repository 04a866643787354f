"""A scheduled job: a function, its EventBridge schedule, and the queue for runs that failed."""

from __future__ import annotations

from aws_cdk import aws_iam as iam
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.failure_queue import Retries, send_failures, send_statement
from infra.constructs.function import FunctionSpec, FunctionStack, PlatformFunction
from infra.constructs.stack import service_principal
from infra.names import SERVICE
from progressive_flow.kernel.declarations.jobs import Schedule
from progressive_flow.kernel.declarations.models import Capability

EVERY_MINUTE = "rate(1 minute)"


class Job(Construct):
    """A job. EventBridge Scheduler sends what it could not deliver to the queue, Lambda what failed in the function."""

    def __init__(self, stack: FunctionStack, schedule: Schedule, failures: sqs.IQueue) -> None:
        super().__init__(stack, f"Job-{schedule.name}")
        self.schedule = schedule
        self._failures = failures
        self._retries = retries_of(schedule)
        spec = FunctionSpec(schedule, statements=[send_statement(failures)])
        self.function = PlatformFunction(stack, spec)
        send_failures(self, self.function, failures, self._retries)
        self._add_schedule()

    def _add_schedule(self) -> None:
        target = scheduler.CfnSchedule.TargetProperty(
            arn=self.function.live.function_arn,
            role_arn=self._scheduler_role().role_arn,
            dead_letter_config=scheduler.CfnSchedule.DeadLetterConfigProperty(arn=self._failures.queue_arn),
            retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(
                maximum_retry_attempts=self._retries.attempts, maximum_event_age_in_seconds=self._retries.max_age
            ),
        )
        # Each schedule has a group of its own, because EventBridge Scheduler's metrics have the group as their dimension.
        group = scheduler.CfnScheduleGroup(self, "Group", name=schedule_group(self.schedule.name))
        schedule = scheduler.CfnSchedule(
            self,
            "Clock",
            group_name=group.name,
            description=self.schedule.summary,
            schedule_expression=self.schedule.expression,
            schedule_expression_timezone="UTC",
            flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
            target=target,
        )
        schedule.add_resource_dependency(group)

    def _scheduler_role(self) -> iam.Role:
        invoke = iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[self.function.live.function_arn])
        return iam.Role(
            self,
            "ClockRole",
            assumed_by=service_principal("scheduler.amazonaws.com"),
            inline_policies={"clock": iam.PolicyDocument(statements=[invoke, send_statement(self._failures)])},
        )


def retries_of(schedule: Schedule) -> Retries:
    """Return how often a run is retried: not at all if the next minute's run does the same work.

    A restore drill deletes its server when it fails: a second attempt would find nothing to restore, succeed, and so keep
    the failure out of the queue.
    """
    retried = schedule.expression != EVERY_MINUTE and Capability.RESTORES not in schedule.capabilities
    return Retries(attempts=2, max_age=3600) if retried else Retries(attempts=0, max_age=60)


def schedule_group(job: str) -> str:
    """Return the name of a job's schedule group, the dimension of its metrics."""
    return f"{SERVICE}-{job.replace('_', '-')}"
