-- Attaches a partition, made here unless it was made and filled before, with what the default holds of it; returns the
-- rows moved out of the default.
create or replace function platform.attach_partition(
    p_schema name, p_table name, p_name text, p_from timestamptz, p_to timestamptz
) returns bigint
language plpgsql volatile
set search_path = ''
set timezone = 'UTC'
as $$
declare
    v_moved bigint;
begin
    if to_regclass(format('%I.%I', p_schema, p_name)) is null then
        perform platform.create_partition(p_schema, p_table, p_name);
    end if;
    execute format(
        'with moved as (delete from %1$I.%2$I where created_at >= %4$L and created_at < %5$L returning *)
         insert into %1$I.%3$I select * from moved',
        p_schema, p_table || '_default', p_name, p_from, p_to
    );
    get diagnostics v_moved = row_count;
    execute format(
        'alter table %1$I.%2$I attach partition %1$I.%3$I for values from (%4$L) to (%5$L)',
        p_schema, p_table, p_name, p_from, p_to
    );
    return v_moved;
end
$$;
alter function platform.attach_partition(name, name, text, timestamptz, timestamptz) owner to definer;
