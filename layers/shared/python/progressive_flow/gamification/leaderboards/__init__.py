"""Leaderboards: scores, ranks, closed periods."""
