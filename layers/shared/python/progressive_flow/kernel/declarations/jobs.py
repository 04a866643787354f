"""Declares a scheduled job: a function that brings the state up to now and returns the work it did."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Unpack

from progressive_flow.kernel.declarations.models import Capability, Declaration, Options
from progressive_flow.kernel.declarations.work import Work, described, in_transaction, logged


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Declaration):
    """A function that EventBridge invokes by a schedule.

    `expression` is EventBridge's, as in `rate(1 minute)` or `cron(2 0 * * ? *)`, in UTC.
    """

    folder = "scheduled"

    expression: str
    capabilities: tuple[Capability, ...] = (Capability.DATABASE_AS_SCHEDULER,)


class Job:
    """A scheduled function: callable as the Lambda entry point, carrying its `Schedule`.

    A job is idempotent and safe when two run: EventBridge delivers at least once, and sometimes late.
    """

    def __init__(self, function: Callable[..., Work], schedule: Schedule) -> None:
        self.schedule = self.declaration = schedule
        self._run: Callable[[], Work] = in_transaction(function, schedule.capabilities)

    def run(self) -> Work:
        """Do the work and return what was done, without a log."""
        return self._run()

    def __call__(self, event: dict[str, Any], context: Any) -> Work:
        """Handle one invocation by EventBridge."""
        del event, context  # each run brings the state up to now, whenever it was due
        return logged(self.schedule.name, self._run)


def scheduled(expression: str, **options: Unpack[Options]) -> Callable[[Callable[..., Work]], Job]:
    """Make `functions/scheduled/<name>.py`'s function the job that `expression` starts (EventBridge's syntax, UTC)."""

    def declare(function: Callable[..., Work]) -> Job:
        return Job(function, Schedule(*described(function), expression=expression, **options))

    return declare
