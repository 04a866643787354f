-- Whether an organization has an active administrator.
create or replace function identity.has_administrator(p_organization_id uuid) returns boolean
language sql stable
set search_path = ''
return exists (
    select from identity.members as m
    where m.organization_id = p_organization_id and m.status = 'active' and 'org_admin' = any(m.roles)
);
alter function identity.has_administrator(uuid) owner to definer;
