"""The migration runner when many start at once, and when it is killed in the middle."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg

from progressive_flow.operations import migrations
from tests.support.migrating import count, write


def test_twenty_at_once_apply_each_file_once(url: str, root: Path) -> None:
    for number in range(2, 6):
        write(
            root,
            f"migrations/V00{number}__row.sql",
            f"insert into shop.items values ({number}, 'x'); select pg_sleep(0.02);",
        )
    applied: list[str] = []
    failures: list[BaseException] = []

    def apply() -> None:
        try:
            applied.extend(migrations.run(url, root).applied)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=apply) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(applied) == 5
    assert count(url) == 4


def test_a_runner_killed_in_the_middle_leaves_whole_versions(url: str, root: Path) -> None:
    write(root, "migrations/V002__row.sql", "insert into shop.items values (2, 'x');")
    write(root, "migrations/V003__slow.sql", "insert into shop.items values (3, 'x'); select pg_sleep(60);")
    code = f"from pathlib import Path; from progressive_flow.operations import migrations; migrations.run({url!r}, Path({str(root)!r}))"
    runner = subprocess.Popen([sys.executable, "-c", code])
    sleeping = "select count(*) from pg_stat_activity where query ~ 'pg_sleep.60' and pid <> pg_backend_pid()"
    deadline = time.monotonic() + 30
    while count(url, sleeping) == 0 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(runner.pid, signal.SIGKILL)
    runner.wait()
    with psycopg.connect(url, autocommit=True) as connection:
        # the server learns of a dead client only when it next writes to it
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where query ~ 'pg_sleep.60' and pid <> pg_backend_pid()"
        )
    write(root, "migrations/V003__slow.sql", "insert into shop.items values (3, 'x');")
    assert migrations.run(url, root).applied == ["migrations/V003__slow.sql"]
    assert count(url) == 2
