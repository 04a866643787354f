"""Measures cold starts for each kind of function, compared with an empty handler: medians of fresh environments."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tests.infra.bundle_smoke_tests.deployed import DeployedFunction, UnpackedFunction
from tests.infra.bundle_smoke_tests.environment import Measured, first_invocation
from tests.infra.bundle_smoke_tests.runner import Harness

# The most invoked function of each kind.
CLASSES = {
    "public endpoint": "functions.platform.show_health",
    "read": "functions.curriculum.show_challenge",
    "attempt": "functions.progress.submit_attempt",
    "job": "functions.scheduled.refresh_leaderboards",
    "trigger": "functions.triggers.post_confirmation",
    "operation": "functions.operations.migrate",
}
BARE = "bare handler"
_BARE = 'def handler(event, context):\n    return {"statusCode": 200}\n'


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Median milliseconds from the start of the process (or its restore) to the first response, and its CPU time."""

    name: str
    module: str
    wall: float
    cpu: float


def table(harness: Harness, functions: Iterable[DeployedFunction], times: int) -> Iterator[ColdStart]:
    """Measure each kind `times` times, in fresh processes on folders in the page cache.

    A function with SnapStart is measured without it, and again from its restore.
    """
    yield _bare(harness, times)
    by_module = {function.module: function for function in functions}
    for name, module in CLASSES.items():
        if module in by_module:
            yield _measure(harness, name, replace(by_module[module], snap_start=False), times)
            if by_module[module].snap_start:
                yield _measure(harness, f"{name}, restored", by_module[module], times)


def _measure(harness: Harness, name: str, function: DeployedFunction, times: int) -> ColdStart:
    unpacked = harness.unpack(function, f"cold-{name}-{function.name}")
    event = harness.deployed.events[function.module]
    return _median(name, function.module, [first_invocation(unpacked, harness.runtime, event) for _ in range(times)])


def _bare(harness: Harness, times: int) -> ColdStart:
    folder = harness.folder / "bare"
    unpacked = UnpackedFunction("bare", "bare.handler", folder, {})
    unpacked.task.mkdir(parents=True, exist_ok=True)
    unpacked.opt.mkdir(exist_ok=True)
    (unpacked.task / "bare.py").write_text(_BARE)
    return _median(BARE, "", [first_invocation(unpacked, harness.runtime, {}) for _ in range(times)])


def _median(name: str, module: str, measured: list[Measured]) -> ColdStart:
    if failed := [one.outcome for one in measured if not one.outcome.ok]:
        raise RuntimeError(f"{module or name} failed during the measurement: {failed[0]}")
    wall, cpu = (statistics.median(values) for values in zip(*((one.wall, one.cpu) for one in measured), strict=True))
    return ColdStart(name, module, wall, cpu)
