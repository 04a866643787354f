-- Row-level security for a table whose rows belong to organizations: their members read them, the migrator loads them, jobs
-- and the read-only role read all of them, definer's functions do what p_definer says.
create or replace procedure platform.secure_organization_rows(
    p_table regclass, p_column name default 'organization_id', p_definer text [] default '{select}'
)
language plpgsql
set search_path = ''
as $$
begin
    call platform.secure_internal_rows(p_table, p_definer);
    execute format('grant select on %s to reader, read_only', p_table);
    execute format('create policy content_read on %s for select to read_only using (true)', p_table);
    execute format(
        'create policy members_read on %s for select to reader using (%I = any(array(select identity.organization_ids())))',
        p_table, p_column
    );
    execute format('create policy migrator_all on %s for all to migrator using (true) with check (true)', p_table);
end
$$;
