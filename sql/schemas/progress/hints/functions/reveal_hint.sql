-- Reveals a hint of a level to the present learner: in order, each charged once however often it is asked for. A hint
-- revealed after passing costs nothing. Refusals: 403 locked, 403 level-locked, 409 no-more-hints,
-- 409 hint-out-of-order.
create or replace function progress.reveal_hint(
    p_challenge_id uuid, p_level_number integer, p_hint_number integer, p_at timestamptz default now()
) returns table (hint_number integer, hint text, xp_penalty integer, newly_revealed boolean, hint_count integer, next_penalty integer)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_level progress.user_level_progress;
    v_hints jsonb;
begin
    -- the row that attempts queue on: fifty calls at once take turns
    perform from progress.user_challenge_progress as p
    where p.user_id = v_user_id and p.challenge_id = p_challenge_id and p.unlock_date is not null
    for no key update;
    if not found then
        raise exception using errcode = 'PF403', constraint = 'locked', message = 'This challenge is locked.';
    end if;
    select l.hints into strict v_hints
    from curriculum.challenge_levels as l
    where l.challenge_id = p_challenge_id and l.level_number = p_level_number;

    perform progress.open_level(p_challenge_id, p_level_number, p_at);
    select l.* into v_level
    from progress.user_level_progress as l
    where l.user_id = v_user_id and l.challenge_id = p_challenge_id and l.level_number = p_level_number;
    if not found then
        raise exception using
            errcode = 'PF403', constraint = 'level-locked', message = 'Pass the level before this one first.';
    end if;
    hint_count := jsonb_array_length(v_hints);
    hint_number := p_hint_number;
    if hint_number > hint_count then
        raise exception using errcode = 'PF409', constraint = 'no-more-hints', message = 'This level has no further hint.';
    end if;
    if hint_number > v_level.hints_used + 1 then
        raise exception using
            errcode = 'PF409', constraint = 'hint-out-of-order', message = 'Hints come in order: ask for the next one first.';
    end if;

    insert into progress.hint_usage as h (user_id, challenge_id, level_number, hint_number, xp_penalty, used_at)
    values (
        v_user_id, p_challenge_id, p_level_number, reveal_hint.hint_number,
        case when v_level.passed_at is null then (v_hints -> (reveal_hint.hint_number - 1) ->> 'xp_penalty')::integer else 0 end, p_at
    )
    on conflict on constraint hint_usage_pkey do nothing
    returning h.xp_penalty into xp_penalty;
    newly_revealed := found;
    if newly_revealed then
        update progress.user_level_progress as l set hints_used = l.hints_used + 1
        where l.user_id = v_user_id and l.challenge_id = p_challenge_id and l.level_number = p_level_number;
    else
        select h.xp_penalty into strict xp_penalty
        from progress.hint_usage as h
        where
            h.user_id = v_user_id and h.challenge_id = p_challenge_id and h.level_number = p_level_number
            and h.hint_number = reveal_hint.hint_number;
    end if;

    hint := v_hints -> (hint_number - 1) ->> 'text';
    next_penalty := case
        when v_level.passed_at is null then (v_hints -> greatest(hint_number, v_level.hints_used) ->> 'xp_penalty')::integer
        when greatest(hint_number, v_level.hints_used) < hint_count then 0
    end;
    return next;
end
$$;
alter function progress.reveal_hint(uuid, integer, integer, timestamptz) owner to definer;
grant execute on function progress.reveal_hint(uuid, integer, integer, timestamptz) to application;
