"""The gate of code tasks, which the judge's function runs: what is sent to it, and what its reports say to an author."""

from collections.abc import Mapping, Sequence
from typing import Any

from progressive_flow.grading.code.gate import payloads
from progressive_flow.kernel.declarations.tasks import Children
from progressive_flow.learning.publishing.gates import Examined
from progressive_flow.learning.publishing.reports import CheckFinding

SURVIVES = "No check finds the mutant '{}': write a check for it, or list it under equivalent with a reason."


def are_needed(examined: Examined, payload: Mapping[str, Any]) -> bool:
    """Return whether the judge has yet to examine the tasks of a document that is sound in itself."""
    content = examined.content or {}
    is_code = content.get("kind") == "code" and bool(content.get("levels"))
    return is_code and not examined.problems and "children" not in payload


def begin(document: Mapping[str, Any]) -> Children:
    """Return a child for each level, in their order."""
    return Children(payloads.KIND, [payloads.payload_of(level["task"]) for level in document["levels"]])


def problems(reports: Sequence[Mapping[str, Any]]) -> list[CheckFinding]:
    """Return what keeps the challenge from being published."""
    found: list[CheckFinding] = []
    for at, report in enumerate(reports):
        for line in report["problems"]:
            place, _, message = line.partition(": ")
            found.append(CheckFinding(place=f"levels.{at}.task.{place}", message=message))
    return found


def warnings(reports: Sequence[Mapping[str, Any]]) -> list[CheckFinding]:
    """Return the mutants that no check finds."""
    return [
        CheckFinding(place=f"levels.{at}.task.checks", message=SURVIVES.format(mutant))
        for at, report in enumerate(reports)
        for mutant in report["survivors"]
    ]
