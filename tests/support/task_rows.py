"""Tasks in SQL: what a worker and the minute job call, on a connection of the test's."""

from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from tests.support.scene import NOON, one

PROBLEM = Jsonb({"kind": "unexpected", "detail": "It broke."})


def enqueue(connection: psycopg.Connection, at: datetime = NOON, **options: Any) -> tuple[UUID, UUID]:
    """Queue a task; return its id and nonce."""
    given = {"p_kind": "test", "p_payload": Jsonb({"n": 1}), "p_at": at} | options
    arguments = ", ".join(f"{name} => %({name})s" for name in given)
    row = connection.execute(f"select id, nonce from platform.enqueue_task({arguments})".encode(), given).fetchone()
    assert row
    return row[0], row[1]


def start(connection: psycopg.Connection, task: tuple[UUID, UUID], at: datetime = NOON) -> tuple[Any, ...] | None:
    """Start a task with a lease of a minute."""
    query = "select kind, payload, tries from platform.start_task(%s, %s, 60, %s)"
    return connection.execute(query, [*task, at]).fetchone()


def finish(connection: psycopg.Connection, task: tuple[UUID, UUID], result: Any = None, at: datetime = NOON) -> bool:
    """Hand in a result."""
    taken: bool = one(
        connection, "select platform.finish_task(%s, %s, %s, %s)", *task, Jsonb(result or {"score": 5}), at
    )
    return taken


def fail(
    connection: psycopg.Connection, task: tuple[UUID, UUID], *, retry: bool = True, at: datetime = NOON
) -> str | None:
    """End a try with a problem."""
    state: str | None = one(connection, "select platform.fail_task(%s, %s, %s, %s, %s)", *task, PROBLEM, retry, at)
    return state


def cancel(connection: psycopg.Connection, task: tuple[UUID, UUID]) -> None:
    """Cancel a task as the present user."""
    connection.execute("select platform.cancel_task(%s, %s)", [task[0], NOON])


def requeue(connection: psycopg.Connection, at: datetime) -> dict[UUID, tuple[UUID, str]]:
    """Let the minute job take what is due; return nonces and states by id."""
    rows = connection.execute("select id, nonce, state from platform.requeue_tasks(100, %s)", [at])
    return {row[0]: (row[1], row[2]) for row in rows}


def row(connection: psycopg.Connection, task: tuple[UUID, UUID]) -> dict[str, Any]:
    """Return a task as it is stored."""
    found: dict[str, Any] = one(connection, "select to_jsonb(t) from platform.tasks as t where t.id = %s", task[0])
    return found


def split(connection: psycopg.Connection, task: tuple[UUID, UUID], count: int) -> list[tuple[UUID, UUID]]:
    """Make a running task wait for children; return them, each with its nonce."""
    payloads = Jsonb([{"part": number} for number in range(count)])
    query = "select id, nonce from platform.split_task(%s, %s, 'part', %s, %s)"
    return [(row[0], row[1]) for row in connection.execute(query, [*task, payloads, NOON])]
