-- One call of whoever a signed statement names against its allowances, for a request that was rolled back and so was not counted
-- by identity.admit. Refusals: 401 unproven; 403 erased, before anything is counted, since a count would leave a row of somebody
-- who was erased.
create or replace function identity.take_tokens(
    p_caller text, p_buckets text [], p_counts integer [], p_seconds integer [], p_at timestamptz default now()
) returns table (allowed boolean, bucket text, remaining integer, resets_after_seconds double precision)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := (identity.verify_caller(p_caller))[1]::uuid;
begin
    -- as ensure_user does: an erasure that is under way deletes this row or refuses this call
    perform pg_advisory_xact_lock_shared(hashtextextended('identity.erasure:' || v_user_id, 0));
    if exists (select from identity.users as u where u.id = v_user_id and u.erased_at is not null) then
        raise exception using
            errcode = 'PF403', constraint = 'erased', message = 'This account was erased. Its address can sign up again within a minute.';
    end if;
    -- losing the last moments of an allowance in a crash hurts nobody: the answer need not wait for the disk
    perform set_config('synchronous_commit', 'off', true);
    return query
    select t.allowed, t.bucket, t.remaining, t.resets_after_seconds
    from platform.take_tokens(v_user_id, p_buckets, p_counts, p_seconds, p_at) as t;
end
$$;
alter function identity.take_tokens(text, text [], integer [], integer [], timestamptz) owner to definer;
grant execute on function identity.take_tokens(text, text [], integer [], integer [], timestamptz) to application;
