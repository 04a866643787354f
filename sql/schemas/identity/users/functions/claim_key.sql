-- Takes an Idempotency-Key of the present learner for this transaction, as platform.claim_key describes it.
create or replace function identity.claim_key(
    p_key text, p_since timestamptz
) returns table (locked boolean, request_hash bytea, status smallint, headers jsonb, body text)
language sql volatile security definer
set search_path = ''
as $$
    select c.locked, c.request_hash, c.status, c.headers, c.body
    from platform.claim_key(identity.current_user_id(), p_key, p_since) as c
$$;
alter function identity.claim_key(text, timestamptz) owner to definer;
grant execute on function identity.claim_key(text, timestamptz) to application;
