"""Whether each published level is sound in itself: its numbers, its names, what its tests refer to."""

from collections import Counter
from collections.abc import Iterable, Iterator

from progressive_flow.curriculum.authoring.files.challenges import Challenge
from progressive_flow.curriculum.authoring.files.levels import Level
from progressive_flow.curriculum.authoring.files.statements import check_statement
from progressive_flow.curriculum.authoring.files.wording import at_level, meant, meant_or_all, numbered
from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.engine import CATALOGUE, CATALOGUE_VERSION
from progressive_flow.grading.system_design.figures import listed
from progressive_flow.grading.system_design.fitting import misfits


def check_soundness(challenge: Challenge) -> list[str]:
    """Problems of the statement and the levels, as ``file: field: what is wrong``."""
    numbers = [level.level for level in challenge.levels]
    if misnumbered := challenge.misnumbered(numbers):
        return misnumbered
    found = [*_designs(challenge), *_catalogue(challenge), *_operations(challenge)]
    for at, level in enumerate(challenge.levels):
        found += [at_level(level.level, at, field, text) for field, text in [*_types(level), *_tests(level)]]
    return [*_statement(challenge), *(f"{challenge.file}: {text}" for text in found)]


def _statement(challenge: Challenge) -> list[str]:
    name = challenge.statement_file
    if challenge.statement:
        return [f"{name}: {text}" for text in check_statement(challenge.statement)]
    return [f"{name}: is missing: write what is to be designed"] if challenge.levels else []


def _designs(challenge: Challenge) -> Iterator[str]:
    if challenge.reference_design:
        yield from _not_allowed(challenge, challenge.reference_design)
        yield from (f"reference_design.nodes.{place}" for place in _misfits(challenge.reference_design))
    elif challenge.levels:
        yield "reference_design: is missing: draw the design that earns 100 on every level"
    for at, weaker in enumerate(challenge.weaker_designs):
        yield from (f"weaker_designs.{at}.design.nodes.{place}" for place in _misfits(weaker.design))


def _misfits(design: Design) -> list[str]:
    return [f"{place.replace('/', '.')}: {text}" for place, text in misfits(design.nodes)]


def _not_allowed(challenge: Challenge, reference: Design) -> Iterator[str]:
    """Yield each type that some level does not offer, once for all of these levels, where it is drawn first."""
    types = [node.type for node in reference.nodes]
    for kind in dict.fromkeys(types):
        refusing = [level.level for level in challenge.levels if kind not in level.requirements.allowed_types]
        if refusing:
            way_out = "add it to allowed_types there, or draw the reference without it"
            do_not = "do" if len(refusing) > 1 else "does"
            yield f"reference_design.nodes.{types.index(kind)}: {numbered(refusing)} {do_not} not allow {kind}: {way_out}"


def _catalogue(challenge: Challenge) -> list[str]:
    """Return what is wrong with the version, which all levels have in common."""
    found = {level.requirements.catalogue_version for level in challenge.levels} - {CATALOGUE_VERSION}
    return [
        f"catalogue_version: there is no version {version}: write {CATALOGUE_VERSION}, the only one"
        for version in sorted(found)
    ]


def _operations(challenge: Challenge) -> Iterator[str]:
    drawn = {node.type for node in challenge.reference_design.nodes} if challenge.reference_design else None
    operations = [level.requirements.workload.operations for level in challenge.levels]
    repeated = [name for found in operations for name in _repeated(operation.id for operation in found)]
    for name in dict.fromkeys(repeated):
        yield f"workload.operations: two are called '{name}': rename one"
    stores = {operation.id: operation.store for found in operations for operation in found}
    for name, store in stores.items():
        if drawn is not None and drawn.isdisjoint(store):
            wanted = f"no part of the reference design is of a type in its store, {listed(store, 'or')}"
            yield f"workload.operations: '{name}' ends nowhere: {wanted}: correct store, or draw such a part"


def _types(level: Level) -> Iterator[tuple[str, str]]:
    for kind in sorted(set(level.requirements.allowed_types) - set(CATALOGUE)):
        yield "allowed_types", f"the catalogue has no {kind}: take it out"


def _tests(level: Level) -> Iterator[tuple[str, str]]:
    names = [case.id for case in level.test_cases]
    operations = [operation.id for operation in level.requirements.workload.operations]
    for at, case in enumerate(level.test_cases):
        if case.id in names[:at]:
            yield f"test_cases.{at}.id", f"'{case.id}' is used twice: rename one of the two tests"
        for field, name in (("op", case.op), ("other", case.other)):
            if name is not None and name not in operations:
                text = f"'{case.id}' names an operation that takes no part here, '{name}'"
                yield f"test_cases.{at}.{field}", text + meant_or_all(name, operations)
    repeated = len(set(names)) < len(names)  # the name that is missing may be that of the copy
    for at, name in enumerate(level.passing_criteria.must_pass):
        if name not in names and not repeated:
            hint = meant(name, names) or ": write the id of a test of this level"
            yield f"passing_criteria.must_pass.{at}", f"no test is called '{name}'{hint}"


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]
