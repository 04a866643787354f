"""A level as learners see it: never a hidden test, and a solution only once it is earned."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, Field, model_validator

from progressive_flow.grading.code.level_models import CodeRequirements, ShownCheck
from progressive_flow.grading.system_design.goals import with_goals
from progressive_flow.grading.system_design.level_models import Criteria, Requirements, ShownTest
from progressive_flow.kernel.http.examples import with_example
from progressive_flow.kernel.http.members import BestScore, ChallengeReference, Level
from progressive_flow.progress.grading_inputs.models import Missing

EXAMPLE: dict[str, Any] = {
    "challenge": "static-website",
    "level": 1,
    "name": "Connectivity",
    "description": "Connect a browser to the files by way of an edge cache.",
    "requirements": {
        "catalogue_version": 2,
        "load": 1,
        "allowed_types": ["client", "dns", "cdn", "object_store"],
        "workload": {
            "items": 1_600_000,
            "item_bytes": 250_000,
            "zipf": 0.9,
            "operations": [
                {"id": "fetch", "kind": "read", "rps": 300, "cacheable": True, "store": ["object_store"]},
                {"id": "publish", "kind": "write", "rps": 1, "store": ["object_store"]},
            ],
        },
    },
    "test_cases": [
        {"id": "files-reachable", "kind": "path", "op": "fetch", "target": 1, "floor": 0, "weight": 3},
        {
            "id": "through-the-edge",
            "kind": "path",
            "op": "fetch",
            "via": [["cdn"]],
            "target": 1,
            "floor": 0,
            "weight": 2,
        },
    ],
    "hidden_tests": 1,
    "passing_criteria": {"min_score": 85, "must_pass": ["files-reachable"]},
    "xp_reward": 30,
    "xp_base": 100,
    "hint_count": 3,
    "suggestion_price": 0,
    "estimated_minutes": 10,
    "version": 3,
    "unlocked": True,
    "missing": [],
    "attempts": 2,
    "best_score": 70,
    "passed_at": None,
    "solution_approach": None,
}


class ShownLevel(BaseModel):
    """What learners read of a level before they try."""

    level: Level
    name: str = Field(description="Name of the level.")
    description: str = Field(description="What the level asks for, for people.")
    requirements: Requirements | CodeRequirements = Field(
        description="What a design must carry, or what is to be written."
    )
    test_cases: list[ShownTest] | list[ShownCheck] = Field(
        description="The visible ones, and id and weight of those whose visibility is `points`."
    )
    hidden_tests: int = Field(description="How many tests are not listed at all.")
    passing_criteria: Criteria = Field(description="When an attempt passes.")
    xp_reward: int = Field(description="XP for the first pass, less the penalties of revealed hints.")
    estimated_minutes: int = Field(description="Estimated minutes for the level.")

    @model_validator(mode="after")
    def _in_words(self) -> Self:
        if isinstance(self.requirements, Requirements):
            tests = [test for test in self.test_cases if isinstance(test, ShownTest)]
            self.test_cases = with_goals(tests, self.requirements)
        return self


class LevelDetail(ShownLevel):
    """A level to attempt."""

    model_config = with_example(EXAMPLE)

    challenge: ChallengeReference
    xp_base: int = Field(description="XP of the challenge, paid on top by the pass that completes all of its levels.")
    hint_count: int = Field(description="How many hints it has.")
    suggestion_price: int = Field(
        description="What a suggested change for a failed attempt takes off the first pass now; 0 where it is free."
    )
    version: int = Field(description="Version of the challenge that attempts are graded on.")
    unlocked: bool = Field(description="Whether an attempt is accepted now.")
    missing: list[Missing] = Field(description="What has to be passed before an attempt is accepted.")
    attempts: int = Field(description="How often the learner submitted to it.")
    best_score: BestScore
    passed_at: datetime | None = Field(description="When the learner passed it first; null until then.")
    solution_approach: str | None = Field(description="Shown once the level is passed.")
