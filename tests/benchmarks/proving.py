"""CPU time that the proof of who calls costs a request: verified in the database, signed once an hour by the trigger."""

import hashlib
import hmac
import time
import uuid
from collections.abc import Callable
from statistics import median

import psycopg

from tests.benchmarks import cpu
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Report
from tests.support import proofs

AIM = 100.0  # microseconds a request, as decision 39 says
MICROSECONDS = 1e6
VERIFY = "select count(identity.verify_caller(%s)) from generate_series(1, %s)"
DIGESTS = "select count(sha256(sha256(convert_to(%s, 'UTF8') || int4send(n)))) from generate_series(1, %s) as n"


def measure(bench: Bench) -> Report:
    """Measure on a database of this run."""
    return compare(bench, bench.world().connect("reader"))


def compare(bench: Bench, opened: psycopg.Connection) -> Report:
    """Measure both sides, each beside the digests that it cannot do without."""
    many, rounds = bench.count(20_000, 5_000), bench.count(7, 3)
    statement = proofs.statement(uuid.uuid4(), "author")
    with opened as reader:
        verified, digests = (_server(reader, sql, statement, many, rounds) for sql in (VERIFY, DIGESTS))
    learner, message = uuid.uuid4(), statement.encode()
    signed = _python(lambda: proofs.of(learner, ["author"]), many, rounds)
    mac = _python(lambda: hmac.new(proofs.KEY.secret, message, hashlib.sha256).hexdigest(), many, rounds)
    return Report([
        Figure("a request: verified in the database", verified, "µs CPU", digests, "measured here: two digests there", AIM),
        Figure("a sign-in: signed by the trigger", signed, "µs CPU", mac, "measured here: the HMAC alone"),
    ], remarks=[f"Medians of {rounds} rounds of {many:,}, on an open connection."])  # fmt: skip


def _server(reader: psycopg.Connection, sql: str, statement: str, many: int, rounds: int) -> float:
    def used() -> float:
        with cpu.spent(reader.info.backend_pid) as block:
            reader.execute(sql.encode(), [statement, many])
        return block.seconds

    return median(used() for _ in range(rounds)) / many * MICROSECONDS


def _python(work: Callable[[], object], many: int, rounds: int) -> float:
    def used() -> float:
        before = time.process_time()
        for _ in range(many):
            work()
        return time.process_time() - before

    return median(used() for _ in range(rounds)) / many * MICROSECONDS
