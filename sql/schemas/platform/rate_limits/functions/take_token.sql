-- One call against a learner's allowance, by the generic cell rate algorithm: a row holds the theoretical arrival time
-- of the next call; a call is refused while that lies further ahead than the whole allowance. identity.take_token calls it.
create or replace function platform.take_token(
    p_user_id uuid, p_bucket text, p_count integer, p_seconds integer, p_at timestamptz default now()
) returns table (allowed boolean, remaining integer, retry_after_seconds double precision)
language plpgsql volatile
set search_path = ''
as $$
declare
    v_window interval := make_interval(secs => p_seconds);
    v_step interval := make_interval(secs => p_seconds::double precision / p_count);
    v_next timestamptz;
begin
    -- losing the last moments of an allowance in a crash hurts nobody: the answer need not wait for the disk
    perform set_config('synchronous_commit', 'off', true);

    insert into platform.rate_limits as r (user_id, bucket, allowed_at)
    values (p_user_id, p_bucket, p_at + v_step)
    on conflict (user_id, bucket) do update set allowed_at = greatest(r.allowed_at, p_at) + v_step
    where greatest(r.allowed_at, p_at) + v_step <= p_at + v_window
    returning r.allowed_at into v_next;

    if v_next is null then
        select r.allowed_at into v_next
        from platform.rate_limits as r
        where r.user_id = p_user_id and r.bucket = p_bucket;
        return query select false, 0, extract(epoch from v_next + v_step - v_window - p_at)::double precision;
        return;
    end if;
    return query select true, floor(extract(epoch from p_at + v_window - v_next) / extract(epoch from v_step))::integer, 0::double precision;
end
$$;
alter function platform.take_token(uuid, text, integer, integer, timestamptz) owner to definer;
