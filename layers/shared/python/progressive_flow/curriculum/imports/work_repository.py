"""Statements of the task that works on an import."""

from typing import Any, NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.curriculum.bundles.keys import Key
from progressive_flow.curriculum.imports.plans import Draft, Planned
from progressive_flow.kernel.database.transactions import Transaction

INPUT = """
select i.organization_id, i.upload_id, i.is_there, i.state, i.plan_hash, i.max_items, i.is_allowed
from content.read_import_input(%s) as i
"""
COMPARE = """
select d.kind, d.slug, d.state, d.sha256, d.is_imported, d.is_changeable
from content.drafts_to_compare(%s, %s) as d
"""


class ImportInput(NamedTuple):
    """What the work on an import needs to know."""

    organization_id: UUID
    upload_id: UUID | None
    is_there: bool
    state: str
    plan_hash: bytes | None
    max_items: int
    is_allowed: bool


def find_input(db: Transaction, import_id: UUID) -> ImportInput | None:
    """Return what an import that is to be worked on is about."""
    return db.fetch_optional(ImportInput, INPUT, [import_id])


def list_drafts(db: Transaction, import_id: UUID, *, is_locking: bool) -> dict[Key, Draft]:
    """Return the drafts that an import is compared with, locked until the end of the transaction if asked."""
    rows = db.fetch_all(Draft, COMPARE, [import_id, is_locking])
    return {Key(row.kind, row.slug): row for row in rows}


def finish_planning(db: Transaction, import_id: UUID, planned: Planned, problem: dict[str, str] | None) -> None:
    """Keep a plan; the import has failed if there is a problem."""
    _finish(
        db, import_id, "failed" if problem else "planned", [Jsonb(planned.plan.model_dump()), planned.hash], problem
    )


def fail(db: Transaction, import_id: UUID, problem: dict[str, str]) -> None:
    """End an import that changes nothing."""
    _finish(db, import_id, "failed", [None, None], problem)


def apply(db: Transaction, import_id: UUID, rows: list[dict[str, Any]]) -> int:
    """Save the drafts of an import; return how many."""
    return db.fetch_value(int, "select content.apply_import(%s, %s, %s)", [import_id, Jsonb(rows), db.at])


def _finish(db: Transaction, import_id: UUID, state: str, plan: list[Any], problem: dict[str, str] | None) -> None:
    found = Jsonb(problem) if problem else None
    db.execute("select content.finish_import(%s, %s, %s, %s, %s, %s)", [import_id, state, *plan, found, db.at])
