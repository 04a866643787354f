-- Creates or replaces an achievement of "public" for an administrator, leaving an audit row; null if there is none to replace. The
-- audit row also keeps the content files from writing over it. Refusals: 403 forbidden to who is no
-- administrator, 422 invalid-criteria.
create or replace function gamification.save_achievement(
    p_is_new boolean, p_slug text, p_name text, p_description text, p_icon_url text, p_category text, p_rarity text,
    p_xp_reward integer, p_criteria jsonb, p_is_active boolean, p_at timestamptz default now()
) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_id uuid;
begin
    perform identity.require(null, 'content.write');

    if p_is_new then
        insert into gamification.achievements
        (organization_id, slug, name, description, icon_url, category, rarity, xp_reward, criteria, is_active, created_at, updated_at)
        values (
            identity.public_organization(), p_slug, p_name, p_description, p_icon_url, p_category, p_rarity, p_xp_reward, p_criteria,
            p_is_active, p_at, p_at
        )
        returning id into v_id;
    else
        update gamification.achievements as a set
            name = p_name, description = p_description, icon_url = p_icon_url, category = p_category, rarity = p_rarity,
            xp_reward = p_xp_reward, criteria = p_criteria, is_active = p_is_active, updated_at = p_at
        where a.organization_id = identity.public_organization() and a.slug = p_slug
        returning a.id into v_id;
    end if;
    if v_id is null then
        return null;
    end if;

    insert into platform.audit_log (actor_id, action, subject_type, subject_id, detail, created_at)
    values (
        identity.current_user_id(),
        case when p_is_new then 'achievement.created' else 'achievement.replaced' end, 'achievement', p_slug,
        jsonb_build_object(
            'name', p_name, 'description', p_description, 'icon_url', p_icon_url, 'category', p_category, 'rarity', p_rarity,
            'xp_reward', p_xp_reward, 'criteria', p_criteria, 'is_active', p_is_active
        ), p_at
    );
    return v_id;
end
$$;
alter function gamification.save_achievement(boolean, text, text, text, text, text, text, integer, jsonb, boolean, timestamptz)
owner to definer;
grant execute on function gamification.save_achievement(boolean, text, text, text, text, text, text, integer, jsonb, boolean, timestamptz)
to staff;
