-- For ledgers and logs: what was written stays written.
create or replace function platform.refuse_change() returns trigger
language plpgsql volatile
as $$
begin
    raise exception using
        errcode = 'PF500', constraint = 'append-only',
        message = format('%s.%s is append-only: write a correcting row instead.', tg_table_schema, tg_table_name);
end
$$;
