"""Rules on drafts of challenges: what learners will see of them, and how a submission to them is graded."""

from typing import Any

from progressive_flow.curriculum.authoring.files import plain
from progressive_flow.curriculum.authoring.files.challenges import ChallengeDocument
from progressive_flow.curriculum.authoring.files.code_challenges import CodeChallengeDocument
from progressive_flow.curriculum.authoring.files.code_soundness import level_mistakes
from progressive_flow.curriculum.items import documents
from progressive_flow.curriculum.items import service as items
from progressive_flow.grading.contracts import GradingTask, Pending, Verdict
from progressive_flow.grading.kinds import GRADERS
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import Problem, invalid
from progressive_flow.kernel.http.responses import Accepted
from progressive_flow.kernel.principal import Principal
from progressive_flow.kernel.tasks.models import Task
from progressive_flow.learning.drafts.models import (
    DraftLevel,
    DraftSubmission,
    DraftVerdict,
    Preview,
    PreviewedLevel,
    verdict_on,
)

KIND = "challenge"
Document = ChallengeDocument | CodeChallengeDocument


def preview(db: Transaction, organization: str, slug: str, revision: int | None) -> Preview:
    """Return a draft of a challenge as learners will see it."""
    number, document = _document(db, organization, slug, revision)
    challenge = documents.expanded(document)
    levels = [plain(level) for level in challenge.levels]
    shown = items.shown_tests(db, [level["test_cases"] for level in levels]) if levels else []
    return Preview(
        revision=number,
        title=challenge.title,
        description=challenge.description,
        statement=challenge.statement,
        difficulty=challenge.difficulty,
        category=challenge.category,
        estimated_minutes=challenge.estimated_minutes,
        xp_base=challenge.xp_base,
        level_count=challenge.level_count,
        levels=[_level(level, tests) for level, tests in zip(levels, shown, strict=True)],
    )


def grade(
    db: Transaction, principal: Principal, organization: str, slug: str, sent: DraftSubmission
) -> DraftVerdict | Accepted[Task]:
    """Grade a submission by a level of a draft and record nothing, or queue the task that does so."""
    number, document = _document(db, organization, slug, None)
    numbers = [level.level for level in document.levels]
    if sent.level not in numbers:
        raise invalid("/body/level", f"The draft has {len(numbers)} levels, and not this one.")
    if sent.submission.kind != (kind := getattr(document, "kind", "system_design")):
        raise invalid("/body/submission/kind", f"This challenge takes submissions of the kind {kind}.")
    draft = DraftLevel(organization=organization, slug=slug, revision=number, level=sent.level)
    outcome = _outcome(_task(document, numbers.index(sent.level)), sent)
    if isinstance(outcome, Pending):
        from progressive_flow.learning.drafts import pending  # noqa: PLC0415 - tasks are imported where one is made

        return pending.accept(db, principal, draft, outcome)
    return verdict_on(draft, outcome)


def _document(db: Transaction, organization: str, slug: str, revision: int | None) -> tuple[int, Document]:
    """Return the number of a revision and its challenge as it is written."""
    item = items.show_item(db, organization, KIND, slug, revision)
    document = documents.parsed(KIND, slug, item.document)
    if not isinstance(document, Document):
        raise TypeError(f"The document of the challenge {slug} is none.")
    return item.revision, document


def _task(document: Document, at: int) -> GradingTask:
    """Return what a submission to a level is graded against; 422 for code whose checks cannot run as they are written."""
    if isinstance(document, CodeChallengeDocument) and (found := level_mistakes(document, at)):
        detail = "The draft cannot be tried as it is: see errors."
        raise Problem(422, "invalid", detail, errors=[{"pointer": "/body/level", "message": line} for line in found])
    level = plain(documents.expanded(document).levels[at])
    requirements = {**level["requirements"], **level.get("answer", {})}
    return GradingTask(requirements, level["test_cases"], level["passing_criteria"])


def _outcome(task: GradingTask, sent: DraftSubmission) -> Verdict | Pending:
    try:
        return GRADERS[sent.submission.kind].grade(task, sent.submission.root)
    except Problem as refusal:
        raise _within_submission(refusal) from None


def _within_submission(refusal: Problem) -> Problem:
    """Return a grader's refusal of a submission that is a member of the body, not all of it."""
    rows = [{**row, "pointer": row["pointer"].replace("/body", "/body/submission", 1)} for row in refusal.errors]
    return Problem(refusal.status, refusal.kind, refusal.detail, errors=rows)


def _level(level: dict[str, Any], shown: list[dict[str, Any]]) -> PreviewedLevel:
    return PreviewedLevel.model_validate(
        {
            **{name: level[name] for name in PreviewedLevel.model_fields if name in level},
            "test_cases": shown,
            "hidden_tests": len(level["test_cases"]) - len(shown),
            "hint_penalties": [hint["xp_penalty"] for hint in level["hints"]],
        }
    )
