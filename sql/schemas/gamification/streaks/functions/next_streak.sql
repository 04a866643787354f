-- One step of a streak, a pure function: what an active day makes of the one before it. p_missed days lie between them
-- that were neither active nor skipped. Each freeze in hand covers one; with fewer, all are spent and the streak restarts.
-- Every seventh day earns a freeze, two are held at most.
create or replace function gamification.next_streak(
    p_streak integer, p_freezes integer, p_missed integer, out streak integer, out freezes integer
)
language sql immutable parallel safe
begin atomic
select
    after.streak,
    least(2, after.left_over + case when after.streak % 7 = 0 then 1 else 0 end)
from (
    select
        case when p_missed <= p_freezes then p_streak + 1 else 1 end as streak,
        greatest(0, p_freezes - p_missed) as left_over
) as after;
end;
grant execute on function gamification.next_streak(integer, integer, integer) to reader, scheduler, read_only, definer;
