-- Boards are public and hold no name: no row-level security; only definer's functions write.
grant select on gamification.leaderboard_boards to application, scheduler, read_only;
grant select, insert, update on gamification.leaderboard_boards to definer;
