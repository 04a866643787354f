-- Locks a learner's stats, so that their days and totals have one order, and returns their local date at an instant, which
-- never goes back.
create or replace function gamification.lock_stats(p_user_id uuid, p_at timestamptz) returns date
language sql volatile security definer
set search_path = ''
begin atomic
select greatest((p_at at time zone identity.zone_at(p_user_id, p_at))::date, s.last_activity_date)
from gamification.user_stats as s
where s.user_id = p_user_id
for no key update;
end;
alter function gamification.lock_stats(uuid, timestamptz) owner to definer;
