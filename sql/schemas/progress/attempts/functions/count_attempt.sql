-- Numbers an attempt at a level and measures its minutes: since the level was opened or last attempted, 30 at most. `perfected`
-- says that the level is passed and its best score 100 since this attempt. A failed one takes a try of a budget of p_tries, of which
-- one comes back in p_refill_seconds; on level 1, and without a budget, it costs nothing and `tries_left` is null. Refusal: 429
-- no-tries-left.
create or replace function progress.count_attempt(
    p_user_id uuid, p_challenge_id uuid, p_level_number integer, p_score numeric, p_passed boolean, p_local_date date,
    p_at timestamptz, p_tries integer, p_refill_seconds integer,
    out attempt_number integer, out hints_used integer, out time_spent_minutes integer, out perfected boolean,
    out tries_left integer
)
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_costs boolean := p_tries is not null and p_level_number > 1 and not p_passed;
    v_before timestamptz;
    v_after timestamptz;
begin
    insert into progress.user_level_progress as l (
        user_id, challenge_id, level_number, attempts, best_score, opened_at, last_attempt_at, passed_at,
        passed_attempt, passed_minutes, passed_hints, passed_local_date, tries_full_at
    )
    values (
        p_user_id, p_challenge_id, p_level_number, 1, p_score, p_at, p_at, case when p_passed then p_at end,
        case when p_passed then 1 end, null, case when p_passed then 0 end, case when p_passed then p_local_date end,
        case when v_costs then progress.full_after_a_try(null, p_refill_seconds, p_at) end
    )
    on conflict (user_id, challenge_id, level_number) do update set
        attempts = l.attempts + 1,
        best_score = greatest(l.best_score, excluded.best_score),
        time_spent_minutes = l.time_spent_minutes + progress.minutes_between(coalesce(l.last_attempt_at, l.opened_at), p_at),
        last_attempt_at = greatest(l.last_attempt_at, excluded.last_attempt_at),
        passed_at = coalesce(l.passed_at, excluded.passed_at),
        passed_attempt = coalesce(l.passed_attempt, case when p_passed then l.attempts + 1 end),
        passed_minutes = case
            when p_passed and l.passed_at is null
                then l.time_spent_minutes + progress.minutes_between(coalesce(l.last_attempt_at, l.opened_at), p_at)
            else l.passed_minutes
        end,
        passed_hints = coalesce(l.passed_hints, case when p_passed then l.hints_used end),
        passed_local_date = coalesce(l.passed_local_date, excluded.passed_local_date),
        tries_full_at = case when v_costs then progress.full_after_a_try(l.tries_full_at, p_refill_seconds, p_at) else l.tries_full_at end
    returning
        new.attempts, new.hints_used, new.time_spent_minutes - coalesce(old.time_spent_minutes, 0),
        new.passed_at is not null and new.best_score = 100
        and coalesce(old.passed_at is null or old.best_score is distinct from 100, true),
        old.tries_full_at, new.tries_full_at
    into attempt_number, hints_used, time_spent_minutes, perfected, v_before, v_after;
    if v_costs and progress.tries_left(v_before, p_tries, p_refill_seconds, p_at) = 0 then
        perform progress.refuse_a_try(v_before, p_tries, p_refill_seconds, p_at);
    end if;
    tries_left := case when p_level_number > 1 then progress.tries_left(v_after, p_tries, p_refill_seconds, p_at) end;
end
$$;
alter function progress.count_attempt(uuid, uuid, integer, numeric, boolean, date, timestamptz, integer, integer) owner to definer;
