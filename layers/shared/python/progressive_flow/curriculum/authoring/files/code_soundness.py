"""Whether the published levels of a code challenge are sound in themselves: their numbers, and what their parts refer to."""

from collections.abc import Iterator

from progressive_flow.curriculum.authoring.files.code_challenges import TASK, CodeChallenge, CodeChallengeFile
from progressive_flow.curriculum.authoring.files.wording import at_level
from progressive_flow.grading.code.language.tasks import mistakes


def check_code(challenge: CodeChallenge, document: CodeChallengeFile) -> list[str]:
    """Problems of the statement and the levels, as ``file: field: what is wrong``."""
    numbers = [level.level for level in document.levels]
    if numbers != list(range(1, len(numbers) + 1)):
        text = f"are numbered {numbers}: number them from 1 without gaps, in this order"
        return [f"{challenge.file}: levels: {text}"]
    if len(numbers) > challenge.level_count:
        text = f"has {len(numbers)}, more than level_count {challenge.level_count}: raise it, or take levels out"
        return [f"{challenge.file}: levels: {text}"]
    found = [f"{challenge.file}: {text}" for text in _tasks(document)]
    if numbers and not challenge.statement:
        found.append(f"{challenge.statement_file}: is missing: write what is to be built")
    return found


def _tasks(document: CodeChallengeFile) -> Iterator[str]:
    for at, level in enumerate(document.levels):
        for line in mistakes(TASK.validate_python(level.task)):
            field, _, text = line.partition(": ")
            yield at_level(level.level, at, f"task.{field}", text)
