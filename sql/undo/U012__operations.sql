do $$
declare
    v_schema name;
begin
    foreach v_schema in array array['platform', 'identity', 'progress', 'gamification', 'assessment', 'social', 'discovery', 'analytics']::name [] loop
        execute format('alter default privileges in schema %I revoke select, update, delete on tables from definer', v_schema);
    end loop;
end
$$;
alter table identity.users drop column erased_at cascade;
drop table gamification.ledger_audits, progress.attempts_archived, gamification.xp_archived, platform.partition_archives cascade;
alter table platform.outbox drop column failed_at cascade, drop column last_error, drop column attempts;
