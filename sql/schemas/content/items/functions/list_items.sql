-- For authors and reviewers: an organization's items, last changed first, from one on, narrowed by what is not null. Refusal: 403
-- forbidden.
create or replace function content.list_items(
    p_organization text, p_kind text, p_state text, p_own boolean, p_search text, p_before timestamptz, p_before_id uuid, p_limit integer
) returns table (
    id uuid, kind text, slug text, title text, state text, owner text, revision integer, created_at timestamptz, updated_at timestamptz
)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.read');
    v_user_id uuid := identity.current_user_id();
begin
    return query
    select i.id, i.kind, i.slug, i.title, i.state, u.username, i.revision, i.created_at, i.updated_at
    from content.items as i
    left join identity.users as u on u.id = i.owner_id
    where
        i.organization_id = v_organization_id
        and (p_kind is null or i.kind = p_kind)
        and (p_state is null or i.state = p_state)
        and (p_own is not true or i.owner_id = v_user_id)
        and (p_search is null or strpos(lower(i.slug || ' ' || i.title), lower(p_search)) > 0)
        and (p_before is null or (i.updated_at, i.id) < (p_before, p_before_id))
    order by i.updated_at desc, i.id desc
    limit p_limit;
end
$$;
alter function content.list_items(text, text, text, boolean, text, timestamptz, uuid, integer) owner to definer;
grant execute on function content.list_items(text, text, text, boolean, text, timestamptz, uuid, integer) to reader;
