"""Judges all code challenges and writes what was found into the lock: what `make gates` does."""

from collections.abc import Callable
from pathlib import Path

from progressive_flow.curriculum.authoring.files.reading import read_files
from progressive_flow.curriculum.authoring.gates.findings import Finding
from progressive_flow.kernel.errors import UserError
from progressive_flow_judge.paths import IMAGE
from progressive_flow_local.cli.content_lint import gate_lock
from progressive_flow_local.cli.content_lint.code import against, check_sound, documents_of
from progressive_flow_local.cli.content_lint.gate_lock import Entry
from progressive_flow_local.cli.content_lint.gates import Judged, jobs_of, judge_all


def lock(root: Path, say: Callable[[str], None]) -> list[Finding]:
    """Judge all levels with a line for each; write the lock, or return what stands against a level."""
    content, unreadable = read_files(root)
    documents = documents_of(content)
    if unsound := [*map(Finding, unreadable), *check_sound(documents)]:
        return unsound
    if not (IMAGE / "built.json").is_file():
        raise UserError("The images of the judge are not built: run `make judge`.")
    judged = judge_all(jobs_of(documents), lambda each: say(described(each)))
    if problems := [finding for each in judged for finding in against(each)]:
        return problems
    gate_lock.write(root, {each.job.name: Entry(content=each.job.content, found=each.found) for each in judged})
    return []


def described(judged: Judged) -> str:
    """Return the line of a level."""
    found = judged.found
    if judged.problems:
        return f"{judged.job.name}: does not pass"
    return (
        f"{judged.job.name}: {found.killed} of {found.mutants} mutants found, {found.equivalent} equivalent,"
        f" {1 + len(found.other_solutions)} right ways, {100 * found.fuel_share:.2g} % of the fuel"
    )
