"""The grader of system designs: the engine's verdict on a design, in the form that every grader has."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.grading.contracts import GradingTask, Verdict
from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.design_graph import PRESENTATION
from progressive_flow.grading.system_design.engine import CATALOGUE_VERSION, evaluate, suggest
from progressive_flow.grading.system_design.fitting import misfits
from progressive_flow.grading.system_design.versions import GRADER_VERSION
from progressive_flow.kernel.http.problems import Problem

EXAMPLE: dict[str, Any] = {
    "kind": "system_design",
    "design": {
        "schema": "sd-graph/1",
        "nodes": [
            {"id": "users", "type": "client"},
            {"id": "dns", "type": "dns"},
            {"id": "edge", "type": "cdn", "units": 2},
            {"id": "files", "type": "object_store", "units": 1, "replicas": 2},
        ],
        "edges": [{"from": "users", "to": "dns"}, {"from": "dns", "to": "edge"}, {"from": "edge", "to": "files"}],
    },
}


class SystemDesignSubmission(BaseModel):
    """A design to be graded. Score, XP and minutes are computed by the server and not accepted."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    not_compared: ClassVar[frozenset[str]] = PRESENTATION  # a design that is only drawn elsewhere is the same request

    kind: Literal["system_design"] = Field(description="What is submitted.")
    design: Design = Field(description="The design to grade.")


class SystemDesignGrader:
    """Grades designs by simulating their load, their faults and their bill."""

    kind = "system_design"
    version = GRADER_VERSION

    def stored(self, submission: SystemDesignSubmission) -> Mapping[str, Any]:
        """Return the design as it was drawn."""
        return submission.design.whole()

    def suggest(self, task: GradingTask, stored: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return the engine's cheapest change to a stored design; None if it finds none."""
        design = Design.model_validate(stored).whole()  # with how it is drawn: what the change leaves keeps its place
        return suggest(design, dict(task.requirements), [dict(test) for test in task.tests], task.hints)

    def grade(self, task: GradingTask, submission: SystemDesignSubmission) -> Verdict:
        """Return the engine's verdict; raise 422 for components that the level or their own type does not allow."""
        if rows := submission.design.refused_types(task.requirements.get("allowed_types", ())):
            raise Problem(422, "invalid", "Some components are not available on this level: see errors.", errors=rows)
        if rows := _rows(submission.design):
            raise Problem(422, "invalid", "Some components cannot be had as they are drawn: see errors.", errors=rows)
        evaluation = evaluate(
            submission.design.as_graph(),
            dict(task.requirements),
            [dict(test) for test in task.tests],
            dict(task.criteria),
        )
        return Verdict(
            score=evaluation.score,
            passed=evaluation.passed,
            results=evaluation.test_results,
            feedback=evaluation.feedback,
            catalogue_version=CATALOGUE_VERSION,
            grader_version=GRADER_VERSION,
        )


def _rows(design: Design) -> list[dict[str, str]]:
    found = misfits(design.nodes)
    return [{"pointer": f"/body/design/nodes/{place}", "message": message} for place, message in found]
