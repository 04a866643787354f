-- Refuses a cycle of prerequisites and keeps the readable list on whatever has them. For tables of edges: the arguments are
-- the table with the list and the edges' column that refers to it. An edge leads to the same organization or to public, so a
-- cycle lies within one organization, whose lock is enough. Row triggers fire when the whole statement has been
-- executed, so that a catalogue may be loaded in any order. Refusal: 422 prerequisite-cycle.
create or replace function curriculum.sync_prerequisites() returns trigger
language plpgsql volatile
set search_path = ''
as $$
declare
    v_owners regclass := tg_argv[0];
    v_column name := tg_argv[1];
    v_old_owner uuid := to_jsonb(old) ->> v_column;
    v_new_owner uuid := to_jsonb(new) ->> v_column;
    v_slug text;
begin
    -- two authors who each add half of a cycle would not see each other's edge
    perform pg_advisory_xact_lock(hashtextextended(concat_ws(
        ':', 'curriculum.sync_prerequisites', v_owners, coalesce(to_jsonb(new), to_jsonb(old)) ->> 'organization_id'
    ), 0));

    if tg_op <> 'DELETE' then
        execute format(
            'with recursive path (id) as (
                select $2
                union
                select p.prerequisite_id from path inner join %1$s as p on p.%2$I = path.id
            )
            select o.slug from path inner join %3$s as o on o.id = path.id where path.id = $1',
            tg_relid::regclass, v_column, v_owners
        ) into v_slug using v_new_owner, new.prerequisite_id;
        if v_slug is not null then
            raise exception using
                errcode = 'PF422', constraint = 'prerequisite-cycle',
                message = format('The %s %s would be a prerequisite of itself.', replace(v_column, '_id', ''), v_slug);
        end if;
    end if;

    execute format(
        'update %3$s as o set prerequisites = edges.ids
        from unnest($1) as owner (id)
        cross join lateral (
            select coalesce(jsonb_agg(p.prerequisite_id order by p.prerequisite_id), ''[]'') as ids from %1$s as p where p.%2$I = owner.id
        ) as edges
        where o.id = owner.id and o.prerequisites <> edges.ids',
        tg_relid::regclass, v_column, v_owners
    ) using array[v_old_owner, v_new_owner];
    return null;
end
$$;
