-- When a budget is full again from which one try is taken at p_at.
create or replace function progress.full_after_a_try(p_full_at timestamptz, p_seconds integer, p_at timestamptz) returns timestamptz
language sql immutable parallel safe
return greatest(p_full_at, p_at) + make_interval(secs => p_seconds);
grant execute on function progress.full_after_a_try(timestamptz, integer, timestamptz) to definer;
