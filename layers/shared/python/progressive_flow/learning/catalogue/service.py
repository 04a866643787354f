"""Rules on reading the catalogue."""

from progressive_flow.curriculum import positions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.kernel.principal import Principal
from progressive_flow.learning.catalogue import repository
from progressive_flow.learning.catalogue.models import ChallengeDetail, ChallengeRow, Track, TrackDetail


def list_tracks(db: Transaction, principal: Principal, organization: str | None) -> Page[Track]:
    """Return every track, of one organization or of all; there are few, so the page is always the last."""
    return Page[Track](items=repository.list_tracks(db, principal.id, organization))


def show_track(db: Transaction, principal: Principal, slug: str) -> TrackDetail:
    """Return one track; 404 if the learner sees none of that name."""
    track = repository.find_track(db, principal.id, slug)
    if track is None:
        raise not_found(f"track {slug}")
    return track


def list_challenges(
    db: Transaction, principal: Principal, filters: dict[str, str | None], cursor: str | None, limit: int
) -> Page[ChallengeRow]:
    """Return challenges in the tracks' order; a filter without a text filters nothing."""
    wanted = {name: value if value is None or value.strip() else None for name, value in filters.items()}
    rows = repository.list_challenges(db, principal.id, wanted, positions.decode(cursor), limit + 1)
    return paging.page(rows, limit, lambda row: [row.organization, row.track_order, row.order_in_track])


def show_challenge(db: Transaction, principal: Principal, slug: str) -> ChallengeDetail:
    """Return one challenge; it says so if there is nothing to attempt yet."""
    challenge = repository.find_challenge(db, principal.id, slug)
    if challenge is None:
        raise not_found(f"challenge {slug}")
    if not challenge.levels:
        challenge.publication_note = (
            "No level of this challenge is published yet: you can read about it, not attempt it."
        )
    elif len(challenge.levels) < challenge.level_count:
        challenge.publication_note = f"{len(challenge.levels)} of {challenge.level_count} levels are published so far."
    return challenge
