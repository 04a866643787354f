"""Statements on where a learner stands."""

from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.progress.levels.models import ChallengeStanding, Prerequisites

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


def list_challenges(
    db: Transaction, me: UUID, status: str | None, track: str | None, after: tuple[int, int], limit: int
) -> list[ChallengeStanding]:
    """Return the learner's challenges in the tracks' order."""
    params = {"me": me, "status": status, "track": track, "after_track": after[0], "after_challenge": after[1]}
    return db.fetch_all(ChallengeStanding, CHALLENGES, {**params, "limit": limit})


def find_prerequisites(db: Transaction, me: UUID, slug: str) -> Prerequisites | None:
    """Return what a challenge needs."""
    return db.fetch_optional(Prerequisites, PREREQUISITES, {"me": me, "slug": slug})
