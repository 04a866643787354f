-- The bytes that an organization's uploads take: those that are kept, and those whose file is awaited.
create or replace function content.reserved_bytes(p_organization_id uuid, p_at timestamptz) returns bigint
language sql stable
set search_path = ''
return (
    select coalesce(sum(case u.state when 'requested' then u.bytes else u.stored_bytes end), 0)::bigint
    from content.uploads as u
    where u.organization_id = p_organization_id and (u.state in ('clean', 'held') or (u.state = 'requested' and u.expires_at > p_at))
);
alter function content.reserved_bytes(uuid, timestamptz) owner to definer;
