-- Records a judged attempt of the present learner with all that follows from it, in one call. The learner's row for the
-- challenge is the first lock: attempts at the same challenge queue on it, so numbers are 1, 2, 3 and a pass pays once. Their
-- stats row is the second: a learner's days and totals have one order. An attempt at the day's challenge opens it and needs
-- no level before it.
-- Refusals: 403 locked, 403 level-locked when the level before is not passed.
create or replace function progress.record_attempt(
    p_challenge_id uuid, p_level_number integer, p_challenge_version_id uuid, p_design_snapshot jsonb,
    p_test_results jsonb, p_score numeric, p_passed boolean, p_feedback jsonb, p_catalogue_version integer,
    p_at timestamptz default now(), p_daily_challenge_id uuid default null
) returns table (
    attempt_id uuid, attempt_number integer, xp_earned integer, time_spent_minutes integer, hints_used integer,
    first_pass boolean, challenge_completed boolean, unlocked jsonb, total_xp bigint, current_level integer,
    achievements jsonb, streak_days integer, daily_xp integer
)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_progress progress.user_challenge_progress;
    v_facts record;
    v_levels integer [];
    v_id uuid := uuidv7();
    v_local_date date;
    v_bonus integer := 0;
begin
    if p_daily_challenge_id is not null then
        insert into progress.user_challenge_progress as p (user_id, challenge_id, unlock_date)
        values (v_user_id, p_challenge_id, p_at)
        on conflict (user_id, challenge_id) do update set unlock_date = excluded.unlock_date where p.unlock_date is null;
    end if;
    select p.* into v_progress
    from progress.user_challenge_progress as p
    where p.user_id = v_user_id and p.challenge_id = p_challenge_id
    for no key update;
    if not found or v_progress.unlock_date is null then
        raise exception using errcode = 'PF403', constraint = 'locked', message = 'This challenge is locked.';
    end if;
    if p_level_number > 1 and p_daily_challenge_id is null and not p_level_number - 1 = any(v_progress.levels_completed) then
        raise exception using
            errcode = 'PF403', constraint = 'level-locked', message = 'Pass the level before this one first.';
    end if;

    select
        c.slug, c.title, c.track_id, c.xp_base, c.level_count, l.level_name, l.xp_reward,
        greatest((p_at at time zone identity.zone_at(v_user_id, p_at))::date, s.last_activity_date) as local_date
    into strict v_facts
    from curriculum.challenges as c
    inner join curriculum.challenge_levels as l on l.challenge_id = c.id and l.level_number = p_level_number
    inner join gamification.user_stats as s on s.user_id = v_user_id
    where c.id = p_challenge_id
    for no key update of s;
    v_local_date := v_facts.local_date;
    v_levels := v_progress.levels_completed;
    first_pass := p_passed and not p_level_number = any(v_levels);

    -- numbers the attempt and measures its minutes: since the level was opened or last attempted, 30 at most
    insert into progress.user_level_progress as l (
        user_id, challenge_id, level_number, attempts, best_score, opened_at, last_attempt_at, passed_at,
        passed_attempt, passed_minutes, passed_hints, passed_local_date
    )
    values (
        v_user_id, p_challenge_id, p_level_number, 1, p_score, p_at, p_at, case when p_passed then p_at end,
        case when p_passed then 1 end, null, case when p_passed then 0 end, case when p_passed then v_local_date end
    )
    on conflict (user_id, challenge_id, level_number) do update set
        attempts = l.attempts + 1,
        best_score = greatest(l.best_score, excluded.best_score),
        time_spent_minutes = l.time_spent_minutes + progress.minutes_between(coalesce(l.last_attempt_at, l.opened_at), p_at),
        last_attempt_at = greatest(l.last_attempt_at, excluded.last_attempt_at),
        passed_at = coalesce(l.passed_at, excluded.passed_at),
        passed_attempt = coalesce(l.passed_attempt, case when p_passed then l.attempts + 1 end),
        passed_minutes = case
            when p_passed and l.passed_at is null
                then l.time_spent_minutes + progress.minutes_between(coalesce(l.last_attempt_at, l.opened_at), p_at)
            else l.passed_minutes
        end,
        passed_hints = coalesce(l.passed_hints, case when p_passed then l.hints_used end),
        passed_local_date = coalesce(l.passed_local_date, excluded.passed_local_date)
    returning new.attempts, new.hints_used, new.time_spent_minutes - coalesce(old.time_spent_minutes, 0)
    into attempt_number, hints_used, time_spent_minutes;

    -- the first pass pays the level less its hints, the last level pays the challenge
    xp_earned := 0;
    unlocked := '[]';
    achievements := '[]';
    challenge_completed := false;
    if first_pass then
        v_levels := array(select distinct l.number from unnest(v_levels || p_level_number) as l (number) order by l.number);
        challenge_completed := cardinality(v_levels) = v_facts.level_count;
        xp_earned := gamification.award_xp(
            v_user_id,
            array['level'] || case when challenge_completed then array['challenge'] else '{}' end,
            array[p_challenge_id || '/' || p_level_number] || case when challenge_completed then array[p_challenge_id::text] else '{}' end,
            progress.paid_for_level(
                v_facts.xp_reward,
                case hints_used when 0 then 0 else (
                    select coalesce(sum(h.xp_penalty), 0)::integer
                    from progress.hint_usage as h
                    where h.user_id = v_user_id and h.challenge_id = p_challenge_id and h.level_number = p_level_number
                ) end
            ) || case when challenge_completed then array[v_facts.xp_base] else '{}' end,
            array[v_facts.title || ', level ' || p_level_number || ' (' || v_facts.level_name || ') passed']
            || case when challenge_completed then array[v_facts.title || ' completed'] else '{}' end,
            p_at
        );
        perform gamification.add_challenge_xp(v_user_id, p_challenge_id, xp_earned, p_at);
    end if;
    daily_xp := 0;
    if p_daily_challenge_id is not null then
        daily_xp := gamification.record_daily_attempt(v_user_id, p_daily_challenge_id, p_score, p_passed, p_at);
    end if;

    insert into progress.level_attempts (
        id, user_id, challenge_id, challenge_version_id, level_number, attempt_number, design_snapshot, test_results, score,
        passed, xp_earned, hints_used, time_spent_minutes, feedback, catalogue_version, local_date, created_at, daily_challenge_id
    ) values (
        v_id, v_user_id, p_challenge_id, p_challenge_version_id, p_level_number, attempt_number, p_design_snapshot,
        p_test_results, p_score, p_passed, xp_earned + daily_xp, hints_used, time_spent_minutes, p_feedback, p_catalogue_version,
        v_local_date, p_at, p_daily_challenge_id
    );

    update progress.user_challenge_progress as p set
        status = case when challenge_completed or p.status = 'completed' then 'completed' else 'in_progress' end,
        current_level = greatest(p.current_level, case when p_passed then p_level_number else 0 end),
        levels_completed = v_levels,
        start_date = coalesce(p.start_date, p_at),
        completion_date = case when challenge_completed then p_at else p.completion_date end,
        total_attempts = p.total_attempts + 1,
        total_time_spent_minutes = p.total_time_spent_minutes + record_attempt.time_spent_minutes,
        best_score = greatest(p.best_score, p_score),
        xp_earned = p.xp_earned + record_attempt.xp_earned + record_attempt.daily_xp
    where p.user_id = v_user_id and p.challenge_id = p_challenge_id;

    update gamification.user_stats as s set
        total_challenges_started = s.total_challenges_started + (v_progress.start_date is null)::integer,
        total_challenges_completed = s.total_challenges_completed + challenge_completed::integer,
        total_levels_completed = s.total_levels_completed + first_pass::integer,
        total_time_spent_minutes = s.total_time_spent_minutes + record_attempt.time_spent_minutes,
        last_activity_date = greatest(s.last_activity_date, v_local_date),
        updated_at = p_at
    where s.user_id = v_user_id;

    if v_progress.start_date is null or challenge_completed then
        perform progress.update_track_progress(v_user_id, v_facts.track_id, p_at);
    end if;
    if challenge_completed then
        perform gamification.add_scores('challenges', array[v_user_id], array[1::bigint], array[p_at]);
        unlocked := (
            select coalesce(jsonb_agg(jsonb_build_object('slug', c.slug, 'title', c.title) order by c.slug), '[]')
            from progress.check_and_unlock_challenges(v_user_id, p_at) as opened (id)
            inner join curriculum.challenges as c on c.id = opened.id
        );
    end if;
    if p_passed then
        v_bonus := gamification.record_activity(v_user_id, p_at);
    end if;
    -- what changes with every attempt only is left to the sweep
    if first_pass or v_bonus > 0 or daily_xp > 0 then
        achievements := (
            select coalesce(jsonb_agg(jsonb_build_object('slug', a.slug, 'name', a.name, 'xp_reward', a.xp_reward) order by a.slug), '[]')
            from gamification.check_and_award_achievements(v_user_id, p_at) as reached (id)
            inner join gamification.achievements as a on a.id = reached.id
        );
    end if;

    insert into social.notifications (user_id, type, source, title, message, action_url, created_at)
    select v_user_id, notice.type, notice.source, notice.title, notice.message, notice.action_url, p_at
    from (
        select
            'level_complete' as type, v_facts.slug || '/' || p_level_number as source,
            v_facts.title || ': level ' || p_level_number || ' passed' as title,
            'That earned you ' || record_attempt.xp_earned || ' XP.' as message,
            '/challenges/' || v_facts.slug || '/levels/' || p_level_number as action_url
        where first_pass
        union all
        select
            'challenge_unlock', opened ->> 'slug', (opened ->> 'title') || ' is open',
            'Completing ' || v_facts.title || ' unlocked it.', '/challenges/' || (opened ->> 'slug')
        from jsonb_array_elements(unlocked) as opened
    ) as notice
    on conflict do nothing;

    insert into platform.outbox (topic, user_id, payload, created_at)
    select event.topic, v_user_id, event.payload, p_at
    from (
        values
        (
            'attempt.graded', true, jsonb_build_object(
                'attempt_id', v_id, 'challenge', v_facts.slug, 'level', p_level_number, 'score', p_score, 'passed', p_passed,
                'first_pass', first_pass, 'xp_earned', xp_earned + daily_xp
            )
        ),
        ('challenge.completed', challenge_completed, jsonb_build_object('challenge', v_facts.slug, 'unlocked', unlocked))
    ) as event (topic, happened, payload)
    where event.happened;

    perform identity.touch_last_active(v_user_id, p_at);
    select s.total_xp, s.current_level, s.current_streak_days into strict total_xp, current_level, streak_days
    from gamification.user_stats as s
    where s.user_id = v_user_id;
    attempt_id := v_id;
    return next;
end
$$;
alter function progress.record_attempt(uuid, integer, uuid, jsonb, jsonb, numeric, boolean, jsonb, integer, timestamptz, uuid)
owner to definer;
grant execute on function progress.record_attempt(uuid, integer, uuid, jsonb, jsonb, numeric, boolean, jsonb, integer, timestamptz, uuid)
to application;
