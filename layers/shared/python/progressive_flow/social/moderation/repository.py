"""Statements on moderation cases: functions of definer, which ask who calls, and for the permission again."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.social.moderation.models import (
    Case,
    CaseDecision,
    CaseSummary,
    NewReport,
    OwnCase,
)

OWN = """
select
    c.id, jsonb_build_object('kind', c.kind, 'id', c.subject_id) as subject, c.is_author, c.report, c.state, c.decision, c.reason,
    c.decided_at, c.appeal_until, c.appeal, c.appealed_at, c.created_at
from social.show_own_case(%s) as c
"""
SUMMARY = """
    c.id, jsonb_build_object('kind', c.kind, 'id', c.subject_id) as subject, c.author, c.snapshot, c.reports, c.reasons, c.state,
    c.is_held, c.decision, c.decided_by, c.decided_at, c.appealed_at, c.created_at
"""
LIST = f"select {SUMMARY} from social.list_cases(%s, null, %s, %s, %s, %s) as c"
ONE = f"select {SUMMARY}, c.notes, c.reason, c.appeal from social.list_cases(%s, %s, null, null, null, 1) as c"
FILE = "select u.id, u.organization_id, u.file_name, u.media_type from social.moderated_upload(%s, %s) as u"


class ModeratedUpload(NamedTuple):
    """The upload that a case is about, and the organization whose it is."""

    id: UUID
    organization_id: UUID
    file_name: str
    media_type: str


def report(db: Transaction, new: NewReport) -> UUID:
    """Report a subject; return the id of its case."""
    return db.fetch_value(
        UUID,
        "select social.report_subject(%s, %s, %s, %s, %s)",
        [new.subject.kind, new.subject.id, new.reason, new.note, db.at],
    )


def find_own_case(db: Transaction, case_id: UUID) -> OwnCase | None:
    """Return a case that concerns the caller; None if there is none."""
    return db.fetch_optional(OwnCase, OWN, [case_id])


def list_cases(
    db: Transaction, organization: str, state: str | None, before: tuple[datetime, UUID] | None, limit: int
) -> list[CaseSummary]:
    """Return an organization's cases, the newest first, from one on."""
    at, id_ = before or (None, None)
    return db.fetch_all(CaseSummary, LIST, [organization, state, at, id_, limit])


def find_case(db: Transaction, organization: str, case_id: UUID) -> Case | None:
    """Return a case of an organization; None if there is none."""
    return db.fetch_optional(Case, ONE, [organization, case_id])


def find_upload(db: Transaction, organization: str, case_id: UUID) -> ModeratedUpload | None:
    """Return the upload that a case is about; None if its file is gone."""
    return db.fetch_optional(ModeratedUpload, FILE, [organization, case_id])


def decide(db: Transaction, organization: str, case_id: UUID, made: CaseDecision) -> None:
    """Queue the decision of a case."""
    db.execute(
        "select social.decide_case(%s, %s, %s, %s, %s)", [organization, case_id, made.decision, made.reason, db.at]
    )


def appeal(db: Transaction, case_id: UUID, note: str) -> None:
    """Queue the appeal of a case's author."""
    db.execute("select social.appeal_case(%s, %s, %s)", [case_id, note, db.at])


def close_cases(db: Transaction) -> int:
    """Delete what final decisions say, and empty old cases; return how many cases that was done to."""
    return db.fetch_value(int, "select social.close_cases(%s)", [db.at])
