"""A code challenge: as its author writes it, and with every level as versions store it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, TypeAdapter, ValidatorFunctionWrapHandler, WrapValidator

from progressive_flow.curriculum.authoring.files.facts import Facts
from progressive_flow.curriculum.authoring.files.fields import LevelNumber, Text, Title
from progressive_flow.curriculum.authoring.files.levels import Hint
from progressive_flow.grading.code.language.tasks import Task
from progressive_flow.grading.system_design.fields import Strict

# What learners read of a task before they try; the rest stays with the grader.
SHOWN = ("runtime", "starter")
TASK: TypeAdapter[Any] = TypeAdapter(Task)


def _as_written(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    """Validate a task and keep it as it was written: a default, or a number in another form, is not what its author wrote."""
    validate(value)
    return value


TaskDocument = Annotated[
    Task, WrapValidator(_as_written), PlainSerializer(lambda value: value, return_type=dict[str, Any])
]


class CodeLevelText(Strict):
    """What is said of a level but for its task."""

    level: LevelNumber
    name: Title
    description: Text
    xp_reward: int = Field(ge=1, le=10_000)
    estimated_minutes: int = Field(ge=1, le=600)
    hints: list[Hint] = Field(min_length=3, max_length=3)
    solution_approach: Text


class CodeLevelFile(CodeLevelText):
    """A level as written."""

    task: TaskDocument


class CodeChallengeFile(Facts):
    """The file ``challenge.yaml`` of a code challenge."""

    kind: Literal["code"]
    levels: list[CodeLevelFile] = Field(default=[])


class CodeChallengeDocument(CodeChallengeFile):
    """A code challenge as its author writes it, with its statement."""

    statement: str = ""


class CodeLevel(CodeLevelText):
    """A level as versions store it: what learners read, the checks, when it passes, and what the grader alone reads."""

    requirements: dict[str, Any]
    test_cases: list[dict[str, Any]]
    passing_criteria: dict[str, Any]
    answer: dict[str, Any]


class CodeChallenge(Facts):
    """A code challenge with its levels in full and its statement."""

    kind: Literal["code"]
    statement: str
    levels: list[CodeLevel]


def expand_code(document: CodeChallengeFile, statement: str) -> CodeChallenge:
    """Return a challenge with its levels as they are stored."""
    facts = {name: getattr(document, name) for name in Facts.model_fields}
    levels = [_level(level) for level in document.levels]
    return CodeChallenge.model_construct(**facts, kind="code", statement=statement, levels=levels)


def _level(level: CodeLevelFile) -> CodeLevel:
    task: Mapping[str, Any] = level.task  # type: ignore[assignment] # as written
    text = {name: getattr(level, name) for name in CodeLevelText.model_fields}
    shown = {name: task[name] for name in SHOWN if name in task}
    if "database" in task:
        shown["tables"] = task["database"]["tables"]
    return CodeLevel.model_construct(
        **text,
        requirements=shown,
        test_cases=list(task["checks"]),
        passing_criteria={"min_score": task["min_score"], "must_pass": list(task.get("must_pass", ()))},
        answer={name: task[name] for name in ("given", "solution", "database") if name in task},
    )
