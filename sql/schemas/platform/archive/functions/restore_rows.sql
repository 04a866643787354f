-- Reads archived rows back into their table; returns how many. Columns that came later have their defaults. The rows of learners
-- who have left since return where erasure keeps a table's rows.
create or replace function platform.restore_rows(p_parent text, p_month date, p_columns text [], p_rows jsonb) returns bigint
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
    v_schema name := split_part(p_parent, '.', 1);
    v_table name := split_part(p_parent, '.', 2);
    v_columns text := (select string_agg(format('%I', c.name), ', ') from unnest(p_columns) as c (name));
    v_restored bigint;
begin
    execute format(
        'insert into %1$I.%2$I (%3$s)
         select %3$s from jsonb_populate_recordset(null::%1$I.%2$I, $1) as r
         where exists (
             select from identity.personal_data as d where d.relation = $2 and d.attribute = ''user_id'' and d.action = ''keep''
         )
         or not exists (select from identity.users as u where u.id = r.user_id and u.erased_at is not null)',
        v_schema, platform.partition_name(v_table, p_month::timestamptz), v_columns
    ) using p_rows, p_parent;
    get diagnostics v_restored = row_count;
    return v_restored;
end
$$;
alter function platform.restore_rows(text, date, text [], jsonb) owner to definer;
grant execute on function platform.restore_rows(text, date, text [], jsonb) to migrator;
