"""Statements on versions of challenges."""

from progressive_flow.curriculum.versions.changes import LiveVersion
from progressive_flow.curriculum.versions.models import ChallengeVersion
from progressive_flow.kernel.database.bulk_write import PUBLIC
from progressive_flow.kernel.database.transactions import Transaction

LIVE_VERSIONS = """
select c.slug, c.is_active, c.version, v.content
from curriculum.challenges as c
left join content.challenge_versions as v on v.challenge_id = c.id and v.is_active
where c.created_by is null and c.organization_id = %s
"""
VERSIONS = """
select v.version, v.label, v.changelog, v.is_compatible, v.published_at from curriculum.list_challenge_versions(%s, %s, %s) as v
"""


def list_live(db: Transaction) -> list[LiveVersion]:
    """Return the reference challenges with their live versions."""
    return db.fetch_all(LiveVersion, LIVE_VERSIONS, [PUBLIC])


def list_versions(db: Transaction, ref: str, before: int | None, limit: int) -> list[ChallengeVersion]:
    """Return the versions of a challenge, newest first, from one on."""
    return db.fetch_all(ChallengeVersion, VERSIONS, [ref, before, limit])
