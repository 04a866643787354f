-- non-transactional
create index concurrently leaderboard_scores_challenge_idx on gamification.leaderboard_scores (updated_at)
where scope_type = 'challenge';
