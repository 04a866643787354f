-- Everybody may know what a streak pays.
grant select on gamification.streak_milestones to application, scheduler, read_only, definer;
