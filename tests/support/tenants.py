"""Organizations with content of their own, under the very slugs that public content has."""

import json
import uuid
from typing import NamedTuple

import psycopg

from tests.support.scene import NOON, one

PUBLISHED_ITEM = """
with item as (
    insert into content.items (organization_id, kind, slug, title, state, revision, live_version, created_at, updated_at)
    values (%(organization)s, 'track', 'fundamentals', 'members-only draft', 'live', 1, 1, %(at)s, %(at)s)
    returning id, jsonb_build_object('title', title) as document
),
revision as (
    insert into content.item_revisions (item_id, organization_id, revision, document, bytes, content_hash, created_at)
    select i.id, %(organization)s, 1, i.document, 31, sha256(''), %(at)s from item as i
),
review as (
    insert into content.reviews (item_id, organization_id, revision, verdict, comments, created_at)
    select i.id, %(organization)s, 1, 'approved', '["members-only comment"]', %(at)s from item as i
),
finished as (
    insert into content.checks (
        item_id, organization_id, revision, state, grader_version, report, content, content_hash, is_compatible, requested_at,
        finished_at
    )
    select i.id, %(organization)s, 1, 'passed', 1, '{}', i.document, sha256(''), true, %(at)s, %(at)s from item as i
),
publication as (
    insert into content.publications (
        item_id, organization_id, revision, state, changelog, version, is_operators, created_at, finished_at
    )
    select i.id, %(organization)s, 1, 'live', 'members-only change', 1, false, %(at)s, %(at)s from item as i
),
version as (
    insert into content.item_versions (
        item_id, organization_id, version, label, document, content_hash, grader_version, changelog, is_compatible, approvals,
        published_at
    )
    select i.id, %(organization)s, 1, 'v1.0', i.document, sha256(''), 1, 'members-only change', true, 1, %(at)s from item as i
),
upload as (
    insert into content.uploads (
        organization_id, purpose, file_name, media_type, bytes, sha256, stored_bytes, state, expires_at, created_at, finished_at
    )
    values (
        %(organization)s, 'content', 'members-only.png', 'image/png', 10, sha256(''), 10, 'clean', 'infinity', %(at)s, %(at)s
    )
    returning id
)
insert into content.upload_references (upload_id, item_id, organization_id)
select u.id, i.id, %(organization)s from upload as u cross join item as i
"""


class Tenant(NamedTuple):
    """An organization and the ids of what it owns: one of each, all with slugs that public has too."""

    id: uuid.UUID
    slug: str
    track: uuid.UUID
    module: uuid.UUID
    lesson: uuid.UUID
    challenge: uuid.UUID
    second: uuid.UUID
    version: uuid.UUID
    question: uuid.UUID
    achievement: uuid.UUID

    def ref(self, slug: str) -> str:
        """Return how addresses name content of the organization."""
        return f"{self.slug}:{slug}"


def make_organization(connection: psycopg.Connection, slug: str = "acme") -> uuid.UUID:
    """Make an organization without anything."""
    id_ = uuid.uuid4()
    connection.execute(
        "insert into identity.organizations (id, slug, name, created_at) values (%s, %s, initcap(%s), %s)",
        [id_, slug, slug, NOON],
    )
    return id_


def join(connection: psycopg.Connection, organization: uuid.UUID, user: uuid.UUID, *roles: str) -> None:
    """Make a user a member, a learner if nothing else is said."""
    connection.execute(
        "insert into identity.members (organization_id, user_id, roles, created_at) values (%s, %s, %s, %s)",
        [organization, user, list(roles) or ["learner"], NOON],
    )


