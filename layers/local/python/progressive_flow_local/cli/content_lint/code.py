"""Checks code challenges: whether they are sound, and whether each level's task passes the gate of the judge.

What the gate found of a level before is in a lock: it judges what changed since, and a tenth of the rest.
"""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from progressive_flow.curriculum.authoring.files import Content
from progressive_flow.curriculum.authoring.files.code_challenges import CodeChallengeDocument
from progressive_flow.curriculum.authoring.files.code_soundness import check_code, lone_ways
from progressive_flow.curriculum.authoring.gates.findings import Finding
from progressive_flow_judge.paths import IMAGE
from progressive_flow_local.cli.content_lint import gate_lock
from progressive_flow_local.cli.content_lint.gate_lock import Lock
from progressive_flow_local.cli.content_lint.gates import Job, Judged, jobs_of, judge_all

NOT_BUILT = "was not judged, since the images of the judge are not built: run `make judge`"
LACKING = f"{gate_lock.FILE} lacks it: run `make gates`"
RENEWED = f"its task changed and the gate finds what it found before: run `make gates`, so that {gate_lock.FILE} knows"
ANOTHER_JUDGE = "the judge changed since, so each level was judged again: run `make gates`"
SURVIVES = "no check finds the mutant '{}': write a check for it, or list it under equivalent with a reason"


def documents_of(content: Content) -> list[CodeChallengeDocument]:
    """Return the code challenges as their authors wrote them."""
    return [each for each in content.documents.values() if isinstance(each, CodeChallengeDocument)]


def check_sound(documents: Sequence[CodeChallengeDocument]) -> list[Finding]:
    """Check what challenges say; tasks with such problems are not judged."""
    return [Finding(line) for document in documents for line in check_code(document)]


def check_code_challenges(
    root: Path, content: Content, slugs: Sequence[str], *, everything: bool = False
) -> list[Finding]:
    """Check some code challenges, or all of them; `everything` judges them all, whatever the lock has."""
    documents = documents_of(content)
    wanted = [document for document in documents if not slugs or document.slug in slugs]
    if unsound := check_sound(wanted):
        return unsound
    found = [Finding(line) for document in wanted for line in lone_ways(document)]
    return found + _gates(gate_lock.read(root), jobs_of(documents), jobs_of(wanted), everything=everything)


def _gates(lock: Lock, jobs: Sequence[Job], wanted: Sequence[Job], *, everything: bool) -> list[Finding]:
    """Judge what has to be of the wanted levels, and compare it with the lock; believe the lock of the others."""
    contents = {job.name: job.content for job in jobs}
    names = set(contents) if everything else gate_lock.changed(lock, contents) | gate_lock.sampled(contents)
    chosen = [job for job in wanted if job.name in names]
    believed = [job for job in wanted if job.name not in names]
    found = [*_whole(lock, contents)]
    found += [finding for job in believed for finding in _survivors(job, lock.levels[job.name].found.survivors)]
    if not (IMAGE / "built.json").is_file():
        return found + [finding for job in chosen for finding in _not_judged(job, lock)]
    return found + [finding for judged in judge_all(chosen) for finding in _compared(judged, lock)]


def _whole(lock: Lock, names: Collection[str]) -> Iterator[Finding]:
    """Say what is wrong with the lock as a whole."""
    for name in gate_lock.surplus(lock, names):
        yield Finding(f"{gate_lock.FILE}: {name}: is no level any more: run `make gates`")
    if lock.levels and lock.judge != gate_lock.judge_hash():
        yield Finding(f"{gate_lock.FILE}: judge: {ANOTHER_JUDGE}", warning=True)


def _not_judged(job: Job, lock: Lock) -> Iterator[Finding]:
    if job.name not in lock.levels:
        yield Finding(job.line("task", LACKING))
    yield Finding(job.line("task", NOT_BUILT), warning=True)


def _compared(judged: Judged, lock: Lock) -> Iterator[Finding]:
    """Say what stands against a level; if nothing does, where the lock has something else."""
    job, found = judged.job, judged.found
    yield from against(judged)
    yield from _survivors(job, found.survivors)
    if judged.problems:
        return
    if job.name not in lock.levels:
        yield Finding(job.line("task", LACKING))
    elif differences := gate_lock.differences(lock.levels[job.name].found, found):
        yield from (Finding(job.line("task", f"the gate finds {line}: run `make gates`")) for line in differences)
    elif job.content != lock.levels[job.name].content:
        yield Finding(job.line("task", RENEWED), warning=True)


def against(judged: Judged) -> list[Finding]:
    """Return what stands against a level."""
    parted = (line.partition(": ") for line in judged.problems)
    return [Finding(judged.job.line(f"task.{field}", text)) for field, _, text in parted]


def _survivors(job: Job, mutants: Sequence[str]) -> list[Finding]:
    return [Finding(job.line("task.checks", SURVIVES.format(mutant)), warning=True) for mutant in mutants]
