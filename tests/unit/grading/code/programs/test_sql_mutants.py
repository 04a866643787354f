"""Mutants of SQL: small mistakes at every place, each a statement of its own."""

import sqlite3

import pytest

from progressive_flow.grading.code.gate.sql_mutants import FILE, sql_mutants

SCHEMA = """
create table people (id integer primary key, name text, age integer, city text);
create table orders (id integer primary key, person integer, cents integer, day text);
"""
# A few spaces that a removed word leaves make no difference to SQL.


def mutants(text: str) -> dict[str, str]:
    return {mutant.what: " ".join(mutant.files[FILE].split()) for mutant in sql_mutants(text)}


def changed(text: str, what: str) -> list[str]:
    """Return the mutants of one kind."""
    return [code for name, code in mutants(text).items() if name.startswith(f"{what} at line")]


@pytest.mark.parametrize(
    ("text", "what", "wanted"),
    [
        ("select a from t where a < 3", "< → <=", "select a from t where a <= 3"),
        ("select a from t where a >= 3", ">= → >", "select a from t where a > 3"),
        ("select a from t where a = 3", "= → <>", "select a from t where a <> 3"),
        ("select a from t where a <> 3", "<> → =", "select a from t where a = 3"),
        ("select a + b from t", "+ → -", "select a - b from t"),
        ("select a * b from t", "* → +", "select a + b from t"),
        ("select a / 2 from t", "/ → *", "select a * 2 from t"),
        ("select a from t where a = 3", "number + 1", "select a from t where a = 4"),
        ("select a from t where a = 'x'", "other text", "select a from t where a = 'x_'"),
        ("select a from t order by a desc", "DESC → ASC", "select a from t order by a ASC"),
        ("select a from t order by a, b", "DESC added to a", "select a from t order by a DESC, b"),
        ("select a from t order by a, b", "ORDER BY removed", "select a from t"),
        ("select a from t order by a, b", "ORDER BY without a", "select a from t order by b"),
        ("select a from t order by a, b", "ORDER BY without b", "select a from t order by a"),
        ("select a from t group by a, b", "GROUP BY without b", "select a from t group by a"),
        ("select a from t limit 3", "LIMIT removed", "select a from t"),
        ("select a from t limit 3 offset 2", "OFFSET removed", "select a from t limit 3"),
        ("select a from t left join u on b = c", "LEFT JOIN → JOIN", "select a from t INNER join u on b = c"),
        ("select a from t left outer join u on b = c", "LEFT JOIN → JOIN", "select a from t outer join u on b = c"),
        ("select a from t join u on b = c", "JOIN → LEFT JOIN", "select a from t LEFT join u on b = c"),
        ("select a from t inner join u on b = c", "JOIN → LEFT JOIN", "select a from t LEFT join u on b = c"),
        ("select distinct a from t", "DISTINCT removed", "select a from t"),
        ("select a from t", "DISTINCT added", "select DISTINCT a from t"),
        ("select count(distinct a) from t", "DISTINCT removed in an aggregate", "select count( a) from t"),
        ("select count(a) from t", "COUNT(…) → COUNT(*)", "select count(*) from t"),
        ("select count(a) from t", "DISTINCT added in COUNT", "select count(DISTINCT a) from t"),
        ("select sum(a) from t", "SUM → MAX", "select max(a) from t"),
        ("select min(a) from t", "MIN → MAX", "select max(a) from t"),
        ("select rank() over (order by a) from t", "RANK → ROW_NUMBER", "select row_number() over (order by a) from t"),
        ("select coalesce(a, 0) from t", "COALESCE removed", "select (a) from t"),
        ("select round(sum(a), 2) from t", "ROUND removed", "select (sum(a)) from t"),
        ("select a from t where a = 1 and b = 2", "AND → OR", "select a from t where a = 1 OR b = 2"),
        (
            "select a from t where a = 1 and b = 2",
            "condition b = 2 removed",
            "select a from t where a = 1 and 1 = 1",
        ),
        (
            "select a from t where a between 1 and 2 and b = 3",
            "condition a between 1 and 2 removed",
            "select a from t where 1 = 1 and b = 3",
        ),
        (
            "select a from t where a = 1 or b = 2 and c",
            "condition a = 1 or b = 2 and c removed",
            "select a from t where 1 = 1",
        ),
        (
            "select a from t where case when a and b then c and d end and e = 1",
            "condition e = 1 removed",
            "select a from t where case when a and b then c and d end and 1 = 1",
        ),
        ("select a from t group by a having count(*) > 1", "condition count(*) > 1 removed", None),
        ("select a from t where b is null", "IS → IS NOT", "select a from t where b is NOT null"),
        ("select a from t where b is not null", "NOT removed", "select a from t where b is null"),
        ("select a from t where b in (1, 2)", "NOT IN", "select a from t where b NOT in (1, 2)"),
        ("select a from t union select b from u", "UNION → UNION ALL", "select a from t union ALL select b from u"),
        ("select a from t union all select b from u", "UNION ALL → UNION", "select a from t union select b from u"),
        ("select a from t except select b from u", "EXCEPT → UNION", "select a from t UNION select b from u"),
        ("update t set a = 1 where b = 2", "= → <>", "update t set a = 1 where b <> 2"),
        ("delete from t; insert into t values (1)", "statement DELETE removed", "; insert into t values (1)"),
        ("select sum(a) over (partition by b) from t", "PARTITION BY removed", "select sum(a) over () from t"),
    ],
)
def test_a_mistake_is_made(text: str, what: str, wanted: str | None) -> None:
    found = changed(text, what)
    assert found if wanted is None else wanted in found


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("select a from t where a between 1 and 2", "AND → OR"),
        ("update t set a = 1, b = 2", "= → <>"),
        ("select * from t", "* → +"),
        ("select count(*) from t", "COUNT → SUM"),
        ("select -1 from t", "- → +"),
        ("select a, count(*) from t group by a", "DISTINCT added"),
        ("select a from t where a in (select b from u)", "DISTINCT added (2)"),
        ("select a from t; ", "statement SELECT removed"),
    ],
)
def test_what_is_no_mistake_is_not_made(text: str, what: str) -> None:
    assert changed(text, what) == []


