-- The first day, UTC, of the period an instant falls in; all_time starts on 1970-01-01, so that no leaderboard's key is null.
create or replace function gamification.period_start(p_period_type text, p_at timestamptz) returns date
language sql immutable parallel safe
return case p_period_type
    when 'daily' then (p_at at time zone 'UTC')::date
    when 'weekly' then date_trunc('week', p_at at time zone 'UTC')::date
    when 'monthly' then date_trunc('month', p_at at time zone 'UTC')::date
    when 'all_time' then date '1970-01-01'
end;
grant execute on function gamification.period_start(text, timestamptz) to reader, scheduler, read_only, definer;
