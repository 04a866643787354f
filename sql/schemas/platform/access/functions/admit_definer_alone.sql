-- Forces row-level security on a table, its owner included, with one policy: definer's functions see every row. A partition
-- needs no more, since everybody else reaches its rows through the parent.
create or replace procedure platform.admit_definer_alone(p_table regclass)
language plpgsql
set search_path = ''
as $$
begin
    execute format('alter table %s enable row level security, force row level security', p_table);
    execute format('create policy definer_all on %s for all to definer using (true) with check (true)', p_table);
end
$$;
grant execute on procedure platform.admit_definer_alone(regclass) to definer;
