"""Runs a learner's Python or SQL in a CPython that reaches nothing outside, each run in an instance of its own."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wasmtime import Store, WasmtimeError

from progressive_flow.grading.code.limits import FUEL_ATTEMPT, PROGRAM_MEMORY_BYTES
from progressive_flow.grading.code.sealed.answers import UnreadableError, read_python, read_sql
from progressive_flow.grading.code.sealed.exhausted import ExhaustedError
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.grading.code.sealed.outside import create_linker
from progressive_flow.grading.code.sealed.results import FoundRows, PythonRun, SqlRun, StatementFailure, Thrown

STOPPED = "Your code ended the program, or did something that is not available in this exercise."
TOO_DEEP = "Your code nests calls or values more deeply than it may."

TAG = '"$"'
Rows = Sequence[Mapping[str, Any]]


def run_python(
    images: Images, code: str, calls: Sequence[Mapping[str, Any]] = (), fuel: int = FUEL_ATTEMPT
) -> PythonRun:
    """Run a module as `python main.py` would, then make the calls. Raises `ExhaustedError`.

    A call is `{function: name, arguments: [...]}`, `{new: class, arguments: [...]}`, `{use: kept, method: name, arguments:
    [...]}`, `{use: kept, arguments: [...]}` or `{use: kept, attribute: name}`. With `as: name` what it gives is kept for `use`,
    and for arguments as `{"$": "kept", "is": name}`; `keywords: {...}` are arguments by their names.
    """
    made = json.dumps(list(calls))
    request = f'{{"code": {json.dumps(code)}, "calls": {made}, "tagged": {json.dumps(TAG in made)}}}'
    answer, used = _ask(images, "run-python", request, fuel)
    try:
        return read_python(answer, calls, used)
    except UnreadableError:
        error = Thrown(type="SystemExit", kinds=["SystemExit", "BaseException"], message=STOPPED, line=None)
        return PythonRun("", error, (), used)


def run_sql(
    images: Images,
    schema: str,
    rows: Mapping[str, Rows],
    answer: str,
    probes: Sequence[str] = (),
    fuel: int = FUEL_ATTEMPT,
) -> SqlRun:
    """Fill a fresh database, run a learner's statements on it, then each probe. Raises `ExhaustedError` and `SetupError`.

    `rows` are those of each table, which are filled in this order; foreign keys are kept from then on. Values are null,
    numbers, texts and tagged bytes.
    """
    tables = list(_tables(rows))
    request = json.dumps({"schema": schema, "tables": tables, "answer": answer, "probes": list(probes)})
    found, used = _ask(images, "run-sql", request, fuel)
    try:
        return read_sql(found, used)
    except UnreadableError:
        return SqlRun(FoundRows(), StatementFailure(1, "", STOPPED), 0, 0, (), used)


def _tables(rows: Mapping[str, Rows]) -> Iterator[dict[str, Any]]:
    """Yield tables with the columns that any of their rows has; where a row has none, it is null."""
    for name, records in rows.items():
        columns = list(dict.fromkeys(column for record in records for column in record))
        values = [[record.get(column) for column in columns] for record in records]
        if columns:
            yield {"name": name, "columns": columns, "rows": values}


def _ask(images: Images, function: str, request: str, fuel: int) -> tuple[str, int]:
    """Return the answer of a fresh instance, none where it ended without one, and the fuel that it took."""
    store = Store(images.engine)
    try:
        store.set_limits(memory_size=PROGRAM_MEMORY_BYTES)
        store.set_fuel(fuel)
        instance = create_linker(images.engine, images.programs).instantiate(store, images.programs)
        asked = instance.get_func(store, function)
        if asked is None:
            raise LookupError(f"The component has no {function}: it was built of other sources.")
        return asked(store, request), fuel - store.get_fuel()
    except WasmtimeError as error:
        if end := _ended_by(str(error)):
            raise end from None
        return "", fuel - store.get_fuel()
    finally:
        store.close()  # the memory is much, and the collector of garbage comes late


def _ended_by(message: str) -> ExhaustedError | None:
    """Return the limit that wasmtime says a run met, if it is one; for components it gives no code."""
    if "all fuel consumed" in message:
        return ExhaustedError("cpu")
    if "call stack exhausted" in message:
        return ExhaustedError("memory", TOO_DEEP)
    return None
