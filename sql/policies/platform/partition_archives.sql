-- Nothing of learners; written by definer's functions.
grant select on platform.partition_archives to scheduler, migrator, read_only;
grant select, insert, update on platform.partition_archives to definer;
