"""One JSON line per request or job on standard output: the log record and its metrics (CloudWatch EMF) in one.

A few lines suffice; Powertools' Logger and Metrics would add a quarter to every cold start.
"""

import sys
import time
import traceback
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pydantic_core import to_json

from progressive_flow.kernel import clock
from progressive_flow.kernel.errors import WorkFailedError

NAMESPACE = "ProgressiveFlow"


def request(method: str, route: str, status: int, started: float, request_id: str, user_id: str | None) -> None:
    """Log an answered request, its duration in milliseconds counted per route and status class."""
    duration = round((time.perf_counter() - started) * 1000, 2)
    fields = {"level": "INFO", "message": "request", "method": method, "status": status, "request_id": request_id}
    dimensions = {"route": f"{method} {route}", "outcome": f"{status // 100}xx"}
    _emit(fields | {"user_id": user_id}, dimensions, {"duration_ms": ("Milliseconds", duration)})


def timed_work(job: str, run: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Run a job, log the work it did and how long it took, and return that work; what failed with its work is logged too."""
    started = time.perf_counter()
    try:
        done = run()
    except WorkFailedError as error:
        _tell(job, error.done, started)
        raise
    _tell(job, done, started)
    return done


def _tell(job: str, done: dict[str, Any], started: float) -> None:
    measures = {key: ("Count", value) for key, value in done.items() if isinstance(value, int)}
    duration = round((time.perf_counter() - started) * 1000, 2)
    _emit(
        {"level": "INFO", "message": "job", **done},
        {"job": job},
        {**measures, "duration_ms": ("Milliseconds", duration)},
    )


def refusal(reason: str, request_id: str, **fields: object) -> None:
    """Log a refusal that its own rolled-back transaction cannot keep."""
    _write({"level": "WARNING", "message": reason, "request_id": request_id, **fields})


def reading(message: str, **fields: object) -> None:
    """Log what a measurement read, for people who look closer; nothing in it becomes a metric."""
    _write({"level": "INFO", "message": message, **fields})


def finding(message: str, **fields: object) -> None:
    """Log as an error what a check found: somebody must look, though nothing failed."""
    _write({"level": "ERROR", "message": message, **fields})


def error(error: BaseException, request_id: str, **fields: object) -> None:
    """Log an unexpected error once, with its stack."""
    stack = "".join(traceback.format_exception(error))
    _write(
        {
            "level": "ERROR",
            "message": str(error) or type(error).__name__,
            "request_id": request_id,
            "stack": stack,
            **fields,
        }
    )


def _emit(fields: dict[str, Any], dimensions: dict[str, str], metrics: Mapping[str, tuple[str, float]]) -> None:
    values = {name: value for name, (_, value) in metrics.items()}
    directive = _directive(tuple(dimensions), tuple((name, unit) for name, (unit, _) in metrics.items()))
    timestamp = int(clock.now().timestamp() * 1000)
    _write({**fields, **dimensions, **values, "_aws": {"Timestamp": timestamp, "CloudWatchMetrics": directive}})


@cache
def _directive(dimensions: tuple[str, ...], metrics: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    """Tell CloudWatch which members of a line are metrics; the same for each line of a kind."""
    named = [{"Name": name, "Unit": unit} for name, unit in metrics]
    return [{"Namespace": NAMESPACE, "Dimensions": [list(dimensions)], "Metrics": named}]


def _write(record: dict[str, Any]) -> None:
    sys.stdout.write(to_json(record, fallback=str).decode() + "\n")
    sys.stdout.flush()
