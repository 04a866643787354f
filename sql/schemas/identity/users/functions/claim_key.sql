-- Begins a request that has an Idempotency-Key: says who calls by a signed statement, as the kernel does without a key, makes their user
-- if there is none, and takes the key for this transaction, as platform.claim_key describes it. A key that is held is
-- asked for again during half a second: its holder is about to store the answer, or lost its connection and is being ended.
-- Refusals: 401 unproven; 403 erased.
create or replace function identity.claim_key(
    p_caller text, p_key text, p_since timestamptz, p_at timestamptz default now()
) returns table (locked boolean, request_hash bytea, status smallint, headers jsonb, body text)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_caller text[] := identity.verify_caller(p_caller);
    v_user_id uuid := v_caller[1];
begin
    perform set_config('app.caller', p_caller, true);
    perform identity.create_user(v_user_id, nullif(v_caller[3], ''), p_at, null, true);
    for v_try in 1 .. 25 loop
        select c.* into locked, request_hash, status, headers, body
        from platform.claim_key(v_user_id, p_key, p_since) as c;
        exit when locked;
        perform pg_sleep(0.02);
    end loop;
    return next;
end
$$;
alter function identity.claim_key(text, text, timestamptz, timestamptz) owner to definer;
grant execute on function identity.claim_key(text, text, timestamptz, timestamptz) to application;
