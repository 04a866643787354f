drop table progress.level_attempts, progress.user_level_progress, progress.user_challenge_progress cascade;
