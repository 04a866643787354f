-- Invites addresses to an organization, one invitation each, or makes one with a code where p_code_hash is given. Inviting an address
-- again renews its invitation. Where p_is_mailed, a task mails each address, within two minutes, since the minute job dispatches it:
-- a request that put a hundred dispatches on the bus would take too long. Refusals: 403 forbidden; 409 public-organization; 429
-- too-many-invitations, 500 in a day and organization.
create or replace function identity.invite(
    p_slug text, p_emails text [], p_code_hash bytea, p_roles text [], p_max_uses integer, p_expires_at timestamptz,
    p_is_mailed boolean, p_at timestamptz default now()
) returns setof uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_id uuid := identity.require_in(p_slug, 'members.manage');
    v_emails text [] := case when p_code_hash is null then p_emails else array[null::text] end;
    v_ids uuid [];
    v_mail_ids uuid [];
begin
    if v_id = identity.public_organization() then
        raise exception using
            errcode = 'PF409', constraint = 'public-organization', message = 'Everybody belongs to the organization public: nobody is invited to it.';
    end if;
    -- the lock under which members are saved: two calls at once are counted one after the other
    perform from identity.organizations as o where o.id = v_id for no key update;
    if (
        select count(*) from identity.invitations as i
        where i.organization_id = v_id and i.created_at > p_at - interval '1 day' and (i.email = any(v_emails)) is not true
    ) + cardinality(v_emails) > 500 then
        raise exception using
            errcode = 'PF429', constraint = 'too-many-invitations',
            message = 'An organization makes 500 invitations a day: make a code, which many people can use, or go on tomorrow.',
            detail = jsonb_build_object('retry_after', 86400)::text;
    end if;
    with made as (
        insert into identity.invitations as i
        (organization_id, email, code_hash, roles, max_uses, created_by, created_at, expires_at, mail_id)
        select
            v_id, e.email, p_code_hash, p_roles, p_max_uses, identity.current_user_id(), p_at, p_expires_at,
            case when p_is_mailed and e.email is not null then gen_random_uuid() end
        from unnest(v_emails) as e (email)
        on conflict (organization_id, email) do update set
            roles = excluded.roles, uses = 0, created_by = excluded.created_by, created_at = excluded.created_at,
            expires_at = excluded.expires_at, revoked_at = null, mail_id = excluded.mail_id, mailed_at = null, not_mailed = null
        returning i.id, i.mail_id
    ),
    audit as (
        insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
        select
            identity.current_user_id(), 'invitation.made', 'invitation', made.id::text, v_id,
            jsonb_build_object('roles', p_roles, 'max_uses', p_max_uses, 'expires_at', p_expires_at), p_at
        from made
    )
    select array_agg(made.id), array_agg(made.mail_id) filter (where made.mail_id is not null) into v_ids, v_mail_ids from made;
    perform from unnest(v_mail_ids) as m (id)
    cross join lateral platform.enqueue_internal_task(
        'mail_invitation', jsonb_build_object('mail_id', m.id), identity.mail_key(m.id), v_id, p_at
    );
    return query select unnest(v_ids);
end
$$;
alter function identity.invite(text, text [], bytea, text [], integer, timestamptz, boolean, timestamptz) owner to definer;
grant execute on function identity.invite(text, text [], bytea, text [], integer, timestamptz, boolean, timestamptz) to staff;
