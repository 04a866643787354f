"""Statements for recommendations."""

from typing import NamedTuple
from uuid import UUID

from progressive_flow.discovery.recommendations.models import Candidate, Difficulty
from progressive_flow.kernel.database.transactions import Deferred, Transaction

# The platform's catalogue, and the tracks of organizations that the learner follows: some hundred challenges. One read brings
# all that could be recommended, and Python chooses.
CANDIDATES = """
with weak as (
    select finding.value ->> 'name' as name
    from (
        select r.weaknesses from assessment.assessment_results as r
        where r.user_id = %(me)s
        order by r.completed_at desc, r.id desc
        limit 1
    ) as latest
    cross join lateral jsonb_array_elements(latest.weaknesses) as finding (value)
    where finding.value ->> 'kind' in ('topic', 'category')
)
select
    c.ref as slug, c.title, c.category, c.difficulty_base as difficulty, c.xp_base, c.estimated_minutes, t.ref as track,
    t.order_index as track_order, c.order_in_track,
    not exists (
        select from curriculum.track_prerequisites as needed
        left join progress.user_track_progress as done on done.track_id = needed.prerequisite_id and done.user_id = %(me)s
        where needed.track_id = t.id and done.completion_date is null
    ) as track_ready,
    e.user_id is not null as enrolled,
    coalesce(p.unlock_date is not null, false) as unlocked,
    coalesce(p.status, 'not_started') as status,
    coalesce(cardinality(p.levels_completed), 0) as levels_completed,
    published.levels as published_levels,
    progress.shown_score(p.best_score, p.status = 'completed') as best_score,
    array(
        select before.title
        from curriculum.challenge_prerequisites as needed
        inner join curriculum.challenges as before on before.id = needed.prerequisite_id
        where needed.challenge_id = c.id and not exists (
            select from progress.user_challenge_progress as done
            where done.user_id = %(me)s and done.challenge_id = needed.prerequisite_id and done.status = 'completed'
        )
        order by before.title
    ) as missing,
    exists (select from weak where weak.name in (c.ref, c.category)) as weakness
from curriculum.live_challenges as c
inner join curriculum.learning_tracks as t on t.id = c.track_id
cross join lateral (
    select count(*) as levels from curriculum.challenge_levels as l where l.challenge_id = c.id
) as published
left join progress.user_challenge_progress as p on p.challenge_id = c.id and p.user_id = %(me)s
left join progress.user_enrollments as e on e.track_id = t.id and e.user_id = %(me)s
where published.levels > 0 and (c.organization_id = identity.public_organization() or e.user_id is not null)
"""
SKILL_LEVEL = "select u.skill_level from identity.users as u where u.id = %s"


class Level(NamedTuple):
    """A learner's level."""

    skill_level: Difficulty


def skill_level(db: Transaction, me: UUID) -> Deferred[Level]:
    """Queue the question for the learner's level."""
    return db.defer_one(Level, SKILL_LEVEL, [me])


def list_candidates(db: Transaction, me: UUID) -> list[Candidate]:
    """Return every challenge that could be recommended."""
    return db.fetch_all(Candidate, CANDIDATES, {"me": me})
