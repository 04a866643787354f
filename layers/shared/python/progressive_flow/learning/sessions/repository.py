"""Statements on learning sessions."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database.transactions import Deferred, Transaction
from progressive_flow.learning.sessions.models import NewSession, Resource, Session, SessionChanges

COLUMNS = """
    s.id, s.session_type, s.resource_id, s.start_time, s.last_seen_at, s.end_time, s.duration_minutes, s.xp_earned,
    s.completed, s.metadata
"""
RESOURCE = """
select case %(session_type)s::text
    when 'challenge' then c.id is not null
    when 'lesson' then exists (
        select from curriculum.lessons as l inner join curriculum.modules as m on m.id = l.module_id
        inner join curriculum.learning_tracks as t on t.id = m.track_id
        where l.slug = %(resource_id)s and l.is_published
    )
    else exists (select from assessment.assessments as a where a.id::text = %(resource_id)s and a.user_id = %(me)s)
end as found, case when c.id is not null and p.unlock_date is null and not exists (
    select from gamification.daily_challenges as d
    where d.challenge_id = c.id and d.date = (%(at)s::timestamptz at time zone 'UTC')::date
) then progress.missing_prerequisites(c.id) end as missing
from (select) as asked
left join curriculum.live_challenges as c on %(session_type)s::text = 'challenge' and c.ref = %(resource_id)s
left join progress.user_challenge_progress as p on p.challenge_id = c.id and p.user_id = %(me)s
"""
SESSIONS = f"""
select {COLUMNS}
from progress.learning_sessions as s
where
    s.user_id = %(me)s
    and (%(before)s::timestamptz is null or (s.start_time, s.id) < (%(before)s, %(before_id)s::uuid))
order by s.start_time desc, s.id desc
limit %(limit)s
"""
# Two statements, since one that writes and reads would read what was there before it.
BY_ID = f"select {COLUMNS} from progress.learning_sessions as s where s.id = %s and s.user_id = %s"
TOUCH = "select learning.touch_session(%s, %s, %s, %s, %s)"


class Started(NamedTuple):
    """The id of a session just begun."""

    id: UUID


def find_resource(db: Transaction, me: UUID, new: NewSession) -> Resource:
    """Return whether the learner can sit down to this."""
    params = {"me": me, "session_type": new.session_type, "resource_id": new.resource_id, "at": db.at}
    return db.fetch_one(Resource, RESOURCE, params)


def start_session(db: Transaction, new: NewSession) -> UUID:
    """Begin a session, ending the one that was open."""
    query = "select learning.start_session(%s, %s, %s, %s) as id"
    return db.fetch_one(Started, query, [new.session_type, new.resource_id, Jsonb(new.metadata), db.at]).id


def touch_session(db: Transaction, session_id: UUID, changes: SessionChanges) -> Deferred[bool]:
    """Queue a heartbeat or the end; the result says whether there was such an open session."""
    metadata = None if changes.metadata is None else Jsonb(changes.metadata)
    query = TOUCH + " as found"
    return db.defer_value(bool, query, [session_id, changes.state == "ended", changes.completed, metadata, db.at])


def find_session(db: Transaction, me: UUID, session_id: UUID) -> Session | None:
    """Return one session of the learner's own."""
    return db.fetch_optional(Session, BY_ID, [session_id, me])


def list_sessions(db: Transaction, me: UUID, before: tuple[datetime, UUID] | None, limit: int) -> list[Session]:
    """Return the learner's sessions, newest first."""
    at, id_ = before or (None, None)
    return db.fetch_all(Session, SESSIONS, {"me": me, "before": at, "before_id": id_, "limit": limit})
