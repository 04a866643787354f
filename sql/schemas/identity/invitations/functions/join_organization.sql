-- Makes the caller a member of an organization by what is given: the id of an invitation to their address, the hash of a code, or
-- the slug of an organization that admits their address's domain. Roles that they have stay. Who is a member in these roles
-- already uses nothing up. Returns the organization's slug. Refusals: 404 not-found, whatever exists that is not for the caller;
-- 409 invitation-ended, member-suspended, members-full.
create or replace function identity.join_organization(
    p_id uuid, p_code_hash bytea, p_slug text, p_at timestamptz default now()
) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_email text := (select lower(u.email) from identity.users as u where u.id = v_user_id);
    v_organization identity.organizations;
    v_invitation identity.invitations;
    v_member identity.members;
    v_roles text [];
begin
    select o.* into v_organization
    from identity.organizations as o
    where
        o.status = 'active' and o.id <> identity.public_organization()
        and case
            when p_slug is not null then o.slug = p_slug and substring(v_email from '[^@]*$') = any(o.email_domains)
            else o.id = (
                select i.organization_id from identity.invitations as i
                where i.code_hash = p_code_hash or (i.id = p_id and i.email = v_email)
            )
        end
    for no key update;
    -- locked under the organization's lock, so that its last use is taken once, and nobody joins by what was revoked or purged since
    select i.* into v_invitation from identity.invitations as i
    where i.code_hash = p_code_hash or (i.id = p_id and i.email = v_email)
    for no key update;
    if v_organization.id is null or (p_slug is null and v_invitation.id is null) then
        raise exception using
            errcode = 'PF404', constraint = 'not-found',
            message = 'There is no such invitation for you: compare the code, or sign in with the address that was invited.';
    end if;
    select m.* into v_member from identity.members as m where m.organization_id = v_organization.id and m.user_id = v_user_id;
    v_roles := coalesce(v_invitation.roles, '{learner}');
    if v_member.status = 'suspended' then
        raise exception using
            errcode = 'PF409', constraint = 'member-suspended',
            message = 'You are suspended in this organization: ask its administrators.';
    end if;
    if v_member.roles @> v_roles then
        return v_organization.slug;
    end if;
    if v_invitation.id is not null then
        if identity.invitation_status(v_invitation, p_at) <> 'open' then
            raise exception using
                errcode = 'PF409', constraint = 'invitation-ended',
                message = 'This invitation was used up, was revoked or has expired: ask the organization for another one.';
        end if;
        update identity.invitations as i set uses = i.uses + 1 where i.id = v_invitation.id;
    end if;
    v_roles := array(select distinct r.role from unnest(v_member.roles || v_roles) as r (role) order by r.role);
    perform identity.write_member(v_organization, v_user_id, v_roles, 'active', p_at);
    return v_organization.slug;
end
$$;
alter function identity.join_organization(uuid, bytea, text, timestamptz) owner to definer;
grant execute on function identity.join_organization(uuid, bytea, text, timestamptz) to application;
