"""Statements of SQL that are hostile or odd, by their kind. How those of `programs/hostile_statements.py` end is tested there."""

from tests.unit.grading.code.programs import hostile_statements

N = "with recursive n(i) as (select 1 union all select i + 1 from n{}) "

GROWING = {
    "a series without end": "select count(*) from generate_series(1, 1e18)",
    "a recursion over itself": "with recursive a(x) as (select 1 union select x * 2 % 1000000007 from a) select count(*) from a",
    "two recursions": "with recursive a(x) as (select 1 union all select x + 1 from a), b(y) as (select x from a union all select y from b) select max(y) from b",
    "a recursion that orders": "with recursive a(x) as (select 'a' union all select x || 'a' from a order by 1 desc limit 1000000) select * from a",
    "a tree of all": "with recursive t(a) as (values (1) union all select a * 2 from t union all select a * 2 + 1 from t) select sum(a) from t",
    "a product of all": "select count(*) from "
    + ", ".join(f"(select 1 union select 2 union select 3) t{i}" for i in range(40)),
    "joins of a schema": "select count(*) from " + ", ".join(f"sqlite_master s{i}" for i in range(30)),
    "a window over all": N.format(" where i < 20000")
    + "select sum(i) over (order by i rows between unbounded preceding and unbounded following exclude current row), group_concat(i) over (order by i) from n",
    "windows by the thousand": "select "
    + ", ".join([f"sum({i}) over (partition by {i} order by {i})" for i in range(90)]),
    "ranks of texts": N.format(" where i < 100000")
    + "select max(r) from (select ntile(1000000) over (order by hex(randomblob(100))) r from n)",
    "a printed width": "select printf('%99999999d', 1), format('%.*f', 999999, 1.5), printf('%s', zeroblob(900000))",
    "printed again and again": "select length(printf('%900000s%900000s%900000s', 'a', 'b', 'c'))",
    "a text of zeros": "select sum(length(hex(zeroblob(499999)))) from (select 1 union select 2), ("
    + N.format(" where i < 3000")
    + "select i from n)",
    "a random blob": N.format(" where i < 100000") + "select count(distinct randomblob(100000)) from n",
    "a blob of zeros kept": "create table b (x); insert into b "
    + N.format(" where i < 500")
    + "select zeroblob(900000) from n",
    "a blob in a trigger": "create table b (x); create trigger t after insert on b begin insert into b select zeroblob(900000) from b, b; end; insert into b values (1); insert into b values (1)",
    "a like without end": "select count(*) from ("
    + N.format(" where i < 3000")
    + "select hex(zeroblob(20000)) like '%0%0%0%0%0%0%0%0%1' from n)",
    "a glob of classes": "select replace(hex(zeroblob(20000)), '0', 'ab') glob '*[a-z]*[a-z]*[a-z]*[a-z]*[a-z]*[^a-z]'",
    "a long like": "select 'x' like '" + "%_" * 499 + "'",
    "an escape of a like": "select 'x' like 'x' escape '\U0001f4a9', 'x' like '" + "_%" * 400 + "' escape '_'",
    "a regular expression": "select 'aaaa' regexp '(a+)+b', regexp('a', 'b')",
    "texts in texts": "select replace(replace(replace('"
    + "a" * 900
    + "', 'a', '"
    + "b" * 900
    + "'), 'b', 'cc'), 'c', 'dd')",
    "quotes of quotes": "select quote(quote(quote(quote(zeroblob(100000)))))",
    "instr of all": "select sum(instr(hex(zeroblob(400000)), '01')) from ("
    + N.format(" where i < 1000")
    + "select i from n)",
    "a trim of all": "select trim(hex(zeroblob(400000)), hex(randomblob(200000)))",
    "JSON in JSON": "select json(" + "json_array(" * 90 + "1" + ")" * 90 + ")",
    "deep JSON": "select json('" + "[" * 40000 + "]" * 40000 + "')",
    "JSON that is read": "select count(*) from json_each('["
    + ",".join(["1"] * 40000)
    + "]') a, json_each('[1,2,3]') b, json_tree('{\"a\":[1]}') c, json_each('["
    + "1," * 500
    + "1]') d",
    "JSON that grows": "with recursive j(x) as (select '[1]' union all select json_insert(x, '$[#]', json(x)) from j) select length(x) from j",
    "JSON in a group": N.format(" where i < 300000")
    + "select length(json_group_array(json_object('k', hex(i)))) from n",
    "paths of JSON": "select json_extract('{}', '$" + ".a" * 20000 + "'), json_set('{}', '$" + "[0]" * 5000 + "', 1)",
    "dates without end": "select count(datetime('2000-01-01', '+' || i || ' seconds', 'start of month', 'weekday 1')) from ("
    + N.format("")
    + "select i from n)",
    "numbers of dates": "select strftime('%Y%f%J"
    + "%s" * 10000
    + "', 'now'), julianday(1e308), date('now', '+1e18 years')",
    "powers and sums": "select sum(i * 1e308), total(9e999), avg(-9e999), 9e999 - 9e999, -9e999 from ("
    + N.format(" where i < 10")
    + "select i from n)",
    "integers that are large": "select 9223372036854775807 + 1, -9223372036854775808 / -1, 1 << 64, abs(-9223372036854775807), 0x7fffffffffffffff",
    "columns by the hundred": "create table wide ("
    + ", ".join(f"c{i}" for i in range(100))
    + "); select * from wide a, wide b",
    "an index of all": "create table b (x); insert into b "
    + N.format(" where i < 30000")
    + "select hex(randomblob(20)) from n; create index i1 on b (x, x || x, upper(x)); create index i2 on b (substr(x, 1, 3)); reindex",
    "ten thousand tables": "".join(f"create table t{i} (a);" for i in range(49)),
    "views of views": "create view v0 as select 1 a;"
    + "".join(f"create view v{i} as select a.a from v{i - 1} a, v{i - 1} b;" for i in range(1, 40))
    + "select * from v39",
    "generated columns": "create table g (a, "
    + ", ".join(f"b{i} as (a || a) stored" for i in range(90))
    + "); insert into g select hex(zeroblob(400000))",
    "checks that are slow": "create table c (a check ((select 1)), b check (a like '"
    + "%a" * 400
    + "')); insert into c values (1, 2)",
    "in a list of all": "select 1 in (" + ",".join(map(str, range(12000))) + ")",
    "values by the thousand": "values " + ",".join("(1,2)" for _ in range(12000)),
    "cases in cases": "select " + "case when 1 then " * 95 + "1" + " end" * 95,
    "comments without end": "/*" + "*" * 90000,
    "semicolons": ";" * 90000 + "select 1",
    "quotes without end": "select " + "'a''" * 20000,
    "brackets without end": "[" * 50000 + "select 1",
    "numbers without end": "select " + "9" * 90000,
    "names without end": 'select 1 as "' + "n" * 90000 + '"',
    "names that many have": "select " + ", ".join(['1 as "\U0001f4a9"'] * 90),
    "rows of four bytes": "select '"
    + "\U0001f4a9" * 200
    + "' as title from ("
    + N.format(" where i < 1000")
    + "select i from n)",
    "control characters": "select char(1, 2, 31, 127) || replace(hex(zeroblob(400)), '0', char(1)) as title, char(0, 55296, 65535, 1114112, -1)",
}

