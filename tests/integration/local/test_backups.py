"""A populated database, dumped and restored, is the same one, here and on another cluster: whole or not at all."""

import json
import shutil
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import psycopg
import pytest

from progressive_flow.operations import migrations
from progressive_flow_local import backups, databases, fingerprints
from progressive_flow_local.errors import LocalError
from tests.support import cluster
from tests.support.api import Api, new_caller
from tests.support.copies import ANYBODY, Source, answers, held, names
from tests.support.learning import attempts_path, award, pass_level
from tests.support.scene import NOON, act_as, one


def test_the_source_has_lived(source: Source) -> None:
    found = held(source)
    filled = {table for table, facts in found["tables"].items() if facts["rows"]}
    assert {"gamification.xp_transactions_default", "platform.rate_limits", "social.notifications"} <= filled
    assert len(filled) >= 45
    assert {"level", "in the archive"} <= set(found["ledger"])
    assert found["differences"]["count"] > 0  # of archived months that never were in the ledger


def test_a_second_cluster_holds_an_equal_database(source: Source, restored: str) -> None:
    assert fingerprints.differences(held(source), fingerprints.of(restored)) == []
    assert migrations.validate(cluster.urls(restored, "restored")["migrator"]) == []


def test_the_same_cluster_holds_an_equal_database_next_to_it(source: Source, admin_url: str) -> None:
    name = f"again_{uuid.uuid4().hex}"
    try:
        backups.restore(source.url, source.file, name, cluster.PASSWORDS)
        assert (
            fingerprints.differences(fingerprints.of(source.url), fingerprints.of(databases.named(admin_url, name)))
            == []
        )
        assert name + backups.DRAFT not in names(admin_url)
    finally:
        cluster.drop(admin_url, cluster.urls(admin_url, name))


def test_it_serves_what_the_first_one_serves(source: Source, api: Api, pointed: str) -> None:
    there = answers(api, source.populated.learner)
    before = cluster.use(source.populated.urls)
    assert there == answers(api, source.populated.learner)
    cluster.restore(before)
    assert there[0]["total_xp"] > 0
    assert len(there[2]["items"]) == 1


def test_it_goes_on(source: Source, api: Api, pointed: str) -> None:
    learner = source.populated.learner
    again, further = pass_level(api, learner), pass_level(api, learner, level=2)
    assert (again["attempt_number"], again["xp_earned"]) == (2, 0)
    assert further["first_pass"]
    assert further["total_xp"] == again["total_xp"] + further["xp_earned"] + sum(
        achievement["xp_reward"] for achievement in further["achievements"]
    )
    with psycopg.connect(pointed) as connection:
        nextval = "select nextval('platform.schema_history_id_seq')"
        assert one(connection, nextval) == held(source)["sequences"]["platform.schema_history_id_seq"] + 1
    assert fingerprints.of(pointed)["differences"] == held(source)["differences"]


def test_row_level_security_still_stands(source: Source, api: Api, pointed: str) -> None:
    stranger = new_caller()
    api.get("/v1/me", stranger)
    assert api.get(attempts_path(), stranger).json()["items"] == []
    with psycopg.connect(cluster.urls(pointed, pointed.rpartition("/")[2])["application"]) as connection:
        assert one(connection, "select count(*) from progress.level_attempts") == 0
        act_as(connection, source.populated.learner.id)
        assert one(connection, "select count(*) from progress.level_attempts") == 1
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select from progress.level_attempts_default")


def test_a_database_that_exists_is_refused_and_stays_as_it_is(source: Source, second: str, restored: str) -> None:
    before = names(second)
    with pytest.raises(LocalError, match="exists: a dump is restored into a new one only"):
        backups.restore(second, source.file, "restored", cluster.PASSWORDS)
    assert names(second) == before
    assert fingerprints.differences(held(source), fingerprints.of(restored)) == []


@pytest.mark.parametrize("name", ["Restored", "x; drop table", "", "a" * 51, "1st"])
def test_a_name_that_is_none_is_refused(source: Source, second: str, name: str) -> None:
    with pytest.raises(LocalError, match="no name for a database"):
        backups.restore(second, source.file, name, cluster.PASSWORDS)


@pytest.mark.parametrize("part", [0.0, 0.001, 0.5, 0.99, 1.0])
def test_a_truncated_dump_leaves_no_database_behind(source: Source, second: str, tmp_path: Path, part: float) -> None:
    """Without its fingerprint, and be it by one byte: what the file itself lacks must be enough."""
    whole, cut = source.file.read_bytes(), tmp_path / "cut.dump"
    cut.write_bytes(whole[: min(int(len(whole) * part), len(whole) - 1)])
    before = names(second)
    with pytest.raises(LocalError, match="pg_restore failed"):
        backups.restore(second, cut, "cut", cluster.PASSWORDS, verify=False)
    assert names(second) == before


def test_a_dump_of_something_else_leaves_no_database_behind(source: Source, second: str, tmp_path: Path) -> None:
    other = tmp_path / "other.dump"
    shutil.copy(source.file, other)
    lacking = held(source)
    lacking["tables"]["identity.users"]["rows"] += 1
    backups.beside(other).write_text(json.dumps(lacking))
    before = names(second)
    with pytest.raises(LocalError, match=r"1 differences: tables identity\.users rows: \d+ and \d+"):
        backups.restore(second, other, "other", cluster.PASSWORDS)
    assert names(second) == before


