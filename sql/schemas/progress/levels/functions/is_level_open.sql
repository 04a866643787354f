-- Whether a learner may attempt a level of an unlocked challenge, given the levels they passed of it: the first, the one after a
-- passed one, and one that they passed already, if only as a daily challenge.
create or replace function progress.is_level_open(p_level_number integer, p_levels_completed integer []) returns boolean
language sql immutable parallel safe
return p_level_number = 1 or coalesce(p_levels_completed && array[p_level_number - 1, p_level_number], false);
grant execute on function progress.is_level_open(integer, integer []) to reader, definer;
