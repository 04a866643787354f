-- Notes the date that a learner jumps over by moving east as one that never happened, so that it costs no streak; and one of which
-- the move leaves less than half, twelve hours. A move that is replaced before it holds leaves no such date.
create or replace function gamification.skip_days() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    if old.time_zone_since > new.time_zone_changed_at then
        delete from gamification.streak_days as s
        where
            s.user_id = new.id and s.kind = 'skipped' and s.created_at = old.time_zone_changed_at
            and s.local_date >= (old.time_zone_since at time zone old.time_zone_before)::date;
    end if;
    insert into gamification.streak_days (user_id, local_date, kind, created_at)
    select new.id, skipped.day::date, 'skipped', new.time_zone_changed_at
    from generate_series(
        (new.time_zone_since at time zone new.time_zone_before)::date,
        ((new.time_zone_since + interval '12 hours') at time zone new.time_zone)::date - 1, interval '1 day'
    ) as skipped (day)
    on conflict do nothing;
    return null;
end
$$;
alter function gamification.skip_days() owner to definer;
