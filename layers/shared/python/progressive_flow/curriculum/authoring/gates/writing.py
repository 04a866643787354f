"""Rules on how a challenge is written: what is there, how long, how many tests, what hints cost, what comes before it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from progressive_flow.curriculum.authoring.files import Challenge, Content, Level
from progressive_flow.curriculum.authoring.gates.findings import Finding, is_complete, problem

MIN_TESTS = 4
HEAVIEST = 0.5  # of a level's weight: more in one test leaves the others without a say
LENGTHS = {"description": (100, 1500), "solution_approach": (100, 2000)}
HINT = (20, 300)
STATEMENT = (800, 6000)


def check_writing(challenge: Challenge, *, allow_incomplete: bool, lengths_warn: bool = False) -> Iterator[Finding]:
    """What is missing, too short, too long, too few; texts of another length are warnings alone if `lengths_warn`."""
    if not is_complete(challenge) and not allow_incomplete:
        written = {level.level for level in challenge.levels}
        missing = ", ".join(str(number) for number in range(1, challenge.level_count + 1) if number not in written)
        yield problem(challenge, f"levels: has {len(written)} of {challenge.level_count}, without {missing}")
    yield from _statement(challenge, allow_incomplete=allow_incomplete, lengths_warn=lengths_warn)
    for at, level in enumerate(challenge.levels):
        for text in _lengths(level):
            yield problem(challenge, f"levels.{at}.{text}", warning=lengths_warn)
        for text in [*_penalties(level), *_tests(level)]:
            yield problem(challenge, f"levels.{at}.{text}")
        for text in _visibility(level):
            yield problem(challenge, f"levels.{at}.{text}", warning=True)


def check_order(content: Content) -> Iterator[Finding]:
    """Every prerequisite must be taught earlier, in its track or in one that comes before."""
    place = {track.slug: at for at, track in enumerate(content.tracks)}
    where = {challenge.slug: (place.get(challenge.track, -1), challenge.order) for challenge in content.challenges}
    for challenge in content.challenges:
        for before in challenge.prerequisites:
            if before in where and where[before] >= where[challenge.slug]:
                yield problem(challenge, f"prerequisites: '{before}' comes later")


def _statement(challenge: Challenge, *, allow_incomplete: bool, lengths_warn: bool) -> Iterator[Finding]:
    file = challenge.file.replace("challenge.yaml", "statement.md")
    if challenge.statement:
        for text in _length("text", challenge.statement, STATEMENT):
            yield Finding(f"{file}: {text}", lengths_warn)
    elif not allow_incomplete:
        yield Finding(f"{file}: is missing")


def _lengths(level: Level) -> Iterator[str]:
    for field, bounds in LENGTHS.items():
        yield from _length(field, getattr(level, field), bounds)
    for at, hint in enumerate(level.hints):
        yield from _length(f"hints.{at}.text", hint.text, HINT)


def _length(field: str, text: str, bounds: tuple[int, int]) -> Iterator[str]:
    count = len(text.strip())
    if not bounds[0] <= count <= bounds[1]:
        yield f"{field}: has {count} characters, must have {bounds[0]} to {bounds[1]}"


def _penalties(level: Level) -> Iterator[str]:
    penalties = [hint.xp_penalty for hint in level.hints]
    if not _rises(penalties):
        yield f"hints: penalties {penalties} must rise"
    if sum(penalties) >= level.xp_reward:
        yield f"hints: penalties add up to {sum(penalties)}, must stay below xp_reward {level.xp_reward}"


def _rises(values: Sequence[int]) -> bool:
    return all(before < after for before, after in pairwise(values))


def _tests(level: Level) -> Iterator[str]:
    if len(level.test_cases) < MIN_TESTS:
        yield f"test_cases: has {len(level.test_cases)}, must have {MIN_TESTS} or more"
        return
    total = sum(case.weight for case in level.test_cases)
    for case in level.test_cases:
        if case.weight > HEAVIEST * total:
            yield f"test_cases.weight: '{case.id}' weighs more than all others together"


def _visibility(level: Level) -> Iterator[str]:
    hidden = [case.id for case in level.test_cases if case.hidden]
    for name in [required for required in level.passing_criteria.must_pass if required in hidden]:
        yield f"passing_criteria.must_pass: learners see its names, '{name}' too, which is hidden"
    if level.level == 1:
        return
    kinds = {case.visibility for case in level.test_cases}
    for missing in [visibility for visibility in ("points", "hidden") if visibility not in kinds]:
        yield f"test_cases.visibility: level {level.level} has no test with '{missing}'"
