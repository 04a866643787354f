"""Rules on drafts of challenges: what learners will see of them, and how a submission to them is graded."""

from typing import Any

from progressive_flow.curriculum.authoring.files import Challenge, CodeChallenge, plain
from progressive_flow.curriculum.authoring.files.challenges import ChallengeDocument
from progressive_flow.curriculum.authoring.files.code_challenges import CodeChallengeDocument
from progressive_flow.curriculum.items import documents
from progressive_flow.curriculum.items import service as items
from progressive_flow.grading.contracts import GradingTask, Pending
from progressive_flow.grading.kinds import GRADERS
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import Problem, invalid
from progressive_flow.learning.drafts.models import DraftSubmission, DraftVerdict, Preview, PreviewedLevel

KIND = "challenge"


def preview(db: Transaction, organization: str, slug: str, revision: int | None) -> Preview:
    """Return a draft of a challenge as learners will see it."""
    number, challenge = _challenge(db, organization, slug, revision)
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


def grade(db: Transaction, organization: str, slug: str, sent: DraftSubmission) -> DraftVerdict:
    """Grade a submission by a level of a draft, and record nothing."""
    number, challenge = _challenge(db, organization, slug, None)
    level = next((plain(level) for level in challenge.levels if level.level == sent.level), None)
    if level is None:
        raise invalid("/body/level", f"The draft has {len(challenge.levels)} levels, and not this one.")
    if sent.submission.kind != (kind := getattr(challenge, "kind", "system_design")):
        raise invalid("/body/submission/kind", f"This challenge takes submissions of the kind {kind}.")
    task = GradingTask(level["requirements"], level["test_cases"], level["passing_criteria"])
    try:
        verdict = GRADERS[sent.submission.kind].grade(task, sent.submission.root)
    except Problem as refusal:
        raise _within_submission(refusal) from None
    if isinstance(verdict, Pending):
        raise invalid("/body/submission/kind", "Submissions of this kind are graded once the challenge is published.")
    return DraftVerdict.model_validate(
        {
            "revision": number,
            "level": sent.level,
            "score": verdict.score,
            "passed": verdict.passed,
            "test_results": verdict.results,
            "feedback": verdict.feedback,
        }
    )


def _challenge(
    db: Transaction, organization: str, slug: str, revision: int | None
) -> tuple[int, Challenge | CodeChallenge]:
    """Return the number of a revision and its challenge with levels in full."""
    item = items.show_item(db, organization, KIND, slug, revision)
    document = documents.parsed(KIND, slug, item.document)
    if isinstance(document, CodeChallengeDocument):
        return item.revision, documents.expanded(document)
    if not isinstance(document, ChallengeDocument):
        raise TypeError(f"The document of the challenge {slug} is none.")
    return item.revision, documents.expanded(document)


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
