"""Every scheduled file has a schedule, and every failure goes to a queue."""

import pytest

from infra.config import STAGES
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.jobs import Job
from progressive_flow.kernel.declarations.models import Capability
from tests.infra.conftest import Synthesized
from tests.infra.constructs.role_policies import actions
from tests.infra.templates import Resource, Templates

JOBS = registry.jobs()


def failure_queue(templates: Templates) -> Resource:
    (queue,) = (queue for queue in templates.all("AWS::SQS::Queue") if queue.stack == "schedules")
    return queue


def schedule_of(templates: Templates, job: Job) -> Resource:
    (found,) = (
        resource
        for resource in templates.all("AWS::Scheduler::Schedule")
        if templates.called(resource.stack, resource.properties["Target"]["Arn"]).id == function_of(templates, job).id
    )
    return found


def function_of(templates: Templates, job: Job) -> Resource:
    return templates.function("progressive-flow-scheduled-" + job.schedule.name.replace("_", "-"))


def retries(job: Job) -> tuple[int, int]:
    """Return a job's retries and their maximum age in seconds: a job of every minute is not retried."""
    once = job.schedule.expression == "rate(1 minute)" or Capability.RESTORES in job.schedule.capabilities
    return (0, 60) if once else (2, 3600)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.schedule.name)
class TestJob:
    def test_its_function_is_as_declared(self, prod: Templates, job: Job) -> None:
        properties = function_of(prod, job).properties
        assert (properties["MemorySize"], properties["Timeout"]) == (job.schedule.memory, job.schedule.timeout)
        assert properties["Handler"] == f"functions.scheduled.{job.schedule.name}.handler"

    def test_its_schedule_is_as_declared_without_a_flexible_window(self, prod: Templates, job: Job) -> None:
        properties = schedule_of(prod, job).properties
        assert properties["ScheduleExpression"] == job.schedule.expression
        assert properties["ScheduleExpressionTimezone"] == "UTC"
        assert properties["FlexibleTimeWindow"] == {"Mode": "OFF"}
        assert "State" not in properties

    def test_undelivered_events_go_to_the_failure_queue(self, prod: Templates, job: Job) -> None:
        schedule, queue = schedule_of(prod, job), failure_queue(prod)
        target = schedule.properties["Target"]
        assert prod.at(schedule.stack, target["DeadLetterConfig"]["Arn"]).id == queue.id
        most, age = retries(job)
        assert target["RetryPolicy"] == {"MaximumRetryAttempts": most, "MaximumEventAgeInSeconds": age}

    def test_failed_invocations_go_to_the_failure_queue(self, prod: Templates, job: Job) -> None:
        function, queue = function_of(prod, job), failure_queue(prod)
        (found,) = (
            resource
            for resource in prod.all("AWS::Lambda::EventInvokeConfig")
            if prod.at(resource.stack, resource.properties["FunctionName"]).id == function.id
        )
        destination = found.properties["DestinationConfig"]["OnFailure"]["Destination"]
        assert prod.at(found.stack, destination).id == queue.id
        kept = (found.properties["MaximumRetryAttempts"], found.properties["MaximumEventAgeInSeconds"])
        assert kept == retries(job)
        assert [
            prod.at(found.stack, queue_arn).id for queue_arn in actions(prod.role_of(function))["sqs:SendMessage"]
        ] == [queue.id]

    def test_its_scheduler_role_may_invoke_this_function_only(self, prod: Templates, job: Job) -> None:
        schedule, function = schedule_of(prod, job), function_of(prod, job)
        allowed = actions(prod.at(schedule.stack, schedule.properties["Target"]["RoleArn"]))
        assert set(allowed) == {"lambda:InvokeFunction", "sqs:SendMessage"}
        assert [prod.called(schedule.stack, function_arn).id for function_arn in allowed["lambda:InvokeFunction"]] == [
            function.id
        ]

    def test_its_schedule_has_a_group_of_its_own(self, prod: Templates, job: Job) -> None:
        name = schedule_of(prod, job).properties["GroupName"]
        assert name == "progressive-flow-" + job.schedule.name.replace("_", "-")
        assert [resource.properties["Name"] for resource in prod.all("AWS::Scheduler::ScheduleGroup")].count(name) == 1


@pytest.mark.parametrize("stage", STAGES)
def test_there_is_no_undeclared_schedule(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    jobs = len([job for job in JOBS if STAGES[stage].backups or Capability.RESTORES not in job.schedule.capabilities])
    assert len(list(templates.all("AWS::Scheduler::Schedule"))) == jobs > 0
    configured = [resource.stack for resource in templates.all("AWS::Lambda::EventInvokeConfig")]
    assert len([stack for stack in configured if stack.startswith("jobs-")]) == jobs


def test_only_a_stage_with_backups_runs_restore_drills(synthesized: Synthesized) -> None:
    drills = {
        stage: [
            resource.id
            for resource in synthesized(stage).all("AWS::Scheduler::Schedule")
            if "runrestoredrill" in resource.id.lower()
        ]
        for stage in STAGES
    }
    assert {stage: len(schedules) for stage, schedules in drills.items()} == {
        stage: int(config.backups) for stage, config in STAGES.items()
    }
    assert {config.backups for config in STAGES.values()} == {True, False}


def test_the_failure_queue_is_encrypted_and_retains_for_two_weeks(prod: Templates) -> None:
    queue = failure_queue(prod)
    assert queue.properties["SqsManagedSseEnabled"] is True
    assert queue.properties["MessageRetentionPeriod"] == 14 * 24 * 3600
