-- The level that a total reaches: the greatest L with 50 (L-1) L <= total. The square root only guesses; the integers
-- on both sides decide, so that it is the exact inverse of get_xp_for_level over all of bigint.
create or replace function gamification.calculate_level_from_xp(total_xp bigint) returns integer
language plpgsql immutable parallel safe
set search_path = ''
as $$
declare
    v_xp bigint := greatest(total_xp, 0);
    v_guess numeric := floor((1 + sqrt(1 + 0.08::double precision * v_xp)) / 2);
begin
    return case
        when 50::numeric * (v_guess - 1) * v_guess > v_xp then v_guess - 1
        when 50::numeric * v_guess * (v_guess + 1) <= v_xp then v_guess + 1
        else v_guess
    end;
end
$$;
grant execute on function gamification.calculate_level_from_xp(bigint) to reader, scheduler, read_only, definer;
