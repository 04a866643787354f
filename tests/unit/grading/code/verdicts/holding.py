"""What has to hold of each verdict, whatever was submitted."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from progressive_flow.grading.code.function import recorded
from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.judging.verdicts import CodeVerdict
from progressive_flow.grading.code.limits import FUEL_ATTEMPT, MAX_VERDICT_BYTES
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.progress.attempts.models import TestResult
from progressive_flow.progress.attempts.visibility import shown
from tests.unit.grading.code.verdicts.submissions import Submission, level

SEED = "attacked"
# What no sentence for a learner says: places and parts of what judges.
INTERNAL = re.compile(
    r"progressive_flow|site-packages|/work|Traceback|wasmtime|wasm|happy.?dom|PropertySymbol|wit_world|python_calls"
    r"|sql_statements|hardening|realm|cwasm|\brun-(?:python|sql)\b|\bguest\b|stubs?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Held:
    """A submission that was judged: what does not hold of the verdict, and what it took."""

    problems: tuple[str, ...]
    passed: bool
    limits: tuple[str, ...]
    fuel: int
    size: int
    milliseconds: float


def hold(submission: Submission, images: Images) -> Held:
    """Judge a submission, then the solution, and look at both verdicts."""
    task = level(submission.slug).task
    started = time.process_time()
    try:
        verdict = judge(submission.files, task, images, SEED)
        stored = recorded(verdict, SEED)
    except Exception as error:
        return Held((f"raised {error!r}",), False, (), 0, 0, 0)
    took = 1e3 * (time.process_time() - started)
    size = len(json.dumps(stored, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    problems = [*problems_of(submission, verdict, stored, size)]
    if asdict(judge(task.solution, task, images, SEED)) != usual(submission.slug, images):
        problems.append("the next verdict is another one")
    limits = tuple(str(result.limit) for result in verdict.results if result.limit)
    return Held(tuple(problems), verdict.passed, limits, verdict.fuel, size, took)


@cache
def usual(slug: str, images: Images) -> dict[str, Any]:
    """Return the verdict on the solution, which earns everything."""
    task = level(slug).task
    verdict = judge(task.solution, task, images, SEED)
    assert verdict.score == 100
    return asdict(verdict)


def problems_of(submission: Submission, verdict: CodeVerdict, stored: dict[str, Any], size: int) -> Iterator[str]:
    """Yield what does not hold of a verdict."""
    if verdict.passed and submission.way == "alone":
        yield "the attack alone passes"
    if verdict.fuel > FUEL_ATTEMPT:
        yield f"it used {verdict.fuel:,} instructions, {FUEL_ATTEMPT:,} are the most"
    if size > MAX_VERDICT_BYTES:
        yield f"the verdict has {size:,} bytes"
    yield from unstorable(stored)
    yield from leaked(submission, stored)


def unstorable(stored: dict[str, Any]) -> Iterator[str]:
    """Yield what PostgreSQL does not store as JSON."""
    try:
        json.dumps(stored, allow_nan=False)
    except ValueError as error:
        yield f"not storable: {error}"
    for text in strings(stored):
        if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
            yield f"not storable: {text[:100]!r}"


def strings(value: Any) -> Iterator[str]:
    """Yield every text of a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings([*value.keys(), *value.values()])
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def leaked(submission: Submission, stored: dict[str, Any]) -> Iterator[str]:
    """Yield what a learner would read of hidden checks, or of what judges; words of the submission itself are no secret."""
    results = shown([TestResult.model_validate(row) for row in stored["results"]], passed=stored["passed"])
    feedback = {name: part for name, part in stored["feedback"].items() if name != "seed"}
    read = json.dumps([[result.model_dump() for result in results], feedback], ensure_ascii=False)
    own = "\n".join(submission.files.values())
    said = [row["message"] for row in stored["results"] if row["visibility"] != "hidden"]
    for check in level(submission.slug).task.checks:
        if check.visibility != "hidden":
            continue
        row = next(row for row in stored["results"] if row["id"] == check.id)
        for secret in (check.title, row["message"]):
            is_known = secret in own or secret in check.hint or secret in said
            if secret and secret in read and not is_known:
                yield f"a learner reads of the hidden check: {secret!r}"
    sentences = [result.message for result in results] + [str(error) for error in feedback["errors"]]
    for sentence in sentences:
        found = INTERNAL.search(sentence)
        if found and found[0].lower() not in own.lower():
            yield f"a sentence names what judges: {sentence[:300]!r}"
