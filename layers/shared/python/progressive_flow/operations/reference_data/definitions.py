"""Loads achievements, skills and questions: idempotent, never deleting, within the transaction of the whole load."""

from progressive_flow.curriculum.authoring.files import plain
from progressive_flow.gamification.icons import files as icons
from progressive_flow.kernel.database.bulk_write import write
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.operations.reference_data import repository
from progressive_flow.operations.reference_data.file_models import References


def load_references(db: Transaction, found: References) -> dict[str, int]:
    """Write what differs and retire what left the files; in the order of the references."""
    achievements = [
        {**plain(achievement), "icon_url": icons.named("achievements", achievement.slug)}
        for achievement in found.achievements
    ]
    skills = [
        {**plain(skill), "category": branch, "order_index": place, "prerequisites": skill.prerequisites}
        for branch, skills in found.branches.items()
        for place, skill in enumerate(skills, 1)
    ]
    questions = [plain(question) for questions in found.questions.values() for question in questions]
    return {
        "achievements": write(db, repository.ACHIEVEMENTS, achievements),
        "achievements_retired": write(db, repository.RETIRE_ACHIEVEMENTS, achievements),
        "skills": write(db, repository.SKILLS, skills) + write(db, repository.SKILL_PARENTS, skills),
        "skill_prerequisites": write(db, repository.SKILL_EDGES, skills),
        "skills_retired": write(db, repository.RETIRE_SKILLS, skills),
        "questions": write(db, repository.QUESTIONS, questions),
        "questions_retired": write(db, repository.RETIRE_QUESTIONS, questions),
    }
