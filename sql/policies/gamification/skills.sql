-- Everybody reads the tree; administrators write through definer's functions.
grant select on gamification.skills to application, scheduler, read_only;
grant select, insert, update on gamification.skills to definer;
