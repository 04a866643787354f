-- Pays the first pass of a level, and of the challenge if that completes it, each once ever; returns what was paid now.
create or replace function gamification.pay_level(
    p_user_id uuid, p_challenge_id uuid, p_title text, p_level_number integer, p_level_name text, p_level_xp integer,
    p_challenge_xp integer, p_completes boolean, p_at timestamptz
) returns integer
language sql volatile security definer
set search_path = ''
begin atomic
select gamification.award_xp(
    p_user_id,
    array[(
        'level', p_challenge_id || '/' || p_level_number, p_level_xp,
        p_title || ', level ' || p_level_number || ' (' || p_level_name || ') passed'
    )::gamification.award]
    || case
        when p_completes then array[('challenge', p_challenge_id, p_challenge_xp, p_title || ' completed')::gamification.award]
        else '{}'
    end,
    p_at
);
end;
alter function gamification.pay_level(uuid, uuid, text, integer, text, integer, integer, boolean, timestamptz) owner to definer;
