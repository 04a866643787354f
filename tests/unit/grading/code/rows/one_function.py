"""A task of one function, for rows of the list of concrete cases that any code may be judged by."""

from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.judging.verdicts import CodeVerdict
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.tasks import small

RIGHT = "function double(n) { return 2 * n; }"
DOUBLE = small("javascript", {"script.js": RIGHT}, {"call": "double", "with": [4], "gives": 8})


def judged(images: Images, script: str) -> CodeVerdict:
    """Judge a function, then the right one: whatever the first did, the second earns everything."""
    verdict = judge({"script.js": script}, DOUBLE, images)
    assert judge({"script.js": RIGHT}, DOUBLE, images).score == 100
    return verdict


def ending(verdict: CodeVerdict) -> tuple[bool, str, str | None]:
    """Return whether a verdict passes, and how its first check ended."""
    assert verdict.passed == (verdict.results[0].status == "passed")
    return verdict.passed, verdict.results[0].status, verdict.results[0].limit
