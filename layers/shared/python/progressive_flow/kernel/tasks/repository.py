"""Statements on tasks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.tasks.models import Task, TaskSummary

# Children are not shown: what was asked for is their parent, which is as far as they are on the average.
SUMMARY = """
    t.id, t.kind, t.state, t.created_at, t.started_at, t.finished_at,
    case
        when t.state = 'done' then 1
        else coalesce((select avg(c.progress) from platform.tasks as c where c.parent_id = t.id), t.progress)
    end as progress
"""
FIND = f"""
select {SUMMARY}, t.result, t.problem
from platform.tasks as t
where t.id = %s and t.user_id = %s and t.parent_id is null
"""
LIST = f"""
select {SUMMARY}
from platform.tasks as t
where
    t.user_id = %(me)s
    and t.parent_id is null
    and (%(state)s::text is null or t.state = %(state)s)
    and (%(kind)s::text is null or t.kind = %(kind)s)
    and (%(before)s::timestamptz is null or (t.created_at, t.id) < (%(before)s, %(before_id)s::uuid))
order by t.created_at desc, t.id desc
limit %(limit)s
"""


class Queued(NamedTuple):
    """A task that was just queued."""

    id: UUID
    nonce: UUID
    user_id: UUID | None


class Due(NamedTuple):
    """A task that is to be dispatched."""

    id: UUID
    nonce: UUID
    kind: str
    user_id: UUID | None
    organization_id: UUID | None


class Requeued(NamedTuple):
    """A task that the minute job took: dispatched again, or failed."""

    id: UUID
    nonce: UUID
    kind: str
    user_id: UUID | None
    organization_id: UUID | None
    state: str
    due_at: datetime


class Started(NamedTuple):
    """What a worker gets of a task."""

    kind: str
    payload: dict[str, Any]
    parent_id: UUID | None
    user_id: UUID | None
    tries: int


def enqueue(
    db: Transaction, kind: str, payload: dict[str, Any], options: Sequence[Any], max_open: int | None
) -> Queued:
    """Queue a task; `options` are its dedup key, organization, tries, and the instants of expiry and first run."""
    return db.fetch_one(
        Queued,
        "select id, nonce, user_id from platform.enqueue_task(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [kind, Jsonb(payload), *options, db.at, max_open],
    )


def start(db: Transaction, task_id: UUID, nonce: UUID, lease_seconds: int) -> Started | None:
    """Take a queued task; None if this dispatch is not its latest."""
    return db.fetch_optional(
        Started,
        "select kind, payload, parent_id, user_id, tries from platform.start_task(%s, %s, %s, %s)",
        [task_id, nonce, lease_seconds, db.at],
    )


def report(db: Transaction, task_id: UUID, nonce: UUID, progress: float) -> bool:
    """Note how far a task is."""
    return db.fetch_value(bool, "select platform.report_progress(%s, %s, %s)", [task_id, nonce, progress])


def act_as(db: Transaction, user_id: UUID) -> None:
    """Let what follows in this transaction be done as a learner; 403 `erased` if there is no such learner any more."""
    db.execute("select identity.act_as(%s)", [user_id])


def finish(db: Transaction, task_id: UUID, nonce: UUID, result: dict[str, Any]) -> bool:
    """Hand in a result; False if it was not taken."""
    return db.fetch_value(bool, "select platform.finish_task(%s, %s, %s, %s)", [task_id, nonce, Jsonb(result), db.at])


def split(db: Transaction, task_id: UUID, nonce: UUID, kind: str, payloads: Sequence[dict[str, Any]]) -> list[Due]:
    """Make parts of a task's work tasks of their own, and let it wait for them; return none if it was not taken."""
    return db.fetch_all(
        Due,
        "select id, nonce, kind, user_id, organization_id from platform.split_task(%s, %s, %s, %s, %s)",
        [task_id, nonce, kind, Jsonb(list(payloads)), db.at],
    )


def find_awaiting(db: Transaction, child_id: UUID) -> Due | None:
    """Return the task that waited for a child, once the last of its children is done."""
    query = """
    select p.id, p.nonce, p.kind, p.user_id, p.organization_id
    from platform.tasks as c
    inner join platform.tasks as p on p.id = c.parent_id
    where c.id = %s and p.state = 'queued' and p.run_after < 'infinity'
    """
    return db.fetch_optional(Due, query, [child_id])


def fail(db: Transaction, task_id: UUID, nonce: UUID, problem: dict[str, str], *, retry: bool) -> str | None:
    """End a try; return the state since, None if it was not taken."""
    return db.fetch_optional_value(
        str, "select platform.fail_task(%s, %s, %s, %s, %s)", [task_id, nonce, Jsonb(problem), retry, db.at]
    )


def requeue(db: Transaction, limit: int) -> list[Requeued]:
    """Take what no worker has; return what is to be dispatched and what failed."""
    return db.fetch_all(
        Requeued,
        "select id, nonce, kind, user_id, organization_id, state, due_at from platform.requeue_tasks(%s, %s)",
        [limit, db.at],
    )


def cancel(db: Transaction, task_id: UUID) -> None:
    """Cancel an open task of the learner."""
    db.execute("select platform.cancel_task(%s, %s)", [task_id, db.at])


def find(db: Transaction, me: UUID, task_id: UUID) -> Task | None:
    """Return a task of the learner."""
    return db.fetch_optional(Task, FIND, [task_id, me])


def list_tasks(
    db: Transaction, me: UUID, before: tuple[datetime, UUID] | None, limit: int, filters: dict[str, str | None]
) -> list[TaskSummary]:
    """Return the learner's tasks, newest first."""
    at, id_ = before or (None, None)
    return db.fetch_all(TaskSummary, LIST, {"me": me, "before": at, "before_id": id_, "limit": limit, **filters})


def purge(db: Transaction, before: datetime) -> int:
    """Delete the tasks that finished before an instant, with their children; return how many."""
    query = """
    with purged as (delete from platform.tasks where finished_at < %s and parent_id is null returning id),
    children as (delete from platform.tasks where parent_id in (select id from purged))
    select count(*) from purged
    """
    return db.fetch_value(int, query, [before])
