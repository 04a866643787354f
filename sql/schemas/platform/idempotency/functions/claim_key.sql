-- Takes an Idempotency-Key for this transaction and returns the answer stored under it; identity.count_call and identity.claim_key
-- call it. The lock comes first and the look-up sees what was committed until then: in one statement it would use a snapshot older
-- than the lock.
create or replace function platform.claim_key(
    p_user_id uuid, p_key text, p_since timestamptz
) returns table (locked boolean, request_hash bytea, status smallint, headers jsonb, body text)
language plpgsql volatile
set search_path = ''
as $$
begin
    if not pg_try_advisory_xact_lock(hashtextextended('idempotency:' || p_user_id || ':' || p_key, 0)) then
        return query select false, null::bytea, null::smallint, null::jsonb, null::text;
        return;
    end if;
    return query
    select true, k.request_hash, k.status, k.headers, k.body
    from (values (p_user_id, p_key)) as claim (user_id, key)
    left join platform.idempotency_keys as k
        on k.user_id = claim.user_id and k.key = claim.key and k.created_at > p_since;
end
$$;
alter function platform.claim_key(uuid, text, timestamptz) owner to definer;
