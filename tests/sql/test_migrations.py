"""The migration runner: order, checksums, crashes, races, undo, drift."""

import subprocess
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from progressive_flow.kernel.declarations import registry
from progressive_flow.operations import migrations
from progressive_flow.operations.migrations.files import repeatable, sql_root
from progressive_flow_local import postgres_folder
from tests.support.migrating import FIRST, count, write

VERSIONS = [file.name[1:4] for file in sorted((sql_root() / "migrations").glob("V*.sql"))]
LAST_WITH_ROWS = "006"  # gamification: a new user has no row in the tables of later versions


def test_files_run_in_order_and_once(url: str, root: Path) -> None:
    write(root, "migrations/V010__more.sql", "alter table shop.items add column price int;")
    write(root, "migrations/V002__some.sql", "insert into shop.items values (1, 'one');")
    done = migrations.run(url, root)
    assert [Path(script).stem for script in done.applied] == ["V001__items", "V002__some", "V010__more"]
    assert migrations.run(url, root).applied == []
    assert migrations.validate(url, root) == []
    assert {row["state"] for row in migrations.info(url, root)} == {"applied"}


def test_an_edited_release_is_refused_by_its_name(url: str, root: Path) -> None:
    migrations.run(url, root)
    write(root, "migrations/V001__items.sql", FIRST + "-- changed")
    with pytest.raises(migrations.MigrationError, match=r"V001__items\.sql was edited"):
        migrations.run(url, root)
    assert migrations.validate(url, root)
    migrations.repair(url, root)
    assert migrations.run(url, root).applied == []


def test_line_endings_are_no_edit(url: str, root: Path) -> None:
    migrations.run(url, root)
    (root / "migrations/V001__items.sql").write_bytes(FIRST.replace("\n", "\r\n").encode())
    assert migrations.run(url, root).applied == []


def test_a_failing_file_leaves_nothing_and_is_named(url: str, root: Path) -> None:
    write(root, "migrations/V002__bad.sql", "insert into shop.items values (1, 'one');\nselect nonsense;")
    with pytest.raises(migrations.MigrationError, match=r"V002__bad\.sql failed.*nonsense"):
        migrations.run(url, root)
    assert count(url) == 0
    write(root, "migrations/V002__bad.sql", "insert into shop.items values (1, 'one');")
    assert len(migrations.run(url, root).applied) == 1


def test_repeatable_files_run_again_when_their_text_changes(url: str, root: Path) -> None:
    write(
        root, "schemas/shop/items/views/a.sql", "create or replace view shop.names as select shop.first_name() as name;"
    )
    write(
        root,
        "schemas/shop/items/functions/z.sql",
        "create or replace function shop.first_name() returns text language sql stable return shop.helper();",
    )
    write(
        root,
        "schemas/shop/items/functions/helper.sql",
        "create or replace function shop.helper() returns text language sql stable return 'a';",
    )
    assert len(migrations.run(url, root).applied) == 4
    write(
        root,
        "schemas/shop/items/functions/helper.sql",
        "create or replace function shop.helper() returns text language sql stable return 'b';",
    )
    assert migrations.run(url, root).applied == ["schemas/shop/items/functions/helper.sql"]
    assert count(url, "select name from shop.names") == "b"


def test_access_rules_are_applied_again_when_a_procedure_they_call_changes(url: str, root: Path) -> None:
    procedure = "create or replace procedure shop.open(p_table regclass) language plpgsql as $$ begin {} end $$;"
    write(root, "schemas/shop/access/functions/open.sql", procedure.format("null;"))
    write(root, "schemas/shop/access.sql", "call shop.open('shop.items');")
    migrations.run(url, root)
    write(
        root, "schemas/shop/access/functions/open.sql", procedure.format("grant select on shop.items to application;")
    )
    assert migrations.run(url, root).applied == ["schemas/shop/access/functions/open.sql", "schemas/shop/access.sql"]
    assert count(url, "select has_table_privilege('application', 'shop.items', 'select')") is True


def test_a_repeatable_file_that_never_works_is_named(url: str, root: Path) -> None:
    write(root, "schemas/shop/items/views/a.sql", "create view shop.broken as select * from shop.nowhere;")
    with pytest.raises(migrations.MigrationError, match=r"views/a\.sql failed.*nowhere"):
        migrations.run(url, root)


@pytest.mark.parametrize(("name", "complaint"), [("V2_bad.sql", "rename it"), ("V001__again.sql", "same version")])
def test_malformed_names_are_refused(url: str, root: Path, name: str, complaint: str) -> None:
    write(root, f"migrations/{name}", "select 1;")
    with pytest.raises(migrations.MigrationError, match=complaint):
        migrations.run(url, root)


def test_a_late_file_with_an_old_version_is_refused(url: str, root: Path) -> None:
    write(root, "migrations/V003__third.sql", "select 1;")
    migrations.run(url, root)
    write(root, "migrations/V002__late.sql", "select 1;")
    with pytest.raises(migrations.MigrationError, match=r"V002__late\.sql is older"):
        migrations.run(url, root)


