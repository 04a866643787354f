-- Everybody reads the tree; administrators write through definer's functions.
grant select on gamification.skill_prerequisites to application, scheduler, read_only;
grant select, insert, delete on gamification.skill_prerequisites to definer;
