-- Row-level security for a table whose rows belong to organizations: their members read them, the migrator loads them.
create or replace procedure platform.secure_organization_rows(
    p_table regclass, p_column name default 'organization_id', p_definer text [] default '{select}'
)
language plpgsql
set search_path = ''
as $$
begin
    call platform.secure_shared_rows(
        p_table, format('%I = any(array(select identity.organization_ids()))', p_column), p_definer
    );
    execute format('create policy migrator_all on %s for all to migrator using (true) with check (true)', p_table);
end
$$;
