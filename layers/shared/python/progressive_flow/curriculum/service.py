"""Rules on reading the catalogue."""

from collections.abc import Callable

from progressive_flow import paging
from progressive_flow.curriculum import repository
from progressive_flow.curriculum.models import (
    ChallengeDetail,
    ChallengeRow,
    LevelDetail,
    LevelToGrade,
    Track,
    TrackDetail,
)
from progressive_flow.database import Transaction
from progressive_flow.errors import Problem, not_found
from progressive_flow.paging import Page
from progressive_flow.principal import Learner


def list_tracks(db: Transaction, learner: Learner) -> Page[Track]:
    """Return every track; there are few, so the page is always the last."""
    return Page[Track](items=repository.list_tracks(db, learner.id))


def show_track(db: Transaction, learner: Learner, slug: str) -> TrackDetail:
    """Return one track; 404 if the learner sees none of that name."""
    track = repository.find_track(db, learner.id, slug)
    if track is None:
        raise not_found(f"track {slug}")
    return track


def list_challenges(
    db: Transaction, learner: Learner, filters: dict[str, str | None], cursor: str | None, limit: int
) -> Page[ChallengeRow]:
    """Return challenges in the tracks' order."""
    after = paging.decode(cursor, paging.small_int, paging.small_int) or [0, 0]
    rows = repository.list_challenges(db, learner.id, filters, (after[0], after[1]), limit + 1)
    return paging.page(rows, limit, lambda row: [row.track_order, row.order_in_track])


def show_challenge(db: Transaction, learner: Learner, slug: str) -> ChallengeDetail:
    """Return one challenge; it says so if there is nothing to attempt yet."""
    challenge = repository.find_challenge(db, learner.id, slug)
    if challenge is None:
        raise not_found(f"challenge {slug}")
    if not challenge.levels:
        challenge.notice = "No level of this challenge is published yet: you can read about it, not attempt it."
    elif len(challenge.levels) < challenge.level_count:
        challenge.notice = f"{len(challenge.levels)} of {challenge.level_count} levels are published so far."
    return challenge


def show_level(db: Transaction, learner: Learner, slug: str, level: int) -> LevelDetail:
    """Return a level and remember that it was opened, since minutes count from then."""
    repository.open_level(db, slug, level)
    found = repository.find_level(db, learner.id, slug, level)
    if found is None:
        raise _no_level(slug, level) if repository.challenge_exists(db, slug)() else not_found(f"challenge {slug}")
    return found


def level_to_grade(db: Transaction, learner: Learner, slug: str, level: int) -> LevelToGrade:
    """Return what the grader needs if the learner may attempt the level now; else 404, or 403 with what is missing."""
    found = repository.find_level_to_grade(db, learner.id, slug, level)
    if found is None:
        raise not_found(f"challenge {slug}")
    if not found.unlocked:
        names = ", ".join(row["title"] for row in found.missing or []) or "an administrator's grant"
        extra = {"missing": found.missing or []}
        raise Problem(403, "locked", f"This challenge is locked. Still needed: {names}.", extra=extra)
    if found.test_cases is None or found.version_id is None:
        raise _no_level(slug, level)
    if not found.level_open:
        detail = f"Level {level} is locked: pass level {level - 1} first."
        raise Problem(403, "level-locked", detail, extra={"missing": [{"challenge": slug, "level": level - 1}]})
    return found


def _no_level(slug: str, level: int) -> Problem:
    return Problem(
        404,
        "level-not-published",
        f"Level {level} of {slug} is not published yet: see the challenge for those that are.",
    )


def sees_challenge(db: Transaction, slug: str) -> Callable[[], bool]:
    """Queue the question whether the learner can see such a challenge; asking the result costs no round trip of its own."""
    return repository.challenge_exists(db, slug)
