create or replace trigger append_only
before update or delete or truncate on platform.audit_log
for each statement execute function platform.refuse_change();
