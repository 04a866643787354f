"""What runs without being asked: jobs by the clock, consumers by events, and one queue for whatever was not done."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.constructs.consumer import CONSUMERS, Consumer
from infra.constructs.function import FunctionStack, Ground, OurFunction, Task
from infra.names import SERVICE
from progressive_flow import declarations
from progressive_flow.routing import Need, Schedule

EVERY_MINUTE = "rate(1 minute)"


class Schedules(FunctionStack):
    """Every file of `functions/scheduled/`, started by the clock, and every consumer of an event."""

    def __init__(self, scope: Construct, ground: Ground) -> None:
        super().__init__(scope, "schedules", ground)
        self.failures = sqs.Queue(
            self,
            "Failures",
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(14),
            removal_policy=self.removal,
        )
        reason = "This is where failures end up: nothing takes from it but people."
        acknowledge(self.failures, reason, "AwsSolutions-SQS3", "Serverless-SQSRedrivePolicy")
        self.jobs = [Job(self, schedule) for schedule in schedules(ground.config)]
        self.consumers = [Consumer(self, topic, task) for topic, task in CONSUMERS.items()]


def schedules(config: Config) -> list[Schedule]:
    """Return the jobs of a stage: one without backups has nothing to restore."""
    declared = [job.schedule for job in declarations.jobs()]
    return [each for each in declared if config.backups or Need.RESTORES not in each.needs]


class Job(Construct):
    """One job: function, clock, and the two ways to the queue.

    The clock's dead-letter queue gets what could not be delivered, the function's destination what failed in it.
    """

    def __init__(self, stack: Schedules, schedule: Schedule) -> None:
        super().__init__(stack, f"Job-{schedule.name}")
        self.schedule = schedule
        self._queue = stack.failures.queue_arn
        # A minute's job that is late or failed is done by the next one; the others are worth another try. A rehearsal that
        # failed has taken its server away: another try would find nothing to do, and so hide it from the queue.
        again = schedule.expression != EVERY_MINUTE and Need.RESTORES not in schedule.needs
        self._tries, self._age = (2, 3600) if again else (0, 60)
        self.ours = OurFunction(stack, self._task())
        self._on_failure()
        self._clock()

    def _task(self) -> Task:
        declared = self.schedule
        return Task(
            f"functions.scheduled.{declared.name}",
            declared.summary,
            declared.needs,
            declared.memory,
            declared.timeout,
            statements=[self._tell()],
        )

    def _tell(self) -> iam.PolicyStatement:
        return iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[self._queue])

    def _on_failure(self) -> None:
        destination = lambda_.CfnEventInvokeConfig.OnFailureProperty(destination=self._queue)
        lambda_.CfnEventInvokeConfig(
            self,
            "OnFailure",
            function_name=self.ours.function.function_name,
            qualifier=self.ours.live.alias_name,
            maximum_retry_attempts=self._tries,
            maximum_event_age_in_seconds=self._age,
            destination_config=lambda_.CfnEventInvokeConfig.DestinationConfigProperty(on_failure=destination),
        )

    def _clock(self) -> None:
        target = scheduler.CfnSchedule.TargetProperty(
            arn=self.ours.live.function_arn,
            role_arn=self._clock_role().role_arn,
            dead_letter_config=scheduler.CfnSchedule.DeadLetterConfigProperty(arn=self._queue),
            retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(
                maximum_retry_attempts=self._tries, maximum_event_age_in_seconds=self._age
            ),
        )
        # a group of its own: the scheduler counts what it did by group
        group = scheduler.CfnScheduleGroup(self, "Group", name=group_of(self.schedule.name))
        clock = scheduler.CfnSchedule(
            self,
            "Clock",
            group_name=group.name,
            description=self.schedule.summary,
            schedule_expression=self.schedule.expression,
            schedule_expression_timezone="UTC",
            flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
            target=target,
        )
        clock.add_resource_dependency(group)

    def _clock_role(self) -> iam.Role:
        invoke = iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[self.ours.live.function_arn])
        return iam.Role(
            self,
            "ClockRole",
            assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com"),
            inline_policies={"clock": iam.PolicyDocument(statements=[invoke, self._tell()])},
        )


def group_of(job: str) -> str:
    """Return the name of the scheduler's group of a job, by which its metrics are found."""
    return f"{SERVICE}-{job.replace('_', '-')}"
