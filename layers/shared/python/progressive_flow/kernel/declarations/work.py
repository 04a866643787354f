"""How jobs, consumers, triggers and operations run: in a transaction if they take one, with the work logged.

A function that has a parameter `db` runs in one transaction of the role that its capabilities name, as an endpoint does.
A function without that parameter opens its own transactions, for example one a slice. A connection that died while the
function was idle is replaced, and either function runs again, once: both are idempotent.
"""

import time
from collections.abc import Callable
from inspect import signature
from typing import Any

from progressive_flow.kernel import observability
from progressive_flow.kernel.declarations.models import Capability, database_role
from progressive_flow.kernel.errors import WorkFailedError

Work = dict[str, Any]


def in_transaction(function: Callable[..., Any], capabilities: tuple[Capability, ...]) -> Callable[..., Any]:
    """Return `function` with its parameter `db` filled by a transaction, if it has one, and with a second try."""
    if "db" not in signature(function).parameters:
        return _retried(function) if database_role(capabilities) else function
    role = database_role(capabilities)
    if role is None:
        raise ValueError(f"{function.__module__} has a parameter db, and declares no capability of a database.")

    def once(*arguments: Any) -> Any:
        from progressive_flow.kernel.database import transactions  # noqa: PLC0415 - only what takes a transaction

        with transactions.begin(role=role) as db:
            return function(*arguments, db=db)

    return _retried(once)


def _retried(function: Callable[..., Any]) -> Callable[..., Any]:
    def run(*arguments: Any) -> Any:
        from progressive_flow.kernel.database import transactions  # noqa: PLC0415 - only what takes a transaction

        return transactions.retry_once(lambda: function(*arguments))

    return run


def logged(job: str, run: Callable[[], Work]) -> Work:
    """Run a job, log the work it did as metrics and return it; a job that raises `WorkFailedError` did work too."""
    started = time.perf_counter()
    try:
        done = run()
    except WorkFailedError as error:
        _log(job, error.done, started)
        raise
    _log(job, done, started)
    return done


def _log(job: str, done: Work, started: float) -> None:
    duration = round((time.perf_counter() - started) * 1000, 2)
    counts = {name: ("Count", value) for name, value in done.items() if isinstance(value, int)}
    observability.info("job", job=job, **done, duration_ms=duration)
    observability.metrics({"job": job}, {**counts, "duration_ms": ("Milliseconds", duration)})


def described(function: Callable[..., Any]) -> tuple[str, str]:
    """Return the name of a function's file and the first line of its docstring: the first two fields of a declaration."""
    name = function.__module__.rpartition(".")[2]
    return name, (function.__globals__.get("__doc__") or name).strip().partition("\n")[0]
