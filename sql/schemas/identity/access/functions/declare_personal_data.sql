-- Declares what erasure and export do with a column that names a person: erasure deletes the row, anonymizes it by a null, or
-- keeps it; the export has the person's rows unless p_left_out says why not, each as the
-- function p_shown_by returns it of a row, if some of it is not for them. Refuses what erasure could not do.
create or replace procedure identity.declare_personal_data(
    p_table regclass, p_column name, p_action text, p_left_out text default null, p_shown_by text default null
)
language plpgsql
set search_path = ''
as $$
declare
    v_relation text := (
        select n.nspname || '.' || c.relname
        from pg_catalog.pg_class as c inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        where c.oid = p_table
    );
    v_not_null boolean := (
        select a.attnotnull from pg_catalog.pg_attribute as a
        where a.attrelid = p_table and a.attname = p_column and not a.attisdropped
    );
begin
    if v_not_null is null then
        raise exception using errcode = 'undefined_column', message = format('%s has no column %I.', v_relation, p_column);
    elsif p_action = 'anonymize' and v_not_null then
        raise exception using
            errcode = 'not_null_violation',
            message = format('%s.%I is not nullable, so it cannot be anonymized.', v_relation, p_column);
    end if;
    insert into identity.personal_data as d (relation, attribute, action, left_out, shown_by)
    values (v_relation, p_column, p_action, p_left_out, p_shown_by)
    on conflict (relation, attribute) do update set action = excluded.action, left_out = excluded.left_out, shown_by = excluded.shown_by;
end
$$;
