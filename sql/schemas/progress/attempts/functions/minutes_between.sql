-- Whole minutes from one sign of life to the next, at least 0 and 30 at most: longer gaps were no work.
create or replace function progress.minutes_between(p_from timestamptz, p_to timestamptz) returns integer
language sql immutable parallel safe
return least(30, greatest(0, floor(extract(epoch from p_to - p_from) / 60)))::integer;
grant execute on function progress.minutes_between(timestamptz, timestamptz) to reader, scheduler, read_only, definer;
