-- What the mail of an invitation says, for the task that mails it, or why it is not mailed: `suppressed`, or `limit` beyond 3 mails to
-- one address and 200 of one organization in a day. No row: the invitation is not open any more, or was renewed since, which has a mail
-- of its own. A task that is tried again is counted once. Locks the organization's row, then the invitation's, then the address.
create or replace function identity.begin_invitation_mail(p_mail_id uuid, p_at timestamptz default now()) returns table (
    not_mailed text, email text, organization text, roles text [], expires_at timestamptz, unsubscription_token text
)
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_max_to_address constant integer := 3;
    v_max_of_organization constant integer := 200;
    v_invitation identity.invitations;
    v_address_hash bytea;
    v_not_mailed text;
begin
    perform from identity.organizations as o
    where o.status = 'active' and o.id = (select i.organization_id from identity.invitations as i where i.mail_id = p_mail_id)
    for no key update;
    if not found then
        return;
    end if;
    select i.* into v_invitation from identity.invitations as i where i.mail_id = p_mail_id for no key update;
    if not found or identity.invitation_status(v_invitation, p_at) <> 'open' then
        return;
    end if;
    v_address_hash := identity.email_hash(v_invitation.email);
    perform pg_advisory_xact_lock(hashtextextended('identity.mail:' || encode(v_address_hash, 'hex'), 0));
    v_not_mailed := case
        when identity.is_suppressed(v_address_hash, 'invitations') then 'suppressed'
        when exists (select from identity.mails as m where m.id = p_mail_id) then null
        when (
            select count(*) from identity.mails as m
            where m.address_hash = v_address_hash and m.created_at > p_at - interval '1 day'
        ) >= v_max_to_address then 'limit'
        when (
            select count(*) from identity.mails as m
            where m.organization_id = v_invitation.organization_id and m.created_at > p_at - interval '1 day'
        ) >= v_max_of_organization then 'limit'
    end;
    update identity.invitations as i set not_mailed = v_not_mailed where i.id = v_invitation.id;
    insert into identity.mails as m (id, organization_id, address_hash, created_at)
    select p_mail_id, v_invitation.organization_id, v_address_hash, p_at where v_not_mailed is null
    on conflict (id) do nothing;
    return query
    select v_not_mailed, v_invitation.email, o.name, v_invitation.roles, v_invitation.expires_at, t.token
    from identity.organizations as o
    cross join lateral (
        select identity.unsubscription_token(k, 'invitations', v_address_hash) as token
        from identity.unsubscription_keys as k
        order by k.created_at desc
        limit 1
    ) as t
    where o.id = v_invitation.organization_id;
end
$$;
alter function identity.begin_invitation_mail(uuid, timestamptz) owner to definer;
grant execute on function identity.begin_invitation_mail(uuid, timestamptz) to scheduler;
