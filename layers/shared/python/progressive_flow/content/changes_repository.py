"""The statement that looks at the challenges before and after a load."""

from progressive_flow.content.changes import Standing
from progressive_flow.database import Transaction

STANDING = """
select c.slug, c.is_active, c.version, v.content
from curriculum.challenges as c
left join content.challenge_versions as v on v.challenge_id = c.id and v.is_active
where c.created_by is null
"""


def standing(db: Transaction) -> list[Standing]:
    """Return the reference challenges with their live revisions."""
    return db.all(Standing, STANDING)
