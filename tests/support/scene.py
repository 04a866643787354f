"""Prepares data in SQL: learners, open challenges, graded attempts."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from tests.support import proofs

NOON = datetime(2026, 5, 6, 12, 0, tzinfo=UTC)  # a Wednesday


def make_user(connection: psycopg.Connection, at: datetime = NOON, user: UUID | None = None) -> UUID:
    """Make a user; return the id."""
    user = user or uuid.uuid4()
    connection.execute("select identity.create_user(%s, null, %s)", [user, at])
    return user


def act_as(connection: psycopg.Connection, user: UUID, roles: str = "") -> None:
    """Let what follows be done as a user."""
    connection.execute("select set_config('app.caller', %s, true)", [proofs.statement(user, roles)])


def challenge_id(connection: psycopg.Connection, slug: str) -> UUID:
    """Return a challenge's id."""
    found: UUID = one(connection, "select id from curriculum.challenges where ref = %s", slug)
    return found


def open_challenge(connection: psycopg.Connection, user: UUID, slug: str, at: datetime = NOON) -> UUID:
    """Open a challenge for a user by a grant; return its id."""
    found = challenge_id(connection, slug)
    act_as(connection, user, "platform_admin")
    connection.execute("select progress.grant_unlocks(%s, %s, 'test', %s)", [user, [found], at])
    act_as(connection, user)
    return found


def record(
    connection: psycopg.Connection,
    challenge: UUID,
    *,
    level: int = 1,
    passed: bool = True,
    score: float | None = None,
    at: datetime = NOON,
) -> dict[str, Any]:
    """Record a graded attempt of the acting user; return the function's row."""
    version = one(
        connection, "select id from content.challenge_versions where challenge_id = %s and is_active", challenge
    )
    if score is None:
        score = 100.0 if passed else 40.0
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            "select * from learning.submit_attempt(%s, %s, %s, '{}', '[]', %s::numeric, %s, '{}', 1, %s)",
            [challenge, level, version, score, passed, at],
        )
        row = cursor.fetchone()
    assert row
    return row


def make_challenge(connection: psycopg.Connection, slug: str, *, levels: int = 1, needs: tuple[str, ...] = ()) -> UUID:
    """Publish a small challenge with so many levels, all published, each worth 10 XP, 50 for completing it."""
    challenge: UUID = one(
        connection,
        """
        insert into curriculum.challenges
        (organization_id, slug, title, category, track_id, lesson_id, order_in_track, difficulty_base, level_count, xp_base,
         created_at, updated_at)
        select organization_id, %s, initcap(%s), category, track_id, lesson_id,
            (select max(order_in_track) + 1 from curriculum.challenges), difficulty_base, %s, 50, %s, %s
        from curriculum.challenges where slug = 'url-shortener'
        returning id
        """,
        slug, slug, levels, NOON, NOON,
    )  # fmt: skip
    for number in range(1, levels + 1):
        connection.execute(
            "insert into curriculum.challenge_levels (organization_id, challenge_id, level_number, level_name, requirements,"
            " test_cases, passing_criteria, xp_reward)"
            " select organization_id, id, %s, 'Level', '{}', %s, '{}', 10 from curriculum.challenges where id = %s",
            [number, json.dumps([{"id": "t"}]), challenge],
        )
    connection.execute(
        "insert into content.challenge_versions"
        " (organization_id, challenge_id, version, content, content_hash, is_active, published_at)"
        " select organization_id, id, 1, '{}', '', true, %s from curriculum.challenges where id = %s",
        [NOON, challenge],
    )
    for before in needs:
        connection.execute(
            "insert into curriculum.challenge_prerequisites (organization_id, challenge_id, prerequisite_id)"
            " select this.organization_id, this.id, before.id"
            " from curriculum.challenges as this, curriculum.challenges as before where this.id = %s and before.ref = %s",
            [challenge, before],
        )
    return challenge


def one(connection: psycopg.Connection, query: str, *params: Any) -> Any:
    """Return the first column of the first row."""
    row = connection.execute(query.encode(), params).fetchone()
    assert row, "no row"
    return row[0]
