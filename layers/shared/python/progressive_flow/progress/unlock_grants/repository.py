"""Statements on grants of unlocked challenges."""

from typing import NamedTuple
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction

CHALLENGES = """
select c.id, c.ref as slug
from curriculum.challenges as c
where c.ref = any(%s) and c.deleted_at is null
order by c.ref
"""


class Grantable(NamedTuple):
    """A challenge that may be opened for a learner."""

    id: UUID
    slug: str


class Granted(NamedTuple):
    """A challenge just opened."""

    id: UUID


def find_challenges(db: Transaction, slugs: list[str]) -> list[Grantable]:
    """Return the challenges of these names."""
    return db.fetch_all(Grantable, CHALLENGES, [slugs])


def grant_unlocks(db: Transaction, user_id: UUID, challenge_ids: list[UUID], reason: str) -> list[UUID]:
    """Open challenges for a learner; return those opened just now."""
    rows = db.fetch_all(
        Granted,
        "select g.id from progress.grant_unlocks(%s, %s, %s, %s) as g (id)",
        [user_id, challenge_ids, reason, db.at],
    )
    return [row.id for row in rows]


def revoke_unlock(db: Transaction, user_id: UUID, slug: str, reason: str) -> bool | None:
    """Take a grant back; return whether the challenge stays open, None where no grant opened it."""
    return db.fetch_optional_value(
        bool,
        "select progress.revoke_unlock(%s, c.id, %s, %s) from curriculum.challenges as c where c.ref = %s",
        [user_id, reason, db.at, slug],
    )
