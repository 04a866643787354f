-- Stores what was found for a failed attempt of the present learner, and charges the first change of a level. What is stored
-- stays: whoever comes second receives it and pays nothing. p_change is null where no single change helps.
create or replace function progress.keep_suggestion(
    p_attempt_id uuid, p_change jsonb, p_at timestamptz default now()
) returns progress.suggestions
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_attempt record;
    v_kept progress.suggestions;
begin
    select a.challenge_id, a.level_number into strict v_attempt
    from progress.level_attempts as a
    where a.id = p_attempt_id and a.user_id = v_user_id and not a.passed and a.daily_challenge_id is null;
    -- the row that attempts and hints queue on
    perform from progress.user_challenge_progress as p
    where p.user_id = v_user_id and p.challenge_id = v_attempt.challenge_id
    for no key update;
    select s.* into v_kept
    from progress.suggestions as s
    where s.user_id = v_user_id and s.attempt_id = p_attempt_id;
    if found then
        return v_kept;
    end if;
    v_kept.xp_penalty := 0;
    if p_change is not null then
        update progress.user_level_progress as l set suggestion_penalty = coalesce(l.suggestion_penalty, priced.price)
        from (
            select
                c.level_number,
                progress.suggestion_price(c.level_number, c.hints, m.suggestion_penalty is not null, m.passed_at is not null) as price
            from progress.user_level_progress as m
            inner join curriculum.challenge_levels as c on c.challenge_id = m.challenge_id and c.level_number = m.level_number
            where m.user_id = v_user_id and m.challenge_id = v_attempt.challenge_id and m.level_number = v_attempt.level_number
        ) as priced
        where
            l.user_id = v_user_id and l.challenge_id = v_attempt.challenge_id and l.level_number = v_attempt.level_number
        returning priced.price into v_kept.xp_penalty;
    end if;
    insert into progress.suggestions as s (user_id, attempt_id, change, xp_penalty, created_at)
    values (v_user_id, p_attempt_id, p_change, coalesce(v_kept.xp_penalty, 0), p_at)
    returning s.* into v_kept;
    return v_kept;
end
$$;
alter function progress.keep_suggestion(uuid, jsonb, timestamptz) owner to definer;
grant execute on function progress.keep_suggestion(uuid, jsonb, timestamptz) to application;
