"""docs/explanation/scaling.md's plan for shards is true of the schema: hot tables carry the learner's id, and what would break is listed."""

import re

import psycopg
import pytest

from progressive_flow.operations.migrations.files import sql_root

PAGE = (sql_root().parent / "docs" / "explanation" / "scaling.md").read_text()
PLAN = {
    table: set(re.findall(r"`(\w+)`", held))
    for table, held in re.findall(r"^\| `(\w+\.\w+)` \| (.*)\|$", PAGE, flags=re.MULTILINE)
}
# A learner's id, and not sharded by it: small, or about somebody else than its reader.
ELSEWHERE = {
    "gamification.leaderboard_scores",
    "gamification.leaderboard_snapshots",
    "identity.members",
    "platform.outbox",
    "platform.tasks",
}
WITH_A_LEARNER = """
select c.oid::regclass::text, a.attnotnull
from pg_class as c
inner join pg_attribute as a on a.attrelid = c.oid and a.attname = 'user_id' and not a.attisdropped
where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
"""
UNIQUE_WITHOUT = """
select i.indexrelid::regclass::text
from pg_index as i
where i.indrelid = %s::regclass and i.indisunique and not exists (
    select from pg_attribute as a
    where a.attrelid = i.indrelid and a.attname = 'user_id' and a.attnum = any(i.indkey::smallint[])
)
"""


def test_every_table_with_a_learner_has_its_place(superuser: psycopg.Connection) -> None:
    superuser.execute("set local search_path = pg_catalog")
    found = {row[0]: row[1] for row in superuser.execute(WITH_A_LEARNER.encode())}
    assert found.keys() == PLAN.keys() | ELSEWHERE
    assert all(found[table] for table in PLAN), "the key of a shard is never null"


@pytest.mark.parametrize("table", PLAN)
def test_what_is_unique_across_shards_is_listed(superuser: psycopg.Connection, table: str) -> None:
    rows = superuser.execute(UNIQUE_WITHOUT.encode(), [table])
    assert {str(row[0]).rpartition(".")[2] for row in rows} == PLAN[table]


def test_the_page_names_many() -> None:
    assert len(PLAN) > 20
