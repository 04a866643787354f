"""Writes out the levels of a challenge: each says only how it differs from the challenge's workload.

What follows by a rule is added at the end: ``derived``.
"""

from collections.abc import Mapping
from typing import Any

from progressive_flow.curriculum.authoring.files.challenges import (
    Challenge,
    ChallengeFile,
    LevelFile,
    OperationFile,
    WorkloadFile,
)
from progressive_flow.curriculum.authoring.files.derived import DERIVED, derive
from progressive_flow.curriculum.authoring.files.levels import LEVEL_NAMES, Level, LevelText
from progressive_flow.curriculum.authoring.files.wording import at_level, meant
from progressive_flow.grading.system_design.engine import CATALOGUE_VERSION
from progressive_flow.grading.system_design.fields import Strict
from progressive_flow.grading.system_design.level_models import Operation, Requirements, Workload

NEEDED = {
    "catalogue_version": f"write {CATALOGUE_VERSION}",
    "allowed_types": "list the types that levels offer",
    "workload": "write what comes in",
}


class ExpansionError(Exception):
    """A level cannot be written out; ``problems`` are lines of ``field: what is wrong``."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def expand(file: ChallengeFile, statement: str) -> Challenge:
    """Return the challenge with its levels as they are stored. Raises ``ExpansionError``."""
    problems = [
        f"{name}: is missing, and levels need it: {do}" for name, do in NEEDED.items() if getattr(file, name) is None
    ]
    if file.levels and not problems:
        problems = [text for at, level in enumerate(file.levels) for text in _wrong(file.workload, level, at)]
    if file.levels and problems:
        raise ExpansionError(problems)
    levels = derive([_level(file, level) for level in file.levels], file.reference_design)
    facts = _fields(file, {*NEEDED, "levels", "statement"})
    return Challenge.model_construct(**facts, statement=statement, levels=levels)


def _wrong(workload: WorkloadFile | None, level: LevelFile, at: int) -> list[str]:
    """Rates that nothing takes, operations without a rate, levels without operations."""
    taking_part = _operations(workload, level)
    names = {operation.id for operation in taking_part}
    strays = sorted(set(level.rates) - names)
    missing = [operation.id for operation in taking_part if operation.rps is None and operation.id not in level.rates]
    found = [(f"rates.{name}", f"no operation is called '{name}'{meant(name, names)}") for name in strays]
    found += [("rates", f"'{name}' has no rps: write it here or in the workload") for name in missing]
    found += [
        (f"test_cases.{number}.id", f"the platform adds a test called '{case.id}': choose another id")
        for number, case in enumerate(level.test_cases)
        if case.id in DERIVED
    ]
    if not taking_part:
        found = [("level", "no operation takes part: add the level to the levels of an operation, or give it none")]
    return [at_level(level.level, at, field, text) for field, text in found]


def _operations(workload: WorkloadFile | None, level: LevelFile) -> list[OperationFile]:
    operations = workload.operations if workload else []
    return [operation for operation in operations if operation.levels is None or level.level in operation.levels]


def _level(file: ChallengeFile, level: LevelFile) -> Level:
    requirements = Requirements.model_construct(
        catalogue_version=file.catalogue_version,
        load=level.load,
        allowed_types=level.allowed_types or file.allowed_types,
        workload=_workload(file.workload, level),
    )
    text = {name: getattr(level, name) for name in LevelText.model_fields}
    return Level.model_construct(**text, name=LEVEL_NAMES[level.level - 1], requirements=requirements)


def _workload(workload: WorkloadFile | None, level: LevelFile) -> Workload:
    common = _fields(workload, {"operations"}) if workload else {}
    common |= level.workload.model_dump(exclude_none=True)
    operations = [_operation(operation, level, common) for operation in _operations(workload, level)]
    return Workload.model_construct(**common, operations=operations)


def _operation(operation: OperationFile, level: LevelFile, common: Mapping[str, Any]) -> Operation:
    payload = common["payload_bytes"] if operation.payload_bytes is None else operation.payload_bytes
    own: dict[str, Any] = {"rps": level.rates.get(operation.id, operation.rps), "payload_bytes": payload}
    fields: dict[str, Any] = {**_fields(operation, {"levels"}), **own}
    return Operation.model_construct(**fields)


def _fields(model: Strict, left_out: set[str]) -> dict[str, Any]:
    """The fields as they are: what was validated once needs it no second time."""
    return {name: getattr(model, name) for name in type(model).model_fields if name not in left_out}
