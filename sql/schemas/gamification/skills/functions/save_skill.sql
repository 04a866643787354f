-- Creates or replaces a skill with its prerequisites for an administrator, leaving an audit row; null if there is none to
-- replace. The parent becomes a prerequisite. The audit row also keeps the content files from writing over it.
-- Refusals: 403 forbidden to who is no administrator, 422 prerequisite-cycle.
create or replace function gamification.save_skill(
    p_is_new boolean, p_slug text, p_name text, p_description text, p_category text, p_parent text, p_prerequisites text [],
    p_max_level integer, p_xp_per_level integer, p_order_index integer, p_is_active boolean, p_at timestamptz default now()
) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_id uuid;
    v_parent_id uuid := (select s.id from gamification.skills as s where s.slug = p_parent);
    v_needed uuid [] := array(
        select s.id from gamification.skills as s where s.slug = any(p_prerequisites) or s.slug = p_parent order by s.id
    );
begin
    perform identity.require(null, 'content.write');

    if p_is_new then
        insert into gamification.skills (
            slug, name, description, category, parent_skill_id, max_level, xp_per_level, order_index, is_active, created_at,
            updated_at
        )
        values (
            p_slug, p_name, p_description, p_category, v_parent_id, p_max_level, p_xp_per_level, p_order_index, p_is_active,
            p_at, p_at
        )
        returning id into v_id;
    else
        update gamification.skills as s set
            name = p_name, description = p_description, category = p_category, parent_skill_id = v_parent_id,
            max_level = p_max_level, xp_per_level = p_xp_per_level, order_index = p_order_index, is_active = p_is_active,
            updated_at = p_at
        where s.slug = p_slug
        returning s.id into v_id;
    end if;
    if v_id is null then
        return null;
    end if;

    delete from gamification.skill_prerequisites as edge
    where edge.skill_id = v_id and not edge.prerequisite_id = any(v_needed);
    insert into gamification.skill_prerequisites (skill_id, prerequisite_id)
    select v_id, needed.id from unnest(v_needed) as needed (id)
    on conflict do nothing;

    insert into platform.audit_log (actor_id, action, subject_type, subject_id, detail, created_at)
    values (
        identity.current_user_id(),
        case when p_is_new then 'skill.created' else 'skill.replaced' end, 'skill', p_slug,
        jsonb_build_object(
            'name', p_name, 'description', p_description, 'category', p_category, 'parent', p_parent,
            'prerequisites', p_prerequisites, 'max_level', p_max_level, 'xp_per_level', p_xp_per_level,
            'order', p_order_index, 'is_active', p_is_active
        ), p_at
    );
    return v_id;
end
$$;
alter function gamification.save_skill(
    boolean, text, text, text, text, text, text [], integer, integer, integer, boolean, timestamptz
) owner to definer;
grant execute on function gamification.save_skill(
    boolean, text, text, text, text, text, text [], integer, integer, integer, boolean, timestamptz
) to staff;
