"""Whether the published levels of a code challenge are sound in themselves: their numbers, and what their parts refer to."""

from collections.abc import Iterator

from progressive_flow.curriculum.authoring.files.code_challenges import TASK, CodeChallengeDocument
from progressive_flow.curriculum.authoring.files.wording import at_level
from progressive_flow.grading.code.language.tasks import mistakes


def check_code(document: CodeChallengeDocument) -> list[str]:
    """Problems of the statement and the levels, as ``file: field: what is wrong``."""
    numbers = [level.level for level in document.levels]
    if misnumbered := document.misnumbered(numbers):
        return misnumbered
    found = [f"{document.file}: {text}" for text in _tasks(document)]
    if numbers and not document.statement:
        found.append(f"{document.statement_file}: is missing: write what is to be built")
    return found


def _tasks(document: CodeChallengeDocument) -> Iterator[str]:
    for at, level in enumerate(document.levels):
        for line in mistakes(TASK.validate_python(level.task)):
            field, _, text = line.partition(": ")
            yield at_level(level.level, at, f"task.{field}", text)
