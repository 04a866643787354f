-- Adds what an attempt changed to a learner's totals and counters. p_before is their row for the challenge as the attempt found
-- it; p_first_pass and p_perfected say that the level was passed, or its score of 100 reached, for the first time. p_xp_organization_id is
-- whose XP the challenge pays: a completion counts on the leaderboards on which that XP does.
create or replace function gamification.count_progress(
    p_before progress.user_challenge_progress, p_is_public boolean, p_level_number integer, p_first_pass boolean, p_perfected boolean,
    p_completed boolean, p_minutes integer, p_local_date date, p_at timestamptz, p_xp_organization_id uuid
) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_started boolean := p_before.start_date is null;
    v_counts boolean := p_first_pass and p_is_public;
begin
    update gamification.user_stats as s set
        total_challenges_started = s.total_challenges_started + v_started::integer,
        total_challenges_completed = s.total_challenges_completed + p_completed::integer,
        total_levels_completed = s.total_levels_completed + p_first_pass::integer,
        total_time_spent_minutes = s.total_time_spent_minutes + p_minutes,
        last_activity_date = greatest(s.last_activity_date, p_local_date),
        attempts_made = s.attempts_made + p_is_public::integer,
        best_day_levels = greatest(
            s.best_day_levels, case when not v_counts then 0 when s.last_pass_date = p_local_date then s.last_day_levels + 1 else 1 end
        ),
        last_day_levels = case
            when not v_counts then s.last_day_levels
            when s.last_pass_date = p_local_date then s.last_day_levels + 1
            else 1
        end,
        last_pass_date = case when v_counts then p_local_date else s.last_pass_date end,
        -- a challenge that grew is completed a second time, and the first completion counts no more
        counted_edition = case when p_completed and p_before.status = 'completed' then 0 else s.counted_edition end,
        updated_at = p_at
    where s.user_id = p_before.user_id;
    if p_is_public and (p_first_pass or p_perfected or p_completed or v_started) then
        perform gamification.count_filters(
            p_before.user_id, p_before.challenge_id, p_level_number, v_started, p_first_pass, p_perfected, p_completed
        );
    end if;
    if p_completed then
        perform gamification.add_scores(
            'challenges', array[p_before.user_id], array[1::bigint], array[p_at], p_organization_ids => array[p_xp_organization_id]
        );
    end if;
end
$$;
alter function gamification.count_progress(
    progress.user_challenge_progress, boolean, integer, boolean, boolean, boolean, integer, date, timestamptz, uuid
) owner to definer;
