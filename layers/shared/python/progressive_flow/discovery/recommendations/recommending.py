"""Chooses what to learn next: a pure function of the learner's level and the challenges there are.

Tiers, each used when those before it found too few: what was begun; a weakness an assessment found; a track the learner
follows; what suits their level; one level above it; what is nearly open; what could be done better.
"""

from collections.abc import Callable, Iterator

from progressive_flow.discovery.recommendations.models import Candidate, Difficulty, Reason, Recommendation

LEVELS: dict[Difficulty, int] = {"beginner": 1, "intermediate": 2, "advanced": 3}
NEAR = 2  # prerequisites that may be missing of what is nearly open
PERFECT = 100
Tier = tuple[Reason, Callable[[Candidate], bool], Callable[[Candidate], str]]


def recommend(skill_level: Difficulty, candidates: list[Candidate], count: int) -> list[Recommendation]:
    """Return at most so many challenges, each once, in the order of the tiers and of the tracks within them."""
    chosen: dict[str, Recommendation] = {}
    for reason, fits, why in _tiers(LEVELS[skill_level]):
        for candidate in _ordered(other for other in candidates if fits(other) and other.slug not in chosen):
            if len(chosen) == count:
                return list(chosen.values())
            chosen[candidate.slug] = _recommendation(candidate, reason, why(candidate))
    return list(chosen.values())


def _tiers(level: int) -> tuple[Tier, ...]:
    return (
        ("continue", lambda c: _open(c) and c.status == "in_progress", _continue),
        (
            "weakness",
            lambda c: _fresh(c) and c.weakness and _level(c) <= level + 1,
            lambda c: f"Your last assessment found {c.category} to be a weak spot.",
        ),
        (
            "enrolled",
            lambda c: _fresh(c) and c.enrolled and _level(c) <= level,
            lambda c: f"Next in {c.track}, a track you follow.",
        ),
        (
            "level",
            lambda c: _fresh(c) and _level(c) <= level,
            lambda _: "Suits your level, and you have all it needs.",
        ),
        ("stretch", _fresh, lambda _: "Harder than your level: you have done what there is below."),
        (
            "almost_open",
            lambda c: not c.unlocked and 0 < len(c.missing) <= NEAR,
            lambda c: f"Complete {' and '.join(c.missing)} to open it.",
        ),
        (
            "improve",
            lambda c: c.unlocked and c.best_score is not None and c.best_score < PERFECT,
            lambda c: f"Your best score is {c.best_score:g}: there is more in it.",
        ),
    )


def _open(candidate: Candidate) -> bool:
    """Whether there is a published level left to pass."""
    return candidate.unlocked and candidate.levels_completed < candidate.published_levels


def _fresh(candidate: Candidate) -> bool:
    return _open(candidate) and candidate.status == "not_started"


def _level(candidate: Candidate) -> int:
    return LEVELS[candidate.difficulty]


def _continue(candidate: Candidate) -> str:
    return f"You passed {candidate.levels_completed} of {candidate.published_levels} levels: go on."


def _ordered(candidates: Iterator[Candidate]) -> list[Candidate]:
    """Easier first, tracks whose predecessors are done before others, then the tracks' own order."""
    return sorted(candidates, key=_place)


def _place(candidate: Candidate) -> tuple[int, bool, int, int, str]:
    """The slug comes last: challenges of two organizations may share a place."""
    return (
        _level(candidate),
        not candidate.track_ready,
        candidate.track_order,
        candidate.order_in_track,
        candidate.slug,
    )


def _recommendation(candidate: Candidate, reason: Reason, why: str) -> Recommendation:
    return Recommendation(
        slug=candidate.slug,
        title=candidate.title,
        track=candidate.track,
        category=candidate.category,
        difficulty=candidate.difficulty,
        xp_base=candidate.xp_base,
        estimated_minutes=candidate.estimated_minutes,
        reason=reason,
        why=why,
    )
