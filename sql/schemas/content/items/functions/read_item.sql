-- For authors and reviewers: an item with the document of a revision, of the last one if none is named; no row if there is none.
-- Refusal: 403 forbidden.
create or replace function content.read_item(p_organization text, p_kind text, p_slug text, p_revision integer)
returns table (
    id uuid, kind text, slug text, title text, state text, owner text, revision integer, document jsonb, saved_by text, saved_at timestamptz
)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.read');
begin
    return query
    select i.id, i.kind, i.slug, i.title, i.state, o.username, r.revision, r.document, u.username, r.created_at
    from content.items as i
    inner join content.item_revisions as r
        on r.item_id = i.id and r.organization_id = i.organization_id and r.revision = coalesce(p_revision, i.revision)
    left join identity.users as o on o.id = i.owner_id
    left join identity.users as u on u.id = r.created_by
    where i.organization_id = v_organization_id and i.kind = p_kind and i.slug = p_slug;
end
$$;
alter function content.read_item(text, text, text, integer) owner to definer;
grant execute on function content.read_item(text, text, text, integer) to reader;
