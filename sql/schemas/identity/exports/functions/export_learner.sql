-- Everything there is of the present learner, by table. With the caller's own rights and policies: it can hold nothing of
-- anybody else's, and a table that learners may not read must be named in p_without.
create or replace function identity.export_learner(p_without text []) returns table (name text, rows jsonb)
language plpgsql stable
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_table record;
begin
    for v_table in
        select c.relation, string_agg(format('t.%I = $1', c.attribute), ' or ' order by c.attribute) as theirs
        from identity.learner_columns() as c
        where c.relation <> all(p_without)
        group by c.relation
        order by c.relation
    loop
        name := v_table.relation;
        execute format('select coalesce(jsonb_agg(to_jsonb(t)), ''[]'') from %s as t where %s', v_table.relation, v_table.theirs)
        into rows using v_user_id;
        return next;
    end loop;
end
$$;
grant execute on function identity.export_learner(text []) to application;
