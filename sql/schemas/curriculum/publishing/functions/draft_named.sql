-- The document of an organization's draft as it was last saved; null if there is none, or if it is archived.
create or replace function curriculum.draft_named(p_organization_id uuid, p_kind text, p_slug text) returns jsonb
language sql stable
set search_path = ''
return (
    select r.document
    from content.items as i
    inner join content.item_revisions as r
        on r.item_id = i.id and r.organization_id = i.organization_id and r.revision = i.revision
    where i.organization_id = p_organization_id and i.kind = p_kind and i.slug = p_slug and i.state <> 'archived'
);
alter function curriculum.draft_named(uuid, text, text) owner to definer;
