"""Statements that are hostile or odd, as data: a name, what comes of them, and the text.

What comes of them is the limit that they use up, a part of the message that they fail with, or None where they run.
"""

from typing import NamedTuple


class HostileStatement(NamedTuple):
    """Statements, and how they end."""

    name: str
    ending: str | None
    text: str


NUMBERS = "with recursive n(i) as (select 1 union all select i + 1 from n{}) "

ENDLESS = [
    HostileStatement("numbers without end", "cpu", NUMBERS.format("") + "select max(i) from n"),
    HostileStatement("rows without end that are not read", None, NUMBERS.format("") + "select i from n"),
    HostileStatement("a join of many", "cpu", NUMBERS.format(" where i < 2000") + "select count(*) from n a, n b, n c"),
    HostileStatement(
        "a table that doubles",
        "cpu",
        "create table t (a); insert into t values (1);" + "insert into t select a from t;" * 40,
    ),
    HostileStatement(
        "a trigger that calls itself",
        None,
        "create table t (a); create trigger r after insert on t begin insert into t values (new.a + 1); end;"
        "insert into t values (1)",
    ),
    HostileStatement(
        "a pattern that goes back",
        None,
        "select replace(hex(zeroblob(400)), '0', 'a') like replace(hex(zeroblob(15)), '0', '%a') || 'b'",
    ),
    HostileStatement(
        "a glob that goes back",
        None,
        "select replace(hex(zeroblob(400)), '0', 'a') glob replace(hex(zeroblob(15)), '0', '*a') || 'b'",
    ),
    HostileStatement(
        "texts compared in a join",
        "cpu",
        NUMBERS.format(" where i < 3000") + "select count(*) from n a, n b where a.i || 'x' like '%' || b.i || '%'",
    ),
    HostileStatement(
        "a checked table that grows",
        "cpu",
        "create table t (a check (a in (1, 2, 3))); insert into t values (1);" + "insert into t select a from t;" * 40,
    ),
    HostileStatement(
        "an upsert without end",
        "cpu",
        "create table t (a primary key, b); "
        + NUMBERS.format("")
        + "insert into t select i % 3, i from n where true on conflict do update set b = excluded.b",
    ),
]

LARGE = [
    HostileStatement("a large blob", "too big", "select zeroblob(1000000000)"),
    HostileStatement("a large random blob", "too big", "select randomblob(1000000000)"),
    HostileStatement(
        "a text that is joined",
        "too big",
        NUMBERS.format(" where i < 100000") + "select group_concat('xxxxxxxxxxxxxxxxxxxx') from n",
    ),
    HostileStatement("a text that is printed", None, "select printf('%.*c', 1000000000, 'x')"),
    HostileStatement(
        "a text that doubles",
        "too big",
        "with recursive t(a) as (select 'x' union all select a || a from t) select max(length(a)) from t",
    ),
    HostileStatement("texts that are replaced", "too big", "select replace(hex(zeroblob(400000)), '0', 'aaaaaaaa')"),
    HostileStatement(
        "many large values",
        "cpu",
        NUMBERS.format(" where i < 400") + "select count(distinct hex(zeroblob(400000)) || i) from n",
    ),
    HostileStatement("many columns", "too many", "select " + ", ".join(["1"] * 200)),
    HostileStatement("many arguments", "too many", "select max(" + ", ".join(["1"] * 2000) + ")"),
    HostileStatement("many unions", "too many", " union all ".join(["select 1"] * 100)),
    HostileStatement("many statements", "more than 50", "select 1;" * 100),
    HostileStatement("deep parentheses", None, "select " + "(" * 5000 + "1" + ")" * 5000),
    HostileStatement("a deep expression", "too large", "select " + "+".join(["1"] * 5000)),
    HostileStatement("deep subqueries", "too large", "select " + "(select " * 3000 + "1" + ")" * 3000),
    HostileStatement("a long statement", "too large", "select 1 --" + "x" * 200_000),
    HostileStatement("many rows", None, NUMBERS.format(" where i < 5000") + "select i from n"),
    HostileStatement("large rows", "output", NUMBERS.format(" where i < 500") + "select hex(zeroblob(5000)) from n"),
]

REFUSED = [
    HostileStatement("a file", "not available", "attach '/tmp/x.db' as x"),
    HostileStatement("a copy in a file", "not available", "vacuum into '/tmp/x.db'"),
    HostileStatement("a setting", "not available", "pragma journal_mode = wal"),
    HostileStatement("a setting as a table", "not available", "select * from pragma_database_list"),
    HostileStatement("an extension", "no such function", "select load_extension('/tmp/x.so')"),
    HostileStatement("a virtual table", "not available", "create virtual table t using fts5(a)"),
    HostileStatement("a detached database", "not available", "detach main"),
    HostileStatement("a file that is read", "no such function", "select readfile('/etc/passwd')"),
    HostileStatement("a file that is written", "no such function", "select writefile('/tmp/x', 'y')"),
    HostileStatement("a call of the system", "no such function", "select shell('ls')"),
    HostileStatement("the schema, overwritten", "may not be modified", "update sqlite_master set sql = 'x'"),
    HostileStatement("the schema, read", None, "select name, sql from sqlite_master"),
]

ODD = [
    HostileStatement("NUL", "character", "select 1 \0 + 2"),
    HostileStatement("half a pair", "character", "select '\ud800'"),
    HostileStatement("a text that does not end", "unrecognized token", "select 'abc"),
    HostileStatement("a comment that does not end", None, "select 1 /* abc"),
    HostileStatement("a command of a shell", "syntax error", ".tables"),
    HostileStatement("no SQL", "no such column", "SELECT * FROM people WHERE name = “Ada”; print('x')"),
    HostileStatement("parameters without values", "binding", "select ?, :a, @b"),
    HostileStatement("a transaction that stays open", None, "begin; delete from orders; delete from people"),
    HostileStatement("a transaction that is taken back", None, "begin; delete from orders; rollback"),
    HostileStatement("tables that are dropped", None, "drop table orders; drop table people"),
    HostileStatement(
        "a view in the place of a table",
        None,
        "drop table orders; create view orders as select 1 as id, 1 as person, 5 as cents",
    ),
    HostileStatement("a vacuum", "not available", "vacuum"),
    HostileStatement("statistics", None, "analyze"),
    HostileStatement("a plan", None, "explain query plan select * from people"),
    HostileStatement("division by zero", None, "select 1 / 0, 1 % 0, 0.0 / 0"),
    HostileStatement(
        "integers that overflow", "integer overflow", "select sum(9223372036854775807 - id * 0) from people"
    ),
    HostileStatement("the least integer made positive", "integer overflow", "select abs(-9223372036854775807 - 1)"),
    HostileStatement(
        "a temporary trigger", None, "create temp trigger t after delete on orders begin delete from people; end"
    ),
    HostileStatement("names of columns that are alike", None, "select 1 as a, 2 as a, 3 as ''"),
    HostileStatement(
        "a recursion of views",
        "circularly defined",
        "create view a as select * from b; create view b as select * from a; select * from a",
    ),
]

HOSTILE_STATEMENTS = [*ENDLESS, *LARGE, *REFUSED, *ODD]
