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
        select t.nspname, t.relname from platform.partitioned_tables as t order by t.nspname, t.relname
    loop
        execute format('analyze only %I.%I', v_table.nspname, v_table.relname);
        v_tables := v_tables + 1;
    end loop;
    return v_tables;
end
$$;
alter function platform.analyze_partitioned_tables() owner to definer;
grant execute on function platform.analyze_partitioned_tables() to scheduler;
