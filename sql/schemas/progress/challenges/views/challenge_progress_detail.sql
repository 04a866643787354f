-- A learner's challenges with each level: what document 000 names without saying more, in the shape of its first query.
create or replace view progress.challenge_progress_detail
with (security_invoker = true)
as
select
    p.user_id,
    c.id as challenge_id,
    c.ref as slug,
    c.title,
    c.category,
    t.ref as track,
    c.order_in_track,
    p.status,
    p.current_level,
    p.levels_completed,
    p.unlock_date,
    p.start_date,
    p.completion_date,
    p.total_attempts,
    p.total_time_spent_minutes,
    progress.shown_score(p.best_score, p.status = 'completed') as best_score,
    p.xp_earned,
    (
        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'level', l.level_number, 'name', l.level_name, 'completed', l.level_number = any(p.levels_completed),
                    'xp_reward', l.xp_reward,
                    'best_score', progress.shown_score(mine.best_score, mine.passed_at is not null), 'attempts', coalesce(mine.attempts, 0)
                ) order by l.level_number
            ),
            '[]'
        )
        from curriculum.challenge_levels as l
        left join progress.user_level_progress as mine
            on mine.user_id = p.user_id and mine.challenge_id = l.challenge_id and mine.level_number = l.level_number
        where l.challenge_id = c.id
    ) as levels
from progress.user_challenge_progress as p
inner join curriculum.challenges as c on c.id = p.challenge_id
inner join curriculum.learning_tracks as t on t.id = c.track_id;
grant select on progress.challenge_progress_detail to reader, scheduler;
