-- For authors and reviewers: the revisions of an item, newest first, from one on. Refusal: 403 forbidden.
create or replace function content.list_item_revisions(
    p_organization text, p_kind text, p_slug text, p_before integer, p_limit integer
) returns table (revision integer, saved_by text, saved_at timestamptz, bytes integer)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.read');
begin
    return query
    select r.revision, u.username, r.created_at, r.bytes
    from content.items as i
    inner join content.item_revisions as r on r.item_id = i.id and r.organization_id = i.organization_id
    left join identity.users as u on u.id = r.created_by
    where
        i.organization_id = v_organization_id and i.kind = p_kind and i.slug = p_slug
        and (p_before is null or r.revision < p_before)
    order by r.revision desc
    limit p_limit;
end
$$;
alter function content.list_item_revisions(text, text, text, integer, integer) owner to definer;
grant execute on function content.list_item_revisions(text, text, text, integer, integer) to reader;
