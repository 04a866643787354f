"""One connection a process, transactions pipelined so that a read takes two round trips.

Statements queue until a result is asked for: BEGIN, the caller's identity and the first query travel together, and so do
the last write and COMMIT. From its fifth use on a statement is prepared, which spares PostgreSQL a quarter of an attempt's
work; behind a proxy that pins the connection, which the caller's identity does anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any, TypeVar

import psycopg
from psycopg.rows import class_row, scalar_row

from progressive_flow import clock, settings
from progressive_flow.errors import Problem
from progressive_flow.principal import Learner

Model = TypeVar("Model")
Params = Sequence[Any] | Mapping[str, Any]
CONNECT_TIMEOUT = 3  # seconds; a client is better served by 503 with Retry-After than by waiting longer

# The connection is no longer what we take it for. A prepared statement is another: a migration changed what it returns, or
# it was to be prepared behind a statement that failed, so that it never was. Or the server is no longer the one that writes,
# after a failover. Nothing was committed, and a new connection prepares anew and finds the present server.
OUTDATED = (
    psycopg.errors.FeatureNotSupported,
    psycopg.errors.InvalidSqlStatementName,
    psycopg.errors.ReadOnlySqlTransaction,
)

_connections: dict[str, psycopg.Connection] = {}


class ConnectionLostError(Exception):
    """The database went away. `retryable` if no result had come back, so that nothing can have been done."""

    def __init__(self, *, retryable: bool, committing: bool = False) -> None:
        super().__init__("the database connection was lost")
        self.retryable = retryable
        self.committing = committing


class NoConnectionError(Exception):
    """No connection came in time."""


class Transaction:
    """What repositories work with: the present transaction and its instant `at`.

    `one`, `maybe`, `all` and `value` ask for a result and so cost a round trip; `run` only queues.
    """

    def __init__(self, connection: psycopg.Connection, at: datetime) -> None:
        self._connection = connection
        self.at = at
        self.answered = False

    def run(self, query: str, params: Params = ()) -> None:
        """Queue a statement whose result nobody needs; if it fails, the next result or the commit does."""
        self._connection.execute(query.encode(), params)

    def one(self, model: type[Model], query: str, params: Params = ()) -> Model:
        """Return the one row as a `model`; raise LookupError if there is none."""
        row = self.maybe(model, query, params)
        if row is None:
            raise LookupError("the statement returned no row")
        return row

    def maybe(self, model: type[Model], query: str, params: Params = ()) -> Model | None:
        """Return the first row as a `model`, or None."""
        with self._connection.cursor(row_factory=class_row(model)) as cursor:
            row = cursor.execute(query.encode(), params).fetchone()
        self.answered = True
        return row

    def all(self, model: type[Model], query: str, params: Params = ()) -> list[Model]:
        """Return every row as a `model`."""
        with self._connection.cursor(row_factory=class_row(model)) as cursor:
            rows = cursor.execute(query.encode(), params).fetchall()
        self.answered = True
        return rows

    def later(self, model: type[Model], query: str, params: Params = ()) -> Callable[[], list[Model]]:
        """Queue a query and return what fetches its rows: two queries so queued share one round trip."""
        cursor = self._connection.cursor(row_factory=class_row(model))
        cursor.execute(query.encode(), params)
        return cursor.fetchall

    def value(self, query: str, params: Params = ()) -> Any:
        """Return the first column of the first row, None if there is no row."""
        with self._connection.cursor(row_factory=scalar_row) as cursor:
            value = cursor.execute(query.encode(), params).fetchone()
        self.answered = True
        return value


@contextmanager
def transaction(learner: Learner | None = None, role: str = "application") -> Iterator[Transaction]:
    """Run the block in one transaction as `learner`; commit at its end unless it raised.

    The learner's row is made on the way if the identity provider's trigger has not made it yet.
    """
    with transaction_on(_connect(role), learner) as db:
        yield db


@contextmanager
def transaction_on(connection: psycopg.Connection, learner: Learner | None = None) -> Iterator[Transaction]:
    """Do the same on a given connection, which must be in autocommit mode."""
    db = Transaction(connection, clock.now())
    committing = False
    try:
        with connection.pipeline():
            connection.execute("begin")
            if learner:
                _identify(db, learner)
            yield db
            committing = True
            connection.execute("commit")
    except OUTDATED as error:
        connection.close()
        raise ConnectionLostError(retryable=True) from error
    except psycopg.OperationalError as error:
        if connection.closed:
            raise ConnectionLostError(retryable=not db.answered and not committing, committing=committing) from error
        raise
    finally:
        _leave_clean(connection)


@contextmanager
def elsewhere(host: str, role: str) -> Iterator[Callable[[], AbstractContextManager[Transaction]]]:
    """Connect to another server than the usual one; yield what begins a transaction there.

    Raises `psycopg.OperationalError` if the server cannot be reached or refuses the role.
    """
    connection = psycopg.connect(
        settings.database_url(role, host),
        autocommit=True,
        connect_timeout=CONNECT_TIMEOUT,
        application_name="progressive-flow",
    )
    try:
        yield lambda: transaction_on(connection)
    finally:
        connection.close()


def immediately(query: str, params: Sequence[Any], model: type[Model]) -> Model:
    """Run one statement in a transaction of its own and return its row: for what must survive the request's rollback."""
    connection = _connect("application")
    try:
        with connection.cursor(row_factory=class_row(model)) as cursor:
            row = cursor.execute(query.encode(), params).fetchone()
    except OUTDATED as error:
        connection.close()
        raise ConnectionLostError(retryable=True) from error
    except psycopg.OperationalError as error:
        if connection.closed:
            raise ConnectionLostError(retryable=True) from error
        raise
    if row is None:
        raise LookupError("the statement returned no row")
    return row


@contextmanager
def refusing(problems: Mapping[str, Problem]) -> Iterator[None]:
    """Raise a domain's problem where the database refuses by the name of a constraint, or of a rule of ours."""
    try:
        yield
    except psycopg.Error as error:
        problem = problems.get(error.diag.constraint_name or "")
        if problem is None:
            raise
        raise problem.with_traceback(None) from None


def disconnect() -> None:
    """Close what is open: before a snapshot, and between tests."""
    while _connections:
        _connections.popitem()[1].close()


def _connect(role: str) -> psycopg.Connection:
    connection = _connections.get(role)
    if connection is None or connection.closed:
        try:
            connection = psycopg.connect(
                settings.database_url(role),
                autocommit=True,
                connect_timeout=CONNECT_TIMEOUT,
                application_name="progressive-flow",
            )
        except psycopg.OperationalError as error:
            raise NoConnectionError("no database connection") from error
        _connections[role] = connection
    return connection


def _identify(db: Transaction, learner: Learner) -> None:
    """Tell row-level security who is asking; local to the transaction, so that no later one inherits it."""
    db.run(
        "select set_config('app.user_id', %s, true), set_config('app.roles', %s, true),"
        " identity.ensure_user(%s, %s, %s)",
        [str(learner.id), " ".join(sorted(learner.roles)), learner.id, learner.email, db.at],
    )


def _leave_clean(connection: psycopg.Connection) -> None:
    """End a failed transaction, or give up a connection that cannot."""
    if connection.closed or connection.pgconn.transaction_status == psycopg.pq.TransactionStatus.IDLE:
        return
    try:
        connection.execute("rollback")
    except psycopg.Error:
        connection.close()
