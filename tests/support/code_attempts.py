"""Submissions of code, and all that follows from one until its verdict, done by the real functions in this process."""

import json
from typing import Any
from uuid import UUID

from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.kernel import paths
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.tasks import runner
from progressive_flow.kernel.tasks.events import TaskAnswered
from progressive_flow.kernel.tasks.isolated import IsolatedTask
from tests.support.clouds import Clouds

SLUG = "parking-fees"
# What a level of code says of limits.
LIMITS = {
    "limits": {
        "files_bytes": 100_000,
        "cpu_instructions": 10_000_000_000,
        "wall_ms": 60_000,
        "memory_bytes": 64 << 20,
    }
}
FOLDER = paths.root() / "sql" / "seeds" / "content" / "code-practice"


def path(slug: str = SLUG, level: int = 1) -> str:
    """Return the address of attempts at a level."""
    return f"/v1/challenges/{slug}/levels/{level}/attempts"


def task_of(slug: str = SLUG, level: int = 1) -> dict[str, Any]:
    """Return the code task of a level, as its author wrote it."""
    written = parsed((FOLDER / slug / "challenge.yaml").read_text())
    task: dict[str, Any] = written["levels"][level - 1]["task"]
    return task


def document(**changes: Any) -> dict[str, Any]:
    """Return the document of a code challenge in the track that tests make, with changes to its task."""
    written: dict[str, Any] = parsed((FOLDER / SLUG / "challenge.yaml").read_text())
    written |= {"track": "made-track", "lesson": "made-track-lesson", "order": 1, "statement": "What to build."}
    written["levels"][0]["task"] |= changes
    return written


def solution(slug: str = SLUG) -> dict[str, Any]:
    """Return a submission of the solution."""
    return {"kind": "code", "files": task_of(slug)["solution"]}


def starter(slug: str = SLUG) -> dict[str, Any]:
    """Return a submission of what learners begin with."""
    return {"kind": "code", "files": task_of(slug)["starter"]}


def run_all(clouds: Clouds, *, has_judge: bool = True) -> list[str]:
    """Do what the bus says until it says nothing more; return the kinds of tasks in the order in which they were done.

    Without a judge, what is sent to it is lost: as if it were killed while it judges.
    """
    done: list[str] = []
    while heard := clouds.heard():
        for event in heard:
            payload = event["detail"]["payload"]
            if event["detail-type"] == "task.queued":
                done.append(payload["kind"])
                runner.run_task(UUID(payload["id"]), UUID(payload["nonce"]), payload["kind"])
            elif event["detail-type"] == "task.sent" and has_judge:
                function = registry.tasks()[payload["kind"]]
                assert isinstance(function, IsolatedTask)
                answer = json.loads(json.dumps(function(event, None)))
                runner.take_answer(TaskAnswered.model_validate(answer["detail"]["payload"]))
    return done
