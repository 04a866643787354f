"""A task and its children in SQL: who waits for whom, and ends of both at once, which take their locks in one order."""

import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

import psycopg
import pytest

from tests.support.learning import beyond_policies
from tests.support.scene import NOON, act_as, make_user, one
from tests.support.task_rows import cancel, enqueue, fail, finish, requeue, row, split, start

MINUTE = timedelta(minutes=1)
Task = tuple[uuid.UUID, uuid.UUID]
STATES = "select string_agg(state, ' ' order by parent_id nulls first, id) from platform.tasks"


class Family(NamedTuple):
    """A learner's task that waits for two children, which run."""

    user: uuid.UUID
    parent: Task
    children: list[Task]


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """A database of its own, past every policy."""
    with beyond_policies(fresh_database, admin_url) as connection:
        yield connection


@pytest.fixture
def family(fresh_database: dict[str, str], world: psycopg.Connection) -> Family:
    """Make a task that was split."""
    user = make_user(world)
    with psycopg.connect(fresh_database["scheduler"]) as worker:
        act_as(worker, user)
        parent = enqueue(worker)
        start(worker, parent)
        children = split(worker, parent, 2)
        assert split(worker, parent, 2) == [], "another nonce is the task's now"
        for child in children:
            assert start(worker, child)
    return Family(user, parent, children)


def test_children_belong_to_whoever_their_parent_is_done_for(world: psycopg.Connection, family: Family) -> None:
    stored = [row(world, child) for child in family.children]
    assert [(child["user_id"], child["payload"]) for child in stored] == [
        (str(family.user), {"part": 0}), (str(family.user), {"part": 1}),
    ]  # fmt: skip
    assert row(world, family.parent)["tries"] == 0


def test_a_child_is_not_split(world: psycopg.Connection, family: Family) -> None:
    assert split(world, family.children[0], 1) == []
    assert one(world, STATES) == "queued running running"


def test_a_parent_waits_until_its_last_child_is_done(world: psycopg.Connection, family: Family) -> None:
    first, second = family.children
    assert finish(world, second, {"part": "second"})
    assert one(world, "select run_after = 'infinity' from platform.tasks where id = %s", family.parent[0])
    assert finish(world, first, {"part": "first"})
    assert family.parent[0] not in requeue(world, NOON + timedelta(seconds=59))
    nonce, _ = requeue(world, NOON + MINUTE)[family.parent[0]]
    payload = {"n": 1, "children": [{"part": "first"}, {"part": "second"}]}
    assert start(world, (family.parent[0], nonce)) == ("test", payload, 1)


Act = Callable[[psycopg.Connection, Family], bool]


def cancelled(connection: psycopg.Connection, family: Family) -> bool:
    """Cancel the parent; return whether it was."""
    act_as(connection, family.user)
    try:
        cancel(connection, family.parent)
    except psycopg.Error:
        connection.rollback()
        return False
    return True


def is_done(number: int) -> Act:
    """Return what hands in a child's result."""
    return lambda connection, family: finish(connection, family.children[number])


def has_failed(number: int) -> Act:
    """Return what fails a child for good."""
    return lambda connection, family: fail(connection, family.children[number], retry=False) is not None


def requeued(connection: psycopg.Connection, family: Family) -> bool:
    """Let the minute job take what is lost; return whether it took a child."""
    return bool(requeue(connection, NOON + MINUTE).keys() & {child[0] for child in family.children})


# First and second of two at once, whether the second waits, what it then returns, and the states of parent and children.
RACES: dict[str, tuple[Act, Act, bool, bool, str]] = {
    "the last two children": (is_done(0), is_done(1), True, True, "queued done done"),
    "a result and a cancellation": (is_done(0), cancelled, True, True, "cancelled done cancelled"),
    "a cancellation and a result": (cancelled, is_done(0), True, False, "cancelled cancelled cancelled"),
    "a failure and a result": (has_failed(0), is_done(1), True, False, "failed failed cancelled"),
    "two failures": (has_failed(0), has_failed(1), True, False, "failed failed cancelled"),
    "a cancellation and the minute job": (cancelled, requeued, False, False, "cancelled cancelled cancelled"),
    "the minute job and a cancellation": (requeued, cancelled, True, True, "cancelled cancelled cancelled"),
    "the minute job and a result": (requeued, is_done(0), True, False, "queued queued queued"),
}


@pytest.mark.parametrize("race", RACES)
def test_of_two_ends_at_once_the_first_counts(
    fresh_database: dict[str, str], world: psycopg.Connection, family: Family, race: str
) -> None:
    first, second, waits, outcome, states = RACES[race]
    got: list[bool] = []
    urls = [fresh_database["application" if act is cancelled else "scheduler"] for act in (first, second)]
    with psycopg.connect(urls[0]) as one_of_two, psycopg.connect(urls[1]) as other:
        assert first(one_of_two, family)
        late = threading.Thread(target=lambda: got.append(second(other, family)))
        late.start()
        late.join(0.3)
        assert late.is_alive() is waits
        one_of_two.commit()
        late.join(10)
        other.commit()
    assert got == [outcome]
    assert one(world, STATES) == states
    due = one(world, "select run_after < 'infinity' from platform.tasks where id = %s", family.parent[0])
    assert due is (race == "the last two children")
