"""Who may change a task, and workers and requests that race for one."""

import threading
from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from tests.support.learning import beyond_policies
from tests.support.scene import NOON, act_as, make_user
from tests.support.task_rows import cancel, enqueue, finish, requeue, row, start

MINUTE = timedelta(minutes=1)
Session = Callable[..., psycopg.Connection]


@pytest.mark.parametrize(
    "statement",
    [
        "select platform.start_task(uuidv7(), uuidv7(), 60)",
        "select platform.report_progress(uuidv7(), uuidv7(), 1)",
        "select platform.finish_task(uuidv7(), uuidv7(), '{}')",
        "select platform.fail_task(uuidv7(), uuidv7(), '{}', true)",
        "select platform.requeue_tasks(1)",
        "insert into platform.tasks (kind, payload, run_after, due_at, nonce, created_at) values ('t', '{}', now(), now(), uuidv7(), now())",
        "update platform.tasks set state = 'done'",
        "delete from platform.tasks",
    ],
)
def test_a_request_may_only_queue_read_and_cancel(sql: Session, statement: str) -> None:
    connection = sql("application")
    with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
        connection.execute(statement.encode())


@pytest.mark.parametrize(
    "statement", ["update platform.tasks set state = 'done'", "select platform.cancel_task(uuidv7())"]
)
def test_a_job_changes_tasks_by_the_functions_alone(sql: Session, statement: str) -> None:
    connection = sql("scheduler")
    with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
        connection.execute(statement.encode())


@pytest.mark.parametrize("sql_function", ["start", "finish", "requeue"])
def test_of_two_workers_at_once_one_gets_it(fresh_database: dict[str, str], admin_url: str, sql_function: str) -> None:
    """Each on a connection of its own; the first one's transaction stays open while the second asks."""
    url = fresh_database["scheduler"]
    with psycopg.connect(url, autocommit=True) as connection:
        task = enqueue(connection)
        if sql_function == "finish":
            start(connection, task)
    acts: dict[str, Callable[[psycopg.Connection], bool]] = {
        "start": lambda connection: start(connection, task) is not None,
        "finish": lambda connection: finish(connection, task),
        "requeue": lambda connection: task[0] in requeue(connection, NOON + MINUTE),
    }
    got: list[bool] = []
    with psycopg.connect(url) as first, psycopg.connect(url) as second:
        assert acts[sql_function](first)
        late = threading.Thread(target=lambda: got.append(acts[sql_function](second)))
        late.start()
        late.join(0.3)
        assert late.is_alive() is (sql_function != "requeue"), "the minute job passes over what is locked"
        first.commit()
        late.join(10)
        second.commit()
    assert got == [False]
    with beyond_policies(fresh_database, admin_url) as connection:
        assert row(connection, task)["tries"] == (0 if sql_function == "requeue" else 1)


def test_two_requests_with_one_key_queue_one_task(fresh_database: dict[str, str]) -> None:
    url, refused = fresh_database["scheduler"], []

    def queue(connection: psycopg.Connection) -> None:
        try:
            enqueue(connection, p_dedup_key="k")
        except psycopg.Error as error:
            refused.append(error.diag.constraint_name)

    with psycopg.connect(url) as first, psycopg.connect(url) as second:
        queue(first)
        late = threading.Thread(target=queue, args=(second,))
        late.start()
        late.join(0.3)
        first.commit()
        late.join(10)
    assert refused == ["task-pending"]


@pytest.mark.parametrize("cancelled", [False, True])
def test_of_a_cancellation_and_a_result_at_once_the_first_counts(
    fresh_database: dict[str, str], admin_url: str, *, cancelled: bool
) -> None:
    """Each on a connection of its own; the first one's transaction stays open while the second asks."""
    with beyond_policies(fresh_database, admin_url) as connection:
        user = make_user(connection)
    with psycopg.connect(fresh_database["scheduler"]) as worker, psycopg.connect(fresh_database["application"]) as api:
        act_as(api, user)
        task = enqueue(api)
        api.commit()
        start(worker, task)
        worker.commit()
        act_as(api, user)
        outcome: list[str | bool | None] = []

        def cancel_it() -> None:
            try:
                cancel(api, task)
            except psycopg.Error as refusal:
                outcome.append(refusal.diag.constraint_name)

        def finish_it() -> None:
            outcome.append(finish(worker, task))

        first, second = (cancel_it, finish_it) if cancelled else (finish_it, cancel_it)
        first()
        late = threading.Thread(target=second)
        late.start()
        late.join(0.3)
        assert late.is_alive()
        (api if cancelled else worker).commit()
        late.join(10)
        (worker if cancelled else api).rollback()
    assert outcome == ([False] if cancelled else [True, "task-finished"])
    with beyond_policies(fresh_database, admin_url) as connection:
        assert row(connection, task)["state"] == ("cancelled" if cancelled else "done")
