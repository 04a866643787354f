-- The documents of an organization's drafts but those of archived items: of these that p_keys names by kind and slug, of all for null.
create or replace function content.draft_documents(p_organization_id uuid, p_keys jsonb)
returns table (kind text, slug text, document jsonb)
language sql stable security definer
set search_path = ''
begin atomic
select i.kind, i.slug, r.document
from content.items as i
inner join content.item_revisions as r
    on r.item_id = i.id and r.organization_id = i.organization_id and r.revision = i.revision
where
    i.organization_id = p_organization_id and i.state <> 'archived'
    and (
        p_keys is null
        or exists (
            select from jsonb_to_recordset(p_keys) as named (kind text, slug text) where named.kind = i.kind and named.slug = i.slug
        )
    )
order by i.kind, i.slug;
end;
alter function content.draft_documents(uuid, jsonb) owner to definer;
grant execute on function content.draft_documents(uuid, jsonb) to scheduler;
