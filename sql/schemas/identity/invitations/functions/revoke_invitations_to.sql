-- Revokes the open invitation of an organization to a member's address, for who saves or removes the member and holds the lock of the
-- organization's row: what was offered before the decision would undo it.
create or replace function identity.revoke_invitations_to(p_organization_id uuid, p_user_id uuid, p_at timestamptz) returns void
language sql volatile
set search_path = ''
begin atomic
update identity.invitations as i set revoked_at = p_at
from identity.users as u
where
    u.id = p_user_id and i.organization_id = p_organization_id and i.email = lower(u.email)
    and i.revoked_at is null and i.uses < i.max_uses;
end;
alter function identity.revoke_invitations_to(uuid, uuid, timestamptz) owner to definer;
