"""The work of a check: the gates, the place in the catalogue, and whether solutions of the live version still pass."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from progressive_flow.grading.system_design.versions import GRADER_VERSION
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.tasks import Children, Completion
from progressive_flow.learning.publishing import check_repository as repository
from progressive_flow.learning.publishing import code_gates
from progressive_flow.learning.publishing.check_repository import CheckInput
from progressive_flow.learning.publishing.gates import Examined, examine
from progressive_flow.learning.publishing.reports import CheckFinding, Report, Solutions, shortened
from progressive_flow.learning.publishing.solutions import are_compatible, compare

MAX_SOLUTIONS = 500  # a level
MAX_REFERENCES = 20
DESIGN = "system_design"  # the kind of a challenge that says none
# What a level, and the completion of a challenge, pay at most where an organization's content pays XP of the platform.
MAX_LEVEL_XP = 100
MAX_CHALLENGE_XP = 500


class Payload(BaseModel):
    """Which revision a task checks."""

    item_id: UUID
    revision: int


def check(payload: dict[str, Any], report: Callable[[float], None]) -> dict[str, Any] | Children | Completion:
    """Check a revision; what was found is kept when the task ends. Done again, it finds the same.

    The judge examines the tasks of a code challenge, a child for each level; with their reports it is called again.
    """
    task = Payload.model_validate(payload)
    with transactions.begin(role="scheduler") as db:
        given = repository.find_input(db, task.item_id, task.revision)
    if given is None:
        return {}  # the revision is gone, or its check ended before
    if given.grader_version != GRADER_VERSION:
        raise RuntimeError("A function of another release checks this: the next try is that one's.")
    examined = examine(given.kind, given.slug, given.document, is_public=given.is_public)
    if code_gates.are_needed(examined, payload):
        return code_gates.begin(given.document)
    problems, warnings = list(examined.problems), list(examined.warnings)
    if reports := payload.get("children"):
        problems, warnings = problems + code_gates.problems(reports), warnings + code_gates.warnings(reports)
    if examined.content is not None:
        problems += _removed(given, examined.content)
        misplaced, pending = _place(given, examined.content)
        problems += misplaced
        warnings += [*pending, *_unpaid(given, examined.content)]
    solutions = None if problems else _solutions(task, given, examined.content or {}, report)
    return _completion(task, given, examined, Report(problems=problems, warnings=warnings, solutions=solutions))


def _place(given: CheckInput, content: dict[str, Any]) -> tuple[list[CheckFinding], list[CheckFinding]]:
    """Return what stands against the item's place in the catalogue, and what no longer does once drafts are published."""
    with transactions.begin(role="scheduler") as db:
        found = repository.list_misplaced(db, given.organization_id, given.kind, content)
    text = "{} A draft changes that: publish it before this, or together with it."
    return (
        [CheckFinding(place=each.place, message=each.message) for each in found if not each.is_pending],
        [CheckFinding(place=each.place, message=text.format(each.message)) for each in found if each.is_pending],
    )


def _solutions(
    task: Payload, given: CheckInput, content: dict[str, Any], report: Callable[[float], None]
) -> Solutions | None:
    """Try solutions of the live version of a challenge, if there is one."""
    if not given.live_content or content.get("kind") == "code":  # code is judged outside, and re-judged as a set
        return None
    with transactions.begin(role="scheduler") as db:
        solutions = repository.list_solutions(db, task.item_id, content["levels"], MAX_SOLUTIONS)
        references = repository.list_references(db, task.item_id, MAX_REFERENCES)
    return compare(given.live_content["levels"], content["levels"], solutions, references, report)


def _completion(task: Payload, given: CheckInput, examined: Examined, found: Report) -> Completion:
    passed = examined.content if not found.problems else None
    shown = found.model_copy(update={"problems": shortened(found.problems), "warnings": shortened(found.warnings)})

    def complete(db: Transaction) -> dict[str, Any]:
        is_compatible = None if passed is None else found.solutions is None or are_compatible(found.solutions)
        repository.finish(
            db, task.item_id, task.revision, given.requested_at, shown, passed, examined.content_hash, is_compatible
        )
        return {"problems": len(found.problems)}

    return complete


def _removed(given: CheckInput, content: dict[str, Any]) -> list[CheckFinding]:
    """Name levels of the live version that are missing: who passed the others could never complete the challenge."""
    was, becomes = (found.get("kind", DESIGN) for found in (given.live_content or content, content))
    if was != becomes:
        return [
            CheckFinding(place="kind", message=f"The live version is of kind {was}: publish this as another challenge.")
        ]
    live, new = ({level["level"] for level in found.get("levels", [])} for found in (given.live_content or {}, content))
    text = "The live version has level {}: keep it, or publish this as another challenge."
    return [CheckFinding(place="levels", message=text.format(number)) for number in sorted(live - new)]


def _unpaid(given: CheckInput, content: dict[str, Any]) -> list[CheckFinding]:
    """Say where an organization that pays XP of the platform offers more than it may pay."""
    if given.is_public or given.xp_scope != "platform":
        return []
    levels = content.get("levels", [])
    found = [
        CheckFinding(place=f"levels.{at}.xp_reward", message=f"At most {MAX_LEVEL_XP} XP are paid for a level.")
        for at, level in enumerate(levels)
        if level["xp_reward"] > MAX_LEVEL_XP
    ]
    if content.get("xp_base", 0) > MAX_CHALLENGE_XP:
        text = f"At most {MAX_CHALLENGE_XP} XP are paid for completing the challenge."
        found.append(CheckFinding(place="xp_base", message=text))
    return found
