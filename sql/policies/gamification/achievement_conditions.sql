-- Kept by a trigger; no learner's column.
grant select on gamification.achievement_conditions to application, scheduler, read_only;
grant select, insert, delete on gamification.achievement_conditions to definer;
