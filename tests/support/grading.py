"""Changes of levels for tests of grading, and comparisons that detect whether anything changed."""

import json
from typing import Any

import psycopg

from tests.support.content import reference_design
from tests.support.scene import one

TABLES = """
select c.oid::regclass::text
from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema)'
order by 1
"""


def everything(connection: psycopg.Connection) -> dict[str, str]:
    """Return a fingerprint of each table there is."""
    rows = "select md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) from {} as t"
    return {table: one(connection, rows.format(table)) for (table,) in connection.execute(TABLES.encode()).fetchall()}


def let_see(connection: psycopg.Connection, slug: str, level: int, visibility: dict[str, str]) -> None:
    """Give test cases of a published level another visibility."""
    where = (
        "where l.challenge_id = (select c.id from curriculum.challenges as c where c.slug = %s) and l.level_number = %s"
    )
    tests: list[dict[str, Any]] = one(
        connection, f"select l.test_cases from curriculum.challenge_levels as l {where}", slug, level
    )
    for test in tests:
        if test["id"] in visibility:
            test.pop("hidden", None)
            test["visibility"] = visibility[test["id"]]
    connection.execute(
        f"update curriculum.challenge_levels as l set test_cases = %s {where}".encode(),
        [json.dumps(tests), slug, level],
    )
    _let_version_see(connection, slug, level, tests)


def _let_version_see(connection: psycopg.Connection, slug: str, level: int, tests: list[dict[str, Any]]) -> None:
    """Write the tests into the immutable version too, as if another one had been published with them."""
    with connection.transaction():
        connection.execute("set local session_replication_role = replica")
        connection.execute(
            "update content.challenge_versions as v"
            " set id = uuidv7(), content = jsonb_set(v.content, array['levels', (%s)::text, 'test_cases'], %s)"
            " from curriculum.challenges as c where c.id = v.challenge_id and c.slug = %s and v.is_active",
            [level - 1, json.dumps(tests), slug],
        )


def unpublish(connection: psycopg.Connection, slug: str, above: int) -> None:
    """Take back a challenge's levels above one, whatever the files have."""
    connection.execute(
        "delete from curriculum.challenge_levels as l using curriculum.challenges as c"
        " where c.id = l.challenge_id and c.slug = %s and l.level_number > %s",
        [slug, above],
    )


def results_of(attempt: dict[str, Any], visibility: str) -> list[dict[str, Any]]:
    """Return an attempt's results of tests with this visibility."""
    return [result for result in attempt["test_results"] if result["visibility"] == visibility]


def with_an_idle_part(slug: str) -> dict[str, Any]:
    """Return a design that meets all of a level's visible tests but the one on components without traffic."""
    design = reference_design(slug)
    return {**design, "nodes": [*design["nodes"], {"id": "idle", "type": "app_server"}]}
