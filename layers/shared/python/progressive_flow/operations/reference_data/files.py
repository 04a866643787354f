"""Reads and checks ``achievements.yaml``, ``skills.yaml`` and ``questions/<track>.yaml`` with what they refer to."""

from pathlib import Path

from progressive_flow.curriculum.authoring.files.challenges import Content
from progressive_flow.curriculum.authoring.yaml_files import ContentError, read_file
from progressive_flow.operations.reference_data.checks import check_references
from progressive_flow.operations.reference_data.file_models import (
    AchievementsFile,
    QuestionsFile,
    References,
    SkillsFile,
)


def read_references(root: Path, content: Content) -> References:
    """Return what the files say. Raises ``ContentError`` naming each file and field that is wrong."""
    problems: list[str] = []
    achievements = read_file(root, root / "achievements.yaml", AchievementsFile, problems)
    skills = read_file(root, root / "skills.yaml", SkillsFile, problems)
    files = {path.stem: path for path in sorted((root / "questions").glob("*.yaml"))}
    questions = {track: read_file(root, path, QuestionsFile, problems) for track, path in files.items()}
    found = References(
        achievements.achievements if achievements else [],
        skills.branches if skills else {},
        {track: file.questions for track, file in questions.items() if file},
    )
    if not problems:  # what refers to a file that did not load would only repeat its errors
        problems += check_references(root, content, found)
    if problems:
        raise ContentError(problems)
    return found
