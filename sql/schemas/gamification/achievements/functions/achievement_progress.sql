-- How far learners are with what they have not achieved, in per cent: the mean of a set of conditions, the best of its
-- alternatives. Below 100 however close: only an award makes it 100.
create or replace function gamification.achievement_progress(p_user_ids uuid [])
returns table (user_id uuid, achievement_id uuid, progress numeric(5, 2))
language plpgsql stable
set plan_cache_mode = force_generic_plan -- planning the metrics again takes longer than reading them
as $$
begin
    return query
    with metrics as materialized (
        select m.user_id, m.metric, m.filter_key, m.filter_value, m.value
        from gamification.learner_metrics as m
        where m.user_id = any(p_user_ids)
    )
    select ways.user_id, ways.achievement_id, least(99.99, round(max(ways.share), 2))::numeric(5, 2)
    from (
        select
            learner.id as user_id, c.achievement_id, c.alternative,
            100 * avg(least(1, coalesce(m.value, 0)::numeric / c.threshold)) as share
        from unnest(p_user_ids) as learner (id)
        cross join gamification.achievement_conditions as c
        inner join gamification.achievements as a on a.id = c.achievement_id and a.is_active and a.organization_id = identity.public_organization()
        left join metrics as m
            on m.user_id = learner.id and m.metric = c.metric and m.filter_key = c.filter_key and m.filter_value = c.filter_value
        group by learner.id, c.achievement_id, c.alternative
    ) as ways
    group by ways.user_id, ways.achievement_id
    having max(ways.share) > 0;
end
$$;
grant execute on function gamification.achievement_progress(uuid []) to reader, scheduler, definer;
