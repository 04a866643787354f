"""What the content files must be together: references that resolve, no circles, levels that can be won fairly."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from progressive_flow.content.design import Design
from progressive_flow.content.file_models import Challenge, Content, Level, Track
from progressive_flow.evaluator import CATALOGUE_VERSION, Evaluation, evaluate

LEVEL_NAMES = ("Connectivity", "Capacity", "Optimization", "Resilience", "Excellence")
EMPTY = {"schema": "sd-graph/1", "nodes": [], "edges": []}
FULL_SCORE = 100.0


def check_content(content: Content) -> list[str]:
    """Every problem as a line ``file: field: what is wrong``; empty if the content may be loaded."""
    return [
        *_check_tracks(content.tracks),
        *_check_order(content.challenges),
        *_check_references(content),
        *(problem for challenge in content.challenges for problem in check_challenge(challenge)),
    ]


def check_challenge(challenge: Challenge) -> list[str]:
    """The published levels: numbered from 1, named as they should be, sound, and fair to the designs in the file."""
    file = _file(challenge)
    numbers = [level.level for level in challenge.levels]
    if numbers != list(range(1, len(numbers) + 1)):
        return [f"{file}: levels: are numbered {numbers}, not from 1 without gaps"]
    if len(numbers) > challenge.level_count:
        return [f"{file}: levels: has {len(numbers)}, more than level_count {challenge.level_count}"]
    problems = [f"{file}: levels.{at}.{text}" for at, level in enumerate(challenge.levels) for text in _sound(level)]
    return problems or [f"{file}: {text}" for text in _fair(challenge)]


def judge(level: Level, graph: Mapping[str, object]) -> Evaluation:
    """Evaluate a plain design against a level as it stands in its file."""
    tests = [case.model_dump(mode="json", by_alias=True, exclude_none=True) for case in level.test_cases]
    requirements = level.requirements.model_dump(mode="json", by_alias=True, exclude_none=True)
    return evaluate(graph, requirements, tests, level.passing_criteria.model_dump(mode="json"))


def find_circle(after: Mapping[str, Sequence[str]]) -> list[str]:
    """The names along one circle, empty if there is none. Names without an entry lead nowhere."""
    remaining = {name: {need for need in needs if need in after} for name, needs in after.items()}
    while remaining:
        free = {name for name, needs in remaining.items() if not needs}
        if not free:
            return _come_round(remaining)
        remaining = {name: needs - free for name, needs in remaining.items() if name not in free}
    return []


def _come_round(stuck: Mapping[str, set[str]]) -> list[str]:
    """Every stuck name needs a stuck name, so following them must come back to one already seen."""
    trail: list[str] = []
    name = min(stuck)
    while name not in trail:
        trail.append(name)
        name = min(stuck[name])
    return trail[trail.index(name) :]


def _file(challenge: Challenge) -> str:
    return f"{challenge.track}/{challenge.slug}/challenge.yaml"


def _repeated(values: Iterable[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]


def _check_tracks(tracks: Sequence[Track]) -> list[str]:
    lessons = [lesson.slug for track in tracks for module in track.modules for lesson in module.lessons]
    modules = [module.slug for track in tracks for module in track.modules]
    slugs = [track.slug for track in tracks]
    problems = [f"tracks.yaml: tracks.slug: '{slug}' is used twice" for slug in _repeated(slugs)]
    problems += [f"tracks.yaml: tracks.order: {order} is used twice" for order in _repeated(t.order for t in tracks)]
    problems += [f"tracks.yaml: modules.slug: '{slug}' is used twice" for slug in _repeated(modules)]
    problems += [f"tracks.yaml: lessons.slug: '{slug}' is used twice" for slug in _repeated(lessons)]
    for track in tracks:
        unknown = [slug for slug in track.prerequisites if slug not in slugs]
        problems += [f"tracks.yaml: {track.slug}.prerequisites: no track is called '{slug}'" for slug in unknown]
    circle = find_circle({track.slug: track.prerequisites for track in tracks})
    return problems + [f"tracks.yaml: {slug}.prerequisites: go in a circle" for slug in circle]


def _check_order(challenges: Sequence[Challenge]) -> list[str]:
    problems: list[str] = []
    taken: dict[tuple[str, int], str] = {}
    slugs: dict[str, str] = {}
    for each in challenges:
        other = taken.setdefault((each.track, each.order), each.slug)
        if other != each.slug:
            problems.append(f"{_file(each)}: order: {each.order} is taken by '{other}'")
        if slugs.setdefault(each.slug, each.track) != each.track:
            problems.append(f"{_file(each)}: slug: is used in track '{slugs[each.slug]}' too")
    return problems


def _check_references(content: Content) -> list[str]:
    lessons = {
        lesson.slug: track.slug for track in content.tracks for module in track.modules for lesson in module.lessons
    }
    slugs = {challenge.slug for challenge in content.challenges}
    problems: list[str] = []
    for each in content.challenges:
        if each.track not in {track.slug for track in content.tracks}:
            problems.append(f"{_file(each)}: track: no track is called '{each.track}'")
        elif lessons.get(each.lesson) != each.track:
            problems.append(f"{_file(each)}: lesson: track '{each.track}' has no lesson '{each.lesson}'")
        unknown = [slug for slug in each.prerequisites if slug not in slugs]
        problems += [f"{_file(each)}: prerequisites: no challenge is called '{slug}'" for slug in unknown]
    unused = set(lessons) - {challenge.lesson for challenge in content.challenges}
    problems += [f"tracks.yaml: lessons.slug: '{slug}' has no challenge" for slug in sorted(unused)]
    circle = find_circle({challenge.slug: challenge.prerequisites for challenge in content.challenges})
    around = [each for each in content.challenges if each.slug in circle]
    return problems + [f"{_file(each)}: prerequisites: go in a circle" for each in around]


def _sound(level: Level) -> list[str]:
    """Problems within one level, as ``field: what is wrong``."""
    needs = level.requirements
    names = [case.id for case in level.test_cases]
    operations = [operation.id for operation in needs.workload.operations]
    problems = [f"test_cases.id: '{name}' is used twice" for name in _repeated(names)]
    problems += [f"requirements.workload.operations.id: '{name}' is used twice" for name in _repeated(operations)]
    if level.name != LEVEL_NAMES[level.level - 1]:
        problems.append(f"name: level {level.level} is called {LEVEL_NAMES[level.level - 1]}")
    if needs.catalogue_version != CATALOGUE_VERSION:
        problems.append(f"requirements.catalogue_version: the catalogue is at version {CATALOGUE_VERSION}")
    missing = [name for name in level.passing_criteria.must_pass if name not in names]
    problems += [f"passing_criteria.must_pass: no test is called '{name}'" for name in missing]
    strays = [case.id for case in level.test_cases if case.op is not None and case.op not in operations]
    return problems + [f"test_cases.op: '{name}' names an operation that the workload lacks" for name in strays]


def _fair(challenge: Challenge) -> list[str]:
    """An empty design must earn nothing, the reference everything, weaker ones what the author expects."""
    problems: list[str] = []
    if challenge.levels and challenge.reference_design is None:
        return ["reference_design: is needed to publish levels"]
    for level in challenge.levels:
        if judge(level, EMPTY).score or judge(level, EMPTY).passed:
            problems.append(f"levels.{level.level - 1}.test_cases: an empty design scores more than 0")
        problems += _check_reference(level, challenge.reference_design)
    for weaker in challenge.weaker_designs:
        for number, band in weaker.expected.items():
            problems += _check_band(challenge, weaker.name, weaker.design, number, band)
    return problems


def _check_reference(level: Level, design: Design | None) -> list[str]:
    found = judge(level, design.as_graph() if design else EMPTY)
    if found.score == FULL_SCORE and found.passed:
        return []
    failed = ", ".join(f"{result['id']} ({result['message']})" for result in found.test_results if not result["passed"])
    return [f"reference_design: scores {found.score:g} on level {level.level}: {failed}"]


def _check_band(challenge: Challenge, name: str, design: Design, number: int, band: Sequence[float]) -> list[str]:
    if not 1 <= number <= len(challenge.levels):
        return [f"weaker_designs.{name}: level {number} is not published"]
    score = judge(challenge.levels[number - 1], design.as_graph()).score
    if band[0] <= score <= band[1]:
        return []
    return [f"weaker_designs.{name}: scores {score:g} on level {number}, expected {band[0]:g} to {band[1]:g}"]
