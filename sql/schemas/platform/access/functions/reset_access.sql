-- Takes back all that was granted on a table and drops its policies: the statements in access.sql that follow are the whole
-- truth about it, whatever an earlier version of them said. The privileges of the table's owner stay.
create or replace procedure platform.reset_access(p_table regclass)
language plpgsql
set search_path = ''
as $$
declare
    v_policy name;
begin
    for v_policy in select p.polname from pg_catalog.pg_policy as p where p.polrelid = p_table loop
        execute format('drop policy %I on %s', v_policy, p_table);
    end loop;
    execute format('revoke all on %s from reader, application, staff, sign_up, scheduler, read_only', p_table);
    if (select pg_catalog.pg_get_userbyid(c.relowner) from pg_catalog.pg_class as c where c.oid = p_table) <> 'definer' then
        execute format('revoke all on %s from definer', p_table);
    end if;
end
$$;
