-- Everything there is of the present learner, by table, as identity.personal_data declares it: the rows, or why they are left
-- out. With the caller's own rights and policies: it can hold nothing of anybody else's.
create or replace function identity.export_learner() returns table (name text, rows jsonb, left_out text)
language plpgsql stable
set search_path = ''
as $$
declare
    v_table record;
begin
    for v_table in
        select
            d.relation, string_agg(format('t.%I = $1', d.attribute), ' or ' order by d.attribute) as theirs,
            string_agg(distinct d.left_out, '; ') as left_out, coalesce(max(d.shown_by), 'to_jsonb') as shown_by
        from identity.personal_data as d
        group by d.relation
        order by d.relation
    loop
        name := v_table.relation;
        rows := '[]';
        left_out := v_table.left_out;
        if left_out is null then
            execute format('select coalesce(jsonb_agg(%s(t)), ''[]'') from %s as t where %s', v_table.shown_by, name, v_table.theirs)
            into rows using identity.current_user_id();
        end if;
        return next;
    end loop;
end
$$;
grant execute on function identity.export_learner() to reader;
