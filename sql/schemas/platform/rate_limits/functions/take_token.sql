-- One call against a learner's allowance of `p_count` in windows of `p_seconds`, each of which begins with its first call.
-- `resets_after_seconds` is what is left of the window. platform.take_tokens calls it.
create or replace function platform.take_token(
    p_user_id uuid, p_bucket text, p_count integer, p_seconds integer, p_at timestamptz default now()
) returns table (allowed boolean, remaining integer, resets_after_seconds double precision)
language plpgsql volatile
set search_path = ''
as $$
declare
    v_used integer;
    v_ends_at timestamptz;
begin
    insert into platform.rate_limits as r (user_id, bucket, used, window_ends_at)
    values (p_user_id, p_bucket, 1, p_at + make_interval(secs => p_seconds))
    on conflict (user_id, bucket) do update set
        used = case when r.window_ends_at > p_at then r.used + 1 else 1 end,
        window_ends_at = case when r.window_ends_at > p_at then r.window_ends_at else excluded.window_ends_at end
    where r.window_ends_at <= p_at or r.used < p_count
    returning r.used, r.window_ends_at into v_used, v_ends_at;

    allowed := v_used is not null;
    if not allowed then
        select r.window_ends_at into v_ends_at
        from platform.rate_limits as r
        where r.user_id = p_user_id and r.bucket = p_bucket;
    end if;
    remaining := case when allowed then p_count - v_used else 0 end;
    resets_after_seconds := extract(epoch from v_ends_at - p_at);
    return next;
end
$$;
alter function platform.take_token(uuid, text, integer, integer, timestamptz) owner to definer;
