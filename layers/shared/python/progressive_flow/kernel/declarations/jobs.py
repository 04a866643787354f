"""Declares a scheduled job: a function without arguments that brings the state up to now and tells the work it did."""

from collections.abc import Callable
from typing import Any

from progressive_flow.kernel import observability
from progressive_flow.kernel.declarations.models import Capability, Schedule

Work = dict[str, Any]


class Job:
    """A scheduled function: callable as the Lambda entry point, carrying its `Schedule`.

    A job is idempotent and safe when two run: late, repeated and overlapping events are the clock's normal manners.
    """

    def __init__(self, run: Callable[[], Work], schedule: Schedule) -> None:
        self.run = run
        self.schedule = schedule

    def __call__(self, event: dict[str, Any], context: Any) -> Work:
        """Run once; return the work done, which is also logged as a metric."""
        del event, context  # when the job was due makes no difference: each brings the state up to now
        return observability.timed_work(self.schedule.name, self.run)


def scheduled(
    expression: str,
    *,
    capabilities: tuple[Capability, ...] = (Capability.DATABASE_AS_SCHEDULER,),
    memory: int = 512,
    timeout: int = 60,
) -> Callable[[Callable[[], Work]], Job]:
    """Make `functions/scheduled/<name>.py`'s function the job that `expression` starts (EventBridge's syntax, UTC)."""

    def declare(run: Callable[[], Work]) -> Job:
        name = run.__module__.rpartition(".")[2]
        summary = (run.__globals__.get("__doc__") or name).strip().partition("\n")[0]
        return Job(run, Schedule(name, expression, summary, capabilities, memory, timeout))

    return declare
