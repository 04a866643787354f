-- Counts one call of whoever a signed statement names against its allowances, given as platform.take_tokens takes them, before the
-- call's own transaction begins. A call is not counted whose Idempotency-Key holds the answer of the same request, or is held by
-- another one: then `bucket` is null, as for a call without allowances. Else it is the allowance of which the least is left.
-- Refusals: 401 unproven; 403 erased, before anything is counted, since a count would leave a row of somebody who was erased.
create or replace function identity.count_call(
    p_caller text, p_buckets text [], p_counts integer [], p_seconds integer [], p_key text, p_hash bytea,
    p_since timestamptz, p_at timestamptz default now()
) returns table (allowed boolean, bucket text, remaining integer, resets_after_seconds double precision)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := (identity.verify_caller(p_caller))[1]::uuid;
    v_claim record;
begin
    -- as ensure_user does: an erasure that is under way deletes this row or refuses this call
    perform pg_advisory_xact_lock_shared(hashtextextended('identity.erasure:' || v_user_id, 0));
    if exists (select from identity.users as u where u.id = v_user_id and u.erased_at is not null) then
        raise exception using
            errcode = 'PF403', constraint = 'erased', message = 'This account was erased. Its address can sign up again within a minute.';
    end if;
    allowed := true;
    if p_key is not null then
        select c.* into v_claim from platform.claim_key(v_user_id, p_key, p_since) as c;
        if not v_claim.locked or v_claim.request_hash = p_hash then
            return next;
            return;
        end if;
    end if;
    -- losing the last moments of an allowance in a crash hurts nobody: the answer need not wait for the disk
    perform set_config('synchronous_commit', 'off', true);
    select t.* into allowed, bucket, remaining, resets_after_seconds
    from platform.take_tokens(v_user_id, p_buckets, p_counts, p_seconds, p_at) as t;
    return next;
end
$$;
alter function identity.count_call(text, text [], integer [], integer [], text, bytea, timestamptz, timestamptz) owner to definer;
grant execute on function identity.count_call(text, text [], integer [], integer [], text, bytea, timestamptz, timestamptz)
to application;
