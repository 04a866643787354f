-- For an organization's staff: its members by username, from one on, narrowed by what is not null; p_user_id asks for one. Refusal:
-- 403 forbidden.
create or replace function identity.list_members(
    p_slug text, p_user_id uuid, p_role text, p_status text, p_search text, p_after text, p_limit integer
) returns table (
    user_id uuid, username text, display_name text, email text, roles text [], status text, created_at timestamptz
)
language plpgsql stable security definer
set search_path = ''
set plan_cache_mode = force_custom_plan -- as learning.search_learners
as $$
#variable_conflict use_column
declare
    v_id uuid := identity.require_in(p_slug, 'members.read');
begin
    return query
    select u.id, u.username, u.display_name, u.email, m.roles, m.status, m.created_at
    from identity.members as m
    inner join identity.users as u on u.id = m.user_id
    where
        m.organization_id = v_id
        and (p_user_id is null or m.user_id = p_user_id)
        and (p_role is null or p_role = any(m.roles))
        and (p_status is null or m.status = p_status)
        and identity.is_called(u.username, u.email, u.display_name, p_search)
        and lower(u.username) ~>~ coalesce(p_after, '')
    order by lower(u.username) using ~<~
    limit p_limit;
end
$$;
alter function identity.list_members(text, uuid, text, text, text, text, integer) owner to definer;
grant execute on function identity.list_members(text, uuid, text, text, text, text, integer) to reader;
