-- The level that a total reaches: the greatest L with 50 (L-1) L <= total. The square root only guesses; the integers
-- on both sides decide, so that it is the exact inverse of get_xp_for_level over all of bigint.
create or replace function gamification.calculate_level_from_xp(total_xp bigint) returns integer
language sql immutable parallel safe
begin atomic
select
    case
        when 50::numeric * (guess - 1) * guess > xp then guess - 1
        when 50::numeric * guess * (guess + 1) <= xp then guess + 1
        else guess
    end::integer
from
    (select greatest(total_xp, 0) as xp) as total
cross join lateral (select floor((1 + sqrt(1 + 0.08::double precision * xp)) / 2)::numeric as guess) as root;
end;
grant execute on function gamification.calculate_level_from_xp(bigint) to reader, scheduler, read_only, definer;
