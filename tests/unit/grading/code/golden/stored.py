"""Submissions that are stored with their whole verdicts, a file for each published challenge.

A judge that gives another verdict is another judge: `JUDGE_VERSION` counts that. `make golden` writes the verdicts again.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from progressive_flow.grading.code.gate.payloads import payload_of
from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.judging.verdicts import CheckResult
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.grading.code.versions import JUDGE_VERSION
from tests.unit.grading.code.challenges import FOLDER as CHALLENGES
from tests.unit.grading.code.challenges import Level, levels

FOLDER = Path(__file__).parent
SEED = "golden"
KINDS = ("right", "weak", "wrong")
Stored = dict[str, Any]


def slugs() -> list[str]:
    """Return the published challenges."""
    return sorted(path.name for path in CHALLENGES.iterdir() if (path / "challenge.yaml").is_file())


def read(slug: str) -> Stored:
    """Return what is stored of a challenge: the judge's version, and its levels by their numbers."""
    stored: Stored = json.loads((FOLDER / f"{slug}.json").read_text())
    return stored


def judged(slug: str, images: Images) -> Stored:
    """Return what is stored of a challenge as the judge sees it now."""
    stored = read(slug)
    found = {str(level.number): judged_level(level, stored["levels"], images) for level in levels(slug)}
    return {"version": JUDGE_VERSION, "levels": found}


def judged_level(level: Level, stored: Mapping[str, Any], images: Images) -> Stored:
    """Return the stored submissions of a level with the verdicts of now."""
    submissions = stored.get(str(level.number), {"submissions": []})["submissions"]
    return {
        "task": hash_of(level.written),
        "submissions": [{**each, "verdict": verdict_of(each["files"], level, images)} for each in submissions],
    }


def hash_of(written: Mapping[str, Any]) -> str:
    """Return a hash of all that a level is judged by: with another task, verdicts may differ without another judge."""
    payload = payload_of(written)
    graded = [payload[part] for part in ("requirements", "tests", "criteria")]
    return hashlib.sha256(json.dumps(graded, sort_keys=True, default=str).encode()).hexdigest()[:16]


def verdict_of(files: Mapping[str, str], level: Level, images: Images) -> Stored:
    """Return a verdict without its fuel, which each change of the images moves."""
    verdict = judge(files, level.task, images, SEED)
    return {
        "score": verdict.score,
        "passed": verdict.passed,
        "results": {result.id: ending_of(result) for result in verdict.results},
    }


def ending_of(result: CheckResult) -> str:
    """Return how a check ended, with its message where learners read it."""
    ending = f"{result.status} ({result.limit})" if result.limit else result.status
    return f"{ending}: {result.message}" if result.message and result.visibility == "visible" else ending


def differences(before: Stored, now: Stored) -> Iterator[tuple[str, bool]]:
    """Yield each verdict that is another one, in a line, and whether the judge alone can be the reason."""
    for number, level in now["levels"].items():
        known = before["levels"].get(number, {})
        is_judge = known.get("task") == level["task"]
        verdicts = {each["name"]: each.get("verdict") for each in known.get("submissions", [])}
        for each in level["submissions"]:
            for line in changed(verdicts.get(each["name"]), each["verdict"]):
                yield (
                    f"level {number}, {each['kind']}, {each['name']}: {line}",
                    is_judge and bool(verdicts[each["name"]]),
                )


def changed(before: Stored | None, now: Stored) -> Iterator[str]:
    """Yield what differs between two verdicts."""
    if before is None:
        yield f"is new: {now['score']:g}"
        return
    for name in ("score", "passed"):
        if before[name] != now[name]:
            yield f"{name} was {before[name]}, is {now[name]}"
    for id_ in {**before["results"], **now["results"]}:
        was, is_ = before["results"].get(id_), now["results"].get(id_)
        if was != is_:
            yield f"{id_} was {was!r}, is {is_!r}"
