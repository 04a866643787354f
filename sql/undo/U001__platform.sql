-- the schema stays: it holds the history that this undo is written to
drop table platform.partition_archives, platform.job_cursors, platform.audit_log, platform.rate_limits cascade;
