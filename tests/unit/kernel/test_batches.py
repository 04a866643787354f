"""Statements that are queued leave together when a result is asked for: psycopg would send each by itself."""

import os
import socket
import threading

import psycopg

from progressive_flow.kernel.database import connections, transactions
from tests.support.scene import one


def state(superuser: psycopg.Connection) -> object:
    """Return what the server says that the function's backend does."""
    one(superuser, "select pg_stat_clear_snapshot()")
    pid = connections.connection_of("application").info.backend_pid
    return one(superuser, "select state from pg_stat_activity where pid = %s", pid)


def test_the_server_hears_of_queued_statements_with_the_first_result(
    database: dict[str, str], superuser: psycopg.Connection
) -> None:
    with transactions.begin() as db:
        db.execute("select 1")
        assert state(superuser) == "idle"
        assert db.fetch_value(int, "select 2") == 2
        assert state(superuser) == "active"
    assert state(superuser) == "idle"


def test_more_than_a_packet_of_statements_is_answered(database: dict[str, str]) -> None:
    text = "x" * 10_000
    with transactions.begin() as db:
        queued = [db.defer_value(str, "select %s", [f"{number}{text}"]) for number in range(500)]
        assert [each.result() for each in queued] == [f"{number}{text}" for number in range(500)]


def test_a_last_statement_that_is_larger_than_the_socket_takes_at_once_arrives(database: dict[str, str]) -> None:
    """Nobody asks for its result, so that nothing but the end of the transaction sends it."""
    with transactions.begin() as db:
        line = socket.socket(fileno=os.dup(connections.connection_of("application").pgconn.socket))
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        given_up = threading.Timer(60, lambda: line.shutdown(socket.SHUT_RDWR))  # both sides would wait for ever
        given_up.start()
        db.execute("select pg_sleep(0.1)")  # meanwhile the server does not read
        db.execute("select length(%s)", ["x" * 1_000_000])
    given_up.cancel()
    line.close()
    with transactions.begin() as db:
        assert db.fetch_value(int, "select 1") == 1
