-- Refuses a circle of prerequisites and keeps the readable list on the track. By statement, so that a whole
-- catalogue may be loaded in any order.
create or replace function curriculum.keep_track_prerequisites() returns trigger
language plpgsql volatile
set search_path = ''
as $$
declare
    v_slug text;
begin
    -- two authors who each add half of a circle would not see each other's edge
    perform pg_advisory_xact_lock(hashtextextended('curriculum.track_prerequisites', 0));

    with recursive path (start_id, at_id) as (
        select p.track_id, p.prerequisite_id from curriculum.track_prerequisites as p
        union
        select path.start_id, p.prerequisite_id
        from path inner join curriculum.track_prerequisites as p on p.track_id = path.at_id
    )
    select c.slug into v_slug
    from path inner join curriculum.learning_tracks as c on c.id = path.start_id
    where path.start_id = path.at_id
    order by c.slug
    limit 1;
    if found then
        raise exception 'track % would be a prerequisite of itself', v_slug using errcode = 'PF005';
    end if;

    update curriculum.learning_tracks as c set prerequisites = edges.ids
    from (
        select
            c2.id,
            coalesce(jsonb_agg(p.prerequisite_id order by p.prerequisite_id) filter (where p.prerequisite_id is not null), '[]') as ids
        from curriculum.learning_tracks as c2 left join curriculum.track_prerequisites as p on p.track_id = c2.id
        group by c2.id
    ) as edges
    where edges.id = c.id and c.prerequisites <> edges.ids;
    return null;
end
$$;
