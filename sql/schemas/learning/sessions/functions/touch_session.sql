-- A sign of life of the present learner's open session, or its end: counts the time since the last one, 30 minutes at most, and at
-- the end what the ledger paid meanwhile. Returns whether there was an open one.
create or replace function learning.touch_session(
    p_id uuid, p_end boolean, p_completed boolean, p_metadata jsonb, p_at timestamptz default now()
) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    update progress.learning_sessions as s set
        active_seconds = s.active_seconds + least(1800, greatest(0, floor(extract(epoch from p_at - s.last_seen_at))))::integer,
        last_seen_at = greatest(s.last_seen_at, p_at),
        metadata = coalesce(p_metadata, s.metadata),
        end_time = case when p_end then greatest(s.last_seen_at, p_at) end,
        completed = p_end and p_completed,
        xp_earned = case when p_end then (
            select coalesce(sum(t.amount), 0)::integer
            from gamification.xp_transactions as t
            where t.user_id = s.user_id and t.created_at >= s.start_time and t.created_at <= greatest(s.last_seen_at, p_at)
        ) else s.xp_earned end
    where s.id = p_id and s.end_time is null and s.user_id = identity.current_user_id();
    if not found then
        return false;
    end if;
    if p_end and p_completed then
        perform gamification.count_session(identity.current_user_id());
    end if;
    perform identity.touch_last_active(identity.current_user_id(), p_at);
    return true;
end
$$;
alter function learning.touch_session(uuid, boolean, boolean, jsonb, timestamptz) owner to definer;
grant execute on function learning.touch_session(uuid, boolean, boolean, jsonb, timestamptz) to application;
