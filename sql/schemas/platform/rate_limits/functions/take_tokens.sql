-- One call against each of a learner's allowances, given by their buckets, counts and windows in seconds. Returns the first that
-- refuses, or else the one with the fewest calls left; a call that is refused counts against none.
create or replace function platform.take_tokens(
    p_user_id uuid, p_buckets text [], p_counts integer [], p_seconds integer [], p_at timestamptz default now()
) returns table (allowed boolean, bucket text, remaining integer, resets_after_seconds double precision)
language plpgsql volatile
set search_path = ''
as $$
declare
    v_taken record;
begin
    for v_index in 1 .. cardinality(p_buckets) loop
        select t.* into v_taken
        from platform.take_token(p_user_id, p_buckets[v_index], p_counts[v_index], p_seconds[v_index], p_at) as t;
        if v_index = 1 or not v_taken.allowed or v_taken.remaining < remaining then
            allowed := v_taken.allowed;
            bucket := p_buckets[v_index];
            remaining := v_taken.remaining;
            resets_after_seconds := v_taken.resets_after_seconds;
        end if;
        if not allowed then
            update platform.rate_limits as r set used = r.used - 1
            where r.user_id = p_user_id and r.bucket = any(p_buckets[1:v_index - 1]);
            exit;
        end if;
    end loop;
    return next;
end
$$;
alter function platform.take_tokens(uuid, text [], integer [], integer [], timestamptz) owner to definer;
