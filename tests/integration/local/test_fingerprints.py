"""A fingerprint detects differences: a row, a policy, a grant, a setting; and the commands that print and compare it."""

import json
import uuid
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from progressive_flow.kernel.errors import UserError
from progressive_flow_local import backups, databases, fingerprints
from progressive_flow_local.cli import app
from progressive_flow_local.errors import LocalError
from tests.support.copies import ANYBODY, Source, held

NOTICED = {
    f"update gamification.user_stats set total_xp = total_xp + 1 where user_id = {ANYBODY}": "differences count",
    "delete from social.notifications where id = (select id from social.notifications limit 1)": (
        "tables social.notifications rows"
    ),
    "set session_replication_role = replica; delete from gamification.xp_transactions where ctid = (select min(ctid)"
    " from gamification.xp_transactions_default) and tableoid = 'gamification.xp_transactions_default'::regclass": (
        "ledger level rows"
    ),
    "with two as (select min(display_name) as one, max(display_name) as other from identity.users) update identity.users"
    " set display_name = case display_name when one then other else one end from two where display_name in (one, other)": (
        "tables identity.users checksum"
    ),
    "drop policy own_read on progress.level_attempts": "objects POLICY progress.level_attempts own_read",
    "alter table progress.level_attempts no force row level security": "objects TABLE progress.level_attempts",
    "alter table progress.level_attempts disable row level security": "objects ROW SECURITY progress.level_attempts",
    "grant insert on gamification.xp_awards to application": "objects ACL gamification.TABLE xp_awards",
    "alter view gamification.learner_metrics reset (security_invoker)": "objects VIEW gamification.learner_metrics",
    "alter default privileges for role migrator in schema social grant select on tables to application": (
        "objects DEFAULT ACL social.DEFAULT PRIVILEGES FOR TABLES"
    ),
    "alter function gamification.award_xp owner to migrator": "objects FUNCTION gamification.award_xp",
    "drop table progress.level_attempts_y2027m02": "tables progress.level_attempts_y2027m02 rows",
    "drop trigger append_only on platform.audit_log": "objects TRIGGER platform.audit_log append_only",
    "alter sequence platform.schema_history_id_seq restart": "sequences platform.schema_history_id_seq",
    "drop extension pg_stat_statements": "extensions pg_stat_statements",
    "grant create on database {} to application": "database grants",
}


@pytest.mark.parametrize("change", NOTICED)
def test_what_is_not_the_same_is_noticed(source: Source, copy: str, change: str) -> None:
    with psycopg.connect(copy, autocommit=True) as connection:
        connection.execute(change.format(copy.rpartition("/")[2]).encode())
    found = fingerprints.differences(held(source), fingerprints.of(copy))
    assert [line for line in found if line.startswith(NOTICED[change])]


def test_a_role_that_lost_its_settings_is_noticed(source: Source, second: str, restored: str) -> None:
    with psycopg.connect(second, autocommit=True) as connection:
        connection.execute("alter role application reset statement_timeout")
        found = fingerprints.differences(held(source), fingerprints.of(restored))
        connection.execute("alter role application set statement_timeout = '28s'")
    assert [line.partition(":")[0] for line in found] == ["roles application settings"]


def test_a_database_without_a_platform_has_no_fingerprint(admin_url: str, tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="holds no platform"):
        backups.dump(admin_url, tmp_path / "empty.dump")
    assert list(tmp_path.iterdir()) == []


def test_the_commands(
    source: Source, second: str, restored: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After `restored`, which has made the roles: the command would make them with passwords that no other test has."""
    monkeypatch.setenv("DATABASE_URL", source.url)
    monkeypatch.setenv("PROGRESSIVE_FLOW_STATE", str(tmp_path / "state"))
    file = tmp_path / "by_command.dump"

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["database", *words])
        if isinstance(done.exception, UserError):
            return 1, str(done.exception)
        return done.exit_code, done.stdout

    assert run("dump", str(file)) == (0, "")
    assert run("dump", str(file))[1].startswith(f"{file} is there already")
    code, printed = run("fingerprint")
    assert (code, json.loads(printed)) == (0, json.loads(backups.beside(file).read_text()))
    monkeypatch.setenv("DATABASE_URL", second)
    name = f"by_command_{uuid.uuid4().hex[:8]}"
    assert run("restore", str(file), "--into", name) == (0, "")
    assert run("compare", str(backups.beside(file)), name) == (0, "")
    with psycopg.connect(databases.named(second, name), autocommit=True) as connection:
        connection.execute("drop policy own_read on progress.level_attempts")
    code, printed = run("compare", str(backups.beside(file)), name)
    assert code == 1
    assert "objects POLICY progress.level_attempts own_read: " in printed
    assert run("compare", str(file), name)[1].startswith(f"{file} holds no usable fingerprint")
    assert "does not answer" in run("fingerprint", "--database", "nowhere")[1]
    with psycopg.connect(second, autocommit=True) as connection:
        connection.execute(f"drop database {name}".encode())
