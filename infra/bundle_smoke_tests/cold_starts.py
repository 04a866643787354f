"""What a cold start costs, per class of function, beside a handler that does nothing: medians of fresh environments."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from infra.bundle_smoke_tests import events
from infra.bundle_smoke_tests.environment import Measured, first_invocation
from infra.bundle_smoke_tests.rehearsing import Stage
from infra.bundle_smoke_tests.unpacking import Deployed, Unpacked

# One of each class, the one that is called most.
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
    """Median milliseconds from starting the process (or waking) to the first answer; the processor's are of it all."""

    name: str
    module: str
    wall: float
    cpu: float


def table(stage: Stage, functions: Iterable[Deployed], times: int) -> Iterator[ColdStart]:
    """Measure each class so many times, in fresh processes on folders that have been read before.

    A function with SnapStart is measured without, and once more from where its snapshot wakes.
    """
    yield _bare(stage, times)
    found = {function.module: function for function in functions}
    for name, module in CLASSES.items():
        if module in found:
            yield _measure(stage, name, replace(found[module], snap_start=False), times)
            if found[module].snap_start:
                yield _measure(stage, f"{name}, woken", found[module], times)


def _measure(stage: Stage, name: str, function: Deployed, times: int) -> ColdStart:
    unpacked = stage.unpack(function, f"cold-{name}-{function.name}")
    event = events.of(function.module, stage.deployed.facts)
    return _median(name, function.module, [first_invocation(unpacked, stage.runtime, event) for _ in range(times)])


def _bare(stage: Stage, times: int) -> ColdStart:
    folder = stage.folder / "bare"
    unpacked = Unpacked("bare", "bare.handler", folder, {})
    unpacked.task.mkdir(parents=True, exist_ok=True)
    unpacked.opt.mkdir(exist_ok=True)
    (unpacked.task / "bare.py").write_text(_BARE)
    return _median(BARE, "", [first_invocation(unpacked, stage.runtime, {}) for _ in range(times)])


def _median(name: str, module: str, found: list[Measured]) -> ColdStart:
    if failed := [measured.outcome for measured in found if not measured.outcome.ok]:
        raise RuntimeError(f"{module or name} failed while it was measured: {failed[0]}")
    wall, cpu = (statistics.median(values) for values in zip(*((each.wall, each.cpu) for each in found), strict=True))
    return ColdStart(name, module, wall, cpu)
