"""Statements on users."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database.transactions import Deferred, Transaction

# Only the columns named here can be changed, whatever the mapping holds.
UPDATE_ME = """
update identity.users as u set
    username = coalesce(c.username, u.username),
    display_name = case when 'display_name' = any(%(clear)s) then null else coalesce(c.display_name, u.display_name) end,
    avatar_url = case when 'avatar_url' = any(%(clear)s) then null else coalesce(c.avatar_url, u.avatar_url) end,
    preferences = coalesce(c.preferences, u.preferences),
    visibility = coalesce(c.visibility, u.visibility),
    updated_at = %(at)s
from jsonb_to_record(%(changes)s) as c (
    username text, display_name text, avatar_url text, preferences jsonb, visibility text
)
where u.id = %(id)s
returning true
"""


def user_exists(db: Transaction, user_id: UUID) -> Deferred[bool]:
    """Queue the question whether there is such a user, so that it travels with the next one."""
    return db.defer_value(bool, "select identity.user_exists(%s) as found", [user_id])


def update_me(db: Transaction, user_id: UUID, changes: Mapping[str, Any]) -> None:
    """Apply changes to everything but the time zone."""
    params = {
        "id": user_id,
        "at": db.at,
        "changes": Jsonb({name: value for name, value in changes.items() if value is not None}),
        "clear": [name for name, value in changes.items() if value is None],
    }
    db.fetch_value(bool, UPDATE_ME, params)


def change_time_zone(db: Transaction, name: str) -> Deferred[bool]:
    """Queue the learner's move to a zone; the result is False if the last one was less than a day ago."""
    return db.defer_value(bool, "select identity.change_time_zone(%s, %s) as moved", [name, db.at])


def is_time_zone(db: Transaction, name: str) -> bool:
    """Return whether there is an IANA zone of this name; PostgreSQL alone would also take PST, or Mars/Base+5.

    `Factory` is the database's name for a machine whose zone nobody has set.
    """
    query = "select exists (select from pg_catalog.pg_timezone_names as z where z.name = %s and z.name <> 'Factory')"
    return db.fetch_value(bool, query, [name])


def confirm_sign_up(db: Transaction, user_id: UUID, email: str | None, display_name: str | None = None) -> bool:
    """Make a user or deliver an address; True if anything changed."""
    return db.fetch_value(
        bool, "select identity.confirm_sign_up(%s, %s, %s, %s)", [user_id, email, db.at, display_name]
    )
