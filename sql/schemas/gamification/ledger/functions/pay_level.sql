-- Pays the first pass of a level, and of the challenge if that completes it, each once ever; returns what was paid now. The XP is that of
-- p_xp_organization_id. Where this is not the organization of the content, the platform trusts that one, up to 100 XP for a level and
-- 500 for a challenge; least() leaves out a null.
create or replace function gamification.pay_level(
    p_user_id uuid, p_challenge_id uuid, p_title text, p_level_number integer, p_level_name text, p_level_xp integer,
    p_challenge_xp integer, p_completes boolean, p_at timestamptz, p_organization_id uuid, p_xp_organization_id uuid
) returns integer
language sql volatile security definer
set search_path = ''
begin atomic
select gamification.award_xp(
    p_user_id,
    array[(
        'level', p_challenge_id || '/' || p_level_number,
        least(p_level_xp, case when p_organization_id <> p_xp_organization_id then 100 end),
        p_title || ', level ' || p_level_number || ' (' || p_level_name || ') passed'
    )::gamification.award]
    || case
        when p_completes
            then array[(
                'challenge', p_challenge_id,
                least(p_challenge_xp, case when p_organization_id <> p_xp_organization_id then 500 end),
                p_title || ' completed'
            )::gamification.award]
        else '{}'
    end,
    p_at,
    p_xp_organization_id
);
end;
alter function gamification.pay_level(
    uuid, uuid, text, integer, text, integer, integer, boolean, timestamptz, uuid, uuid
) owner to definer;
