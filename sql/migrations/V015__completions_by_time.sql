-- non-transactional
create index concurrently user_challenge_progress_completion_date_idx on progress.user_challenge_progress (completion_date)
where completion_date is not null;
