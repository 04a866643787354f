"""The most a learner can bring a metric to, by what there is to pass: a criterion beyond it could never be met."""

from collections.abc import Sequence
from typing import NamedTuple

from progressive_flow.gamification.achievements.criteria import Condition

UNBOUNDED = 10**14  # what only takes time
MAX_ASSESSMENT_SCORE = 100
_OF_LEVELS = {
    "levels_passed",
    "perfect_scores",
    "first_try_passes",
    "hintless_passes",
    "fast_passes",
    "quick_passes",
    "best_day_levels",
}
_OF_CHALLENGES = {"challenges_started", "challenges_completed", "swift_completions"}


class Passable(NamedTuple):
    """A challenge as metrics count it; `chapters` are the chapters of its concepts."""

    track: str
    category: str
    difficulty: str
    level_count: int
    chapters: list[int]


class Everything(NamedTuple):
    """All there is to pass."""

    challenges: Sequence[Passable]
    tracks: int
    skills: int


def reachable(condition: Condition, there_is: Everything) -> int:
    """Return the most that the condition's metric can be."""
    counted = [challenge for challenge in there_is.challenges if _counts(challenge, condition)]
    level = condition.filter.level if condition.filter else None
    levels = sum(
        1 if level else challenge.level_count for challenge in counted if not (level and level > challenge.level_count)
    )
    return {
        "categories_explored": len({challenge.category for challenge in counted}),
        "concepts_explored": len({chapter for challenge in counted for chapter in challenge.chapters}),
        **dict.fromkeys(("tracks_started", "tracks_completed", "tracks_enrolled"), there_is.tracks),
        **dict.fromkeys(("skills_unlocked", "skills_mastered"), there_is.skills),
        "best_assessment_score": MAX_ASSESSMENT_SCORE,
        **dict.fromkeys(_OF_LEVELS, levels),
        **dict.fromkeys(_OF_CHALLENGES, len(counted)),
    }.get(condition.metric, UNBOUNDED)


def _counts(challenge: Passable, condition: Condition) -> bool:
    only = condition.filter
    return only is None or (
        only.track in (None, challenge.track)
        and only.category in (None, challenge.category)
        and only.difficulty in (None, challenge.difficulty)
    )
