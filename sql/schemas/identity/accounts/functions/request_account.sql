-- Writes down an administrator's request for an account: in the audit log without the address, and as an event that a consumer
-- fulfils. The name waits for the learner's first request. Refusals: 403 forbidden to who is no administrator, 409 account-exists
-- if a learner has the address.
create or replace function identity.request_account(
    p_email text, p_display_name text, p_invite boolean, p_at timestamptz default now()
) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_id uuid := uuidv7();
begin
    perform identity.require(null, 'members.manage');
    if exists (select from identity.users as u where lower(u.email) = lower(p_email)) then
        raise exception using
            errcode = 'PF409', constraint = 'account-exists', message = 'A learner with this address has an account already.';
    end if;

    insert into platform.audit_log (actor_id, action, subject_type, subject_id, detail, created_at)
    values (
        identity.current_user_id(), 'account.requested', 'account_request', v_id::text,
        jsonb_build_object('invite', p_invite), p_at
    );
    insert into platform.outbox (topic, payload, created_at)
    values (
        'account.requested',
        jsonb_build_object('request_id', v_id, 'email', p_email, 'display_name', p_display_name, 'invite', p_invite), p_at
    );
    insert into identity.requested_names as n (address_hash, display_name, created_at)
    select sha256(convert_to(lower(p_email), 'UTF8')), p_display_name, p_at where p_display_name is not null
    on conflict (address_hash) do update set display_name = excluded.display_name, created_at = excluded.created_at;
    return v_id;
end
$$;
alter function identity.request_account(text, text, boolean, timestamptz) owner to definer;
grant execute on function identity.request_account(text, text, boolean, timestamptz) to staff;
