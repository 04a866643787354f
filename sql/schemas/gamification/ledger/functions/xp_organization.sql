-- Whose XP the content of an organization pays: that of "public", the platform's, where the platform trusts the organization; else the
-- organization's own, so that nobody is paid by the platform for a level that they wrote themselves.
create or replace function gamification.xp_organization(p_organization_id uuid) returns uuid
language sql stable
set search_path = ''
return (
    select case o.xp_scope when 'platform' then identity.public_organization() else o.id end
    from identity.organizations as o where o.id = p_organization_id
);
grant execute on function gamification.xp_organization(uuid) to scheduler, definer;
