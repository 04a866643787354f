-- Takes an Idempotency-Key of the present learner for this transaction, as platform.claim_key describes it. A key that is held is
-- asked for again during half a second: its holder is about to store the answer, or lost its connection and is being ended.
create or replace function identity.claim_key(
    p_key text, p_since timestamptz
) returns table (locked boolean, request_hash bytea, status smallint, headers jsonb, body text)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
begin
    for v_try in 1 .. 25 loop
        select c.* into locked, request_hash, status, headers, body
        from platform.claim_key(v_user_id, p_key, p_since) as c;
        exit when locked;
        perform pg_sleep(0.02);
    end loop;
    return next;
end
$$;
alter function identity.claim_key(text, timestamptz) owner to definer;
grant execute on function identity.claim_key(text, timestamptz) to application;
