-- Makes the drafts of an organization's items what rows say, with kind, slug, title, document and document_hash in hex: one revision each
-- where the draft differs. For content that comes from files; makes the items that are missing, owned by p_user_id: nobody, if it is null.
create or replace function content.write_drafts(
    p_organization_id uuid, p_rows jsonb, p_at timestamptz, p_user_id uuid default null
) returns integer
language sql volatile security definer
set search_path = ''
begin atomic
with wanted as (
    select r.*, decode(r.document_hash, 'hex') as hash
    from jsonb_to_recordset(p_rows) as r (kind text, slug text, title text, document jsonb, document_hash text)
),
differing as (
    select w.* from wanted as w
    where not exists (
        select from content.items as i
        inner join content.item_revisions as r
            on r.item_id = i.id and r.organization_id = i.organization_id and r.revision = i.revision
        where i.organization_id = p_organization_id and i.kind = w.kind and i.slug = w.slug and r.content_hash = w.hash
    )
),
items as (
    insert into content.items as i (organization_id, kind, slug, title, owner_id, revision, created_at, updated_at)
    select p_organization_id, d.kind, d.slug, d.title, p_user_id as owner_id, 1 as revision, p_at as created_at, p_at as updated_at
    from differing as d
    on conflict (organization_id, kind, slug) do update set
        revision = i.revision + 1, title = excluded.title, updated_at = excluded.updated_at
    returning i.id, i.kind, i.slug, i.revision
),
added as (
    insert into content.item_revisions
    (item_id, organization_id, revision, document, bytes, content_hash, is_imported, created_by, created_at)
    select i.id, p_organization_id, i.revision, w.document, octet_length(w.document::text), w.hash, true, p_user_id, p_at
    from items as i inner join differing as w on w.kind = i.kind and w.slug = i.slug
    returning item_id, revision
)
select count(*)::integer from added as a cross join lateral content.prune_revisions(a.item_id, a.revision, p_at) as pruned;
end;
alter function content.write_drafts(uuid, jsonb, timestamptz, uuid) owner to definer;
grant execute on function content.write_drafts(uuid, jsonb, timestamptz, uuid) to migrator;
