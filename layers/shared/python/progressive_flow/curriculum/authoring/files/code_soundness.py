"""Whether the published levels of a code challenge are sound in themselves: their numbers, and what their parts refer to."""

from progressive_flow.curriculum.authoring.files.code_challenges import TASK, CodeChallengeDocument
from progressive_flow.curriculum.authoring.files.wording import at_level
from progressive_flow.grading.code.language.tasks import mistakes

LONE = "is empty: write the task in another right way, so that its checks are known to ask for no way in particular"


def check_code(document: CodeChallengeDocument) -> list[str]:
    """Problems of the statement and the levels, as ``file: field: what is wrong``."""
    numbers = [level.level for level in document.levels]
    if misnumbered := document.misnumbered(numbers):
        return misnumbered
    found = [f"{document.file}: {text}" for at in range(len(numbers)) for text in level_mistakes(document, at)]
    if numbers and not document.statement:
        found.append(f"{document.statement_file}: is missing: write what is to be built")
    return found


def lone_ways(document: CodeChallengeDocument) -> list[str]:
    """Levels whose tasks have no right way beside the solution, as ``file: field: what is wrong``.

    The checks of such a task may ask for its author's way without anybody noticing. The platform's own challenges must have
    another one; an organization is warned.
    """
    return [
        f"{document.file}: {at_level(level.level, at, 'task.other_solutions', LONE)}"
        for at, level in enumerate(document.levels)
        if not TASK.validate_python(level.task).other_solutions
    ]


def level_mistakes(document: CodeChallengeDocument, at: int) -> list[str]:
    """What the parts of one level's task say wrongly of each other, as ``field: what is wrong``; ``at`` counts from 0."""
    level = document.levels[at]
    parted = (line.partition(": ") for line in mistakes(TASK.validate_python(level.task)))
    return [at_level(level.level, at, f"task.{field}", text) for field, _, text in parted]
