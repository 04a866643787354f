-- The track, challenge or page that a document of an organization names: its own one of this slug, else that of public; null if there is
-- neither.
create or replace function curriculum.item_named(p_organization_id uuid, p_kind text, p_slug text) returns uuid
language sql stable
set search_path = ''
return (
    select i.id
    from curriculum.live_items as i
    where i.kind = p_kind and i.slug = p_slug and i.organization_id in (p_organization_id, identity.public_organization())
    order by i.organization_id = p_organization_id desc
    limit 1
);
alter function curriculum.item_named(uuid, text, text) owner to definer;
