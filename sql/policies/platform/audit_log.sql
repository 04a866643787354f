-- Written by definer's functions, read by staff; no learner's column, so no policy per learner.
grant select on platform.audit_log to scheduler, read_only;
grant insert on platform.audit_log to definer;
