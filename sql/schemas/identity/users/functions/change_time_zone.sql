-- Lets a learner move: the new zone holds from their next midnight in the old one, and the date they jump over, if any,
-- is noted as one that never happened, so that it costs no streak. False if the last move is less than 24 hours old.
create or replace function identity.change_time_zone(p_time_zone text, p_at timestamptz default now()) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_user identity.users;
    v_zone text;
    v_since timestamptz;
    v_last_day date;
begin
    select u.* into strict v_user from identity.users as u where u.id = v_user_id for no key update;
    if v_user.time_zone = p_time_zone then
        return true;
    end if;
    if v_user.time_zone_changed_at > p_at - interval '24 hours' or v_user.time_zone_since > p_at then
        return false;
    end if;

    v_zone := v_user.time_zone;
    v_last_day := (p_at at time zone v_zone)::date;
    v_since := (v_last_day + 1)::timestamp at time zone v_zone;
    update identity.users as u set
        time_zone = p_time_zone,
        time_zone_before = v_zone,
        time_zone_since = v_since,
        time_zone_changed_at = p_at,
        updated_at = p_at
    where u.id = v_user_id;

    insert into gamification.streak_days (user_id, local_date, kind, created_at)
    select v_user_id, skipped.day::date, 'skipped', p_at
    from generate_series(v_last_day + 1, (v_since at time zone p_time_zone)::date - 1, interval '1 day') as skipped (day)
    on conflict do nothing;
    return true;
end
$$;
alter function identity.change_time_zone(text, timestamptz) owner to definer;
grant execute on function identity.change_time_zone(text, timestamptz) to application;
