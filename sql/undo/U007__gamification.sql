drop table
gamification.leaderboard_ranks, gamification.leaderboard_boards, gamification.leaderboard_scores,
gamification.xp_transactions, gamification.xp_awards, gamification.user_stats cascade;
