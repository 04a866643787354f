"""What the judge's function does: a submission and its task in, a verdict out. It keeps nothing between two calls."""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.judging.shown import feedback, rows
from progressive_flow.grading.code.judging.verdicts import CodeVerdict
from progressive_flow.grading.code.sealed.answers import cleaned
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.grading.code.task import CodeTask
from progressive_flow.grading.code.versions import JUDGE_VERSION

FOLDER = "JUDGE_IMAGES"  # the folder of the images, of the layer that the function carries unless it is set
LAYER = "/opt/judge"


@cache
def images() -> Images:
    """Return the images, loaded at the first use of each."""
    return Images.load(Path(os.environ.get(FOLDER, LAYER)))


def judge_code(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Judge what `CodeGrader.grade` made of a submission; return a verdict as JSON, of 48 kB at most."""
    task = CodeTask.stored(payload["requirements"], payload["tests"], payload["criteria"])
    return recorded(judge(payload["files"], task, images(), payload["seed"]), payload["seed"])


def recorded(verdict: CodeVerdict, seed: int | str) -> dict[str, Any]:
    """Return a verdict as it is stored.

    What code printed or showed may hold characters that PostgreSQL does not store: a verdict that could not be recorded would
    count no attempt, so they are replaced.
    """
    answer: dict[str, Any] = cleaned(
        {
            "version": JUDGE_VERSION,
            "score": verdict.score,
            "passed": verdict.passed,
            "results": rows(verdict),
            "feedback": {**feedback(verdict), "seed": seed},
        }
    )
    return answer
