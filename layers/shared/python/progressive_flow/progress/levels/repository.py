"""Statements on where a learner stands."""

from uuid import UUID

from progressive_flow.curriculum.positions import AFTER, ORDER, ORGANIZATION, Position
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.progress.levels.models import ChallengeProgress, Prerequisites

CHALLENGES = f"""
select
    c.slug, {ORGANIZATION} as organization, c.title, c.category, c.track, t.order_index as track_order, c.order_in_track,
    c.status, c.current_level, c.levels_completed, c.unlock_date, c.start_date, c.completion_date, c.total_attempts,
    c.total_time_spent_minutes, c.best_score, c.xp_earned, c.levels
from progress.challenge_progress_detail as c
inner join curriculum.learning_tracks as t on t.ref = c.track
where
    c.user_id = %(me)s
    and (%(status)s::text is null or c.status = %(status)s)
    and (%(track)s::text is null or c.track = %(track)s)
    and {AFTER}
order by {ORDER}
limit %(limit)s
"""
PREREQUISITES = """
select
    c.ref as challenge,
    coalesce(p.unlock_date is not null, false) as unlocked,
    progress.check_challenge_prerequisites(%(me)s, c.id) as all_completed,
    coalesce((
        select jsonb_agg(jsonb_build_object(
            'slug', before.ref, 'title', before.title, 'completed', coalesce(done.status = 'completed', false),
            'unlocked', coalesce(done.unlock_date is not null, false)
        ) order by t.order_index, before.order_in_track, before.ref)
        from curriculum.challenge_prerequisites as edge
        inner join curriculum.challenges as before on before.id = edge.prerequisite_id
        inner join curriculum.learning_tracks as t on t.id = before.track_id
        left join progress.user_challenge_progress as done on done.challenge_id = before.id and done.user_id = %(me)s
        where edge.challenge_id = c.id
    ), '[]') as items
from curriculum.live_challenges as c
left join progress.user_challenge_progress as p on p.challenge_id = c.id and p.user_id = %(me)s
where c.ref = %(slug)s
"""


def list_challenges(
    db: Transaction, me: UUID, status: str | None, track: str | None, after: Position, limit: int
) -> list[ChallengeProgress]:
    """Return the learner's challenges in the tracks' order."""
    params = {"me": me, "status": status, "track": track, "limit": limit, **after.params()}
    return db.fetch_all(ChallengeProgress, CHALLENGES, params)


def find_prerequisites(db: Transaction, me: UUID, slug: str) -> Prerequisites | None:
    """Return what a challenge needs."""
    return db.fetch_optional(Prerequisites, PREREQUISITES, {"me": me, "slug": slug})
