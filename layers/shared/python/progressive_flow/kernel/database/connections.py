"""One connection for each role of a process, opened at its first use and kept for later invocations."""

from __future__ import annotations

from functools import partial

import psycopg
from psycopg.types.json import set_json_dumps, set_json_loads
from pydantic_core import from_json, to_json

from progressive_flow.kernel.database import batches, role_settings, url

CONNECT_TIMEOUT = 3  # seconds; a client is better served by 503 with Retry-After than by waiting longer

# Errors after which the connection is replaced. A prepared statement is outdated: a migration changed what it returns, or
# it was to be prepared behind a statement that failed, so that it never was. Or the server became read-only in a failover.
# Nothing was committed, and a new connection prepares its statements again and finds the present writer.
OUTDATED = (
    psycopg.errors.FeatureNotSupported,
    psycopg.errors.InvalidSqlStatementName,
    psycopg.errors.ReadOnlySqlTransaction,
)

# JSON of every connection: two to five times faster than the standard library's, and a number that JSON does not have fails.
set_json_dumps(partial(to_json, inf_nan_mode="constants"))
set_json_loads(from_json)

_connections: dict[str, psycopg.Connection] = {}


class ConnectionLostError(Exception):
    """The connection broke. It is `retryable` if no result had come back, so that nothing can have been committed."""

    def __init__(self, *, retryable: bool, committing: bool = False) -> None:
        super().__init__("the database connection was lost")
        self.retryable = retryable
        self.committing = committing


class NoConnectionError(Exception):
    """No connection could be opened within the time-out."""


def connection_of(role: str) -> psycopg.Connection:
    """Return this process's connection of a role; open it if there is none or it was closed."""
    connection = _connections.get(role)
    if connection is None or connection.closed:
        try:
            connection = connect(url.database_url(role), role)
        except psycopg.OperationalError as error:
            raise NoConnectionError("no database connection") from error
        _connections[role] = connection
    return connection


def connect(database_url: str, role: str) -> psycopg.Connection:
    """Open a connection in autocommit mode, as transactions need it, with the settings of its role."""
    connection = batches.Connection.connect(
        database_url,
        autocommit=True,
        connect_timeout=CONNECT_TIMEOUT,
        application_name="progressive-flow",
        client_encoding="UTF8",  # a role could have another by itself
        prepare_threshold=0,  # a function sends the same few statements: each is planned at its first use, not at its sixth
    )
    connection.execute(role_settings.session(role).encode(), prepare=False)
    return connection


def disconnect() -> None:
    """Close every connection of this process: before a snapshot, and between tests."""
    while _connections:
        _connections.popitem()[1].close()
