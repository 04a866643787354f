-- Fixes the challenges of today and tomorrow, UTC, so that midnight waits for nobody; returns how many were missing.
create or replace function gamification.open_daily_challenges(p_at timestamptz default now()) returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_opened integer := 0;
    v_rows integer;
    v_today date := (p_at at time zone 'UTC')::date;
begin
    -- tomorrow's choice looks at today's
    for v_ahead in 0..1 loop
        insert into gamification.daily_challenges
        (date, challenge_id, level_number, difficulty_modifier, special_requirements, created_at)
        select v_today + v_ahead, c.challenge_id, c.level_number, c.difficulty_modifier, c.special_requirements, p_at
        from gamification.choose_daily_challenge(v_today + v_ahead) as c
        on conflict (date) do nothing;
        get diagnostics v_rows = row_count;
        v_opened := v_opened + v_rows;
    end loop;
    return v_opened;
end
$$;
alter function gamification.open_daily_challenges(timestamptz) owner to definer;
grant execute on function gamification.open_daily_challenges(timestamptz) to scheduler;
