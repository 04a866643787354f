-- Awards what the given learners have reached and were not awarded yet, each once, with its XP and an event; never what was
-- revoked. Returns
-- what was awarded now. Metrics count content of "public", so its achievements alone are awarded. Set-based: one look at the
-- metrics for all of them. XP may reach further achievements, so it looks again while that may be so.
create or replace function gamification.award_achievements(
    p_user_ids uuid [], p_at timestamptz default now()
) returns table (user_id uuid, achievement_id uuid)
language plpgsql volatile security definer
set search_path = ''
set plan_cache_mode = force_generic_plan -- planning the metrics again takes longer than reading them
as $$
declare
    v_users uuid [];
    v_achievements uuid [];
    v_metrics gamification.reached_metric [];
    v_new gamification.user_achievements [];
begin
    -- an attempt holds its learner's row before it awards: without it here, each could wait for what the other awards
    perform from gamification.user_stats as s where s.user_id = any(p_user_ids) order by s.user_id for no key update;

    perform gamification.recount_metrics(p_user_ids);
    for v_round in 1..5 loop
        -- most often nothing is new, so what follows from news is no part of this statement: its plan is set up at each attempt
        with
        metrics as materialized (
            select m.user_id, m.metric, m.filter_key, m.filter_value, m.value
            from gamification.learner_metrics as m
            where m.user_id = any(p_user_ids)
        ),
        fresh as (
            select distinct met.user_id, met.achievement_id
            from (
                select m.user_id, c.achievement_id, c.alternative, count(*) as conditions
                from gamification.achievement_conditions as c
                inner join gamification.achievements as a on a.id = c.achievement_id and a.is_active and a.organization_id = identity.public_organization()
                inner join metrics as m
                    on m.metric = c.metric and m.filter_key = c.filter_key and m.filter_value = c.filter_value and m.value >= c.threshold
                where not exists (
                    select from gamification.user_achievements as had
                    where
                        had.user_id = m.user_id and had.achievement_id = c.achievement_id
                        and (had.unlocked_at is not null or had.revoked_at is not null)
                )
                group by m.user_id, c.achievement_id, c.alternative
            ) as met
            where met.conditions = (
                select count(*) from gamification.achievement_conditions as c
                where c.achievement_id = met.achievement_id and c.alternative = met.alternative
            )
        )
        select
            array_agg(f.user_id), array_agg(f.achievement_id),
            case
                when count(*) > 0 then (
                    select array_agg(m::gamification.reached_metric) from metrics as m where m.user_id in (select f.user_id from fresh as f)
                )
            end
        into v_users, v_achievements, v_metrics
        from fresh as f;
        exit when v_users is null;

        with unlocked as (
            insert into gamification.user_achievements as u (user_id, achievement_id, unlocked_at, progress, metadata, xp_earned)
            select
                f.user_id, f.achievement_id, p_at, 100,
                jsonb_object_agg(m.metric || case when m.filter_key <> '' then ':' || m.filter_value else '' end, m.value),
                max(a.xp_reward)
            from unnest(v_users, v_achievements) as f (user_id, achievement_id)
            inner join gamification.achievements as a on a.id = f.achievement_id
            inner join gamification.achievement_conditions as c on c.achievement_id = f.achievement_id
            inner join unnest(v_metrics) as m
                on m.user_id = f.user_id and m.metric = c.metric and m.filter_key = c.filter_key and m.filter_value = c.filter_value
            group by f.user_id, f.achievement_id
            order by f.user_id, f.achievement_id
            on conflict on constraint user_achievements_pkey do update set
                unlocked_at = excluded.unlocked_at, progress = 100, metadata = excluded.metadata, xp_earned = excluded.xp_earned
            where u.unlocked_at is null and u.revoked_at is null
            returning u.*
        )
        select array_agg(u) into v_new from unlocked as u;
        exit when v_new is null;

        perform gamification.award_xp(
            paid.user_id, array_agg(('achievement', a.id, a.xp_reward, 'Achievement: ' || a.name)::gamification.award), p_at
        )
        from unnest(v_new) as paid inner join gamification.achievements as a on a.id = paid.achievement_id
        group by paid.user_id
        order by paid.user_id;

        insert into platform.outbox (topic, user_id, payload, created_at)
        select 'achievement.unlocked', n.user_id, jsonb_build_object(
            'achievement_id', a.id, 'achievement', a.ref, 'name', a.name, 'description', a.description, 'rarity', a.rarity, 'xp_earned', a.xp_reward
        ), p_at
        from unnest(v_new) as n inner join gamification.achievements as a on a.id = n.achievement_id;

        return query select n.user_id, n.achievement_id from unnest(v_new) as n;
        -- most often the XP reaches nothing further, and a second look would cost as much as the first
        exit when not exists (
            select
            from gamification.user_stats as s
            inner join gamification.achievement_conditions as c
                on (c.metric = 'total_xp' and c.threshold <= s.total_xp) or (c.metric = 'user_level' and c.threshold <= s.current_level)
            where s.user_id = any(p_user_ids) and not exists (
                select from gamification.user_achievements as had
                where
                    had.user_id = s.user_id and had.achievement_id = c.achievement_id
                    and (had.unlocked_at is not null or had.revoked_at is not null)
            )
        );
    end loop;
end
$$;
alter function gamification.award_achievements(uuid [], timestamptz) owner to definer;
grant execute on function gamification.award_achievements(uuid [], timestamptz) to scheduler;
