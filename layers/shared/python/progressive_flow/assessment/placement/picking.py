"""Draws an assessment's questions: a pure function of its id and the bank, so that a draw can be explained later."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple
from uuid import UUID

Type = Literal["initial", "track_placement", "periodic"]

SIZES: dict[Type, int] = {"initial": 15, "track_placement": 12, "periodic": 10}
# Shares of a draw by difficulty; what the bank lacks of one is filled up with the others.
MIXES: dict[Type, dict[str, int]] = {
    "initial": {"beginner": 5, "intermediate": 6, "advanced": 4},
    "track_placement": {"beginner": 4, "intermediate": 5, "advanced": 3},
    "periodic": {},
}
WEAK, PASSED, OTHER = 0, 1, 2


class Candidate(NamedTuple):
    """A question that may be drawn; `topic_priority` puts weak topics before passed ones before all others."""

    id: UUID
    topic: str
    track: str
    category: str
    chapter: int
    difficulty: str
    topic_priority: int


def pick(assessment_id: UUID, type_: Type, candidates: Sequence[Candidate]) -> list[UUID]:
    """Return the questions to ask, the easy ones first; fewer than wanted only if the bank has no more."""
    drawn: list[Candidate] = []
    left = sorted(candidates, key=lambda candidate: _draw(assessment_id, candidate.id))
    for difficulty, count in MIXES[type_].items():
        for _ in range(count):
            _take(drawn, left, type_, difficulty)
    while left and len(drawn) < SIZES[type_]:
        _take(drawn, left, type_, None)
    order = {"beginner": 0, "intermediate": 1, "advanced": 2}
    drawn.sort(key=lambda question: (order[question.difficulty], _draw(assessment_id, question.id)))
    return [question.id for question in drawn]


def _take(drawn: list[Candidate], left: list[Candidate], type_: Type, difficulty: str | None) -> None:
    """Move the candidate that repeats least of what was drawn: topic, then its priority, track, category, chapter."""
    fitting = [candidate for candidate in left if difficulty in (None, candidate.difficulty)]
    if not fitting:
        return
    topics, tracks = Counter(question.topic for question in drawn), Counter(question.track for question in drawn)
    categories, chapters = (
        Counter(question.category for question in drawn),
        Counter(question.chapter for question in drawn),
    )

    def repeats(candidate: Candidate) -> tuple[int, ...]:
        priority = candidate.topic_priority if type_ == "periodic" else 0
        return (
            topics[candidate.topic],
            priority,
            tracks[candidate.track],
            categories[candidate.category],
            chapters[candidate.chapter],
        )

    best = min(fitting, key=repeats)  # the first of equals, in the order of the draw
    left.remove(best)
    drawn.append(best)


def _draw(assessment_id: UUID, question_id: UUID) -> bytes:
    return hashlib.sha256(assessment_id.bytes + question_id.bytes).digest()
