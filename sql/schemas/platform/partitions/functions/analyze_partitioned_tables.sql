-- Renews what the planner knows of partitioned tables as wholes, which autovacuum does for their partitions alone; returns how many
-- tables there are. Only a sample of rows is read, and statistics that hold values of erased rows are replaced.
create or replace function platform.analyze_partitioned_tables() returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_table record;
    v_tables integer := 0;
begin
    for v_table in
        select n.nspname, c.relname
        from pg_catalog.pg_partitioned_table as p
        inner join pg_catalog.pg_class as c on c.oid = p.partrelid
        inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        where n.nspname in (select s.name from platform.domain_schemas as s)
        order by 1, 2
    loop
        execute format('analyze only %I.%I', v_table.nspname, v_table.relname);
        v_tables := v_tables + 1;
    end loop;
    return v_tables;
end
$$;
alter function platform.analyze_partitioned_tables() owner to definer;
grant execute on function platform.analyze_partitioned_tables() to scheduler;