def test_an_older_bundle_accepts_what_a_newer_one_applied(
    url: str, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    newer = tmp_path_factory.mktemp("newer")
    subprocess.run(["cp", "-r", f"{root}/.", str(newer)], check=True)
    function = "create or replace function shop.which() returns int language sql stable return {};"
    write(root, "schemas/shop/items/functions/which.sql", function.format(1))
    write(newer, "schemas/shop/items/functions/which.sql", function.format(2))
    write(newer, "migrations/V002__newer.sql", "alter table shop.items add column price int;")
    migrations.run(url, root)
    migrations.run(url, newer)
    assert migrations.run(url, root).applied == []
    assert count(url, "select shop.which()") == 2
    assert migrations.validate(url, root) == [
        "migrations/V002__newer.sql was applied but is not here: get the version of the code that has it."
    ]


def test_undo_takes_back_the_whole_schema_version_by_version(url: str) -> None:
    migrations.run(url)
    admin = url.replace("migrator", "sign_up")
    with psycopg.connect(admin) as connection:
        connection.execute("select identity.confirm_sign_up(%s, null)", [uuid4()])
    newest_first = list(reversed(VERSIONS))
    without_rows = newest_first.index(LAST_WITH_ROWS)
    assert [migrations.undo(url).version for _ in range(without_rows)] == newest_first[:without_rows]
    before = migrations.info(url)
    with pytest.raises(migrations.MigrationError, match=r"would lose the rows of gamification\.metric_editions"):
        migrations.undo(url)
    assert migrations.info(url) == before
    assert migrations.validate(url) == []
    rest = newest_first[without_rows:]
    assert [migrations.undo(url, allow_data_loss=True).version for _ in rest] == rest
    with pytest.raises(migrations.MigrationError, match="no applied version"):
        migrations.undo(url)
    assert len(migrations.run(url).applied) > 50
    assert migrations.validate(url) == []


def test_a_baseline_records_without_running(url: str, root: Path) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(FIRST.encode())
    with pytest.raises(migrations.MigrationError, match="There is no version 009"):
        migrations.baseline(url, "009", root)
    migrations.baseline(url, "001", root)
    write(root, "migrations/V002__price.sql", "alter table shop.items add column price int;")
    assert migrations.run(url, root).applied == ["migrations/V002__price.sql"]
    with pytest.raises(migrations.MigrationError, match="has a history already"):
        migrations.baseline(url, "001", root)


def test_a_concurrent_index_that_fails_is_repaired_and_built(url: str, root: Path) -> None:
    write(
        root,
        "migrations/V001__items.sql",
        "create schema social;\ncreate table social.tags (id int primary key, name text);\ninsert into social.tags values (1, 'x'), (2, 'x');",
    )
    write(
        root,
        "migrations/V002__unique.sql",
        "-- non-transactional\ncreate unique index concurrently tags_name on social.tags (name);\n",
    )
    with pytest.raises(migrations.MigrationError, match="migrate repair"):
        migrations.run(url, root)
    with pytest.raises(migrations.MigrationError, match="failed half-way before"):
        migrations.run(url, root)
    with psycopg.connect(url) as connection:
        connection.execute("update social.tags set name = 'y' where id = 2")
    assert migrations.repair(url, root).repaired == ["social.tags_name"]
    assert migrations.run(url, root).applied == ["migrations/V002__unique.sql"]
    assert count(url, "select indisvalid from pg_index where indexrelid = 'social.tags_name'::regclass") is True


def test_what_was_changed_by_hand_is_reported(fresh_database: dict[str, str]) -> None:
    url = fresh_database["migrator"]
    assert migrations.validate(url) == []
    with psycopg.connect(url) as connection:
        connection.execute("alter table identity.users add column nickname text")
        connection.execute("drop policy own_read on identity.members")
        connection.execute(
            "create or replace function gamification.get_xp_for_level(level integer) returns bigint language sql immutable return 0"
        )
    found = migrations.run(url).drift
    assert found == [
        "function gamification.get_xp_for_level(level integer)",
        "table identity.members",
        "table identity.users",
    ]
    assert len(migrations.validate(url)) == 3


def psql(url: str, file: Path) -> str:
    """Run a file as an operator would; return what went wrong."""
    options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={file}"]
    if not file.read_text().startswith("-- non-transactional"):
        options.append("--single-transaction")
    command = [str(postgres_folder.binaries() / "psql"), url, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""


def test_each_versioned_file_passes_psql_alone(url: str) -> None:
    files = sorted((sql_root() / "migrations").glob("*.sql"), key=lambda file: file.name)
    assert [psql(url, file) for file in files] == [""] * len(files)


def test_each_repeatable_file_passes_psql_again(fresh_database: dict[str, str]) -> None:
    files = [sql_root() / migration.script for migration in repeatable(sql_root())]
    assert len(files) > 50
    assert {psql(fresh_database["migrator"], file) for file in files} == {""}
    assert migrations.validate(fresh_database["migrator"]) == []


def test_every_version_has_its_undo() -> None:
    versions = {file.name[1:] for file in (sql_root() / "migrations").glob("*.sql")}
    assert {file.name[1:] for file in (sql_root() / "undo").glob("*.sql")} == versions


def test_the_deploys_and_the_scheduled_function_do_the_same(fresh_database: dict[str, str]) -> None:
    scheduled = registry.load("functions.scheduled.run_migrations")({}, None)
    deployed = registry.load("functions.operations.migrate")({}, None)
    assert (scheduled["applied"], scheduled["drift"], scheduled["version"]) == ([], [], VERSIONS[-1])
    assert scheduled["partitions"] == 12
    assert deployed == {**scheduled, "partitions": 0}


def test_the_documents_trackers_show_what_was_applied(superuser: psycopg.Connection) -> None:
    """One history is readable by both names."""
    files = sorted(file.name for file in (sql_root() / "migrations").glob("*.sql"))
    tracked = superuser.execute(
        "select filename from platform.progressive_flow_migrations where success order by filename"
    )
    assert [row[0].rpartition("/")[2] for row in tracked] == files
    versions = superuser.execute("select version from platform.schema_migrations order by version").fetchall()
    assert [row[0] for row in versions] == [name[1:4] for name in files]
