"""What runs of SQL give: rows, changes, probes, and which statement failed and why."""

import subprocess
import sys
from typing import Any

import pytest

from progressive_flow.grading.code.sealed.answers import SetupError
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.grading.code.sealed.programs import run_sql
from progressive_flow.grading.code.sealed.results import FoundRows, SqlRun, StatementFailure

SCHEMA = """
create table people (id integer primary key, name text not null, age integer check (age >= 0));
create table orders (id integer primary key, person integer not null references people (id), cents integer);
"""
ROWS: dict[str, list[dict[str, Any]]] = {
    "people": [{"id": 1, "name": "Ada", "age": 36}, {"id": 2, "name": "Bo's; --", "age": None}],
    "orders": [{"id": 1, "person": 1, "cents": 250}, {"id": 2, "person": 1, "cents": 100}],
}


def run(images: Images, answer: str, *probes: str, **more: Any) -> SqlRun:
    return run_sql(images, SCHEMA, ROWS, answer, probes, **more)


def test_the_rows_of_the_last_query_are_found(images: Images) -> None:
    found = run(
        images, "select 1; select name, age from people order by id; update people set age = 1 where id = 9"
    ).found
    assert found == FoundRows(("name", "age"), (("Ada", 36), ("Bo's; --", None)))


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1", 1),
        ("1.5", 1.5),
        ("'Zoë 🐍'", "Zoë 🐍"),
        ("null", None),
        ("x'00ff'", {"$": "bytes", "is": "00ff"}),
        ("'a' || char(0)", "a\N{REPLACEMENT CHARACTER}"),
        ("9e999", {"$": "float", "is": "inf"}),
        ("9223372036854775807", 2**63 - 1),
        ("date('now')", "2026-01-05"),
        ("datetime('now')", "2026-01-05 09:00:00"),
        ("3 / 2", 1),
        ("sqlite_version() > '3.40'", 1),
        ("(select sum(cents) over () from orders limit 1)", 350),
        ("json_extract('{\"a\": [1, 2]}', '$.a[1]')", 2),
    ],
)
def test_values_keep_their_types(images: Images, expression: str, value: Any) -> None:
    assert run(images, f"select {expression}").found.rows == ((value,),)


def test_more_rows_than_are_kept_are_not_counted(images: Images) -> None:
    numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < {}) select i from n"
    found = run(images, numbers.format(1000)).found
    assert (len(found.rows), found.more) == (1000, False)
    found = run(images, numbers.format(1001)).found
    assert (len(found.rows), found.more) == (1000, True)


def test_changes_are_counted_and_seen_by_probes(images: Images) -> None:
    done = run(
        images,
        "insert into people (name, age) values ('Cy', 5), ('Di', 6);"
        " update people set age = 7 where name = 'Cy'; delete from orders",
        "select count(*) from orders",
        "select name, age from people where id > 2 order by id",
        "select absent from people",
    )
    assert (done.failure, done.changes, done.statements, done.found) == (None, 5, 3, FoundRows())
    assert done.probes == (
        FoundRows(("count(*)",), ((0,),)),
        FoundRows(("name", "age"), (("Cy", 7), ("Di", 6))),
        FoundRows(failure="no such column: absent"),
    )


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ("select", StatementFailure(1, "select", "incomplete input")),
        ("select 1;\n\n  selct 2;", StatementFailure(2, "selct 2;", 'near "selct": syntax error')),
        ("select x from people", StatementFailure(1, "select x from people", "no such column: x")),
        ("select 1; select * from peple", StatementFailure(2, "select * from peple", "no such table: peple")),
        (
            "insert into people (name, age) values ('Cy', -1)",
            StatementFailure(
                1, "insert into people (name, age) values ('Cy', -1)", "CHECK constraint failed: age >= 0"
            ),
        ),
        (
            "delete from people where id = 1",
            StatementFailure(1, "delete from people where id = 1", "FOREIGN KEY constraint failed"),
        ),
        (
            "pragma table_info(people)",
            StatementFailure(1, "pragma table_info(people)", "PRAGMA is not available in this exercise."),
        ),
        (
            "attach ':memory:' as other",
            StatementFailure(1, "attach ':memory:' as other", "ATTACH or VACUUM is not available in this exercise."),
        ),
    ],
)
def test_the_statement_that_fails_is_named(images: Images, answer: str, failure: StatementFailure) -> None:
    assert run(images, answer).failure == failure


def test_probes_see_what_statements_before_the_failure_did(images: Images) -> None:
    done = run(images, "delete from orders; selct", "select count(*) from orders")
    assert (done.changes, done.probes[0].rows) == (2, ((0,),))


@pytest.mark.parametrize(
    ("answer", "statements"),
    [
        ("", 0),
        ("-- nothing; at all", 0),
        ("/* ; */ ;;; -- x", 0),
        ("select 1", 1),
        ('select \';\'; select ";" from (select 1 as ";"); select 1 -- ;\n;', 3),
        ("create trigger t after insert on people begin delete from orders; select 1; end; select 2;", 2),
        ("select 'it''s; so'; select [a;b] from (select 1 as [a;b]); select `c;` from (select 1 as `c;`)", 3),
    ],
)
def test_statements_end_where_sqlite_ends_them(images: Images, answer: str, statements: int) -> None:
    done = run(images, answer)
    assert (done.failure, done.statements) == (None, statements)


def test_rows_are_filled_as_they_are(images: Images) -> None:
    schema = 'create table "odd ""name" (a, "b c", d blob)'
    rows: dict[str, list[dict[str, Any]]] = {
        'odd "name': [{"a": "'; drop table x; --", "d": {"$": "bytes", "is": "00"}}, {"b c": 2.5}],
        "nobody": [],
    }
    found = run_sql(images, schema, rows, 'select * from "odd ""name"').found
    assert found.columns == ("a", "b c", "d")
    assert found.rows == (("'; drop table x; --", None, {"$": "bytes", "is": "00"}), (None, 2.5, None))


@pytest.mark.parametrize(
    ("schema", "rows"),
    [
        ("create tabel x (a)", {}),
        ("create table x (a)", {"y": [{"a": 1}]}),
        ("create table x (a not null)", {"x": [{"a": None}]}),
    ],
)
def test_tables_that_cannot_be_made_are_their_authors_mistake(
    images: Images, schema: str, rows: dict[str, list[dict[str, Any]]]
) -> None:
    with pytest.raises(SetupError):
        run_sql(images, schema, rows, "select 1")


def test_a_database_is_empty_in_each_run(images: Images) -> None:
    run(images, "create table mine (a); insert into mine values (1)")
    failure = run(images, "select * from mine").failure
    assert failure
    assert failure.message == "no such table: mine"


QUERY = "select random(), hex(randomblob(8)), datetime('now', 'localtime'), count(*) from people, people, orders"
AGAIN = """
import sys
from pathlib import Path
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.programs.test_sql_runs import QUERY, run
print(run(Images(Path(sys.argv[1])), QUERY))
"""


def test_a_run_is_equal_to_the_next_to_the_last_instruction_in_another_process_too(images: Images) -> None:
    first, second = (run(images, QUERY) for _ in range(2))
    assert first == second
    assert first.fuel > 0
    other = subprocess.run(
        [sys.executable, "-c", AGAIN, str(images.folder)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert other.stdout.strip() == repr(first)
