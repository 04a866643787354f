"""Rules on reading the catalogue."""

from progressive_flow.curriculum.positions import START, Position
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.kernel.principal import Principal
from progressive_flow.learning.catalogue import repository
from progressive_flow.learning.catalogue.models import ChallengeDetail, ChallengeRow, Sort, Track, TrackDetail
from progressive_flow.learning.catalogue.repository import Filters


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
    db: Transaction, principal: Principal, filters: Filters, sort: Sort, cursor: str | None, limit: int
) -> Page[ChallengeRow]:
    """Return challenges in an order; a filter without a text filters nothing."""
    wanted = {name: None if isinstance(value, str) and not value.strip() else value for name, value in filters.items()}
    key = paging.decode(cursor, paging.text, paging.text, paging.small_int, paging.small_int)
    after = (key[0], Position(*key[1:])) if key else ("", START)
    rows = repository.list_challenges(db, principal.id, wanted, sort, after, limit + 1)
    return paging.page(rows, limit, lambda row: [row.sort_key, row.organization, row.track_order, row.order_in_track])


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
