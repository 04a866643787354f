-- Refuses criteria that no learner could be measured by, and keeps them as rows for set-based evaluation.
create or replace function gamification.sync_achievement_conditions() returns trigger
language plpgsql volatile
set search_path = ''
as $$
declare
    v_condition record;
begin
    delete from gamification.achievement_conditions as c where c.achievement_id = new.id;
    for v_condition in
        select f.alternative, f.place, f.condition from gamification.flattened_criteria(new.criteria) as f
    loop
        if
            gamification.is_condition(v_condition.condition) is not true
        then
            raise exception using
                errcode = 'PF422', constraint = 'invalid-criteria', message = format('Achievement %s: %s is no condition.', new.slug, v_condition.condition);
        end if;
        insert into gamification.achievement_conditions
        (achievement_id, alternative, position, metric, filter_key, filter_value, threshold)
        select
            new.id, v_condition.alternative, v_condition.place, v_condition.condition ->> 'metric',
            coalesce(filter.key, ''), coalesce(filter.value, ''), (v_condition.condition ->> 'threshold')::bigint
        from (values (true)) as always (here)
        left join lateral jsonb_each_text(v_condition.condition -> 'filter') as filter (key, value) on always.here;
    end loop;
    if not found then
        raise exception using
            errcode = 'PF422', constraint = 'invalid-criteria', message = format('Achievement %s: its criteria need a condition.', new.slug);
    end if;
    return null;
end
$$;
