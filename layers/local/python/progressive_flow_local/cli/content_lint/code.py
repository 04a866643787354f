"""Checks code challenges: whether they are sound, and whether each level's task passes the gate of the judge.

What the gate found of a level before is in a lock: it judges what changed since, and a tenth of the rest.
"""

from collections.abc import Iterator, Sequence
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
    changed = gate_lock.changed(lock, contents)
    names = set(contents) if everything else changed | gate_lock.sampled(contents)
    chosen = [job for job in wanted if job.name in names]
    found = [
        finding
        for job in wanted
        if job.name not in names
        for finding in _survivors(job, lock.levels[job.name].found.survivors)
    ]
    found += [
        Finding(f"{gate_lock.FILE}: {name}: is no level any more: run `make gates`")
        for name in gate_lock.surplus(lock, contents)
    ]
    if not (IMAGE / "built.json").is_file():
        return found + [Finding(job.line("task", NOT_BUILT), warning=True) for job in chosen]
    for judged in judge_all(chosen):
        found += _compared(judged, lock, is_changed=judged.job.name in changed)
    return found


def _compared(judged: Judged, lock: Lock, *, is_changed: bool) -> Iterator[Finding]:
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
    elif is_changed:
        yield Finding(job.line("task", RENEWED), warning=True)


def against(judged: Judged) -> list[Finding]:
    """Return what stands against a level."""
    parted = (line.partition(": ") for line in judged.problems)
    return [Finding(judged.job.line(f"task.{field}", text)) for field, _, text in parted]


def _survivors(job: Job, mutants: Sequence[str]) -> list[Finding]:
    return [Finding(job.line("task.checks", SURVIVES.format(mutant)), warning=True) for mutant in mutants]
