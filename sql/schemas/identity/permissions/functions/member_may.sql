-- Whether a role of a member of an active organization has the permission.
create or replace function identity.member_may(p_organization_id uuid, p_user_id uuid, p_permission text) returns boolean
language sql stable
set search_path = ''
return exists (
    select from identity.members as m
    inner join identity.organizations as o on o.id = m.organization_id and o.status = 'active'
    inner join identity.role_permissions as r on r.role = any(m.roles) and r.permission = p_permission
    where m.organization_id = p_organization_id and m.user_id = p_user_id and m.status = 'active'
);
alter function identity.member_may(uuid, uuid, text) owner to definer;
