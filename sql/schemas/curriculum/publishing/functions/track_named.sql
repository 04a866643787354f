-- The track that a document of an organization names: its own one of this slug, else that of public; null if there is neither.
create or replace function curriculum.track_named(p_organization_id uuid, p_slug text) returns uuid
language sql stable
set search_path = ''
return (
    select t.id
    from curriculum.learning_tracks as t
    where t.slug = p_slug and t.organization_id in (p_organization_id, identity.public_organization()) and t.is_active and t.is_published
    order by t.organization_id = p_organization_id desc
    limit 1
);
alter function curriculum.track_named(uuid, text) owner to definer;
