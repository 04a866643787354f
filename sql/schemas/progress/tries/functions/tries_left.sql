-- How many tries are left at an instant of a budget of p_count, of which one comes back in p_seconds. p_full_at is when it is full
-- again, null if it was never used.
create or replace function progress.tries_left(p_full_at timestamptz, p_count integer, p_seconds integer, p_at timestamptz)
returns integer
language sql immutable parallel safe
return greatest(0, floor(p_count - coalesce(greatest(0, extract(epoch from p_full_at - p_at)), 0) / p_seconds))::integer;
grant execute on function progress.tries_left(timestamptz, integer, integer, timestamptz) to reader, definer;
