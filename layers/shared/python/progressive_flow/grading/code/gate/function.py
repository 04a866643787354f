"""What the function of the gate does: a task with its solutions in, a report out."""

from collections.abc import Mapping
from typing import Any

from progressive_flow.grading.code.function import images
from progressive_flow.grading.code.gate.gate import gate
from progressive_flow.grading.code.task import CodeTask

MAX_SURVIVORS = 50


def judge_gate(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the gate's report as JSON."""
    task = CodeTask.stored(payload["requirements"], payload["tests"], payload["criteria"])
    report = gate(task, images(), others=payload["others"], equivalent=payload["equivalent"])
    return {
        "problems": report.problems,
        "survivors": report.survivors[:MAX_SURVIVORS],
        "mutants": report.mutants,
        "killed": report.killed,
    }
