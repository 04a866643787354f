"""What the gate's function is sent. It is apart from the gate, whose libraries the network's functions do not have."""

from collections.abc import Mapping
from typing import Any

KIND = "judge_gate"  # the kind of task that `functions/tasks/judge_gate.py` does


def payload_of(task: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the gate's function needs of a task as its author wrote it."""
    wanted = ("runtime", "starter", "given", "solution", "database")
    return {
        "requirements": {name: task[name] for name in wanted if name in task},
        "tests": task["checks"],
        "criteria": {"min_score": task["min_score"], "must_pass": task.get("must_pass", [])},
        "others": task.get("other_solutions", []),
        "equivalent": [each["mutant"] for each in task.get("equivalent", [])],
    }
