"""Rules on tasks: queueing, dispatching and reading them. `runner` executes them.

Hand-written, since Celery, procrastinate and pgqueuer need a worker that runs for ever; Lambda is invoked by events.
"""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.events import bus
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.kernel.http.responses import Polled
from progressive_flow.kernel.principal import Principal
from progressive_flow.kernel.tasks import repository
from progressive_flow.kernel.tasks.events import TaskQueued
from progressive_flow.kernel.tasks.models import State, Task, TaskSummary
from progressive_flow.kernel.tasks.repository import Due, Requeued

MAX_TRIES = 3
BATCH = 200
SECONDS = 40.0  # of the minute until the next run
RETENTION = timedelta(days=7)  # after the task finished
# How soon it is worth asking again, in seconds, by the age of the task.
POLLING = ((timedelta(seconds=5), 1), (timedelta(seconds=30), 2))
POLLING_LATER = 4


def enqueue(
    db: Transaction,
    kind: str,
    payload: dict[str, Any],
    *,
    dedup_key: str | None = None,
    organization_id: UUID | None = None,
    max_tries: int = MAX_TRIES,
    expires_in: timedelta | None = None,
    delay: timedelta | None = None,
    max_open: int | None = None,
) -> Task:
    """Queue a task of whoever this transaction acts for; dispatch it after the commit, unless it has a delay.

    Raises 409 `task-pending` while another open task has the same `dedup_key`, and 429 `too-many-open` while as many of the
    kind are open as `max_open`.
    """
    expires_at, run_after = (db.at + span if span else None for span in (expires_in, delay))
    queued = repository.enqueue(
        db, kind, payload, [dedup_key, organization_id, max_tries, expires_at, run_after], max_open
    )
    if not delay:
        dispatch(db, kind, queued.id, queued.nonce, queued.user_id, organization_id)
    return Task(
        id=queued.id, kind=kind, state="queued", progress=0, result=None, problem=None,
        created_at=db.at, started_at=None, finished_at=None,
    )  # fmt: skip


def dispatch(
    db: Transaction,
    kind: str,
    task_id: UUID | None,
    nonce: UUID | None,
    user_id: UUID | None = None,
    organization_id: UUID | None = None,
) -> None:
    """Dispatch after the commit what was queued, if it was; for nobody, if a function of the database queued it itself."""
    if task_id and nonce:
        dispatched = TaskQueued(id=task_id, nonce=nonce, kind=kind)
        db.after_commit(lambda: bus.publish_hastily(_event(dispatched, user_id, organization_id, db.at)))


def dispatch_due(db: Transaction, due: Sequence[Due]) -> None:
    """Dispatch children, or their parent, after the commit; the minute job repairs what the bus does not take."""
    events = [_dispatch(each, db.at) for each in due]
    db.after_commit(lambda: bus.publish(events))


def requeue_tasks(seconds: float = SECONDS) -> dict[str, Any]:
    """Dispatch again what no worker has; return how many tasks, how many failed, and how many the bus did not take.

    `oldest_waiting_seconds` is how long the one of them that waited longest has been due.
    """
    deadline = time.monotonic() + seconds
    counts = {"requeued": 0, "failed": 0, "undelivered": 0, "oldest_waiting_seconds": 0}
    more = True
    while more and time.monotonic() < deadline:
        with transactions.begin(role="scheduler") as db:
            taken = repository.requeue(db, BATCH)
        dispatched = [task for task in taken if task.state == "queued"]
        published = bus.publish([_dispatch(task, db.at) for task in dispatched]).published if dispatched else []
        counts["requeued"] += len(dispatched)
        counts["failed"] += len(taken) - len(dispatched)
        counts["undelivered"] += len(dispatched) - len(published)
        waits = [int((db.at - task.due_at).total_seconds()) for task in taken]
        counts["oldest_waiting_seconds"] = max([counts["oldest_waiting_seconds"], *waits])
        more = len(taken) >= BATCH
    return counts


def find_task(db: Transaction, principal: Principal, task_id: UUID) -> Polled[Task]:
    """Return a task of the learner, and how soon to ask again while it is open."""
    task = repository.find(db, principal.id, task_id)
    if task is None:
        raise not_found(f"task {task_id}")
    return Polled(task, retry_after(task, db.at) if task.open else None)


def list_tasks(
    db: Transaction, principal: Principal, cursor: str | None, limit: int, *, state: State | None, kind: str | None
) -> Page[TaskSummary]:
    """Return the learner's tasks, newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    before = (key[0], key[1]) if key else None
    rows = repository.list_tasks(db, principal.id, before, limit + 1, {"state": state, "kind": kind})
    return paging.page(rows, limit, lambda row: [row.created_at.isoformat(), row.id])


def cancel_task(db: Transaction, task_id: UUID) -> None:
    """Cancel an open task of whoever this transaction acts for; refuse one that is done or failed."""
    repository.cancel(db, task_id)


def retry_after(task: Task, at: datetime) -> int:
    """Return the seconds until it is worth asking again."""
    age = at - task.created_at
    return next((seconds for span, seconds in POLLING if age < span), POLLING_LATER)


def purge(db: Transaction) -> int:
    """Delete the tasks that finished longer ago than their retention; return how many."""
    return repository.purge(db, db.at - RETENTION)


def _dispatch(task: Due | Requeued, at: datetime) -> bus.Event:
    dispatched = TaskQueued(id=task.id, nonce=task.nonce, kind=task.kind)
    return _event(dispatched, task.user_id, task.organization_id, at)


def _event(dispatched: TaskQueued, user_id: UUID | None, organization_id: UUID | None, at: datetime) -> bus.Event:
    """The nonce is the event's id: it identifies the dispatch."""
    payload = dispatched.model_dump(mode="json")
    return bus.Event(dispatched.nonce, dispatched.topic, user_id, organization_id, payload, at)
