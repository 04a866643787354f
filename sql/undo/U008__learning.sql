drop table platform.job_cursors, progress.hint_usage, progress.learning_sessions, progress.user_enrollments, progress.user_track_progress;
drop index progress.level_attempts_user_date_idx;
alter table progress.user_level_progress
drop column time_spent_minutes, drop column passed_attempt, drop column passed_minutes, drop column passed_hints, drop column passed_local_date;
alter table identity.public_profiles drop column current_streak_days;
alter table identity.users drop column time_zone_before, drop column time_zone_since;
