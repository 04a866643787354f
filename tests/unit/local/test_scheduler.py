"""Schedules follow EventBridge's syntax."""

import threading
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.jobs import Job, Schedule
from progressive_flow_local import scheduler
from progressive_flow_local.invocation import Environment
from progressive_flow_local.scheduler import ScheduleError, due_times
from tests.support.midnights import two_seconds_before

START = datetime(2026, 1, 1, tzinfo=UTC)  # a Thursday


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("rate(1 minute)", ["2026-01-01T00:01", "2026-01-01T00:02"]),
        ("rate(5 minutes)", ["2026-01-01T00:05", "2026-01-01T00:10"]),
        ("rate(1 day)", ["2026-01-02T00:00", "2026-01-03T00:00"]),
        ("cron(2 0 * * ? *)", ["2026-01-01T00:02", "2026-01-02T00:02"]),
        ("cron(0/15 * * * ? *)", ["2026-01-01T00:15", "2026-01-01T00:30"]),
        ("cron(0 8 1 * ? *)", ["2026-01-01T08:00", "2026-02-01T08:00"]),
        ("cron(0 0 L * ? *)", ["2026-01-31T00:00", "2026-02-28T00:00"]),
        ("cron(0 10 ? * 2-6 *)", ["2026-01-01T10:00", "2026-01-02T10:00", "2026-01-05T10:00"]),
        ("cron(0 10 ? * MON-FRI 2027)", ["2027-01-01T10:00", "2027-01-04T10:00"]),
        ("cron(0 9 ? * 2#1 *)", ["2026-01-05T09:00", "2026-02-02T09:00"]),
        ("cron(0 9 ? * 6L *)", ["2026-01-30T09:00", "2026-02-27T09:00"]),
        ("cron(0 0 1 1 ? 2025)", []),
        ("cron(0 0 1 1 ? 2028-2030/2)", ["2028-01-01T00:00", "2030-01-01T00:00"]),
        ("cron(0 0 1 JAN ? 2027,2029)", ["2027-01-01T00:00", "2029-01-01T00:00"]),
    ],
)
def test_an_expression_fires_when_eventbridge_would(expression: str, expected: list[str]) -> None:
    found = [
        at.isoformat(timespec="minutes")[:16] for at in islice(due_times(expression, START), max(2, len(expected)))
    ]
    assert found == expected


@pytest.mark.parametrize(
    "expression",
    [
        "rate(0 minutes)",
        "rate(1 fortnight)",
        "every minute",
        "cron(* * * * *)",
        "cron(0 0 * * * *)",
        "cron(0 0 ? * ? *)",
        "cron(61 0 * * ? *)",
        "cron(0 0 3W * ? *)",
        "cron(0 0 * * ? soon)",
    ],
)
def test_what_eventbridge_refuses_is_refused(expression: str) -> None:
    with pytest.raises(ScheduleError):
        next(due_times(expression, START))


def job(run: object, expression: str = "rate(1 minute)", timeout: int = 5) -> Job:
    return Job(run, Schedule("tidy", "Tidies.", expression=expression, timeout=timeout))  # type: ignore[arg-type]


def test_an_event_is_eventbridges() -> None:
    event = scheduler.event("tidy", START)
    assert event["detail-type"] == "Scheduled Event"
    assert event["source"] == "aws.events"
    assert event["time"] == "2026-01-01T00:00:00Z"
    assert event["resources"][0].endswith(":rule/tidy")


def test_a_job_runs_each_time_it_is_due_until_it_is_stopped() -> None:
    waits: list[float] = []
    runs: list[int] = []

    def run() -> dict[str, object]:
        runs.append(1)
        return {}

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return len(waits) > 3

    scheduler.follow(job(run), Environment(), wait)
    assert len(runs) == 3
    assert all(0 < seconds <= 60 for seconds in waits)


def test_a_schedule_that_has_ended_ends_its_thread() -> None:
    scheduler.follow(
        job(lambda: None, "cron(0 0 1 1 ? 2020)"), Environment(), lambda _: pytest.fail("nothing to wait for")
    )


def test_a_failure_is_logged_and_not_fatal(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> dict[str, object]:
        raise ZeroDivisionError

    scheduler.run(job(fail), Environment(), START)
    assert "tidy failed" in caplog.text


def test_a_job_has_a_time_limit(caplog: pytest.LogCaptureFixture) -> None:
    release = threading.Event()
    scheduler.run(job(lambda: {"waited": release.wait(5)}, timeout=0), Environment(), START)
    release.set()
    assert "tidy took longer" in caplog.text


@pytest.mark.clock
def test_a_job_of_midnight_runs_once_at_midnight() -> None:
    ran: list[datetime] = []
    over = threading.Event()

    def run() -> dict[str, object]:
        ran.append(datetime.now(UTC))
        return {}

    midnight = two_seconds_before()
    follow = (job(run, "cron(0 0 * * ? *)"), Environment(), over.wait)
    thread = threading.Thread(target=scheduler.follow, args=follow)
    thread.start()
    thread.join(4)
    over.set()
    thread.join()
    (at,) = ran
    assert midnight <= at < midnight + timedelta(seconds=1)


def test_what_is_due_is_never_in_the_past() -> None:
    late = START + timedelta(days=3, seconds=7)
    assert next(due_times("rate(1 minute)", late)) > late


def test_jobs_that_restore_servers_stay_in_the_cloud() -> None:
    """There is nothing to restore on one's own machine, and each run would fail."""
    left_out = {job.schedule.name for job in registry.jobs()} - {job.schedule.name for job in scheduler.jobs()}
    assert left_out == {"run_restore_drill"}
