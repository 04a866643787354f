-- Makes the monthly partitions of every partitioned table, from this month to p_months ahead. Rows that had landed in
-- the default partition move over first, since PostgreSQL refuses a partition whose rows the default still holds.
create or replace function platform.ensure_partitions(
    p_months integer default 3, p_at timestamptz default now()
) returns table (partition_name text, moved_rows bigint)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_schema name;
    v_table name;
    v_name text;
    v_from timestamptz;
    v_month integer;
begin
    -- two runs at once would make the same partition
    perform pg_advisory_xact_lock(hashtextextended('platform.ensure_partitions', 0));

    for v_schema, v_table in
        select t.nspname, t.relname from platform.partitioned_tables as t order by t.nspname, t.relname
    loop
        for v_month in 0..p_months loop
            v_from := date_trunc('month', p_at, 'UTC') + make_interval(months => v_month);
            v_name := platform.partition_name(v_table, v_from);
            continue when platform.relation_exists(v_schema, v_name);
            partition_name := v_schema || '.' || v_name;
            moved_rows := platform.attach_partition(v_schema, v_table, v_name, v_from, v_from + interval '1 month');
            return next;
        end loop;
    end loop;
end
$$;
alter function platform.ensure_partitions(integer, timestamptz) owner to definer;
grant execute on function platform.ensure_partitions(integer, timestamptz) to scheduler, migrator;
