"""Places in the union of the catalogues that a learner sees: public first, then organizations by slug, each in its own order.

Two organizations number their tracks independently, so the numbers alone would place two challenges at one position, and a page
that goes on after one of them would skip the other.
"""

from typing import Any, NamedTuple

from progressive_flow.kernel.http import paging

# For statements with curriculum.learning_tracks as t and something with order_in_track as c.
ORGANIZATION = "identity.organization_of(t.ref)"
TRACK_ORDER = f"{ORGANIZATION} <> 'public', {ORGANIZATION}, t.order_index"
ORDER = f"{TRACK_ORDER}, c.order_in_track"
AFTER = (
    f"({ORDER}) > (%(after_organization)s <> 'public', %(after_organization)s, %(after_track)s, %(after_challenge)s)"
)


class Position(NamedTuple):
    """The place of a challenge: slug of the organization, number of the track, number within the track."""

    organization: str
    track: int
    challenge: int

    def params(self) -> dict[str, Any]:
        """Return what `AFTER` takes."""
        return {
            "after_organization": self.organization,
            "after_track": self.track,
            "after_challenge": self.challenge,
        }


START = Position("public", 0, 0)


def decode(cursor: str | None) -> Position:
    """Return the position that a cursor names; the start without one. Raises 422 for anything else."""
    key = paging.decode(cursor, paging.text, paging.small_int, paging.small_int)
    return Position(*key) if key else START
