"""Whether each published level is sound in itself: its numbers, its names, what its tests refer to."""

from collections import Counter
from collections.abc import Iterable

from progressive_flow.curriculum.authoring.files.challenges import Challenge
from progressive_flow.curriculum.authoring.files.levels import Level
from progressive_flow.curriculum.authoring.files.statements import check_statement
from progressive_flow.grading.system_design.engine import CATALOGUE, CATALOGUE_VERSION
from progressive_flow.grading.system_design.fitting import misfits


def check_soundness(challenge: Challenge) -> list[str]:
    """Problems of the statement and the levels, as ``file: field: what is wrong``."""
    numbers = [level.level for level in challenge.levels]
    if numbers != list(range(1, len(numbers) + 1)):
        return [f"{challenge.file}: levels: are numbered {numbers}, not from 1 without gaps"]
    if len(numbers) > challenge.level_count:
        return [f"{challenge.file}: levels: has {len(numbers)}, more than level_count {challenge.level_count}"]
    problems = _statement(challenge)
    if challenge.levels and challenge.reference_design is None:
        problems.append(f"{challenge.file}: reference_design: is needed to publish levels")
    problems += _misfits(challenge)
    return problems + [text for at, level in enumerate(challenge.levels) for text in _level(challenge, at, level)]


def _misfits(challenge: Challenge) -> list[str]:
    designs = [("reference_design", challenge.reference_design)]
    designs += [(f"weaker_designs.{weaker.name}", weaker.design) for weaker in challenge.weaker_designs]
    return [
        f"{challenge.file}: {name}: {text}" for name, design in designs if design for _, text in misfits(design.nodes)
    ]


def _statement(challenge: Challenge) -> list[str]:
    name = challenge.file.replace("challenge.yaml", "statement.md")
    if challenge.statement:
        return [f"{name}: {text}" for text in check_statement(challenge.statement)]
    return [f"{name}: is needed to publish levels"] if challenge.levels else []


def _level(challenge: Challenge, at: int, level: Level) -> list[str]:
    return [f"{challenge.file}: {text}" for text in [*_requirements(at, level), *_tests(at, level)]] + [
        f"{challenge.file}: reference_design: level {level.level} does not allow {kind}"
        for kind in _not_allowed(challenge, level)
    ]


def _requirements(at: int, level: Level) -> list[str]:
    needs = level.requirements
    problems: list[str] = []
    if needs.catalogue_version != CATALOGUE_VERSION:
        problems.append(f"catalogue_version: there is no version {needs.catalogue_version}, only {CATALOGUE_VERSION}")
    else:
        strays = set(needs.allowed_types) - set(CATALOGUE)
        problems += [f"levels.{at}.allowed_types: the catalogue has no {kind}" for kind in sorted(strays)]
    repeated = _repeated(operation.id for operation in needs.workload.operations)
    return problems + [f"workload.operations.id: '{name}' is used twice" for name in repeated]


def _tests(at: int, level: Level) -> list[str]:
    names = [case.id for case in level.test_cases]
    operations = {operation.id for operation in level.requirements.workload.operations}
    problems = [f"levels.{at}.test_cases.id: '{name}' is used twice" for name in _repeated(names)]
    missing = [name for name in level.passing_criteria.must_pass if name not in names]
    problems += [f"levels.{at}.passing_criteria.must_pass: no test is called '{name}'" for name in missing]
    for case in level.test_cases:
        for field, name in (("op", case.op), ("other", case.other)):
            if name is not None and name not in operations:
                text = f"'{case.id}' names an operation that the level lacks: '{name}'"
                problems.append(f"levels.{at}.test_cases.{field}: {text}")
    return problems


def _not_allowed(challenge: Challenge, level: Level) -> list[str]:
    nodes = challenge.reference_design.nodes if challenge.reference_design else []
    return sorted({node.type for node in nodes} - set(level.requirements.allowed_types))


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]
