-- The filters a metric knows; null for one that does not exist. learner_metrics computes them, a test compares the two.
create or replace function gamification.filters_of_metric(p_metric text) returns text []
language sql immutable parallel safe
return case
    when p_metric in ('levels_passed', 'perfect_scores', 'first_try_passes', 'hintless_passes', 'fast_passes', 'quick_passes')
        then array['track', 'category', 'difficulty', 'level']
    when p_metric in ('challenges_started', 'challenges_completed', 'swift_completions') then array['track', 'category', 'difficulty']
    when p_metric in (
        'best_day_levels', 'daily_passes', 'daily_perfects', 'longest_streak', 'active_days', 'active_weeks', 'weekend_days',
        'freezes_used', 'comebacks', 'user_level', 'total_xp', 'minutes_spent', 'attempts_made', 'hints_revealed',
        'categories_explored', 'concepts_explored', 'tracks_started', 'tracks_completed', 'tracks_enrolled',
        'assessments_completed', 'best_assessment_score', 'skills_unlocked', 'skills_mastered', 'sessions_completed'
    ) then '{}'::text []
end;
grant execute on function gamification.filters_of_metric(text) to reader, scheduler, read_only, definer;
