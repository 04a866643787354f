"""Every scheduled file has a schedule, and every failure goes to a queue."""

import pytest

from infra.config import STAGES
from infra.stacks.schedules import CONSUMERS
from progressive_flow import declarations
from progressive_flow.platform import bus
from progressive_flow.routing import Need
from progressive_flow.schedule import Job
from tests.infra.conftest import Synthesized
from tests.infra.constructs.test_capabilities import actions
from tests.infra.templates import Resource, Templates

JOBS = declarations.jobs()


def clock_of(templates: Templates, job: Job) -> Resource:
    (found,) = (
        resource
        for resource in templates.all("AWS::Scheduler::Schedule")
        if templates.called(resource.stack, resource.properties["Target"]["Arn"]).id == function_of(templates, job).id
    )
    return found


def function_of(templates: Templates, job: Job) -> Resource:
    return templates.function("progressive-flow-scheduled-" + job.schedule.name.replace("_", "-"))


def tries(job: Job) -> tuple[int, int]:
    """Return a job's retries and their maximum age in seconds: a job of every minute is not retried."""
    once = job.schedule.expression == "rate(1 minute)" or Need.RESTORES in job.schedule.needs
    return (0, 60) if once else (2, 3600)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.schedule.name)
class TestJob:
    def test_its_function_is_as_declared(self, prod: Templates, job: Job) -> None:
        properties = function_of(prod, job).properties
        assert (properties["MemorySize"], properties["Timeout"]) == (job.schedule.memory, job.schedule.timeout)
        assert properties["Handler"] == f"functions.scheduled.{job.schedule.name}.handler"

    def test_its_schedule_is_as_declared_without_a_flexible_window(self, prod: Templates, job: Job) -> None:
        properties = clock_of(prod, job).properties
        assert properties["ScheduleExpression"] == job.schedule.expression
        assert properties["ScheduleExpressionTimezone"] == "UTC"
        assert properties["FlexibleTimeWindow"] == {"Mode": "OFF"}
        assert "State" not in properties

    def test_undelivered_events_go_to_the_failure_queue(self, prod: Templates, job: Job) -> None:
        clock, queue = clock_of(prod, job), prod.one("AWS::SQS::Queue")
        target = clock.properties["Target"]
        assert prod.at(clock.stack, target["DeadLetterConfig"]["Arn"]).id == queue.id
        most, age = tries(job)
        assert target["RetryPolicy"] == {"MaximumRetryAttempts": most, "MaximumEventAgeInSeconds": age}

    def test_failed_invocations_go_to_the_failure_queue(self, prod: Templates, job: Job) -> None:
        function, queue = function_of(prod, job), prod.one("AWS::SQS::Queue")
        (found,) = (
            resource
            for resource in prod.all("AWS::Lambda::EventInvokeConfig")
            if prod.at(resource.stack, resource.properties["FunctionName"]).id == function.id
        )
        destination = found.properties["DestinationConfig"]["OnFailure"]["Destination"]
        assert prod.at(found.stack, destination).id == queue.id
        kept = (found.properties["MaximumRetryAttempts"], found.properties["MaximumEventAgeInSeconds"])
        assert kept == tries(job)
        assert [
            prod.at(found.stack, queue_arn).id for queue_arn in actions(prod.role_of(function))["sqs:SendMessage"]
        ] == [queue.id]

    def test_its_scheduler_role_may_invoke_this_function_only(self, prod: Templates, job: Job) -> None:
        clock, function = clock_of(prod, job), function_of(prod, job)
        allowed = actions(prod.at(clock.stack, clock.properties["Target"]["RoleArn"]))
        assert set(allowed) == {"lambda:InvokeFunction", "sqs:SendMessage"}
        assert [prod.called(clock.stack, function_arn).id for function_arn in allowed["lambda:InvokeFunction"]] == [
            function.id
        ]

    def test_its_schedule_has_a_group_of_its_own(self, prod: Templates, job: Job) -> None:
        name = clock_of(prod, job).properties["GroupName"]
        assert name == "progressive-flow-" + job.schedule.name.replace("_", "-")
        assert [resource.properties["Name"] for resource in prod.all("AWS::Scheduler::ScheduleGroup")].count(name) == 1


@pytest.mark.parametrize("stage", STAGES)
def test_there_is_no_undeclared_schedule(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    jobs = len([job for job in JOBS if STAGES[stage].backups or Need.RESTORES not in job.schedule.needs])
    assert len(list(templates.all("AWS::Scheduler::Schedule"))) == jobs > 0
    assert len(list(templates.all("AWS::Lambda::EventInvokeConfig"))) == jobs + len(CONSUMERS)
    assert len([resource for resource in templates.all("AWS::Events::Rule") if resource.stack == "schedules"]) == len(
        CONSUMERS
    )


def test_only_a_stage_with_backups_runs_restore_drills(synthesized: Synthesized) -> None:
    clocks = {
        stage: [
            resource.id for resource in synthesized(stage).all("AWS::Scheduler::Schedule") if "rehearse" in resource.id
        ]
        for stage in STAGES
    }
    assert {stage: len(found) for stage, found in clocks.items()} == {
        stage: int(config.backups) for stage, config in STAGES.items()
    }
    assert {config.backups for config in STAGES.values()} == {True, False}


@pytest.mark.parametrize("topic", CONSUMERS)
def test_a_consumer_receives_its_topic_and_its_failures_are_queued(prod: Templates, topic: str) -> None:
    module = "functions.triggers.user_erased"
    assert module == "functions.triggers." + topic.replace(".", "_"), "as the local platform finds it"
    function = prod.function("progressive-flow-triggers-" + topic.replace(".", "-").replace("_", "-"))
    (rule,) = (resource for resource in prod.all("AWS::Events::Rule") if resource.stack == "schedules")
    queue = prod.one("AWS::SQS::Queue")
    assert rule.properties["EventPattern"] == {"source": [bus.SOURCE], "detail-type": [topic]}
    assert prod.followed(rule.properties["EventBusName"]) == {
        "Fn::GetAtt": [prod.one("AWS::Events::EventBus").id, "Arn"]
    }
    (target,) = rule.properties["Targets"]
    assert prod.called(rule.stack, target["Arn"]).id == function.id
    assert prod.at(rule.stack, target["DeadLetterConfig"]["Arn"]).id == queue.id
    (permission,) = (
        resource
        for resource in prod.all("AWS::Lambda::Permission")
        if resource.properties["Principal"] == "events.amazonaws.com"
    )
    assert prod.at(rule.stack, permission.properties["SourceArn"]).id == rule.id
    policy = prod.one("AWS::SQS::QueuePolicy").properties["PolicyDocument"]["Statement"]
    let_in = [statement for statement in policy if statement["Effect"] == "Allow"]
    assert [statement["Condition"]["ArnEquals"]["aws:SourceArn"] for statement in let_in] == [
        {"Fn::GetAtt": [rule.id, "Arn"]}
    ]


def test_the_failure_queue_is_encrypted_and_retains_for_two_weeks(prod: Templates) -> None:
    queue = prod.one("AWS::SQS::Queue")
    assert queue.properties["SqsManagedSseEnabled"] is True
    assert queue.properties["MessageRetentionPeriod"] == 14 * 24 * 3600
