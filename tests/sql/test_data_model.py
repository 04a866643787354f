"""The pages of the data model show the schema as it is, whatever the day and the cluster."""

from pathlib import Path

import psycopg
import pytest

from progressive_flow.kernel import paths
from progressive_flow.operations.database_setup.cluster import SCHEMAS
from progressive_flow_local.cli.data_model import catalogue, pages, writing

# Each change of the schema, and the page that must show it.
CHANGES = {
    "create table social.follows (id uuid primary key)": "social.md",
    "alter table social.notifications add column colour text default 'red'": "social.md",
    "comment on column social.notifications.params is 'What it says.'": "social.md",
    "comment on index social.notifications_user_idx is 'All of them.'": "social.md",
    "alter table social.notifications no force row level security": "social.md",
    "drop policy own_read on social.notifications": "social.md",
    "alter table assessment.assessments drop constraint assessments_user_id_fkey": "assessment.md",
    "drop index social.notifications_unread_idx": "social.md",
    "create view discovery.trends as select id from identity.users": "discovery.md",
    "alter function analytics.completion_statistics volatile": "analytics.md",
    "grant execute on function progress.sync_track_totals to application": "progress.md",
    "drop trigger frozen on content.challenge_versions": "content.md",
    "create materialized view social.busy as select 1 as n": "social.md",
}


@pytest.fixture
def rendered(superuser: psycopg.Connection) -> dict[str, str]:
    """The pages of the schema as it is."""
    return pages.render(catalogue.read(superuser))


def test_the_pages_show_the_schema(rendered: dict[str, str]) -> None:
    assert writing.differences(rendered, writing.folder()) == [], writing.REMEDY


def test_every_table_index_view_and_function_says_what_it_is(superuser: psycopg.Connection) -> None:
    assert pages.untold(catalogue.read(superuser)) == []
    superuser.execute("create table social.silent (id int primary key)")
    superuser.execute("create index quiet on social.silent (id)")
    superuser.execute("create view social.mute as select 1 as n")
    superuser.execute("create function social.dumb() returns int language sql return 1")
    silent = ["table social.silent", "index social.quiet", "view social.mute", "function social.dumb"]
    assert pages.untold(catalogue.read(superuser)) == silent


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_on_its_page(superuser: psycopg.Connection, rendered: dict[str, str], change: str) -> None:
    superuser.execute(change.encode())
    after = pages.render(catalogue.read(superuser))
    changed = {name for name in after.keys() | rendered.keys() if after.get(name) != rendered.get(name)}
    assert changed == {CHANGES[change]}


def test_the_calendar_is_not_seen(superuser: psycopg.Connection, rendered: dict[str, str]) -> None:
    made = superuser.execute("select platform.ensure_partitions(9, '2001-02-03')").fetchone()
    assert made
    assert superuser.execute("select from pg_class where relname = 'xp_transactions_y2001m05'").rowcount == 1
    assert pages.render(catalogue.read(superuser)) == rendered


def test_who_asks_and_from_where_makes_no_difference(database: dict[str, str], rendered: dict[str, str]) -> None:
    for role in ("migrator", "read_only"):
        with psycopg.connect(database[role]) as connection:
            assert pages.render(catalogue.read(connection)) == rendered
            assert connection.execute("show search_path").fetchone() != ("",)


def test_each_page_is_linked_and_each_schema_with_anything_has_one(rendered: dict[str, str]) -> None:
    main = (paths.root() / "docs" / "data-model.md").read_text()
    assert [name for name in rendered if f"(data-model/{name})" not in main] == []
    assert {name.removesuffix(".md") for name in rendered} == set(SCHEMAS)


def test_writing_brings_a_folder_to_the_pages(tmp_path: Path) -> None:
    wanted = {"a.md": "a\n", "b.md": "b\n"}
    (tmp_path / "b.md").write_text("old\n")
    (tmp_path / "gone.md").write_text("of a schema that was dropped\n")
    assert writing.write(wanted, tmp_path) == ["a.md", "b.md", "gone.md"]
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == wanted
    assert writing.write(wanted, tmp_path) == []