def make_tenant(connection: psycopg.Connection, slug: str = "acme") -> Tenant:
    """Make an organization with a track of two challenges, the second after the first, and one of all else that it may have."""
    id_ = make_organization(connection, slug)
    track = _made(
        connection,
        "insert into curriculum.learning_tracks"
        " (organization_id, slug, title, difficulty_level, order_index, created_at, updated_at)"
        " values (%s, 'fundamentals', 'members-only fundamentals', 'fundamentals', 1, %s, %s) returning id",
        id_, NOON, NOON,
    )  # fmt: skip
    module = _made(
        connection,
        "insert into curriculum.modules (organization_id, track_id, slug, title, order_index, created_at, updated_at)"
        " values (%s, %s, 'members-only-module', 'members-only module', 1, %s, %s) returning id",
        id_, track, NOON, NOON,
    )  # fmt: skip
    lesson = _made(
        connection,
        "insert into curriculum.lessons (organization_id, module_id, slug, title, order_index, created_at, updated_at)"
        " values (%s, %s, 'members-only-lesson', 'members-only lesson', 1, %s, %s) returning id",
        id_, module, NOON, NOON,
    )  # fmt: skip
    challenge, version = _challenge(connection, id_, track, lesson, "url-shortener", 1)
    second, _ = _challenge(connection, id_, track, lesson, "pastebin", 2)
    connection.execute(
        "insert into curriculum.challenge_prerequisites (organization_id, challenge_id, prerequisite_id) values (%s, %s, %s)",
        [id_, second, challenge],
    )
    question = _made(
        connection,
        "insert into assessment.assessment_questions (organization_id, slug, challenge_id, chapter, difficulty, prompt,"
        " options, correct_option, explanation, created_at, updated_at)"
        " select %s, q.slug, %s, 1, 'beginner', 'members-only?', '[\"a\", \"b\", \"c\"]', 0, 'So.', %s, %s"
        " from assessment.assessment_questions as q order by q.slug limit 1 returning id",
        id_, challenge, NOON, NOON,
    )  # fmt: skip
    achievement = _made(
        connection,
        "insert into gamification.achievements (organization_id, slug, name, category, criteria, created_at, updated_at)"
        " values (%s, 'first-steps', 'members-only steps', 'mastery', %s, %s, %s) returning id",
        id_, json.dumps({"metric": "levels_passed", "threshold": 1}), NOON, NOON,
    )  # fmt: skip
    _item(connection, id_)
    connection.execute(
        "insert into curriculum.pages (organization_id, slug, title, body, track_id, lesson_id, order_in_track,"
        " estimated_minutes, version, created_at, updated_at)"
        " values (%s, 'members-only-page', 'members-only page', 'members-only text', %s, %s, 1, 1, 1, %s, %s)",
        [id_, track, lesson, NOON, NOON],
    )
    connection.execute(
        "insert into identity.invitations (organization_id, email, roles, max_uses, created_at, expires_at)"
        " values (%s, 'members-only@example.com', '{author}', 1, %s, 'infinity')",
        [id_, NOON],
    )
    return Tenant(id_, slug, track, module, lesson, challenge, second, version, question, achievement)


def _item(connection: psycopg.Connection, organization: uuid.UUID) -> None:
    """Publish a track that nobody owns, with the review and the check before it, and an image that it shows."""
    connection.execute(PUBLISHED_ITEM.encode(), {"organization": organization, "at": NOON})


def _challenge(
    connection: psycopg.Connection, organization: uuid.UUID, track: uuid.UUID, lesson: uuid.UUID, slug: str, order: int
) -> tuple[uuid.UUID, uuid.UUID]:
    """Publish a challenge with one level; return its id and that of its version."""
    challenge = _made(
        connection,
        "insert into curriculum.challenges (organization_id, slug, title, category, track_id, lesson_id, order_in_track,"
        " difficulty_base, level_count, xp_base, version, created_at, updated_at)"
        " values (%s, %s, 'members-only ' || %s, 'members-only-category', %s, %s, %s, 'beginner', 1, 50, 1, %s, %s) returning id",
        organization, slug, slug, track, lesson, order, NOON, NOON,
    )  # fmt: skip
    connection.execute(
        "insert into curriculum.challenge_levels (organization_id, challenge_id, level_number, level_name, requirements,"
        " test_cases, passing_criteria, xp_reward)"
        " select %s, %s, l.level_number, 'members-only level', l.requirements, l.test_cases, l.passing_criteria, 10"
        " from curriculum.challenge_levels as l inner join curriculum.challenges as c on c.id = l.challenge_id"
        " where c.ref = %s and l.level_number = 1",
        [organization, challenge, slug],
    )
    version = _made(
        connection,
        "insert into content.challenge_versions"
        " (organization_id, challenge_id, version, content, content_hash, is_active, published_at)"
        " values (%s, %s, 1, '{\"reference_design\": \"members-only-design\"}', '', true, %s) returning id",
        organization, challenge, NOON,
    )  # fmt: skip
    return challenge, version


def _made(connection: psycopg.Connection, statement: str, *params: object) -> uuid.UUID:
    made: uuid.UUID = one(connection, statement, *params)
    return made
