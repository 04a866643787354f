"""Statements on saved designs. What a learner may see decides which levels there are."""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.progress.saved_designs.models import SavedDesign

LEVEL = """
curriculum.live_challenges as c
inner join curriculum.challenge_levels as l on l.challenge_id = c.id and l.level_number = %(level)s
"""
FIND = f"""
select c.ref as challenge, l.level_number as level, s.design, s.saved_at
from {LEVEL}
inner join progress.saved_designs as s
    on s.challenge_id = c.id and s.level_number = l.level_number and s.user_id = %(me)s
where c.ref = %(slug)s
"""
SAVE = f"""
insert into progress.saved_designs (user_id, challenge_id, level_number, design, saved_at)
select %(me)s, c.id, l.level_number, %(design)s, %(at)s from {LEVEL} where c.ref = %(slug)s
on conflict (user_id, challenge_id, level_number) do update set design = excluded.design, saved_at = excluded.saved_at
returning %(slug)s as challenge, level_number as level, design, saved_at
"""
DELETE = f"""
with level as (select c.id, l.level_number from {LEVEL} where c.ref = %(slug)s),
deleted as (
    delete from progress.saved_designs as s using level
    where s.challenge_id = level.id and s.level_number = level.level_number and s.user_id = %(me)s
)
select exists (select from level)
"""


def find_design(db: Transaction, me: UUID, slug: str, level: int) -> SavedDesign | None:
    """Return the design that a learner saved for a level."""
    return db.fetch_optional(SavedDesign, FIND, {"me": me, "slug": slug, "level": level})


def save_design(db: Transaction, me: UUID, slug: str, level: int, design: dict[str, Any]) -> SavedDesign | None:
    """Save a design in the place of the last one; None if the learner sees no such level."""
    params = {"me": me, "slug": slug, "level": level, "design": Jsonb(design), "at": db.at}
    return db.fetch_optional(SavedDesign, SAVE, params)


def delete_design(db: Transaction, me: UUID, slug: str, level: int) -> bool:
    """Delete a learner's design, if there is one; False if they see no such level."""
    return db.fetch_value(bool, DELETE, {"me": me, "slug": slug, "level": level})
