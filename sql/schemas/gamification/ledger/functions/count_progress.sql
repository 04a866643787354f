-- Adds what an attempt changed to a learner's totals; p_started and p_completed count challenges, p_passed levels.
create or replace function gamification.count_progress(
    p_user_id uuid, p_started boolean, p_completed boolean, p_passed boolean, p_minutes integer, p_local_date date,
    p_at timestamptz
) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    update gamification.user_stats as s set
        total_challenges_started = s.total_challenges_started + p_started::integer,
        total_challenges_completed = s.total_challenges_completed + p_completed::integer,
        total_levels_completed = s.total_levels_completed + p_passed::integer,
        total_time_spent_minutes = s.total_time_spent_minutes + p_minutes,
        last_activity_date = greatest(s.last_activity_date, p_local_date),
        updated_at = p_at
    where s.user_id = p_user_id;
    if p_completed then
        perform gamification.add_scores('challenges', array[p_user_id], array[1::bigint], array[p_at]);
    end if;
end
$$;
alter function gamification.count_progress(uuid, boolean, boolean, boolean, integer, date, timestamptz) owner to definer;
