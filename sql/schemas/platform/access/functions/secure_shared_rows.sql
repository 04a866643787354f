-- Row-level security for a table whose rows are several learners' to read: those that p_visible, an expression over the row, lets
-- them. Jobs and the read-only role read all of them, definer's functions do what p_definer says.
create or replace procedure platform.secure_shared_rows(p_table regclass, p_visible text, p_definer text [])
language plpgsql
set search_path = ''
as $$
begin
    call platform.secure_internal_rows(p_table, p_definer);
    execute format('grant select on %s to reader, read_only', p_table);
    execute format('create policy shared_read on %s for select to reader using (%s)', p_table, p_visible);
    execute format('create policy operators_read on %s for select to read_only using (true)', p_table);
end
$$;
