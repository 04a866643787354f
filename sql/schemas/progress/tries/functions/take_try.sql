-- Takes one of the present learner's tries at a level for a trial, and returns how many are left; null on level 1, where tries cost
-- nothing, and where there is no level that the learner may attempt, which the caller finds out by itself. A trial may be the first
-- that the server hears of the level, so that it opens it. Refusal: 429 no-tries-left.
create or replace function progress.take_try(
    p_challenge text, p_level_number integer, p_count integer, p_seconds integer, p_at timestamptz default now()
) returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_before timestamptz;
    v_after timestamptz;
begin
    insert into progress.user_level_progress as l (user_id, challenge_id, level_number, opened_at, tries_full_at)
    select p.user_id, p.challenge_id, p_level_number, p_at, progress.full_after_a_try(null, p_seconds, p_at)
    from progress.user_challenge_progress as p
    inner join curriculum.challenge_levels as level on level.challenge_id = p.challenge_id and level.level_number = p_level_number
    where
        p_level_number > 1 and p.user_id = identity.current_user_id()
        and p.challenge_id = (select c.id from curriculum.live_challenges as c where c.ref = p_challenge)
        and p.unlock_date is not null and progress.is_level_open(p_level_number, p.levels_completed)
    on conflict (user_id, challenge_id, level_number) do update set
        tries_full_at = progress.full_after_a_try(l.tries_full_at, p_seconds, p_at)
    returning old.tries_full_at, new.tries_full_at into v_before, v_after;
    if v_after is null then
        return null;
    elsif progress.tries_left(v_before, p_count, p_seconds, p_at) = 0 then
        perform progress.refuse_a_try(v_before, p_count, p_seconds, p_at);
    end if;
    return progress.tries_left(v_after, p_count, p_seconds, p_at);
end
$$;
alter function progress.take_try(text, integer, integer, integer, timestamptz) owner to definer;
grant execute on function progress.take_try(text, integer, integer, integer, timestamptz) to application;
