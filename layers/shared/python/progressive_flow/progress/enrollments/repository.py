"""Statements on enrollments and on progress per track."""

from uuid import UUID

from progressive_flow.curriculum.positions import TRACK_ORDER
from progressive_flow.kernel.database.transactions import Deferred, Transaction
from progressive_flow.progress.enrollments.models import Enrollment, TrackProgress

TRACKS = f"""
select
    t.ref as slug, t.title, t.difficulty_level, coalesce(p.status, 'not_started') as status,
    coalesce(p.progress_percentage, 0) as progress_percentage, coalesce(p.challenges_completed, 0) as challenges_completed,
    counted.total as total_challenges, e.enrolled_at, p.unlock_date, p.start_date, p.completion_date
from curriculum.learning_tracks as t
cross join lateral progress.count_track(%(me)s, t.id) as counted
left join progress.user_track_progress as p on p.track_id = t.id and p.user_id = %(me)s
left join progress.user_enrollments as e on e.track_id = t.id and e.user_id = %(me)s
where t.is_active and t.is_published
order by {TRACK_ORDER}
"""
ENROLL = """
with wanted as (
    select t.id, t.ref from curriculum.learning_tracks as t where t.ref = %(slug)s and t.is_active and t.is_published
),
enrolled as (
    insert into progress.user_enrollments (user_id, track_id, enrolled_at)
    select %(me)s, wanted.id, %(at)s from wanted
    on conflict (user_id, track_id) do nothing
    returning track_id, enrolled_at
)
select wanted.ref as track, coalesce(enrolled.enrolled_at, before.enrolled_at, %(at)s) as enrolled_at
from wanted
left join enrolled on enrolled.track_id = wanted.id
left join progress.user_enrollments as before on before.track_id = wanted.id and before.user_id = %(me)s
"""
LEAVE = """
with wanted as (select t.id from curriculum.learning_tracks as t where t.ref = %(slug)s),
gone as (
    delete from progress.user_enrollments as e using wanted where e.user_id = %(me)s and e.track_id = wanted.id
)
select exists (select from wanted) as found
"""


def list_tracks(db: Transaction, me: UUID) -> list[TrackProgress]:
    """Return every track with the learner's part of it."""
    return db.fetch_all(TrackProgress, TRACKS, {"me": me})


def enroll(db: Transaction, me: UUID, slug: str) -> Enrollment | None:
    """Follow a track; None if there is none. Repeating it keeps the first date."""
    return db.fetch_optional(Enrollment, ENROLL, {"me": me, "slug": slug, "at": db.at})


def leave(db: Transaction, me: UUID, slug: str) -> Deferred[bool]:
    """Queue the end of an enrolment; the result says whether there is such a track."""
    return db.defer_value(bool, LEAVE, {"me": me, "slug": slug})
