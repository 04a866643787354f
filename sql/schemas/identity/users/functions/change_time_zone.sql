-- Lets a learner move: the new zone holds from their next midnight in the old one. A date they jump over is noted by a trigger
-- of gamification. A choice that does not hold yet is replaced, since nothing was counted in it. False if the last move is less
-- than 24 hours old and holds already; on the account's first day a learner may move all the same.
create or replace function identity.change_time_zone(p_time_zone text, p_at timestamptz default now()) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_user identity.users;
    v_zone text;
    v_since timestamptz;
begin
    select u.* into strict v_user from identity.users as u where u.id = v_user_id for no key update;
    if v_user.time_zone = p_time_zone then
        return true;
    end if;
    if
        v_user.time_zone_changed_at > p_at - interval '24 hours'
        and v_user.time_zone_since <= p_at
        and v_user.created_at <= p_at - interval '24 hours'
    then
        return false;
    end if;

    v_zone := identity.zone_at(v_user_id, p_at);
    v_since := ((p_at at time zone v_zone)::date + 1)::timestamp at time zone v_zone;
    update identity.users as u set
        time_zone = p_time_zone,
        time_zone_before = v_zone,
        time_zone_since = v_since,
        time_zone_changed_at = p_at,
        updated_at = p_at
    where u.id = v_user_id;
    return true;
end
$$;
alter function identity.change_time_zone(text, timestamptz) owner to definer;
grant execute on function identity.change_time_zone(text, timestamptz) to application;
