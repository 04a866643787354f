alter table curriculum.challenges drop constraint challenges_tags_shape, drop constraint challenges_ddia_concepts_shape;
alter table curriculum.challenge_levels drop constraint challenge_levels_hints_shape, drop constraint challenge_levels_test_cases_shape;
drop table platform.job_cursors, progress.hint_usage,
progress.learning_sessions, progress.user_enrollments, progress.user_track_progress cascade;
drop index progress.level_attempts_user_date_idx;
alter table progress.user_level_progress
drop column time_spent_minutes cascade, drop column passed_attempt cascade, drop column passed_minutes cascade,
drop column passed_hints cascade, drop column passed_local_date cascade;
alter table identity.public_profiles drop column current_streak_days cascade;
alter table identity.users drop column time_zone_before cascade, drop column time_zone_since cascade;