def test_texts_and_comments_are_left_alone() -> None:
    made = mutants("select a /* where a = 1 and 2 */ from t -- limit 3\nwhere a = 'it''s and 1'")
    assert list(made.values()).count("select a /* where a = 1 and 2 */ from t -- limit 3 where a = 'it''s and 1_'") == 1
    assert not any("LIMIT" in what or "AND → OR" in what for what in made)


LONG = """with totals as (
  select p.id, p.name, sum(o.cents) as total, count(o.id) as number
  from people p left join orders o on o.person = p.id and o.day >= '2026-01-01'
  where p.age between 18 and 65 and p.city <> 'Rome'
  group by p.id, p.name
  having count(o.id) > 1 or sum(o.cents) > 100
)
select name, coalesce(total, 0) / 100.0 as euros, rank() over (order by total desc) as place
from totals where number >= 2
order by euros desc, name
limit 10"""


def test_mutants_of_a_long_query_differ_and_nearly_all_run() -> None:
    made = sql_mutants(LONG)
    database = sqlite3.connect(":memory:")
    database.executescript(SCHEMA)
    failed = []
    for mutant in made:
        try:
            database.execute(mutant.files[FILE])
        except sqlite3.Error as error:
            failed.append((mutant.what, str(error)))
    assert len(made) > 40
    assert len({mutant.what for mutant in made}) == len(made) == len({mutant.files[FILE] for mutant in made})
    assert failed == []
    assert ">= → > at line 9: from totals where number >= 2" in {mutant.what for mutant in made}


def test_mutants_are_equal_at_each_call() -> None:
    assert mutants(LONG) == mutants(LONG)
