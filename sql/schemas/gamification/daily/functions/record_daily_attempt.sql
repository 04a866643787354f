-- Keeps the best of a learner's attempts at a daily challenge and pays the day's bonus once: the level's reward times
-- (multiplier - 1), whether or not the level was passed before. The score is kept as the learner sees it, so that ranks and averages
-- say no more. Returns the bonus paid now.
create or replace function gamification.record_daily_attempt(
    p_user_id uuid, p_daily_challenge_id uuid, p_score numeric, p_passed boolean, p_at timestamptz
) returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_paid integer := 0;
    v_passes integer;
    v_perfects integer;
begin
    if p_passed then
        v_paid := gamification.award_xp(
            p_user_id,
            array[(
                'daily', d.id, round(l.xp_reward * (d.xp_multiplier - 1)),
                'Challenge of ' || to_char(d.date, 'FMDD FMMonth') || ': ' || c.title || ', level ' || d.level_number
            )::gamification.award],
            p_at
        )
        from gamification.daily_challenges as d
        inner join curriculum.challenges as c on c.id = d.challenge_id
        inner join curriculum.challenge_levels as l on l.challenge_id = d.challenge_id and l.level_number = d.level_number
        where d.id = p_daily_challenge_id;
    end if;

    insert into gamification.daily_challenge_attempts as a (user_id, daily_challenge_id, score, passed, xp_earned, completed_at)
    values (p_user_id, p_daily_challenge_id, progress.shown_score(p_score, p_passed), p_passed, v_paid, p_at)
    on conflict (user_id, daily_challenge_id) do update set
        score = greatest(a.score, excluded.score),
        attempts = a.attempts + 1,
        passed = a.passed or excluded.passed,
        xp_earned = a.xp_earned + excluded.xp_earned,
        completed_at = case when excluded.score > a.score then excluded.completed_at else a.completed_at end
    returning
        new.passed::integer - coalesce(old.passed, false)::integer, (new.score = 100)::integer - coalesce(old.score = 100, false)::integer
    into v_passes, v_perfects;
    if v_passes > 0 or v_perfects > 0 then
        update gamification.user_stats as s set
            daily_passes = s.daily_passes + v_passes, daily_perfects = s.daily_perfects + v_perfects
        where s.user_id = p_user_id;
    end if;
    return v_paid;
end
$$;
alter function gamification.record_daily_attempt(uuid, uuid, numeric, boolean, timestamptz) owner to definer;
