-- What a suggested change costs: as much as the cheapest hint of the level, nothing on level 1, where it was charged before,
-- and after the pass.
create or replace function progress.suggestion_price(
    p_level_number integer, p_hints jsonb, p_charged boolean, p_passed boolean
) returns integer
language sql immutable parallel safe
return case
    when p_level_number = 1 or p_charged or p_passed then 0
    else coalesce((select min((h.value ->> 'xp_penalty')::integer) from jsonb_array_elements(p_hints) as h (value)), 0)
end;
grant execute on function progress.suggestion_price(integer, jsonb, boolean, boolean) to reader, scheduler, read_only, definer;
