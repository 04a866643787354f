-- Stores a graded attempt and brings the learner's row for the challenge, which the caller holds, up to it: p_levels are the
-- levels passed by now; p_completed_in is whose XP the challenge pays if this attempt completes it, else null.
create or replace function progress.store_attempt(
    p_attempt progress.level_attempts, p_levels integer [], p_completed_in uuid
) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    insert into progress.level_attempts (
        id, user_id, challenge_id, challenge_version_id, level_number, attempt_number, design_snapshot, test_results, score,
        passed, xp_earned, hints_used, time_spent_minutes, feedback, catalogue_version, kind, grader_version, local_date, created_at, daily_challenge_id
    ) values (
        p_attempt.id, p_attempt.user_id, p_attempt.challenge_id, p_attempt.challenge_version_id, p_attempt.level_number,
        p_attempt.attempt_number, p_attempt.design_snapshot, p_attempt.test_results, p_attempt.score, p_attempt.passed,
        p_attempt.xp_earned, p_attempt.hints_used, p_attempt.time_spent_minutes, p_attempt.feedback,
        p_attempt.catalogue_version, p_attempt.kind, p_attempt.grader_version, p_attempt.local_date, p_attempt.created_at, p_attempt.daily_challenge_id
    );
    update progress.user_challenge_progress as p set
        status = case when p_completed_in is not null or p.status = 'completed' then 'completed' else 'in_progress' end,
        current_level = greatest(p.current_level, case when p_attempt.passed then p_attempt.level_number else 0 end),
        levels_completed = p_levels,
        start_date = coalesce(p.start_date, p_attempt.created_at),
        completion_date = case when p_completed_in is not null then p_attempt.created_at else p.completion_date end,
        xp_organization_id = coalesce(p_completed_in, p.xp_organization_id),
        total_attempts = p.total_attempts + 1,
        total_time_spent_minutes = p.total_time_spent_minutes + p_attempt.time_spent_minutes,
        best_score = greatest(p.best_score, p_attempt.score),
        xp_earned = p.xp_earned + p_attempt.xp_earned
    where p.user_id = p_attempt.user_id and p.challenge_id = p_attempt.challenge_id;
end
$$;
alter function progress.store_attempt(progress.level_attempts, integer [], uuid) owner to definer;
