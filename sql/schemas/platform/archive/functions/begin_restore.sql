-- Makes the table that an archived month is read back into; false if the month is here already.
create or replace function platform.begin_restore(p_parent text, p_month date) returns boolean
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
    v_schema name := split_part(p_parent, '.', 1);
    v_table name := split_part(p_parent, '.', 2);
    v_name text := platform.partition_name(v_table, p_month::timestamptz);
begin
    perform pg_advisory_xact_lock(hashtextextended('platform.ensure_partitions', 0));
    if platform.relation_exists(v_schema, v_name) then
        return false;
    end if;
    perform platform.create_partition(v_schema, v_table, v_name);
    return true;
end
$$;
alter function platform.begin_restore(text, date) owner to definer;
grant execute on function platform.begin_restore(text, date) to migrator;
