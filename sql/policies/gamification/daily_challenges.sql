-- Everybody reads the day's challenge; the schedule writes through definer's functions.
grant select on gamification.daily_challenges to application, scheduler, read_only;
grant select, insert, update on gamification.daily_challenges to definer;
