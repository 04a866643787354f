-- For ledgers and logs: what was written stays written.
create or replace function platform.refuse_change() returns trigger
language plpgsql volatile
as $$
begin
    raise exception '%.% is append-only: write a correcting row instead', tg_table_schema, tg_table_name
        using errcode = 'PF004';
end
$$;
