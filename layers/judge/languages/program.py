"""What runs inside the component: a learner's Python or SQL, each run in an instance of its own.

Nothing here decides whether an answer is right, and no expected value ever enters: a learner's program may change whatever it
finds here, and gains nothing by it.
"""

import gc
import json
from collections.abc import Callable, Mapping
from typing import Any

import hardening
import python_calls
import sql_statements
import wit_world  # pyright: ignore[reportMissingImports] - appears in the build

OWN_MODULES = ("program", "hardening", "printing", "python_calls", "sql_statements", "tagged", "wit_world")
hardening.harden()
# A learner's program may replace what is in the modules.
loads, dumps = json.loads, json.dumps
# The collector would walk through everything that was loaded, and each page that it touches is copied for the run.
gc.collect()
gc.freeze()


class WitWorld(wit_world.WitWorld):  # type: ignore[misc]  # its base appears in the build
    """The functions that judge.wit exports."""

    def run_python(self, request: str) -> str:
        """Answer {code, calls} with {printed, results, error?, exceeded?}."""
        return as_json(python_calls.run, request)

    def run_sql(self, request: str) -> str:
        """Answer {schema, tables, answer, probes} with {columns, rows, more, statements, changes, probes} or {failure}."""
        return as_json(sql_statements.run, request)


def as_json(run: Callable[[Mapping[str, Any]], dict[str, Any]], request: str) -> str:
    """Answer a request. Where memory ran out, that is all that is said."""
    hardening.hide(OWN_MODULES)
    try:
        return dumps(run(loads(request)), allow_nan=False)
    except MemoryError:
        return '{"exceeded": "memory"}'
