-- The days between two dates, both excluded, on which a learner was missing; one they jumped over moving east is none, nor one
-- that their zone left out, as Samoa did the 30th of December 2011.
create or replace function gamification.missed_days(p_user_id uuid, p_from date, p_to date) returns setof date
language sql stable
begin atomic
select gap.day::date
from generate_series(p_from + 1, p_to - 1, interval '1 day') as gap (day)
inner join identity.users as u on u.id = p_user_id
where
    (gap.day::timestamp at time zone u.time_zone) < ((gap.day + interval '1 day')::timestamp at time zone u.time_zone)
    and not exists (
        select from gamification.streak_days as s
        where s.user_id = p_user_id and s.local_date = gap.day::date and s.kind = 'skipped'
    )
order by gap.day;
end;
grant execute on function gamification.missed_days(uuid, date, date) to reader, scheduler, read_only, definer;
