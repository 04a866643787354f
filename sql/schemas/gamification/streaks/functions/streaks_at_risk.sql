-- Returns the learners whose local evening it is and whose streak today would end, or cost a freeze, unless they prefer not to be
-- reminded: with the streak and their local date.
create or replace function gamification.streaks_at_risk(p_at timestamptz) returns table (user_id uuid, streak integer, today date)
language sql stable security definer
set search_path = ''
begin atomic
with evening as (
    select
        s.user_id, gamification.calculate_user_streak(s.user_id, p_at) as streak,
        (p_at at time zone identity.zone_at(s.user_id, p_at)) as local_time
    from gamification.user_stats as s
    inner join identity.users as u on u.id = s.user_id
    where
        s.current_streak_days > 0 and s.last_activity_date > (p_at at time zone 'UTC')::date - 5
        and extract(hour from p_at at time zone identity.zone_at(s.user_id, p_at)) between 18 and 21
        and coalesce(u.preferences ->> 'streak_reminders', 'true') <> 'false'
)
select e.user_id, e.streak, e.local_time::date
from evening as e
where
    e.streak > 0 and not exists (
        select from gamification.streak_days as d
        where d.user_id = e.user_id and d.local_date >= e.local_time::date and d.kind = 'active'
    );
end;
alter function gamification.streaks_at_risk(timestamptz) owner to definer;
