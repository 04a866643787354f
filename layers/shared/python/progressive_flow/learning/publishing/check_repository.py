"""Statements of the task that checks a revision."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.learning.publishing.reports import Report
from progressive_flow.learning.publishing.solutions import Reference, Solution

INPUT = """
select
    i.organization_id, i.kind, i.slug, i.document, i.requested_at, i.grader_version, i.xp_scope, i.is_public, i.live_content
from learning.read_check_input(%s, %s) as i
"""
MISPLACED = "select m.place, m.message, m.is_pending from curriculum.misplaced(%s, %s, %s) as m"
SOLUTIONS = "select s.level, s.design from learning.solutions_to_try(%s, %s, %s) as s"
REFERENCES = "select r.version, r.design from learning.reference_designs(%s, %s) as r"


class CheckInput(NamedTuple):
    """What a check reads: the document, and the live version if there is one."""

    organization_id: UUID
    kind: str
    slug: str
    document: dict[str, Any]
    requested_at: datetime
    grader_version: int
    xp_scope: str
    is_public: bool
    live_content: dict[str, Any] | None


class Misplaced(NamedTuple):
    """Something against an item's place in the catalogue; pending where a draft of the organization would put it right."""

    place: str
    message: str
    is_pending: bool


def find_input(db: Transaction, item_id: UUID, revision: int) -> CheckInput | None:
    """Return what a check that runs is about."""
    return db.fetch_optional(CheckInput, INPUT, [item_id, revision])


def list_misplaced(db: Transaction, organization_id: UUID, kind: str, content: dict[str, Any]) -> list[Misplaced]:
    """Return what stands against an item's place in the catalogue."""
    return db.fetch_all(Misplaced, MISPLACED, [organization_id, kind, Jsonb(content)])


def list_solutions(db: Transaction, item_id: UUID, levels: list[dict[str, Any]], limit: int) -> list[Solution]:
    """Return, of each level that will be graded in another way, the best passing designs of so many learners."""
    return db.fetch_all(Solution, SOLUTIONS, [item_id, Jsonb(levels), limit])


def list_references(db: Transaction, item_id: UUID, limit: int) -> list[Reference]:
    """Return the reference designs of the last versions."""
    return db.fetch_all(Reference, REFERENCES, [item_id, limit])


def finish(
    db: Transaction,
    item_id: UUID,
    revision: int,
    requested_at: datetime,
    report: Report,
    content: dict[str, Any] | None,
    content_hash: bytes,
    is_compatible: bool | None,
) -> bool:
    """Keep what was found, and what will be published if there is nothing against it; False if it was not taken."""
    return db.fetch_value(
        bool,
        "select content.finish_check(%s, %s, %s, %s, %s, %s, %s, %s)",
        [
            item_id,
            revision,
            requested_at,
            Jsonb(report.model_dump(mode="json")),
            Jsonb(content) if content is not None else None,
            content_hash if content is not None else None,
            is_compatible,
            db.at,
        ],
    )
