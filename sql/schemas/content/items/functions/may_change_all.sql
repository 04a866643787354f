-- Whether the caller, who may write content of the organization, may change drafts that others own.
create or replace function content.may_change_all(p_organization_id uuid) returns boolean
language sql stable
set search_path = ''
return identity.is_allowed(p_organization_id, 'content.archive') or exists (
    select from identity.organizations as o where o.id = p_organization_id and o.shared_drafts
);
alter function content.may_change_all(uuid) owner to definer;
