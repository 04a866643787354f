"""Submissions that look like a solution, or tamper with what runs them, made of a task: none of them may pass."""

import ast
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from progressive_flow.grading.code.task import CodeTask

EQUAL = """
class Equal:
    def __eq__(self, other): return True
    def __hash__(self): return 0
    def __getattr__(self, name): return Equal()
    def __call__(self, *arguments, **options): return Equal()
    def __iter__(self): return iter([Equal()])
    def __len__(self): return 1
    def __repr__(self): return "[]"
"""
EQUAL_KINDS = """
class Equal{kind}({kind}):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __hash__ = None
"""
SPY = """
import gc, sys
def spied():
    found, frame = [], sys._getframe()
    while frame:
        found += [value for value in frame.f_locals.values() if isinstance(value, (dict, list))]
        frame = frame.f_back
    return found
def hidden(key):
    return [each[key] for each in gc.get_objects() if type(each) is dict and key in each]
"""
FORGED = """
import json
encode = json.JSONEncoder.encode
def forged(self, answer):
    for result in answer["results"]:
        result.pop("threw", None)
        result.pop("missing", None)
        result["value"] = {value}
    return encode(self, answer)
json.JSONEncoder.encode = forged
"""


OVERRIDES = """
import builtins, json, operator
for name in ("isinstance", "repr", "len", "type", "sorted", "sum", "str", "list", "dict", "set", "zip", "map"):
    setattr(builtins, name, lambda *arguments, **options: True)
json.dumps = json.JSONEncoder.encode = lambda *arguments, **options: '{"passed": true, "value": true}'
"""


def python_cheats(task: CodeTask) -> Iterator[tuple[str, str]]:
    """Yield submissions in Python, with their names."""
    solution = task.solution["main.py"]
    names = [each.name for each in ast.parse(solution).body if isinstance(each, ast.FunctionDef | ast.ClassDef)]
    starter = task.starter["main.py"]
    yield "nothing", ""
    yield "the starter", starter
    yield "the solution in comments", starter + textwrap.indent(solution, "# ")
    yield "the solution in a text", f"{starter}\nSOLUTION = {solution!r}"
    yield "the solution printed", f"print({solution!r})"
    yield "answers printed", f"{starter}\nfor text in {texts(task)!r}:\n    print(text)\n"
    yield "overrides", f"{starter}\n{OVERRIDES}"
    yield "a loop", f"{starter}\nwhile True: pass\n"
    yield "a loop in each function", defined(names, "while True: pass")
    yield "the solution after an error", f"1 / 0\n{solution}"
    for value in ("None", "[]", "{}", "0", "''", "arguments", "arguments[0] if arguments else None", "len(arguments)"):
        yield f"always {value}", defined(names, f"return {value}")
    yield "always an error", defined(names, "raise ValueError")
    yield "an error that is all errors", errors(names)
    yield "equal to everything", EQUAL + defined(names, "return Equal()")
    yield "a class equal to everything", EQUAL + "".join(f"{name} = Equal\n" for name in names)
    for kind in ("list", "dict", "str"):
        yield f"a {kind} equal to everything", EQUAL_KINDS.format(kind=kind) + defined(names, f"return Equal{kind}()")
    yield "what frames hold", SPY + defined(names, "return spied()")
    for key in ("gives", "expected", "solution", "like", "value"):
        yield f"what objects call {key}", SPY + defined(names, f"return (hidden({key!r}) or [None])[-1]")
    for value in ("None", "[]", "{}", "True"):
        yield f"a forged answer, {value}", FORGED.format(value=value) + defined(names, "raise ValueError")
    yield "an answer of nothing", "import json\njson.JSONEncoder.encode = lambda *a: '{}'\n" + solution
    yield "an exit", f"{solution}\nraise SystemExit(1)"
    yield "an iterator without end", "import itertools\n" + defined(names, "return itertools.repeat([])")


def defined(names: list[str], body: str) -> str:
    """Return a program whose functions, and the methods of whose classes, all do the same."""
    function = f"def same(*arguments, **options):\n    {body}\n"
    kind = "class Same(Exception):\n    def __init__(self, *arguments): pass\n    def __getattr__(self, name): return same\n"
    return f"{function}{kind}" + "".join(f"{name} = {'Same' if name[0].isupper() else 'same'}\n" for name in names)


def errors(names: list[str]) -> str:
    """Return a program that raises what is every expected error at once."""
    return "class Every(ValueError, KeyError, TypeError):\n    pass\n" + defined(names, "raise Every")


def sql_cheats(task: CodeTask) -> Iterator[tuple[str, str]]:
    """Yield submissions in SQL, with their names."""
    solution = task.solution["query.sql"]
    tables = [line.split()[2] for line in task.database["tables"].splitlines() if line.startswith("create table")]
    yield "nothing", ""
    yield "the starter", task.starter["query.sql"]
    yield "the solution in comments", task.starter["query.sql"] + "\n/*" + solution + "*/"
    yield "answers printed", " union all ".join(f"select {quoted(text)}" for text in texts(task)[:20])
    yield "a loop", "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    yield "the solution as a text", "select '" + solution.replace("'", "''") + "'"
    yield "the solution after a mistake", f"selct 1;\n{solution}"
    yield "the solution explained", f"explain query plan {solution}"
    yield "the solution without its rows", solution.rstrip().rstrip(";") + " limit 0"
    yield "one row of nothing", "select null, null, null, null, null"
    yield "a number", "select 1"
    yield "a setting", f"pragma writable_schema = on; {solution}"
    for table in tables:
        yield f"all of {table}", f"select * from {table}"
        yield f"nothing left of {table}", f"delete from {table}; {solution}"
        yield f"no {table}", f"drop table {table}; create view {table} as select 1 as id; select * from {table}"
    yield "no tables at all", "".join(f"drop table if exists {table};" for table in reversed(tables))
    yield "empty tables", "".join(f"delete from {table};" for table in reversed(tables))
    yield "rows of its own", "".join(f"insert into {table} select * from {table};" for table in tables) + solution
    yield "the solution taken back", f"begin; {solution}; rollback; select 1"


def texts(task: CodeTask) -> list[str]:
    """Return every text of the checks' steps, as somebody would print it who has read them."""
    return sorted(set(_texts([check.steps for check in task.checks])))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str | int | float):
        yield str(value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (str(key), *_texts(inner))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
