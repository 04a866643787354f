"""Grades answers: pure functions, whose numbers are explained in docs/reference/assessments.md."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from progressive_flow.assessment.placement.models import (
    AssessedSubject,
    BankQuestion,
    ChallengeRecommendation,
    SkillLevel,
    TrackRecommendation,
)

WEIGHTS: dict[SkillLevel, float] = {"beginner": 1.0, "intermediate": 1.5, "advanced": 2.0}
ADVANCED_FROM = 75.0
INTERMEDIATE_FROM = 45.0
PASSED_FROM = 60.0
STRONG_FROM = 0.75
WEAK_BELOW = 0.5
READY_FROM = 0.7  # share of a track's questions from which the next track is the better advice
MIN_FOR_A_FINDING = 2  # of a category or chapter: one answer may be luck; a topic has few questions
MAX_FINDINGS = 10
MAX_CHALLENGES = 5
MIN_CHALLENGES = 3

Chosen = Mapping[UUID, int | None]


class CatalogueChallenge(NamedTuple):
    """A challenge with the learner's state, in the tracks' order."""

    slug: str
    title: str
    track: str
    track_title: str
    track_needs: list[str]
    completed: bool
    unlocked: bool


def score(asked: Sequence[BankQuestion], chosen: Chosen) -> float:
    """Return the share of the weights that was answered right, 0 to 100."""
    total = sum(WEIGHTS[question.difficulty] for question in asked)
    right = sum(WEIGHTS[question.difficulty] for question in asked if is_right(question, chosen))
    return round(100 * right / total, 2) if total else 0.0


def is_right(question: BankQuestion, chosen: Chosen) -> bool:
    """Return whether a question was answered right; no answer is not."""
    return chosen.get(question.id) == question.correct_option


def skill_level(asked: Sequence[BankQuestion], chosen: Chosen) -> SkillLevel:
    """Return the level that the answers speak for; nobody is advanced without half of the advanced questions."""
    reached = score(asked, chosen)
    hard = [is_right(question, chosen) for question in asked if question.difficulty == "advanced"]
    if reached >= ADVANCED_FROM and 2 * sum(hard) >= len(hard):
        return "advanced"
    return "intermediate" if reached >= INTERMEDIATE_FROM else "beginner"


def findings(asked: Sequence[BankQuestion], chosen: Chosen) -> tuple[list[AssessedSubject], list[AssessedSubject]]:
    """Return strengths and weaknesses: topics, categories and chapters, the clearest first."""
    by_kind: list[tuple[str, int, Callable[[BankQuestion], str]]] = [
        ("topic", 1, lambda question: question.topic),
        ("category", MIN_FOR_A_FINDING, lambda question: question.category),
        ("chapter", MIN_FOR_A_FINDING, lambda question: str(question.chapter)),
    ]
    found = [
        AssessedSubject.model_validate({"kind": kind, "name": name, "correct": correct, "asked": count})
        for kind, fewest, key in by_kind
        for name, (correct, count) in _tally(asked, chosen, key).items()
        if count >= fewest
    ]
    strong = [finding for finding in found if finding.correct >= STRONG_FROM * finding.asked]
    weak = [finding for finding in found if finding.correct < WEAK_BELOW * finding.asked]
    strong.sort(key=lambda finding: (-finding.correct / finding.asked, -finding.asked, finding.kind, finding.name))
    # topics first: the next periodic assessment asks about them again
    weak.sort(
        key=lambda finding: (finding.kind != "topic", finding.correct / finding.asked, -finding.asked, finding.name)
    )
    return strong[:MAX_FINDINGS], weak[: 2 * MAX_FINDINGS]


def recommend_tracks(
    placed_in: str | None, asked: Sequence[BankQuestion], chosen: Chosen, catalogue: Sequence[CatalogueChallenge]
) -> list[TrackRecommendation]:
    """Return the tracks to take, the next one first, out of those that were asked about."""
    titles = {challenge.track: challenge.track_title for challenge in catalogue}
    if placed_in is not None and placed_in in titles:
        return _around(placed_in, score(asked, chosen), titles, catalogue)
    shares = {
        track: correct / count
        for track, (correct, count) in _tally(asked, chosen, lambda question: question.track).items()
    }
    in_order = [track for track in titles if track in shares]
    open_ = [track for track in in_order if shares[track] < READY_FROM] or in_order[-1:]
    return [
        TrackRecommendation(
            track=track, title=titles[track], why=f"You answered {shares[track]:.0%} of its questions right."
        )
        for track in open_
    ]


def _around(
    track: str, reached: float, titles: Mapping[str, str], catalogue: Sequence[CatalogueChallenge]
) -> list[TrackRecommendation]:
    needs = next(challenge.track_needs for challenge in catalogue if challenge.track == track)
    before = [name for name in titles if name in needs] if reached < PASSED_FROM else []
    why = f"You reached {reached:g} points in its placement."
    return [
        *(
            TrackRecommendation(track=name, title=titles[name], why=f"It prepares for {titles[track]}.")
            for name in before
        ),
        TrackRecommendation(track=track, title=titles[track], why=why),
    ]


def recommend_challenges(
    tracks: Sequence[TrackRecommendation],
    asked: Sequence[BankQuestion],
    chosen: Chosen,
    catalogue: Sequence[CatalogueChallenge],
    *,
    opens: bool,
) -> list[ChallengeRecommendation]:
    """Return challenges on what was missed, the weakest first, then what is open next in the recommended tracks.

    `opens` says that the assessment opens what it recommends.
    """
    place = {challenge.slug: number for number, challenge in enumerate(catalogue)}
    known = {challenge.slug: challenge for challenge in catalogue}
    missed = {
        topic: (correct, count)
        for topic, (correct, count) in _tally(asked, chosen, lambda question: question.topic).items()
        if correct < count and topic in known and not known[topic].completed
    }
    weakest = sorted(missed, key=lambda topic: (missed[topic][0] / missed[topic][1], place[topic]))[:MAX_CHALLENGES]
    advised = [_advice(known[topic], _missed(*missed[topic]), opens=opens) for topic in weakest]
    wanted = [recommended.track for recommended in tracks]
    following = sorted(
        (
            challenge
            for challenge in catalogue
            if challenge.unlocked and not challenge.completed and challenge.track in wanted
        ),
        key=lambda challenge: (wanted.index(challenge.track), place[challenge.slug]),
    )
    more = [challenge for challenge in following if challenge.slug not in weakest][
        : max(MIN_CHALLENGES - len(advised), 0)
    ]
    return advised + [
        _advice(challenge, f"It is open and comes next in {challenge.track_title}.", opens=opens) for challenge in more
    ]


def _missed(correct: int, count: int) -> str:
    return (
        "You missed the question on it." if count == 1 else f"You missed {count - correct} of {count} questions on it."
    )


def _advice(challenge: CatalogueChallenge, why: str, *, opens: bool) -> ChallengeRecommendation:
    unlocked = challenge.unlocked or opens
    return ChallengeRecommendation(challenge=challenge.slug, title=challenge.title, unlocked=unlocked, why=why)


def _tally(
    asked: Iterable[BankQuestion], chosen: Chosen, key: Callable[[BankQuestion], str]
) -> dict[str, tuple[int, int]]:
    """Count right answers and questions by a key."""
    counts: dict[str, tuple[int, int]] = {}
    for question in asked:
        correct, count = counts.get(key(question), (0, 0))
        counts[key(question)] = (correct + is_right(question, chosen), count + 1)
    return counts
