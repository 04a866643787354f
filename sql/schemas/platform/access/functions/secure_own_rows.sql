-- Row-level security for a table whose rows belong to learners: the current user does what p_actions says with their own
-- rows, jobs read all of them, definer's functions do what p_definer says. Which columns may be
-- updated is granted in access.sql, column by column.
create or replace procedure platform.secure_own_rows(
    p_table regclass, p_column name default 'user_id', p_actions text [] default '{select}',
    p_definer text [] default '{select, insert, update, delete}'
)
language plpgsql
set search_path = ''
as $$
declare
    v_own text := format('%I = (select identity.current_user_id())', p_column);
begin
    call platform.secure_internal_rows(p_table, p_definer);
    execute format('grant select on %s to reader', p_table);
    execute format('create policy own_read on %s for select to reader using (%s)', p_table, v_own);
    if 'insert' = any(p_actions) then
        execute format('create policy own_insert on %s for insert to application with check (%s)', p_table, v_own);
        execute format('grant insert on %s to application', p_table);
    end if;
    if 'update' = any(p_actions) then
        execute format('create policy own_update on %1$s for update to application using (%2$s) with check (%2$s)', p_table, v_own);
    end if;
    if 'delete' = any(p_actions) then
        execute format('create policy own_delete on %s for delete to application using (%s)', p_table, v_own);
        execute format('grant delete on %s to application', p_table);
    end if;
end
$$;
