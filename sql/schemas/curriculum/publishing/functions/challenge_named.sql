-- The challenge that a document of an organization names: its own one of this slug, else that of public; null if there is neither.
create or replace function curriculum.challenge_named(p_organization_id uuid, p_slug text) returns uuid
language sql stable
set search_path = ''
return (
    select t.id
    from curriculum.live_challenges as t
    where t.slug = p_slug and t.organization_id in (p_organization_id, identity.public_organization())
    order by t.organization_id = p_organization_id desc
    limit 1
);
alter function curriculum.challenge_named(uuid, text) owner to definer;
