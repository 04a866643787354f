-- Puts points of the present learner's pool into a skill; no row if there is no such skill. The learner's stats row is the
-- lock: parallel calls queue on it, so the pool is never overspent. The refusals carry what is missing as their detail:
-- 403 skill-locked a prerequisite has no level yet, 409 not-enough-points the pool is too small, 409 skill-mastered the skill
-- takes fewer points than that.
create or replace function gamification.allocate_skill_points(
    p_slug text, p_points integer, p_at timestamptz default now()
) returns table (
    current_level integer, points_allocated integer, unlocked_at timestamptz, mastered_at timestamptz, earned bigint,
    allocated bigint, achievements jsonb
)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_skill gamification.skills;
    v_before integer;
    v_remaining integer;
    v_missing jsonb;
begin
    select s.* into v_skill from gamification.skills as s where s.slug = p_slug and s.is_active;
    if not found then
        return;
    end if;

    select s.total_xp into strict earned
    from gamification.user_stats as s
    where s.user_id = v_user_id
    for no key update;

    select coalesce(sum(u.points_allocated), 0), coalesce(max(u.points_allocated) filter (where u.skill_id = v_skill.id), 0)
    into allocated, v_before
    from gamification.user_skills as u
    where u.user_id = v_user_id;

    select jsonb_agg(
        jsonb_build_object('challenge', null, 'level', null, 'skill', s.slug, 'title', s.name) order by s.slug
    ) into v_missing
    from gamification.skill_prerequisites as needed
    inner join gamification.skills as s on s.id = needed.prerequisite_id and s.is_active
    left join gamification.user_skills as u on u.user_id = v_user_id and u.skill_id = s.id
    where needed.skill_id = v_skill.id and coalesce(u.current_level, 0) < 1;
    if v_missing is not null then
        raise exception using
            errcode = 'PF403', constraint = 'skill-locked', message = 'Other skills need a level first: see `missing`.',
            detail = jsonb_build_object('missing', v_missing)::text;
    end if;

    v_remaining := greatest(v_skill.max_level * v_skill.xp_per_level - v_before, 0);
    if p_points > v_remaining then
        raise exception using
            errcode = 'PF409', constraint = 'skill-mastered', message = 'The skill takes fewer points than this: see `remaining`.',
            detail = jsonb_build_object('remaining', v_remaining)::text;
    end if;
    if p_points > earned - allocated then
        raise exception using
            errcode = 'PF409', constraint = 'not-enough-points', message = 'The pool holds fewer points than this: see `available`.',
            detail = jsonb_build_object('available', greatest(earned - allocated, 0))::text;
    end if;

    insert into gamification.user_skills as u (user_id, skill_id, current_level, points_allocated, unlocked_at, mastered_at)
    select
        v_user_id, v_skill.id, reached.level, p_points,
        case when reached.level >= 1 then p_at end, case when reached.level >= v_skill.max_level then p_at end
    from (select p_points / v_skill.xp_per_level as level) as reached
    on conflict (user_id, skill_id) do update set
        points_allocated = u.points_allocated + p_points,
        current_level = (u.points_allocated + p_points) / v_skill.xp_per_level,
        unlocked_at = coalesce(
            u.unlocked_at, case when (u.points_allocated + p_points) / v_skill.xp_per_level >= 1 then p_at end
        ),
        mastered_at = coalesce(
            u.mastered_at, case when (u.points_allocated + p_points) / v_skill.xp_per_level >= v_skill.max_level then p_at end
        )
    returning u.current_level, u.points_allocated, u.unlocked_at, u.mastered_at
    into current_level, points_allocated, unlocked_at, mastered_at;
    allocated := allocated + p_points;
    achievements := '[]';

    if unlocked_at = p_at or mastered_at = p_at then
        achievements := gamification.award_now(v_user_id, p_at);
        select s.total_xp into earned from gamification.user_stats as s where s.user_id = v_user_id;
        insert into platform.outbox (topic, user_id, payload, created_at)
        values (
            case when mastered_at = p_at then 'skill.mastered' else 'skill.unlocked' end, v_user_id,
            jsonb_build_object('skill', p_slug, 'level', current_level), p_at
        );
    end if;
    return next;
end
$$;
alter function gamification.allocate_skill_points(text, integer, timestamptz) owner to definer;
grant execute on function gamification.allocate_skill_points(text, integer, timestamptz) to application;
