do $$
declare
    v_schema name;
begin
    foreach v_schema in array array['platform', 'identity', 'progress', 'gamification', 'assessment', 'social', 'discovery', 'analytics']::name [] loop
        execute format('alter default privileges in schema %I revoke select, update, delete on tables from definer', v_schema);
    end loop;
end
$$;
alter table identity.users drop column erased_at;
drop table gamification.ledger_audits, progress.attempts_archived, gamification.xp_archived, platform.partition_archives;
alter table platform.outbox drop column failed_at, drop column last_error, drop column attempts;
