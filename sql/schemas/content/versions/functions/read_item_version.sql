-- For authors and reviewers: the document of a version, as its author wrote it; no row if there is none. Refusal: 403 forbidden.
create or replace function content.read_item_version(p_organization text, p_kind text, p_slug text, p_version integer)
returns table (
    version integer, label text, is_live boolean, changelog text, is_compatible boolean, breaking_reason text, approvals smallint,
    restored_from integer, published_by text, published_at timestamptz, document jsonb
)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    select found.*, v.document
    from content.list_item_versions(p_organization, p_kind, p_slug, least(p_version, 2147483646) + 1, 1) as found
    inner join identity.organizations as o on o.slug = p_organization
    inner join content.items as i on i.organization_id = o.id and i.kind = p_kind and i.slug = p_slug
    inner join content.item_versions as v on v.item_id = i.id and v.organization_id = o.id and v.version = found.version
    where found.version = p_version;
end
$$;
alter function content.read_item_version(text, text, text, integer) owner to definer;
grant execute on function content.read_item_version(text, text, text, integer) to reader;
