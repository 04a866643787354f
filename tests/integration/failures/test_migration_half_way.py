"""A migration that fails or dies half-way: the schema is as it was, requests go on, and the corrected file applies."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from progressive_flow.operations import migrations
from progressive_flow.operations.migrations import MigrationError
from progressive_flow.operations.migrations.files import sql_root
from progressive_flow_local import databases, fingerprints, postgres_programs
from progressive_flow_local.processes import wait_until
from tests.support.api import Api, Caller
from tests.support.learning import admit, pass_level, superuser_url
from tests.support.migrating import count, write
from tests.support.scene import one

GOOD = "alter table identity.users add column motto text;\ncomment on column identity.users.motto is 'Theirs.';\n"
BAD = GOOD + "update identity.users set mottoo = '';\n"
SLOW = GOOD + "select pg_sleep(600);\n"
FUNCTION = (
    "create or replace function identity.motto_of(p_user_id uuid) returns text language sql stable"
    " return (select u.motto from identity.users as u where u.id = p_user_id);\n"
)
NEXT = "V900__motto.sql"
MOTTO = "select count(*) from information_schema.columns where column_name = 'motto'"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The next bundle's `sql/`, to which files are added."""
    shutil.copytree(sql_root(), tmp_path / "sql")
    return tmp_path / "sql"


@pytest.fixture
def url(fresh_database: dict[str, str]) -> str:
    """A migrated database that the platform uses, as the migrator."""
    return fresh_database["migrator"]


@pytest.fixture
def admin(fresh_database: dict[str, str], admin_url: str) -> str:
    """The superuser's URL of it."""
    return superuser_url(fresh_database, admin_url)


def schema(admin: str) -> dict[str, str]:
    """Return each object as pg_dump writes it, the history's rows with them."""
    objects = fingerprints._objects(postgres_programs.read("pg_dump", admin, ["--schema-only"]))
    with databases.connect(admin) as connection:
        rows = connection.execute(
            "select h.script, h.checksum || h.success from platform.schema_history as h"
        ).fetchall()
    return {**objects, **dict(rows)}


def go_on(api: Api, learner: Caller) -> None:
    """Send what learners send, by the code that is here."""
    admit(api, learner, "url-shortener")
    assert pass_level(api, learner)["passed"]
    for path in (
        "/v1/health",
        "/v1/me",
        "/v1/me/dashboard",
        "/v1/challenges/url-shortener",
        "/v1/leaderboards/all_time/xp",
    ):
        assert api.get(path, learner).status_code == 200
    assert api.patch("/v1/me", learner, json={"display_name": "Ada"}).status_code == 200


def test_a_second_statement_that_fails_leaves_the_schema_as_it_was(
    api: Api, learner: Caller, url: str, admin: str, newer: Path
) -> None:
    before = schema(admin)
    write(newer, f"migrations/{NEXT}", BAD)
    with pytest.raises(MigrationError, match=r"V900__motto\.sql failed.*mottoo"):
        migrations.run(url, newer)
    assert schema(admin) == before
    assert migrations.validate(url) == []
    go_on(api, learner)
    write(newer, f"migrations/{NEXT}", GOOD)
    assert migrations.run(url, newer).applied == [f"migrations/{NEXT}"]
    assert count(url, MOTTO) == 1


def test_versions_before_the_one_that_fails_stay(api: Api, learner: Caller, url: str, newer: Path) -> None:
    write(newer, f"migrations/{NEXT}", GOOD)
    write(newer, "migrations/V901__bad.sql", "alter table identity.users add column creed text;\nselect nonsense;\n")
    with pytest.raises(MigrationError, match=r"V901__bad\.sql failed"):
        migrations.run(url, newer)
    assert count(url, MOTTO) == 1
    assert count(url, MOTTO.replace("motto", "creed")) == 0
    states = {row["script"]: row["state"] for row in migrations.info(url, newer)}
    assert (states[f"migrations/{NEXT}"], states["migrations/V901__bad.sql"]) == ("applied", "pending")
    assert migrations.validate(url, newer) == [], "what stays was not changed by hand"
    go_on(api, learner)


def test_a_repeatable_file_that_fails_takes_back_the_others_and_no_version(
    api: Api, learner: Caller, url: str, admin: str, newer: Path
) -> None:
    write(newer, f"migrations/{NEXT}", GOOD)
    write(newer, "schemas/identity/users/functions/motto_of.sql", FUNCTION)
    write(
        newer,
        "schemas/identity/users/functions/zz_bad.sql",
        "create or replace function identity.bad() returns text language sql;\n",
    )
    with pytest.raises(MigrationError, match=r"zz_bad\.sql failed"):
        migrations.run(url, newer)
    assert count(url, MOTTO) == 1
    assert count(url, "select count(*) from pg_proc where proname in ('motto_of', 'bad')") == 0
    states = {row["script"]: row["state"] for row in migrations.info(url, newer)}
    assert states[f"migrations/{NEXT}"] == "applied"
    assert states["schemas/identity/users/functions/motto_of.sql"] == "pending"
    go_on(api, learner)
    write(
        newer,
        "schemas/identity/users/functions/zz_bad.sql",
        "create or replace function identity.bad() returns text language sql return '';\n",
    )
    applied = migrations.run(url, newer).applied
    assert sorted(applied) == [
        "schemas/identity/users/functions/motto_of.sql",
        "schemas/identity/users/functions/zz_bad.sql",
    ]
    assert migrations.validate(url, newer) == []


def test_a_runner_killed_in_the_middle_leaves_the_schema_as_it_was(
    api: Api, learner: Caller, url: str, admin: str, newer: Path
) -> None:
    before = schema(admin)
    write(newer, f"migrations/{NEXT}", SLOW)
    code = (
        "import sys; from pathlib import Path; from progressive_flow.operations import migrations;"
        "migrations.run(sys.argv[1], Path(sys.argv[2]))"
    )
    runner = subprocess.Popen([sys.executable, "-c", code, url, str(newer)])
    sleeping = (
        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
        " where datname = current_database() and wait_event = 'PgSleep'"
    )
    with psycopg.connect(admin, autocommit=True) as connection:
        assert wait_until(lambda: one(connection, sleeping.replace("pg_terminate_backend(pid)", "*")) == 1, 60)
        os.kill(runner.pid, signal.SIGKILL)
        runner.wait()
        # the server hears of a dead client when it next has something to say
        assert one(connection, sleeping) == 1
        assert wait_until(lambda: one(connection, sleeping) == 0, 60)
    assert schema(admin) == before
    go_on(api, learner)
    write(newer, f"migrations/{NEXT}", GOOD)
    assert migrations.run(url, newer).applied == [f"migrations/{NEXT}"]


def test_the_bundle_before_serves_and_migrates_on_a_newer_schema(
    api: Api, learner: Caller, url: str, newer: Path
) -> None:
    write(newer, f"migrations/{NEXT}", GOOD)
    write(newer, "schemas/identity/users/functions/motto_of.sql", FUNCTION)
    assert len(migrations.run(url, newer).applied) == 2
    done = migrations.run(url)
    assert (done.applied, done.drift) == ([], [])
    # reported on request, and no obstacle to later runs
    assert migrations.validate(url) == [
        f"migrations/{NEXT} was applied but is not here: get the version of the code that has it."
    ]
    go_on(api, learner)
