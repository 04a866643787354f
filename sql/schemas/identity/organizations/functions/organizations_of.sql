-- The organizations of a user; those that suspended them, or are closed, are left out. Everybody is in "public". In line, for functions
-- that know whom they ask for.
create or replace function identity.organizations_of(p_user_id uuid) returns setof uuid
language sql stable
begin atomic
select identity.public_organization()
union
select m.organization_id
from identity.members as m
inner join identity.organizations as o on o.id = m.organization_id and o.status = 'active'
where m.user_id = p_user_id and m.status = 'active';
end;
grant execute on function identity.organizations_of(uuid) to definer;
