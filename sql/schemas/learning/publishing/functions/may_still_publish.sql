-- Whether a publication may go live when it is due: the organization is active, and who asked for it may still publish there. An
-- administrator of the platform needs no membership. Who was erased since publishes nothing.
create or replace function learning.may_still_publish(p_organization_id uuid, p_user_id uuid, p_is_operators boolean) returns boolean
language sql stable
set search_path = ''
return exists (
    select from identity.organizations as o
    where
        o.id = p_organization_id and o.status = 'active'
        and p_user_id is not null
        and (
            p_is_operators
            or exists (
                select from identity.members as m
                inner join identity.role_permissions as r on r.role = any(m.roles) and r.permission = 'content.publish'
                where m.organization_id = o.id and m.user_id = p_user_id and m.status = 'active'
            )
        )
);
alter function learning.may_still_publish(uuid, uuid, boolean) owner to definer;
