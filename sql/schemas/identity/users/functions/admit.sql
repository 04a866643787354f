-- Admits the caller's request into its own transaction: takes its Idempotency-Key and returns the answer stored under it, or else
-- counts the request against its allowances, given as platform.take_tokens takes them. `outcome` is `admitted`; `replayed`, which
-- is not counted; `reused` for a key of another request; `in_progress` while another request holds the key; `limited` where nothing
-- is left. A request without a key gives null for it, one without a limit no bucket. `bucket` is the allowance of which the least
-- is left. A rollback gives the count back, so the kernel counts a request that failed by identity.take_tokens.
create or replace function identity.admit(
    p_buckets text [], p_counts integer [], p_seconds integer [], p_key text, p_hash bytea,
    p_since timestamptz, p_at timestamptz default now()
) returns table (
    outcome text, bucket text, remaining integer, resets_after_seconds double precision, status smallint, headers jsonb, body text
)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_stored record;
    v_counted record;
begin
    outcome := 'admitted';
    if p_key is not null then
        select * into v_stored from platform.claim_key(v_user_id, p_key, p_since);
        if not v_stored.locked then
            outcome := 'in_progress';
        elsif v_stored.status is not null then
            outcome := case when v_stored.request_hash = p_hash then 'replayed' else 'reused' end;
        end if;
    end if;
    if outcome = 'replayed' then
        status := v_stored.status;
        headers := v_stored.headers;
        body := v_stored.body;
    elsif outcome <> 'in_progress' and cardinality(p_buckets) > 0 then
        select * into v_counted from platform.take_tokens(v_user_id, p_buckets, p_counts, p_seconds, p_at);
        outcome := case when v_counted.allowed then outcome else 'limited' end;
        bucket := v_counted.bucket;
        remaining := v_counted.remaining;
        resets_after_seconds := v_counted.resets_after_seconds;
    end if;
    return next;
end
$$;
alter function identity.admit(text [], integer [], integer [], text, bytea, timestamptz, timestamptz) owner to definer;
grant execute on function identity.admit(text [], integer [], integer [], text, bytea, timestamptz, timestamptz) to application;
