-- Jobs keep their place here, through definer's functions.
grant select on platform.job_cursors to scheduler, read_only;
grant select, insert, update on platform.job_cursors to definer;
