"""Transactions in psycopg's pipeline mode, so that a read takes two round trips.

Statements are queued until a result is needed: BEGIN, the caller's identity and the first query are sent together, and so
are the last write and COMMIT. psycopg prepares a statement at its fifth use, which saves PostgreSQL a quarter of an
attempt's work. Prepared statements pin the connection of RDS Proxy; the caller's identity does so anyway.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

import psycopg
from psycopg.rows import RowFactory, class_row, scalar_row

from progressive_flow.kernel import clock, observability
from progressive_flow.kernel.database import connections, url
from progressive_flow.kernel.principal import Principal

Model = TypeVar("Model")
Value = TypeVar("Value")
Row = TypeVar("Row")
Params = Sequence[Any] | Mapping[str, Any]
# A role can change its own default while a session lasts, so code in one function could stop the writes after it.
BEGIN: dict[str, str] = dict.fromkeys(("application", "staff", "sign_up", "scheduler"), "begin read write")


class Deferred(Generic[Value]):
    """The result of a queued statement. Statements that are queued before the first result share one round trip."""

    def __init__(self, fetch: Callable[[], Value]) -> None:
        self._fetch = fetch

    def result(self) -> Value:
        """Wait for the result and return it."""
        return self._fetch()


class Transaction:
    """A transaction and its instant `at`; repositories run their statements on it.

    `fetch_...` wait for a result and so cost a round trip; `execute` and `defer_...` only queue the statement.
    `after_commit` registers a callback that runs once the transaction has committed.
    """

    def __init__(self, connection: psycopg.Connection, at: datetime) -> None:
        self._connection = connection
        self.at = at
        self.answered = False
        self._hooks: list[Callable[[], object]] = []

    def after_commit(self, hook: Callable[[], object]) -> None:
        """Run `hook` once the transaction has committed; what it raises is logged and changes nothing."""
        self._hooks.append(hook)

    def run_hooks(self) -> None:
        """Run the registered hooks in their order."""
        for hook in self._hooks:
            try:
                hook()
            except Exception as error:  # noqa: BLE001 - the work is committed: nothing may make it look undone
                observability.warning("a hook after the commit failed", cause=repr(error))

    def execute(self, query: str, params: Params = ()) -> None:
        """Queue a statement whose result nobody needs; if it fails, the next result or the commit raises."""
        self._connection.execute(query.encode(), params)

    def fetch_one(self, model: type[Model], query: str, params: Params = ()) -> Model:
        """Return the one row as a `model`; raise LookupError if there is none."""
        return self.defer_one(model, query, params).result()

    def fetch_optional(self, model: type[Model], query: str, params: Params = ()) -> Model | None:
        """Return the first row as a `model`, or None."""
        return self.defer_optional(model, query, params).result()

    def fetch_all(self, model: type[Model], query: str, params: Params = ()) -> list[Model]:
        """Return every row as a `model`."""
        return self.defer_all(model, query, params).result()

    def fetch_value(self, kind: type[Value], query: str, params: Params = ()) -> Value:
        """Return the first column of the one row, which is a `kind`; raise LookupError if there is no row."""
        return self.defer_value(kind, query, params).result()

    def fetch_optional_value(self, _kind: type[Value], query: str, params: Params = ()) -> Value | None:
        """Return the first column of the first row, a `kind`; None if it is null or there is no row."""
        return self.defer_optional_value(_kind, query, params).result()

    def defer_one(self, model: type[Model], query: str, params: Params = ()) -> Deferred[Model]:
        """Queue a query whose one row is a `model`."""
        return self._defer(class_row(model), query, params, _only_row)

    def defer_optional(self, model: type[Model], query: str, params: Params = ()) -> Deferred[Model | None]:
        """Queue a query whose first row, if there is one, is a `model`."""
        return self._defer(class_row(model), query, params, lambda cursor: cursor.fetchone())

    def defer_all(self, model: type[Model], query: str, params: Params = ()) -> Deferred[list[Model]]:
        """Queue a query whose rows are `model`s."""
        return self._defer(class_row(model), query, params, lambda cursor: cursor.fetchall())

    def defer_value(self, _kind: type[Value], query: str, params: Params = ()) -> Deferred[Value]:
        """Queue a query whose one row has one column, a `kind`."""
        return self._defer(scalar_row, query, params, lambda cursor: cast("Value", _only_row(cursor)))

    def defer_optional_value(self, _kind: type[Value], query: str, params: Params = ()) -> Deferred[Value | None]:
        """Queue a query whose first column of the first row, if there is one, is a `kind` or null."""
        return self._defer(scalar_row, query, params, lambda cursor: cast("Value | None", cursor.fetchone()))

    def _defer(
        self,
        rows: RowFactory[Row],
        query: str,
        params: Params,
        fetch: Callable[[psycopg.Cursor[Row]], Value],
    ) -> Deferred[Value]:
        cursor = self._connection.cursor(row_factory=rows)
        cursor.execute(query.encode(), params)

        def result() -> Value:
            with cursor:
                fetched = fetch(cursor)
            self.answered = True
            return fetched

        return Deferred(result)


def retry_once(work: Callable[[], Value]) -> Value:
    """Return what `work` returns; run it again if its connection had died while idle, when nothing was done yet.

    Every connection of the process is replaced then: they were idle for as long, and the second run is the last.
    """
    try:
        return work()
    except connections.ConnectionLostError as lost:
        if not lost.retryable:
            raise
    connections.disconnect()
    return work()


Queue = Callable[[Transaction], object]  # queues statements


@contextmanager
def begin(
    principal: Principal | None = None,
    role: str = "application",
    before: Queue | None = None,
    identify: Queue | None = None,
) -> Iterator[Transaction]:
    """Run the block in one transaction as `principal`; commit at its end unless it raised.

    The transaction creates the user's row if the identity provider's trigger has not done so yet. What `before` queues is
    committed by itself before the transaction begins, in the same round trip. What `identify` queues says who calls and more,
    in place of the statement that says who calls.
    """
    with begin_on(connections.connection_of(role), principal, BEGIN.get(role, "begin"), before, identify) as db:
        yield db


@contextmanager
def begin_on(
    connection: psycopg.Connection,
    principal: Principal | None = None,
    begins: str = "begin",
    before: Queue | None = None,
    identify: Queue | None = None,
) -> Iterator[Transaction]:
    """Run the block in one transaction on a given connection, which must be in autocommit mode."""
    db = Transaction(connection, clock.now())
    committing = False
    try:
        with _pipeline(connection):
            if before:
                connection.execute(begins.encode())
                before(db)
            connection.execute("commit and chain" if before else begins.encode())
            if identify:
                identify(db)
            elif principal:
                _identify(db, principal)
            yield db
            committing = True
            connection.execute("commit")
    except connections.OUTDATED as error:
        connection.close()
        raise connections.ConnectionLostError(retryable=True) from error
    except psycopg.OperationalError as error:
        if connection.closed:
            raise connections.ConnectionLostError(
                retryable=not db.answered and not committing, committing=committing
            ) from error
        raise
    finally:
        _leave_clean(connection)
    db.run_hooks()


def _pipeline(connection: psycopg.Connection) -> AbstractContextManager[object]:
    """Return psycopg's pipeline, or nothing where `DATABASE_PIPELINE=0` says that what is between does not pass one on."""
    return nullcontext() if os.environ.get("DATABASE_PIPELINE") == "0" else connection.pipeline()


@contextmanager
def connect_to(host: str, role: str) -> Iterator[Callable[[], AbstractContextManager[Transaction]]]:
    """Connect to a server other than the configured one; yield a function that begins a transaction there.

    Raises `psycopg.OperationalError` if the server cannot be reached or refuses the role.
    """
    connection = connections.connect(url.database_url(role, host), role)
    try:
        yield lambda: begin_on(connection)
    finally:
        connection.close()


def _identify(db: Transaction, principal: Principal) -> None:
    """Say who calls, with the proof, for row-level security; local to the transaction, so that no later one inherits it."""
    db.execute("select set_config('app.caller', %s, true), identity.ensure_user(%s)", [principal.statement, db.at])


def _only_row(cursor: psycopg.Cursor[Row]) -> Row:
    row = cursor.fetchone()
    if row is None:
        raise LookupError("the statement returned no row")
    return row


def _leave_clean(connection: psycopg.Connection) -> None:
    """Roll back a failed transaction, or close a connection that cannot."""
    if connection.closed or connection.pgconn.transaction_status == psycopg.pq.TransactionStatus.IDLE:
        return
    try:
        connection.execute("rollback")
    except psycopg.Error:
        connection.close()
