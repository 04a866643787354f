"""Checks code challenges: whether they are sound, and whether each level's task passes the gate of the judge."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from progressive_flow.curriculum.authoring.files import Content
from progressive_flow.curriculum.authoring.files.code_challenges import CodeChallengeDocument
from progressive_flow.curriculum.authoring.files.code_soundness import check_code
from progressive_flow.curriculum.authoring.files.wording import at_level
from progressive_flow.curriculum.authoring.gates.findings import Finding
from progressive_flow.grading.code.gate.payloads import payload_of
from progressive_flow_judge.paths import IMAGE
from progressive_flow_local.cli.content_lint.working import spread

if TYPE_CHECKING:  # loads the engine
    from progressive_flow.grading.code.sealed.images import Images

NOT_BUILT = "code-practice: the images of the judge are not built, so no task was judged: run `make judge`"
SURVIVES = "no check finds the mutant '{}': write a check for it, or list it under equivalent with a reason"


class Job(NamedTuple):
    """A level to judge: the file and the place that findings name, and its task."""

    file: str
    level: int
    at: int
    task: Mapping[str, Any]


def check_code_challenges(content: Content, slugs: Sequence[str]) -> list[Finding]:
    """Check some code challenges, or all of them."""
    documents = [each for each in content.documents.values() if isinstance(each, CodeChallengeDocument)]
    wanted = [document for document in documents if not slugs or document.slug in slugs]
    found = [Finding(line) for document in wanted for line in check_code(document)]
    if found or not wanted:
        return found
    if not (IMAGE / "built.json").is_file():
        return [Finding(NOT_BUILT, warning=True)]
    jobs = [
        Job(document.file, level.level, at, dict(level.task))
        for document in wanted
        for at, level in enumerate(document.levels)
    ]
    return [finding for findings in spread("Judging code", judged, jobs) for finding in findings]


def judged(job: Job) -> list[Finding]:
    """Return what the gate finds of one level; it runs in a process of its own."""
    return list(_findings(job))


def _findings(job: Job) -> Iterator[Finding]:
    from progressive_flow.grading.code.gate.gate import gate  # loads the engine
    from progressive_flow.grading.code.task import CodeTask  # as above

    sent = payload_of(job.task)
    task = CodeTask.stored(sent["requirements"], sent["tests"], sent["criteria"])
    report = gate(task, _images(), others=sent["others"], equivalent=sent["equivalent"])
    for line in report.problems:
        place, _, text = line.partition(": ")
        yield Finding(f"{job.file}: {at_level(job.level, job.at, f'task.{place}', text)}")
    for mutant in report.survivors:
        line = at_level(job.level, job.at, "task.checks", SURVIVES.format(mutant))
        yield Finding(f"{job.file}: {line}", warning=True)


@cache
def _images() -> "Images":
    from progressive_flow.grading.code.sealed.images import Images  # as above

    return Images.load(IMAGE)
