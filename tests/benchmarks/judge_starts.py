"""Verdicts in processes of their own: what a cold start costs, and whether fuel is the same there."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from statistics import median
from typing import Any

from progressive_flow.grading.code.gate.payloads import payload_of
from progressive_flow.kernel import paths
from progressive_flow_judge.paths import IMAGE
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure
from tests.unit.grading.code.challenges import levels

CHALLENGE = "visitor-counter"
CPU_AIM, MEMORY_AIM = 200.0, 120.0  # ms, MB
BARE = "import wasmtime"
BARE_SOURCE = f"measured here: a process that does `{BARE}` and no more"
# Of the program alone: what getrusage says begins with what this process had.
MEMORY = 'print(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0])'
JUDGING = """
import json, sys
from progressive_flow.grading.code.function import judge_code
payload = json.load(sys.stdin)
judge_code(payload)
"""
FUNCTION = """
import json, sys
import functions.tasks.judge_code as function
payload = json.load(sys.stdin)
function.handler.run(payload, None)
"""
FUEL = """
import json, sys
from tests.unit.grading.code.challenges import levels
from progressive_flow.grading.code.function import images
from progressive_flow.grading.code.judging.judge import judge
wanted, seed = json.load(sys.stdin)
tasks = {slug: next(levels(slug)).task for slug in wanted}
print(json.dumps({slug: judge(task.solution, task, images(), seed).fuel for slug, task in tasks.items()}))
"""


def measure(bench: Bench) -> list[Figure]:
    """Start processes in turns: one that only loads the engine, one that judges, one that is the deployed function."""
    runs, sent = bench.count(9, 3), json.dumps(_payload())
    spent: dict[str, list[tuple[float, float]]] = {program: [] for program in (BARE, JUDGING, FUNCTION)}
    for program in spent:
        _run(program, sent)  # writes the byte code
    for _ in bench.track(range(runs), runs, "cold starts"):
        for program, taken in spent.items():
            taken.append(_used(program, sent))
    (bare, bare_mb), (judged, judged_mb), (function, function_mb) = map(_medians, spent.values())
    note = f"the solution of {CHALLENGE}"
    return [
        Figure("cold start: import, image, first verdict", judged, "ms CPU", bare, BARE_SOURCE, CPU_AIM, note=note),
        Figure("its memory", judged_mb, "MB", bare_mb, BARE_SOURCE, MEMORY_AIM),
        Figure("cold start of the whole function", function, "ms CPU", bare, BARE_SOURCE, note=note),
        Figure("its memory, whole function", function_mb, "MB", bare_mb, BARE_SOURCE),
    ]


def fuel_elsewhere(slugs: Sequence[str], seed: int) -> dict[str, int]:
    """Return the fuel of each challenge's solution, judged in a process of its own."""
    found: dict[str, int] = json.loads(_run(FUEL, json.dumps([list(slugs), seed])))
    return found


def _payload() -> dict[str, Any]:
    level = next(levels(CHALLENGE))
    return {**payload_of(level.written), "files": dict(level.task.solution), "seed": "cold"}


def _medians(taken: list[tuple[float, float]]) -> tuple[float, float]:
    return median(cpu for cpu, _ in taken), median(megabytes for _, megabytes in taken)


def _used(program: str, sent: str) -> tuple[float, float]:
    """Return the CPU milliseconds of a process, the interpreter's start included, and the most memory that it had in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    most = _run(f"{program}\n{MEMORY}", sent)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds * 1000, int(most.split()[-1]) / 1024


def _run(program: str, sent: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=paths.root(),
        env={**environment, "JUDGE_IMAGES": str(IMAGE)},
        input=sent,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
