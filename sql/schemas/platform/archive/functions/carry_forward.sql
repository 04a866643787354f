-- Keeps what a ledger's month adds up to while its rows are away, or takes that back when they return. The ledger's own schema
-- knows what to sum up, in a function carry_forward_<table>; without one, nothing is.
create or replace function platform.carry_forward(p_parent text, p_partition regclass, p_month date, p_away boolean) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
    v_function text := format('%I.%I', split_part(p_parent, '.', 1), 'carry_forward_' || split_part(p_parent, '.', 2));
begin
    if to_regprocedure(v_function || '(regclass, date, boolean)') is not null then
        execute format('select %s($1, $2, $3)', v_function) using p_partition, p_month, p_away;
    end if;
end
$$;
alter function platform.carry_forward(text, regclass, date, boolean) owner to definer;
