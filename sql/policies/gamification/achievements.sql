-- Everybody reads what can be achieved; administrators write through definer's functions.
grant select on gamification.achievements to application, scheduler, read_only;
grant select, insert, update on gamification.achievements to definer;
