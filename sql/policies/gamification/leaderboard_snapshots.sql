-- Closed boards are public and hold no name: no row-level security; only definer's functions write.
grant select on gamification.leaderboard_snapshots to application, scheduler, read_only;
grant select, insert, update, delete on gamification.leaderboard_snapshots to definer;
