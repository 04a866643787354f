-- The open invitations to the caller's address, of open organizations, the last made first. A learner whose address is unknown has none.
create or replace function identity.list_own_invitations(p_at timestamptz default now()) returns table (
    id uuid, organization text, name text, roles text [], created_at timestamptz, expires_at timestamptz
)
language sql stable security definer
set search_path = ''
begin atomic
select i.id, o.slug as organization, o.name, i.roles, i.created_at, i.expires_at
from identity.users as u
inner join identity.invitations as i on i.email = lower(u.email)
inner join identity.organizations as o on o.id = i.organization_id and o.status = 'active'
where u.id = identity.current_user_id() and identity.invitation_status(i, p_at) = 'open'
order by i.id desc
limit 100;
end;
alter function identity.list_own_invitations(timestamptz) owner to definer;
grant execute on function identity.list_own_invitations(timestamptz) to reader;
