-- For authors and reviewers: the versions of an item, newest first, from one on, or one of them with its document, as its author wrote
-- it. Refusal: 403 forbidden.
create or replace function content.list_item_versions(
    p_organization text, p_kind text, p_slug text, p_version integer, p_before integer, p_limit integer
) returns table (
    version integer, label text, is_live boolean, changelog text, is_compatible boolean, breaking_reason text, approvals smallint,
    restored_from integer, published_by text, published_at timestamptz, document jsonb
)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.read');
begin
    return query
    select
        v.version, v.label, i.state = 'live' and i.live_version = v.version, v.changelog, v.is_compatible, v.breaking_reason,
        v.approvals, v.restored_from, u.username, v.published_at, case when p_version is not null then v.document end
    from content.items as i
    inner join content.item_versions as v on v.item_id = i.id and v.organization_id = i.organization_id
    left join identity.users as u on u.id = v.published_by
    where
        i.organization_id = v_organization_id and i.kind = p_kind and i.slug = p_slug
        and (p_version is null or v.version = p_version)
        and (p_before is null or v.version < p_before)
    order by v.version desc
    limit p_limit;
end
$$;
alter function content.list_item_versions(text, text, text, integer, integer, integer) owner to definer;
grant execute on function content.list_item_versions(text, text, text, integer, integer, integer) to reader;