OUTSIDE = {
    "an extension in parts": "select load_extension('x', 'sqlite3_x_init'), load_extension(null)",
    "a database of its own": "attach ':memory:' as x; create table x.t (a)",
    "a database by an address": "attach 'file:/etc/passwd?mode=ro' as x; attach '' as y",
    "settings": "pragma writable_schema = 1; pragma recursive_triggers = 1; pragma trusted_schema = 0; pragma hard_heap_limit = 1",
    "settings as functions": "select * from pragma_table_info('books'), pragma_function_list, pragma_module_list, pragma_compile_options",
    "a setting in a comment": "/**/pragma/**/user_version/**/=/**/7",
    "the schema, written": "insert into sqlite_master values ('table', 'x', 'x', 0, 'create table x (a)'); delete from sqlite_schema",
    "sequences, written": "create table s (a integer primary key autoincrement); update sqlite_sequence set seq = 9e18; insert into s default values; insert into s default values",
    "statistics, written": "analyze; delete from sqlite_stat1; insert into sqlite_stat1 values ('books', null, 'x x x'); analyze sqlite_master",
    "a vacuum into a file": "vacuum main into '/tmp/x'; vacuum into (select '/tmp/' || 'y')",
    "text indexes": "create virtual table f using fts5(a); create virtual table g using fts4(a); create virtual table r using rtree(i, a, b)",
    "other virtual tables": "".join(
        f"create virtual table v{m} using {m};"
        for m in ("dbstat", "csv", "zipfile", "fsdir", "completion", "bytecode", "sqlite_stmt")
    ),
    "tables that are functions": "select * from dbstat; select * from fsdir('/'); select * from bytecode('select 1'); select * from sqlite_dbpage",
    "files of the shell": "select readfile('/etc/passwd'), writefile('/tmp/x', 1), edit('x', 'vi'), fsdir('.'), lsmode(1)",
    "what this is": "select sqlite_version(), sqlite_source_id(), sqlite_compileoption_get(0), sqlite_log(1, 'x'), last_insert_rowid(), changes()",
    "debugging functions": "select sqlite_rename_table(1, 2, 3, 4, 5, 6, 7), sqlite_fail('x', 1), sqlite_crypt('a', 'b'), fts3_tokenizer('simple'), rtreecheck('x')",
    "a pointer": "select fts5(x'00'), fts3_tokenizer('x', x'4141414141414141'), unhex('zz'), unistr('\\D800')",
    "a rename": 'alter table sqlite_master rename to x; create table a (b); alter table a rename column b to [c"d]; alter table a rename to [e;f]; alter table [e;f] drop column [c"d]',
    "temporary things": "create temp table sqlite_x (a); create temp table books as select 1 a; create temp view sales as select * from books; select * from temp.sqlite_master",
    "temporary files": "create temp table t as "
    + N.format(" where i < 200000")
    + "select hex(randomblob(50)) x from n; select count(*) from (select x from t order by x desc)",
    "savepoints": "".join(f"savepoint s{i};" for i in range(24)) + "rollback to s3; release s0; commit; end",
    "transactions": "begin exclusive; begin; commit; rollback; begin immediate; select 1",
    "a foreign key in a cycle": "create table a (x primary key references b(x) on delete cascade); create table b (x primary key references a(x) on delete cascade); insert into a values (1)",
    "a trigger that raises": "create trigger t before delete on books begin select raise(abort, 'passed'); end; delete from books",
    "a trigger instead": "create view w as select 1 as title, 2 as copies; create trigger t instead of insert on w begin delete from books; end; insert into w values (1, 2)",
    "a message that is long": "create trigger t before insert on books begin select raise(fail, '"
    + "\U0001f4a9" * 9000
    + "'); end; insert into books (title) values ('x')",
    "an update that returns": "update books set title = title || title returning *; delete from books returning title",
    "an upsert that returns": "insert into books select * from books where true on conflict do update set title = excluded.title returning 1, 2, 3",
    "names of the tables": "create table if not exists books (x); create table BOOKS (x)",
    "an explanation": "explain select * from books; explain query plan delete from books",
    "collations": "select 'a' collate nothing; select 'a' = 'A' collate nocase order by 1 collate rtrim",
    "casts": "select cast(zeroblob(900000) as text), cast('9e999' as real), cast(x'ff' as text), cast(1e300 as integer), cast('' as blob)",
    "parameters": "select ?1, :a, @b, $c::d(e), ?999",
    "bytes that are no text": "select cast(x'c328' as text) as title, x'fffe' as copies; select char(55357)",
    "rows of no columns": "select; select * ; select from books; values (); select 1 where",
    "another language": "show tables; use x; exec xp_cmdshell 'ls'; copy books to '/tmp/x'; create function f() returns int as $$ begin end $$",
    "a copy of the page": "<script>for(;;);</script>'; drop table students; --",
}

OWN = (GROWING, OUTSIDE)
KNOWN = ("ENDLESS", "LARGE", "REFUSED", "ODD")


def statements() -> list[dict[str, str]]:
    """Return all statements by their kind."""
    known = [{each.name: each.text for each in getattr(hostile_statements, kind)} for kind in KNOWN]
    return [*known, *OWN]
