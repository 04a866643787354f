-- The instant at which the period that begins on a date is over, UTC; all_time never is.
create or replace function gamification.period_end(p_period_type text, p_period_date date) returns timestamptz
language sql immutable parallel safe
return (
    case p_period_type
        when 'daily' then p_period_date + interval '1 day'
        when 'weekly' then p_period_date + interval '7 days'
        when 'monthly' then p_period_date + interval '1 month'
        else timestamp 'infinity'
    end
) at time zone 'UTC';
grant execute on function gamification.period_end(text, date) to reader, scheduler, read_only, definer;
