-- Counts the learner's day for their streak, once a day, and pays the streak's milestones, each once
-- ever. Returns the XP paid. The learner's stats row is the lock, and dates never go back, whatever a zone does.
create or replace function gamification.record_activity(p_user_id uuid, p_at timestamptz default now()) returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_date date;
    v_last gamification.streak_days;
    v_missed date [] := '{}';
    v_streak integer := 1;
    v_freezes integer := 0;
    v_milestone integer;
    v_paid integer := 0;
begin
    select greatest((p_at at time zone identity.zone_at(p_user_id, p_at))::date, s.last_activity_date) into strict v_date
    from gamification.user_stats as s
    where s.user_id = p_user_id
    for no key update;

    select d.* into v_last
    from gamification.streak_days as d
    where d.user_id = p_user_id and d.kind = 'active'
    order by d.local_date desc
    limit 1;
    if v_last.local_date >= v_date then
        return 0;
    end if;

    if v_last.local_date is not null then
        -- more days than freezes in hand break the streak, however many more
        v_missed := array(
            select m.day from gamification.missed_days(p_user_id, v_last.local_date, least(v_date, v_last.local_date + 8)) as m (day) limit 3
        );
        select n.streak, n.freezes into v_streak, v_freezes
        from gamification.next_streak(v_last.streak, v_last.freezes, cardinality(v_missed)) as n;
    end if;

    insert into gamification.streak_days as d (user_id, local_date, kind, streak, freezes, created_at)
    select p_user_id, covered.day, 'frozen', null, null, p_at
    from unnest(v_missed[1:v_last.freezes]) as covered (day)
    union all
    select p_user_id, v_date, 'active', v_streak, v_freezes, p_at
    on conflict (user_id, local_date) do update set
        kind = excluded.kind, streak = excluded.streak, freezes = excluded.freezes, created_at = excluded.created_at;

    update gamification.user_stats as s set
        current_streak_days = v_streak,
        longest_streak_days = greatest(s.longest_streak_days, v_streak),
        last_activity_date = v_date,
        active_days = s.active_days + 1,
        active_weeks = s.active_weeks
        + coalesce(date_trunc('week', v_last.local_date::timestamp) < date_trunc('week', v_date::timestamp), true)::integer,
        weekend_days = s.weekend_days + (extract(isodow from v_date) >= 6)::integer,
        freezes_used = s.freezes_used + coalesce(cardinality(v_missed[1:v_last.freezes]), 0),
        comebacks = s.comebacks + coalesce(v_date - v_last.local_date >= 7, false)::integer,
        updated_at = greatest(s.updated_at, p_at)
    where s.user_id = p_user_id;

    update identity.public_profiles as p set current_streak_days = v_streak
    where p.user_id = p_user_id and p.current_streak_days <> v_streak;

    perform gamification.add_scores('streak', array[p_user_id], array[v_streak::bigint], array[p_at]);

    select m.xp_reward into v_milestone from gamification.streak_milestones as m where m.days = v_streak;
    if found then
        v_paid := gamification.award_xp(
            p_user_id, array[('streak', v_streak, v_milestone, 'A streak of ' || v_streak || ' days')::gamification.award], p_at
        );
        insert into platform.outbox (topic, user_id, payload, created_at)
        values ('streak.reached', p_user_id, jsonb_build_object('days', v_streak, 'xp_earned', v_paid), p_at);
    end if;
    return v_paid;
end
$$;
alter function gamification.record_activity(uuid, timestamptz) owner to definer;
grant execute on function gamification.record_activity(uuid, timestamptz) to scheduler;
