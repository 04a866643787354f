-- For administrators: one learner, with what their work adds up to; `figures` is null for an erased one, of whom nothing is left to
-- add up. Refusals: 403 forbidden, 404 not-found.
create or replace function learning.show_learner(p_user_id uuid)
returns table (
    id uuid, username text, display_name text, email text, visibility text, time_zone text, skill_level text,
    organizations text [], created_at timestamptz, last_active_at timestamptz, erased_at timestamptz, figures jsonb
)
language plpgsql stable security definer
set search_path = ''
as $$
begin
    perform identity.require(null, 'analytics.individual');
    perform identity.require_user(p_user_id);

    return query
    select
        u.id, u.username, u.display_name, u.email, u.visibility, u.time_zone, u.skill_level,
        array(
            select o.slug
            from identity.members as m inner join identity.organizations as o on o.id = m.organization_id
            where m.user_id = u.id
            order by o.slug
        ),
        u.created_at, u.last_active_at, u.erased_at,
        (
            select jsonb_build_object(
                'total_xp', s.total_xp, 'current_level', s.current_level, 'challenges_started', s.total_challenges_started,
                'challenges_completed', s.total_challenges_completed, 'levels_completed', s.total_levels_completed,
                'time_spent_minutes', s.total_time_spent_minutes, 'current_streak_days', s.current_streak_days,
                'longest_streak_days', s.longest_streak_days, 'last_activity_date', s.last_activity_date
            )
            from gamification.user_stats as s where s.user_id = u.id
        )
    from identity.users as u
    where u.id = p_user_id;
end
$$;
alter function learning.show_learner(uuid) owner to definer;
grant execute on function learning.show_learner(uuid) to reader;
