"""Rules on how a challenge is written: what is there, how long, how many tests, what hints cost, what comes before it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from progressive_flow.curriculum.authoring.files import Challenge, Content, Level
from progressive_flow.curriculum.authoring.files.wording import numbered
from progressive_flow.curriculum.authoring.gates.findings import Finding, level_problem, problem

# A field of a level, and what is wrong with it.
Problem = tuple[str, str]

MIN_TESTS = 4
HEAVIEST = 0.5  # of a level's weight: more in one test leaves the others without a say
LENGTHS = {"description": (100, 1500), "solution_approach": (100, 2000)}
HINT = (20, 300)
STATEMENT = (800, 6000)


def check_writing(challenge: Challenge, *, allow_incomplete: bool, lengths_warn: bool = False) -> Iterator[Finding]:
    """What is missing, too short, too long, too few; texts of another length are warnings alone if `lengths_warn`."""
    if not allow_incomplete:
        yield from _missing(challenge)
    yield from _statement(challenge, allow_incomplete=allow_incomplete, lengths_warn=lengths_warn)
    for at, level in enumerate(challenge.levels):
        for field, text in _lengths(level):
            yield level_problem(challenge, at, field, text, warning=lengths_warn)
        for field, text in [*_penalties(level), *_tests(level)]:
            yield level_problem(challenge, at, field, text)
        for field, text in _visibility(level):
            yield level_problem(challenge, at, field, text, warning=True)


def check_order(content: Content) -> Iterator[Finding]:
    """Every prerequisite must be taught earlier, in its track or in one that comes before."""
    place = {track.slug: at for at, track in enumerate(content.tracks)}
    where = {challenge.slug: (place.get(challenge.track, -1), challenge.order) for challenge in content.challenges}
    for challenge in content.challenges:
        for before in challenge.prerequisites:
            if before in where and where[before] >= where[challenge.slug]:
                yield problem(challenge, f"prerequisites: '{before}' comes later")


def _missing(challenge: Challenge) -> Iterator[Finding]:
    """Which levels are planned and not written; numbers with gaps are another problem."""
    written = len(challenge.levels)
    if [level.level for level in challenge.levels] != list(range(1, written + 1)) or written >= challenge.level_count:
        return
    missing = numbered(range(written + 1, challenge.level_count + 1))
    verb, them = ("is", "it") if written + 1 == challenge.level_count else ("are", "them")
    do = f"write {them}, or lower level_count, which is {challenge.level_count}"
    yield problem(challenge, f"levels: {missing} {verb} missing: {do}")


def _statement(challenge: Challenge, *, allow_incomplete: bool, lengths_warn: bool) -> Iterator[Finding]:
    file = challenge.statement_file
    if challenge.statement:
        for field, text in _length("text", challenge.statement, STATEMENT):
            yield Finding(f"{file}: {field}: {text}", lengths_warn)
    elif not allow_incomplete and not challenge.levels:  # with levels it is a problem of soundness
        yield Finding(f"{file}: is missing: write what is to be designed")


def _lengths(level: Level) -> Iterator[Problem]:
    for field, bounds in LENGTHS.items():
        yield from _length(field, getattr(level, field), bounds)
    for at, hint in enumerate(level.hints):
        yield from _length(f"hints.{at}.text", hint.text, HINT)


def _length(field: str, text: str, bounds: tuple[int, int]) -> Iterator[Problem]:
    count = len(text.strip())
    if not bounds[0] <= count <= bounds[1]:
        yield field, f"has {count} characters, must have {bounds[0]} to {bounds[1]}"


def _penalties(level: Level) -> Iterator[Problem]:
    penalties = [hint.xp_penalty for hint in level.hints]
    if not _rises(penalties):
        yield "hints", f"penalties {penalties} must rise"
    if sum(penalties) >= level.xp_reward:
        yield "hints", f"penalties add up to {sum(penalties)}, must stay below xp_reward {level.xp_reward}"


def _rises(values: Sequence[int]) -> bool:
    return all(before < after for before, after in pairwise(values))


def _tests(level: Level) -> Iterator[Problem]:
    if len(level.test_cases) < MIN_TESTS:
        yield "test_cases", f"has {len(level.test_cases)}, must have {MIN_TESTS} or more"
        return
    total = sum(case.weight for case in level.test_cases)
    for at, case in enumerate(level.test_cases):
        if case.weight > HEAVIEST * total:
            raised = case.hidden and level.level > 1  # so that no level is passed without hidden tests
            do = "raise min_score, or add a hidden test" if raised else "lower its weight, or raise theirs"
            yield f"test_cases.{at}.weight", f"'{case.id}' weighs more than all others together: {do}"


def _visibility(level: Level) -> Iterator[Problem]:
    hidden = [case.id for case in level.test_cases if case.hidden]
    for at, name in enumerate(level.passing_criteria.must_pass):
        if name in hidden:
            text = f"take '{name}' out of must_pass: learners see the names there, and the test is hidden"
            yield f"passing_criteria.must_pass.{at}", text
    if level.level > 1 and all(case.visibility != "points" for case in level.test_cases):
        yield (
            "test_cases",
            "has no test with visibility 'points': give it to one whose meaning learners should find out",
        )
