-- What the first pass of a level pays: its reward less the penalties of hints and a suggested change, never below a quarter of it.
create or replace function progress.paid_for_level(p_xp_reward integer, p_penalties integer) returns integer
language sql immutable parallel safe
return greatest(ceil(p_xp_reward / 4.0)::integer, p_xp_reward - p_penalties);
grant execute on function progress.paid_for_level(integer, integer) to reader, scheduler, read_only, definer;
