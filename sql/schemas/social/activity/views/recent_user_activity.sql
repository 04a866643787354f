-- What learners did, one row an event. Filter by user_id: each branch has an index on it by time.
create or replace view social.recent_user_activity
with (security_invoker = true)
as
select
    a.user_id,
    a.created_at as occurred_at,
    a.id as event_id,
    case when a.passed then 'level_passed' else 'level_attempted' end as activity_type,
    c.ref as resource,
    c.title,
    jsonb_build_object('level', a.level_number, 'score', progress.shown_score(a.score, a.passed), 'xp_earned', a.xp_earned) as details
from progress.level_attempts as a
inner join curriculum.challenges as c on c.id = a.challenge_id
union all
select
    u.user_id, u.unlocked_at, u.id, 'achievement_unlocked', a.ref, a.name,
    jsonb_build_object('rarity', a.rarity, 'xp_reward', a.xp_reward)
from gamification.user_achievements as u
inner join gamification.achievements as a on a.id = u.achievement_id
where u.unlocked_at is not null
union all
select
    r.user_id, r.completed_at, r.id, 'assessment_completed', r.assessment_type,
    initcap(replace(r.assessment_type, '_', ' ')) || ' assessment',
    jsonb_build_object('score', r.score, 'skill_level', r.skill_level_recommendation)
from assessment.assessment_results as r;
grant select on social.recent_user_activity to reader, scheduler;
