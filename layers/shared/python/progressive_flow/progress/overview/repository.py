"""Statements on where a learner stands."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from progressive_flow.database import Transaction
from progressive_flow.progress.overview.models import (
    Activity,
    ChallengeStanding,
    Enrollment,
    Prerequisites,
    TrackStanding,
)

CHALLENGES = """
select
    d.slug, d.title, d.category, d.track, t.order_index as track_order, d.order_in_track, d.status, d.current_level,
    d.levels_completed, d.unlock_date, d.start_date, d.completion_date, d.total_attempts, d.total_time_spent_minutes,
    d.best_score, d.xp_earned, d.levels
from progress.challenge_progress_detail as d
inner join curriculum.learning_tracks as t on t.slug = d.track
where
    d.user_id = %(me)s
    and (%(status)s::text is null or d.status = %(status)s)
    and (%(track)s::text is null or d.track = %(track)s)
    and (t.order_index, d.order_in_track) > (%(after_track)s, %(after_challenge)s)
order by t.order_index, d.order_in_track
limit %(limit)s
"""
TRACKS = """
select
    t.slug, t.title, t.difficulty_level, coalesce(p.status, 'not_started') as status,
    coalesce(p.progress_percentage, 0) as progress_percentage, coalesce(p.challenges_completed, 0) as challenges_completed,
    counted.total as total_challenges, e.enrolled_at, p.unlock_date, p.start_date, p.completion_date
from curriculum.learning_tracks as t
cross join lateral progress.count_track(%(me)s, t.id) as counted
left join progress.user_track_progress as p on p.track_id = t.id and p.user_id = %(me)s
left join progress.user_enrollments as e on e.track_id = t.id and e.user_id = %(me)s
where t.is_active and t.is_published
order by t.order_index
"""
ENROLL = """
with wanted as (
    select t.id, t.slug from curriculum.learning_tracks as t where t.slug = %(slug)s and t.is_active and t.is_published
),
enrolled as (
    insert into progress.user_enrollments (user_id, track_id, enrolled_at)
    select %(me)s, wanted.id, %(at)s from wanted
    on conflict (user_id, track_id) do nothing
    returning track_id, enrolled_at
)
select wanted.slug as track, coalesce(enrolled.enrolled_at, before.enrolled_at, %(at)s) as enrolled_at
from wanted
left join enrolled on enrolled.track_id = wanted.id
left join progress.user_enrollments as before on before.track_id = wanted.id and before.user_id = %(me)s
"""
LEAVE = """
with wanted as (select t.id from curriculum.learning_tracks as t where t.slug = %(slug)s),
gone as (
    delete from progress.user_enrollments as e using wanted where e.user_id = %(me)s and e.track_id = wanted.id
)
select exists (select from wanted) as found
"""
ACTIVITY = """
select a.activity_type, a.occurred_at, a.resource, a.title, a.details, a.event_id
from progress.recent_user_activity as a
where
    a.user_id = %(me)s
    and (%(before)s::timestamptz is null or (a.occurred_at, a.event_id) < (%(before)s, %(before_id)s::uuid))
order by a.occurred_at desc, a.event_id desc
limit %(limit)s
"""
PREREQUISITES = """
select
    c.slug as challenge,
    coalesce(p.unlock_date is not null, false) as unlocked,
    progress.check_challenge_prerequisites(%(me)s, c.id) as all_completed,
    coalesce((
        select jsonb_agg(jsonb_build_object(
            'slug', before.slug, 'title', before.title, 'completed', coalesce(done.status = 'completed', false),
            'unlocked', coalesce(done.unlock_date is not null, false)
        ) order by t.order_index, before.order_in_track)
        from curriculum.challenge_prerequisites as edge
        inner join curriculum.challenges as before on before.id = edge.prerequisite_id
        inner join curriculum.learning_tracks as t on t.id = before.track_id
        left join progress.user_challenge_progress as done on done.challenge_id = before.id and done.user_id = %(me)s
        where edge.challenge_id = c.id
    ), '[]') as items
from curriculum.live_challenges as c
left join progress.user_challenge_progress as p on p.challenge_id = c.id and p.user_id = %(me)s
where c.slug = %(slug)s
"""


class Existing(NamedTuple):
    """Whether something is there."""

    found: bool


def list_challenges(
    db: Transaction, me: UUID, status: str | None, track: str | None, after: tuple[int, int], limit: int
) -> list[ChallengeStanding]:
    """Return the learner's challenges in the tracks' order."""
    params = {"me": me, "status": status, "track": track, "after_track": after[0], "after_challenge": after[1]}
    return db.all(ChallengeStanding, CHALLENGES, {**params, "limit": limit})


def list_tracks(db: Transaction, me: UUID) -> list[TrackStanding]:
    """Return every track with the learner's part of it."""
    return db.all(TrackStanding, TRACKS, {"me": me})


def enroll(db: Transaction, me: UUID, slug: str) -> Enrollment | None:
    """Follow a track; None if there is none. Repeating it keeps the first date."""
    return db.maybe(Enrollment, ENROLL, {"me": me, "slug": slug, "at": db.at})


def leave(db: Transaction, me: UUID, slug: str) -> Callable[[], bool]:
    """Queue the end of following a track; the result tells whether there is such a track."""
    rows = db.later(Existing, LEAVE, {"me": me, "slug": slug})
    return lambda: rows()[0].found


def list_activity(db: Transaction, me: UUID, before: tuple[datetime, UUID] | None, limit: int) -> list[Activity]:
    """Return what the learner did, newest first."""
    at, id_ = before or (None, None)
    return db.all(Activity, ACTIVITY, {"me": me, "before": at, "before_id": id_, "limit": limit})


def find_prerequisites(db: Transaction, me: UUID, slug: str) -> Prerequisites | None:
    """Return what a challenge needs."""
    return db.maybe(Prerequisites, PREREQUISITES, {"me": me, "slug": slug})
