-- Locks a learner's row for a challenge and returns it, if they may attempt the level now. Attempts at the same challenge
-- queue on this row, so that numbers are 1, 2, 3 and a pass pays once. p_in_order asks for the level before to be passed.
-- Refusals: 403 locked, 403 level-locked.
create or replace function progress.lock_challenge(
    p_user_id uuid, p_challenge_id uuid, p_level_number integer, p_in_order boolean
) returns progress.user_challenge_progress
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_progress progress.user_challenge_progress;
begin
    select p.* into v_progress
    from progress.user_challenge_progress as p
    where p.user_id = p_user_id and p.challenge_id = p_challenge_id
    for no key update;
    if not found or v_progress.unlock_date is null then
        raise exception using errcode = 'PF403', constraint = 'locked', message = 'This challenge is locked.';
    end if;
    if p_in_order and not progress.is_level_open(p_level_number, v_progress.levels_completed) then
        raise exception using
            errcode = 'PF403', constraint = 'level-locked', message = 'Pass the level before this one first.';
    end if;
    return v_progress;
end
$$;
alter function progress.lock_challenge(uuid, uuid, integer, boolean) owner to definer;
