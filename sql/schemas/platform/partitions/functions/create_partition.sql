-- Makes a table that can become a partition: of its parent's shape, under row-level security, reached by definer alone.
create or replace function platform.create_partition(p_schema name, p_table name, p_name text) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
    execute format('create table %1$I.%2$I (like %1$I.%3$I including defaults including constraints)', p_schema, p_name, p_table);
    call platform.admit_definer_alone(format('%I.%I', p_schema, p_name)::regclass);
end
$$;
alter function platform.create_partition(name, name, text) owner to definer;
