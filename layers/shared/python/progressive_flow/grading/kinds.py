"""The kinds of challenge: their submissions, discriminated by `kind` in the API, and their graders."""

from typing import Any

from progressive_flow.grading.contracts import Grader
from progressive_flow.grading.system_design.grader import SystemDesignGrader, SystemDesignSubmission

# A union discriminated by `kind` as soon as there are two.
Submission = SystemDesignSubmission

_GRADERS: tuple[Grader[Any], ...] = (SystemDesignGrader(),)
GRADERS: dict[str, Grader[Any]] = {grader.kind: grader for grader in _GRADERS}
