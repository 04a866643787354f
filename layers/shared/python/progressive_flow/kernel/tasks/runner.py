"""Does a task: starts it, calls the function of its kind, and hands in the result or the problem.

A task that is done elsewhere is started here and sent there on a bus; its answer comes back as an event. So what runs elsewhere
needs no way to the database, and a dispatch, its lease and its nonce are as they are for others.

Each step is a transaction of its own, so that a worker that dies in between holds no lock; its lease ends and the minute job
dispatches the task again.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import psycopg

from progressive_flow.kernel import aws, clock, observability
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.tasks import Children, Done, Result, TaskFailedError, TaskFunction, TaskKind
from progressive_flow.kernel.events import bus
from progressive_flow.kernel.http import responses
from progressive_flow.kernel.json_size import json_bytes
from progressive_flow.kernel.tasks import repository, service
from progressive_flow.kernel.tasks.events import TaskAnswered, TaskSent
from progressive_flow.kernel.tasks.repository import Started

MAX_RESULT = 262144  # bytes as JSON, with the spaces that PostgreSQL writes too
GRACE = 5  # seconds that a lease is longer than the function may run
WAY = {"work": 0, "outside": 60, "isolated": 60}  # seconds for the way to the function of a queue and back
MAX_ISOLATED = 196608  # bytes as JSON of what an isolated function needs: its answer travels in one event with it

Value = TypeVar("Value")
Outcome = str | None


class _SupersededError(Exception):
    """The task was dispatched again, cancelled or deleted meanwhile."""


def run_task(task_id: UUID, nonce: UUID, kind: str) -> Outcome:
    """Do a task that was dispatched; return its state since, None if this dispatch is not its latest."""
    function = registry.tasks().get(kind)
    if function is None:
        raise LookupError(f"No function does tasks of the kind {kind}.")
    lease = function.declaration.timeout + GRACE + WAY[function.declaration.queue]
    started = _commit(lambda db: repository.start(db, task_id, nonce, lease))
    if started is None:
        return None
    try:
        return _do(function, started, task_id, nonce, lease)
    except _SupersededError:
        return None
    except TaskFailedError as error:
        return _fail(task_id, nonce, error.kind, error.detail, retry=False)
    except Exception as error:  # noqa: BLE001 - whatever happens is retried while tries are left, and logged
        if refusal := responses.refusal_of(error):
            # the key that signs for tasks may have been replaced meanwhile
            return _fail(task_id, nonce, refusal.kind, refusal.detail, retry=refusal.kind == "unproven")
        observability.exception(error, task=str(task_id), kind=kind, tries=started.tries)
        return _fail(task_id, nonce, "unexpected", "Something went wrong on our side.", retry=True)


def _do(function: TaskFunction, started: Started, task_id: UUID, nonce: UUID, lease: int) -> str:
    """Do a task that was started, or send it to where it is done; return its state since."""
    _refuse_of_a_user(function.declaration, started)
    if function.declaration.elsewhere:
        return _send(function.declaration, started, task_id, nonce, lease)
    done = function.run(started.payload, lambda share: _report(task_id, nonce, share))
    return _commit(lambda db: _end(db, started, task_id, nonce, done))


def take_answer(answer: TaskAnswered) -> Outcome:
    """Take what came of a task outside; return its state since, None if this dispatch is not its latest."""
    if answer.problem:
        return _fail(answer.id, answer.nonce, answer.problem.kind, answer.problem.detail, retry=answer.retry)
    try:
        _commit(lambda db: _finish(db, answer.id, answer.nonce, answer.result or {}, is_child=True))
    except _SupersededError:
        return None
    except (psycopg.DataError, psycopg.errors.CheckViolation):  # such as the character NUL, which JSON may have
        return _fail(answer.id, answer.nonce, "result-unusable", "Its result cannot be stored.", retry=False)
    return "done"


def _refuse_of_a_user(declared: TaskKind, started: Started) -> None:
    """Refuse what code in a function of learners' could queue; what it splits, the platform's own code put together."""
    is_sent_as_asked = declared.elsewhere and started.parent_id is None
    if started.user_id and (declared.internal or is_sent_as_asked):
        raise TaskFailedError("forbidden", "The platform alone queues tasks of this kind.")


def _send(declared: TaskKind, started: Started, task_id: UUID, nonce: UUID, lease: int) -> str:
    """Put a task on the bus of its queue with what it needs; what comes of it is an event too."""
    isolated = declared.queue == "isolated"
    if isolated and json_bytes(started.payload) > MAX_ISOLATED:
        raise TaskFailedError("payload-too-large", f"What it needs has more than {MAX_ISOLATED:,} bytes.")
    now = clock.now()
    begins = now + timedelta(seconds=lease - declared.timeout)  # one that begins later may end after the lease
    sent = TaskSent(id=task_id, nonce=nonce, kind=started.kind, payload=started.payload, expires_at=begins)
    event = bus.Event(nonce, sent.topic, None, None, sent.model_dump(mode="json"), now)
    try:
        bus.publish_one(event, aws.isolated_bus() if isolated else None)
    except ValueError as error:
        raise TaskFailedError("payload-too-large", str(error)) from error
    return "running"


def _report(task_id: UUID, nonce: UUID, progress: float) -> None:
    """Note how far a task is; end work that nobody waits for any more."""
    if not _commit(lambda db: repository.report(db, task_id, nonce, progress)):
        raise _SupersededError


def _end(db: Transaction, started: Started, task_id: UUID, nonce: UUID, done: Done) -> str:
    """Complete a task and hand in its result, both or neither: a dispatch that is not the latest changes nothing.

    Return the state since; a task that was split waits for its children.
    """
    if isinstance(done, Children):
        _split(db, started, task_id, nonce, done)
        return "queued"
    if callable(done):
        if started.user_id:
            repository.act_as(db, started.user_id)
        done = done(db)
    if json_bytes(done) > MAX_RESULT:
        raise TaskFailedError("result-too-large", f"The result has more than {MAX_RESULT:,} bytes.")
    _finish(db, task_id, nonce, done, is_child=started.parent_id is not None)
    return "done"


def _finish(db: Transaction, task_id: UUID, nonce: UUID, result: Result, *, is_child: bool) -> None:
    """Hand in a result; after the last child, dispatch its parent."""
    if not repository.finish(db, task_id, nonce, result):
        raise _SupersededError
    if is_child and (parent := repository.find_awaiting(db, task_id)):
        service.dispatch_due(db, [parent])


def _split(db: Transaction, started: Started, task_id: UUID, nonce: UUID, children: Children) -> None:
    if started.parent_id or "children" in started.payload:
        raise TypeError("A task is split once, and a child not at all.")
    due = repository.split(db, task_id, nonce, children.kind, children.payloads)
    if not due:
        raise _SupersededError
    service.dispatch_due(db, due)


def _fail(task_id: UUID, nonce: UUID, kind: str, detail: str, *, retry: bool) -> Outcome:
    problem = {"kind": kind, "detail": detail}
    return _commit(lambda db: repository.fail(db, task_id, nonce, problem, retry=retry))


def _commit(work: Callable[[Transaction], Value]) -> Value:
    """Run one step in a transaction of the scheduler's; once more if its connection had died while idle."""

    def once() -> Value:
        with transactions.begin(role="scheduler") as db:
            return work(db)

    return transactions.retry_once(once)