def test_the_next_restore_drops_what_killed_ones_left_into_whatever_name(source: Source, second: str) -> None:
    with psycopg.connect(second, autocommit=True) as connection, psycopg.connect(second) as other:
        for name in ("late (restoring)", "early (restoring)", "busy (restoring)", "mine_restoring"):
            connection.execute(f'create database "{name}"'.encode())
        other.execute(backups.LOCK.encode(), ["busy"])  # a restore that is at work
        backups.restore(databases.named(second, "postgres"), source.file, "late", cluster.PASSWORDS)
        left = names(second)
        for name in ("late", "busy (restoring)", "mine_restoring"):
            connection.execute(f'drop database "{name}"'.encode())
    assert {"late", "busy (restoring)", "mine_restoring"} <= left
    assert not {"late (restoring)", "early (restoring)"} & left


@pytest.mark.parametrize("text", [None, "", "{}", '{"broken', "[]", '{"version": "11", "objects": {}}'])
def test_without_a_usable_fingerprint_a_dump_is_restored_on_request_only(
    source: Source, second: str, tmp_path: Path, text: str | None
) -> None:
    other = tmp_path / "other.dump"
    shutil.copy(source.file, other)
    if text is not None:
        backups.beside(other).write_text(text)
    before = names(second)
    with pytest.raises(LocalError, match=r"holds no usable fingerprint.*--unverified"):
        backups.restore(second, other, "unverified", cluster.PASSWORDS)
    assert names(second) == before


def test_a_lost_fingerprint_loses_no_dump(source: Source, second: str, tmp_path: Path) -> None:
    other = tmp_path / "other.dump"
    shutil.copy(source.file, other)
    backups.restore(second, other, "unverified", cluster.PASSWORDS, verify=False)
    assert fingerprints.differences(held(source), fingerprints.of(databases.named(second, "unverified"))) == []
    with psycopg.connect(second, autocommit=True) as connection:
        connection.execute("drop database unverified")


def test_a_disk_that_is_full_for_the_fingerprint_leaves_nothing(copy: str, tmp_path: Path) -> None:
    """The limit on a file's size stands for the disk: the fingerprint is larger than what is left of it."""
    file = tmp_path / "full.dump"
    program = (
        "import pathlib, sys\n"
        "from progressive_flow_local import backups, processes\n"
        "write = processes.write_privately\n"
        "def limited(file, text):\n"
        "    import resource, signal\n"
        "    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))\n"
        "    write(file, text)\n"
        "backups.write_privately = limited\n"
        "backups.dump(sys.argv[1], pathlib.Path(sys.argv[2]))\n"
    )
    done = subprocess.run([sys.executable, "-c", program, copy, str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "LocalError: The fingerprint of" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_one_restore_into_a_name_at_a_time(source: Source, second: str, restored: str) -> None:
    with psycopg.connect(second) as connection:
        connection.execute(backups.LOCK.encode(), ["taken"])
        with pytest.raises(LocalError, match="Another restore into taken is at work"):
            backups.restore(databases.named(second, "restored"), source.file, "taken", cluster.PASSWORDS)


def test_the_passwords_of_roles_that_are_there_stay(source: Source, second: str, restored: str) -> None:
    with psycopg.connect(second, autocommit=True) as connection:
        query = "select string_agg(rolpassword, ',' order by rolname) from pg_authid where rolname <> 'postgres'"
        before = one(connection, query)
        backups.restore(second, source.file, "other_words", dict.fromkeys(cluster.PASSWORDS, "changed"))
        connection.execute("drop database other_words")
        assert one(connection, query) == before


def test_a_dump_is_of_one_moment_while_others_write(second: str, copy: str, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with psycopg.connect(copy, autocommit=True) as connection:
            user = one(connection, f"select {ANYBODY}")
            while not stop.is_set():
                award(connection, user, 1, NOON)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backups.dump(copy, tmp_path / "busy.dump")
        during = json.loads(backups.beside(tmp_path / "busy.dump").read_text())
    finally:
        stop.set()
        writer.join()
    assert (
        fingerprints.of(copy)["ledger"]["correction"]["rows"] > during["ledger"].get("correction", {"rows": 0})["rows"]
    )
    backups.restore(second, tmp_path / "busy.dump", "busy", cluster.PASSWORDS)
    with psycopg.connect(second, autocommit=True) as connection:
        connection.execute("drop database busy")


def test_only_its_owner_reads_a_dump_and_nobody_overwrites_it(source: Source) -> None:
    assert {file.stat().st_mode & 0o777 for file in (source.file, backups.beside(source.file))} == {0o600}
    before = source.file.read_bytes()
    with pytest.raises(LocalError, match="is there already"):
        backups.dump(source.url, source.file)
    assert source.file.read_bytes() == before
    assert len(list(source.file.parent.iterdir())) == 2


def test_who_may_not_see_everything_may_not_dump(source: Source, tmp_path: Path) -> None:
    for role in ("application", "migrator"):
        with pytest.raises(LocalError, match="an administrator, who sees every row"):
            backups.dump(source.populated.urls[role], tmp_path / "partial.dump")
    assert list(tmp_path.iterdir()) == []
