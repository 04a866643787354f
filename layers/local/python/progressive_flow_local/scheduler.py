"""Starts the jobs of `functions/scheduled/` as EventBridge does: `python -m progressive_flow_local.scheduler`.

Hand-written, since moto starts no schedule, and APScheduler's cron differs from EventBridge's; `cronsim` computes the times.

Each job has a thread that waits and runs it, so that the same job never runs twice at once; all share one process,
and run one after the other since they share the database connection.
"""

import json
import logging
import os
import re
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from cronsim import CronSim, CronSimError

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow_local.invocation import ACCOUNT_ID, REGION, Context, Environment
from progressive_flow_local.processes import die_with_parent

if TYPE_CHECKING:
    from progressive_flow.kernel.declarations.jobs import Job

LOG = logging.getLogger("progressive_flow_local.scheduler")
_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


class ScheduleError(ValueError):
    """An expression that EventBridge would refuse."""


def due_times(expression: str, after: datetime) -> Iterator[datetime]:
    """Yield the instants after `after` at which an EventBridge expression fires, in UTC."""
    if found := _RATE.fullmatch(expression):
        return _rate(int(found[1]), found[2], after)
    if found := _CRON.fullmatch(expression):
        return _cron(found.groups(), after)
    raise ScheduleError(f"{expression!r} is neither rate(value unit) nor cron(six fields)")


def _rate(value: int, unit: str, after: datetime) -> Iterator[datetime]:
    if not value:
        raise ScheduleError("a rate is at least 1")
    step = timedelta(**{f"{unit}s": value})
    return (after + step * number for number in count(1))


def _cron(fields: tuple[str, ...], after: datetime) -> Iterator[datetime]:
    """Translate: `?` means any, days of the week count from 1 = Sunday, and there is a field for years."""
    minute, hour, day, month, weekday, year = fields
    if (day == "?") == (weekday == "?"):
        raise ScheduleError("exactly one of day of month and day of week is `?`")
    translated = " ".join((minute, hour, day.replace("?", "*"), month, _weekdays(weekday)))
    try:
        years, instants = _years(year), CronSim(translated, after)
    except (CronSimError, ValueError) as error:  # the nearest weekday (W) among them: no job of ours needs it
        raise ScheduleError(f"cron({' '.join(fields)}) cannot be followed here: {error}") from error
    return (at for at in _until(instants, max(years)) if at.year in years)


def _until(instants: Iterator[datetime], last_year: int) -> Iterator[datetime]:
    for at in instants:
        if at.year > last_year:
            return
        yield at


def _weekdays(field: str) -> str:
    """Turn EventBridge's days (1 to 7, Sunday first) into cron's (0 to 6); what follows in `6#3` and `6L` stays."""
    named = field.replace("?", "*").upper()
    for number, day in enumerate(_DAYS, start=1):
        named = named.replace(day, str(number))
    return re.sub(r"(?<![#/\d])([1-7])(?!\d)", lambda found: str(int(found[1]) - 1), named)


def _years(field: str) -> frozenset[int]:
    """Expand `*`, `2026`, `2026-2028`, `2026/2` and lists of them."""
    first, last = 1970, 2199
    years: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        low, _, high = span.partition("-")
        begin = first if low == "*" else int(low)
        end = int(high) if high else last if step or low == "*" else begin
        years.update(range(begin, end + 1, int(step or 1)))
    return frozenset(years)


def event(name: str, due: datetime) -> dict[str, Any]:
    """Return the event that a rule's target receives."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT_ID,
        "time": due.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT_ID}:rule/{name}"],
        "detail": {},
    }


def follow(job: "Job", environment: Environment, wait: Callable[[float], bool]) -> None:
    """Run a job whenever it is due until `wait` says to stop; what was missed meanwhile is not made up for."""
    while True:
        now = datetime.now(UTC)
        due = next(due_times(job.schedule.expression, now), None)
        if due is None or wait((due - now).total_seconds()):
            return
        run(job, environment, due)


def run(job: "Job", environment: Environment, due: datetime) -> None:
    """Run a job once; a failure is logged and the next time comes anyway."""
    context = Context(job.schedule.name, job.schedule.timeout, job.schedule.memory)
    started = time.monotonic()
    try:
        environment.call(job, event(job.schedule.name, due), context)
    except TimeoutError:
        LOG.exception("%s took longer than %s s", job.schedule.name, job.schedule.timeout)
    except BaseException:
        LOG.exception("%s failed after %.1f s", job.schedule.name, time.monotonic() - started)


def jobs() -> list["Job"]:
    """Return the jobs that run on one's own machine: all but those that restore servers, of which there are none."""
    return [job for job in registry.jobs() if Capability.RESTORES not in job.schedule.capabilities]


def main() -> None:
    """Start jobs until a signal stops the process."""
    if supervisor := int(os.environ.get("SUPERVISOR_PID", "0")):
        die_with_parent(supervisor)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s scheduler %(levelname)s %(message)s")
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    environment = Environment("jobs")
    for job in jobs():
        threading.Thread(target=follow, args=(job, environment, stopped.wait), daemon=True).start()
    LOG.info("%s", json.dumps({job.schedule.name: job.schedule.expression for job in jobs()}))
    stopped.wait()


if __name__ == "__main__":
    main()
