-- Notes the date that a learner jumps over by moving east as one that never happened, so that it costs no streak; and one of which
-- the move leaves less than half, twelve hours.
create or replace function gamification.skip_days() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
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
