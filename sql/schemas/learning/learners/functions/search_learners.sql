-- For administrators: the learners whose address, username or display name begins with a text, whatever its case, in the order of
-- their usernames, character by character; all of them without a text. An erased learner has neither address nor display name.
-- Refusal: 403 forbidden.
create or replace function learning.search_learners(p_search text, p_after text, p_limit integer)
returns table (
    id uuid, username text, display_name text, email text, total_xp bigint, current_level integer, created_at timestamptz,
    last_active_at timestamptz, erased_at timestamptz
)
language plpgsql stable security definer
set search_path = ''
set plan_cache_mode = force_custom_plan -- a beginning is a range of an index only where the planner knows it
as $$
begin
    perform identity.require(null, 'members.read');

    return query
    select
        u.id, u.username, u.display_name, u.email, s.total_xp, s.current_level, u.created_at, u.last_active_at, u.erased_at
    from identity.users as u left join gamification.user_stats as s on s.user_id = u.id
    where
        lower(u.username) ~>~ p_after and identity.is_called(u.username, u.email, u.display_name, p_search)
    order by lower(u.username) using ~<~
    limit p_limit;
end
$$;
alter function learning.search_learners(text, text, integer) owner to definer;
grant execute on function learning.search_learners(text, text, integer) to reader;
