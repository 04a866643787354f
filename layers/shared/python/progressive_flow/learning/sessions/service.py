"""Rules on learning sessions."""

from datetime import datetime
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import conflict, invalid, not_found
from progressive_flow.kernel.http.refusals import refusing
from progressive_flow.kernel.principal import Principal
from progressive_flow.learning.sessions import repository
from progressive_flow.learning.sessions.errors import SESSION_CONSTRAINTS
from progressive_flow.learning.sessions.models import NewSession, Session, SessionChanges
from progressive_flow.progress.grading_inputs.service import locked_challenge


def start_session(db: Transaction, principal: Principal, new: NewSession) -> Session:
    """Start a learning session; one that was open ends at its last heartbeat. 403 on a challenge that is locked."""
    resource = repository.find_resource(db, principal.id, new)
    if not resource.found:
        raise invalid("/body/resource_id", f"There is no {new.session_type} {new.resource_id}.")
    if resource.missing is not None:
        raise locked_challenge(resource.missing)
    with refusing(SESSION_CONSTRAINTS):
        session_id = repository.start_session(db, new)
    return Session(
        id=session_id,
        session_type=new.session_type,
        resource_id=new.resource_id,
        start_time=db.at,
        last_seen_at=db.at,
        end_time=None,
        duration_minutes=0,
        xp_earned=0,
        completed=False,
        metadata=new.metadata,
    )


def show_session(db: Transaction, principal: Principal, session_id: UUID) -> Session:
    """Return one session of the learner's own."""
    session = repository.find_session(db, principal.id, session_id)
    if session is None:
        raise not_found(f"learning session {session_id}")
    return session


def change_session(db: Transaction, principal: Principal, session_id: UUID, changes: SessionChanges) -> Session:
    """Count the time since the last heartbeat; end the session if asked to. An ended session does not change."""
    open_before = repository.touch_session(db, session_id, changes)
    with refusing(SESSION_CONSTRAINTS):
        session = repository.find_session(db, principal.id, session_id)
    if session is None:
        raise not_found(f"learning session {session_id}")
    if not open_before.result():
        raise conflict("session-ended", "This session has ended: start another one.")
    return session


def list_sessions(db: Transaction, principal: Principal, cursor: str | None, limit: int) -> Page[Session]:
    """Return the learner's sessions, newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    rows = repository.list_sessions(db, principal.id, (key[0], key[1]) if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.start_time.isoformat(), row.id])
