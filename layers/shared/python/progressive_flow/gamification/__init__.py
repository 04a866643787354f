"""XP, levels and leaderboards."""
