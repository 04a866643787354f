-- Access to a table without row-level security, since no row of it belongs to anybody in particular or its rows are public:
-- p_readers read it, definer's functions do what p_definer says.
create or replace procedure platform.secure_reference(
    p_table regclass, p_definer text [] default '{select}', p_readers text [] default '{reader, scheduler, read_only}'
)
language plpgsql
set search_path = ''
as $$
begin
    call platform.reset_access(p_table);
    execute format('grant select on %s to %s', p_table, array_to_string(p_readers, ', '));
    if cardinality(p_definer) > 0 then
        execute format('grant %s on %s to definer', array_to_string(p_definer, ', '), p_table);
    end if;
end
$$;
