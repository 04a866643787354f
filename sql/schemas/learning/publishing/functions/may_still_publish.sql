-- Whether a publication may go live when it is due: the organization is active, and who asked for it may still publish there. An
-- administrator of the platform needs no membership. Who was erased since publishes nothing.
create or replace function learning.may_still_publish(p_organization_id uuid, p_user_id uuid, p_is_operators boolean) returns boolean
language sql stable
set search_path = ''
return p_user_id is not null
and case
    when p_is_operators
        then exists (select from identity.organizations as o where o.id = p_organization_id and o.status = 'active')
    else identity.member_may(p_organization_id, p_user_id, 'content.publish')
end;
alter function learning.may_still_publish(uuid, uuid, boolean) owner to definer;
