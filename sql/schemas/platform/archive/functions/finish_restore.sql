-- Makes a month that was read back part of its ledger again; its rows count for themselves from here on.
create or replace function platform.finish_restore(p_parent text, p_month date, p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
    v_schema name := split_part(p_parent, '.', 1);
    v_table name := split_part(p_parent, '.', 2);
    v_name text := platform.partition_name(v_table, p_month::timestamptz);
begin
    perform platform.carry_forward(p_parent, to_regclass(format('%I.%I', v_schema, v_name)), p_month, false);
    perform platform.attach_partition(v_schema, v_table, v_name, p_month::timestamptz, p_month + interval '1 month');
    update platform.partition_archives as a set restored_at = p_at where a.parent = p_parent and a.month = p_month;
end
$$;
alter function platform.finish_restore(text, date, timestamptz) owner to definer;
grant execute on function platform.finish_restore(text, date, timestamptz) to migrator;
