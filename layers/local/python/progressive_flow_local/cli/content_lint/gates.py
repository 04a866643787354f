"""Runs the gate of code tasks over levels: each is judged in a process of its own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from progressive_flow.curriculum.authoring.files import content_hash
from progressive_flow.curriculum.authoring.files.code_challenges import CodeChallengeDocument
from progressive_flow.curriculum.authoring.files.wording import at_level
from progressive_flow.grading.code.gate.payloads import payload_of
from progressive_flow.grading.code.limits import FUEL_ATTEMPT
from progressive_flow_judge.paths import IMAGE
from progressive_flow_local.cli.content_lint.gate_lock import Found
from progressive_flow_local.cli.content_lint.working import spread

if TYPE_CHECKING:  # loads the engine
    from progressive_flow.grading.code.gate.gate import GateReport
    from progressive_flow.grading.code.sealed.images import Images


class Job(NamedTuple):
    """A level to judge: the challenge and its file, the level's number and place, and what the gate is sent of its task."""

    slug: str
    file: str
    level: int
    at: int
    sent: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Name the level as the lock does."""
        return f"{self.slug}/{self.level}"

    @property
    def content(self) -> str:
        """The hash of all that the gate is sent of it."""
        return content_hash(self.sent).hex()

    def line(self, field: str, text: str) -> str:
        """Say what is wrong in a field of its task, as `file: field: what is wrong`."""
        return f"{self.file}: {at_level(self.level, self.at, field, text)}"


class Judged(NamedTuple):
    """What the gate found of a level: what stands against it, as `field: what is wrong`, and the figures."""

    job: Job
    problems: Sequence[str]
    found: Found


def jobs_of(documents: Iterable[CodeChallengeDocument]) -> list[Job]:
    """Return the levels of challenges."""
    return [
        Job(document.slug, document.file, level.level, at, payload_of(dict(level.task)))
        for document in documents
        for at, level in enumerate(document.levels)
    ]


def judge_all(jobs: Sequence[Job], done: Callable[[Judged], None] = lambda _: None) -> list[Judged]:
    """Judge levels, several at once; `done` is called with each, in their order."""
    return spread("Judging code", judged, jobs, done)


def judged(job: Job) -> Judged:
    """Return what the gate finds of one level."""
    from progressive_flow.grading.code.gate.gate import gate  # loads the engine
    from progressive_flow.grading.code.task import CodeTask  # as above

    task = CodeTask.stored(job.sent["requirements"], job.sent["tests"], job.sent["criteria"])
    report = gate(task, _images(), others=job.sent["others"], equivalent=job.sent["equivalent"])
    return Judged(job, report.problems, _found(report))


def _found(report: "GateReport") -> Found:
    return Found(
        solution=report.solution,
        other_solutions=report.others,
        empty=report.empty,
        starter=report.starter,
        frozen=report.frozen,
        mutants=report.mutants,
        killed=report.killed,
        equivalent=report.equivalent,
        survivors=report.survivors,
        fuel_share=report.fuel / FUEL_ATTEMPT,
    )


@cache
def _images() -> "Images":
    from progressive_flow.grading.code.sealed.images import Images  # as above

    return Images.load(IMAGE)
