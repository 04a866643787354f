-- Row-level security for a table of learners' rows that the API never shows as rows: jobs read all of them, definer's
-- functions do what p_definer says.
create or replace procedure platform.secure_internal_rows(
    p_table regclass, p_definer text [] default '{select, insert, update, delete}'
)
language plpgsql
set search_path = ''
as $$
begin
    call platform.reset_access(p_table);
    call platform.admit_definer_alone(p_table);
    execute format('create policy internal_read on %s for select to scheduler using (true)', p_table);
    execute format('grant select on %s to scheduler', p_table);
    execute format('grant %s on %s to definer', array_to_string(p_definer, ', '), p_table);
end
$$;
