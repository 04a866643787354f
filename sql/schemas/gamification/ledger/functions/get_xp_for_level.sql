-- The XP at which a level is reached: 50 (L-1) L. Levels below 1 do not exist and cost what level 1 costs: nothing.
create or replace function gamification.get_xp_for_level(level integer) returns bigint
language sql immutable parallel safe
return 50 * (greatest(level, 1)::bigint - 1) * greatest(level, 1)::bigint;
grant execute on function gamification.get_xp_for_level(integer) to reader, scheduler, read_only, definer;
