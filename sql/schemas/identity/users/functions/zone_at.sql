-- The time zone a learner's day is counted in at an instant: a change holds from their next midnight.
create or replace function identity.zone_at(p_user_id uuid, p_at timestamptz default now()) returns text
language sql stable
begin atomic
select case when p_at < u.time_zone_since then u.time_zone_before else u.time_zone end
from identity.users as u
where u.id = p_user_id;
end;
grant execute on function identity.zone_at(uuid, timestamptz) to reader, scheduler, read_only, definer;
