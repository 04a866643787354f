"""Rules on moderation cases; the database keeps who may report, decide and appeal, and that each counts once."""

from datetime import datetime
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.social.moderation import repository
from progressive_flow.social.moderation.models import Case, CaseDecision, CaseSummary, NewAppeal, NewReport, OwnCase


def report(db: Transaction, new: NewReport) -> OwnCase:
    """Report what the caller sees, once; 404 for what they do not see, 409 for their own work."""
    return show_own_case(db, repository.report(db, new))


def show_own_case(db: Transaction, case_id: UUID) -> OwnCase:
    """Return a case that the caller reported, or that is about their work; 404 for any other."""
    found = repository.find_own_case(db, case_id)
    if found is None:
        raise not_found(f"moderation case {case_id}")
    return found


def list_cases(
    db: Transaction, organization: str, state: str | None, cursor: str | None, limit: int
) -> Page[CaseSummary]:
    """Return an organization's cases but those that concern the caller, the newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    rows = repository.list_cases(db, organization, state, (key[0], key[1]) if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.created_at.isoformat(), row.id])


def show_case(db: Transaction, organization: str, case_id: UUID) -> Case:
    """Return a case of an organization; 404 if there is none, 403 to whom it concerns."""
    found = repository.find_case(db, organization, case_id)
    if found is None:
        raise not_found(f"moderation case {case_id}")
    return found


def decide(db: Transaction, organization: str, case_id: UUID, made: CaseDecision) -> Case:
    """Decide a case and return it; 409 for one that was decided, 403 to whom it concerns."""
    repository.decide(db, organization, case_id, made)
    return show_case(db, organization, case_id)


def appeal(db: Transaction, case_id: UUID, new: NewAppeal) -> OwnCase:
    """Appeal against the decision on one's own work, once within 14 days; 409 afterwards."""
    repository.appeal(db, case_id, new.note)
    return show_own_case(db, case_id)


def close_cases(db: Transaction) -> int:
    """Delete what final decisions say, and empty cases of 90 days ago; return how many cases that was done to."""
    return repository.close_cases(db)
