-- Records a graded attempt of the present learner with all that follows from it, in one call and one transaction: progress
-- stores it, gamification rewards it, and the events inform the rest of the platform. The learner's row for the challenge is
-- the first lock and their stats row the second. An attempt at the daily challenge opens its challenge and needs no level
-- before it. `shown_score` is the score as the learner sees it. A failed attempt takes a try of the level's budget, if one is
-- given: p_tries, of which one comes back in p_refill_seconds. Content that pays no XP of the platform makes
-- no day of the streak. Refusals: 403 locked, 403 level-locked, 429 no-tries-left.
create or replace function learning.submit_attempt(
    p_challenge_id uuid, p_level_number integer, p_challenge_version_id uuid, p_design_snapshot jsonb,
    p_test_results jsonb, p_score numeric, p_passed boolean, p_feedback jsonb, p_catalogue_version integer,
    p_at timestamptz default now(), p_daily_challenge_id uuid default null, p_kind text default 'system_design',
    p_grader_version integer default 1, p_tries integer default null, p_refill_seconds integer default null
) returns table (
    attempt_id uuid, attempt_number integer, xp_earned integer, time_spent_minutes integer, hints_used integer,
    first_pass boolean, challenge_completed boolean, unlocked jsonb, total_xp bigint, current_level integer,
    achievements jsonb, streak_days integer, daily_bonus_xp integer, shown_score numeric, tries_left integer
)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_progress progress.user_challenge_progress;
    v_level record;
    v_levels integer [];
    v_local_date date;
    v_attempt progress.level_attempts;
    v_bonus integer := 0;
    v_perfected boolean;
begin
    if p_daily_challenge_id is not null then
        perform progress.open_challenge(v_user_id, p_challenge_id, p_at);
    end if;
    v_progress := progress.lock_challenge(v_user_id, p_challenge_id, p_level_number, p_daily_challenge_id is null);
    v_local_date := gamification.lock_stats(v_user_id, p_at);
    select c.ref, c.title, c.track_id, c.xp_base, c.level_count, l.level_name, l.xp_reward,
        c.organization_id, gamification.xp_organization(c.organization_id) as xp_organization_id
    into strict v_level
    from curriculum.challenges as c
    inner join curriculum.challenge_levels as l on l.challenge_id = c.id and l.level_number = p_level_number
    where c.id = p_challenge_id;

    v_levels := v_progress.levels_completed;
    first_pass := p_passed and not p_level_number = any(v_levels);
    challenge_completed := false;
    if first_pass then
        v_levels := array(select distinct l.number from unnest(v_levels || p_level_number) as l (number) order by l.number);
        challenge_completed := cardinality(v_levels) = v_level.level_count;
    end if;
    select counted.attempt_number, counted.hints_used, counted.time_spent_minutes, counted.perfected, counted.tries_left
    into attempt_number, hints_used, time_spent_minutes, v_perfected, tries_left
    from progress.count_attempt(
        v_user_id, p_challenge_id, p_level_number, p_score, p_passed, v_local_date, p_at, p_tries, p_refill_seconds
    ) as counted;

    shown_score := progress.shown_score(p_score, p_passed);
    xp_earned := 0;
    if first_pass then
        xp_earned := gamification.pay_level(
            v_user_id, p_challenge_id, v_level.title, p_level_number, v_level.level_name,
            progress.xp_of_level(v_user_id, p_challenge_id, p_level_number, v_level.xp_reward, hints_used),
            v_level.xp_base, challenge_completed, p_at, v_level.organization_id, v_level.xp_organization_id
        );
    end if;
    daily_bonus_xp := 0;
    if p_daily_challenge_id is not null then
        daily_bonus_xp := gamification.record_daily_attempt(v_user_id, p_daily_challenge_id, p_score, p_passed, p_at);
    end if;

    v_attempt.id := uuidv7();
    v_attempt.user_id := v_user_id;
    v_attempt.challenge_id := p_challenge_id;
    v_attempt.challenge_version_id := p_challenge_version_id;
    v_attempt.daily_challenge_id := p_daily_challenge_id;
    v_attempt.level_number := p_level_number;
    v_attempt.attempt_number := attempt_number;
    v_attempt.design_snapshot := p_design_snapshot;
    v_attempt.test_results := p_test_results;
    v_attempt.score := p_score;
    v_attempt.passed := p_passed;
    v_attempt.xp_earned := xp_earned + daily_bonus_xp;
    v_attempt.hints_used := hints_used;
    v_attempt.time_spent_minutes := time_spent_minutes;
    v_attempt.feedback := p_feedback;
    v_attempt.catalogue_version := p_catalogue_version;
    v_attempt.kind := p_kind;
    v_attempt.grader_version := p_grader_version;
    v_attempt.local_date := v_local_date;
    v_attempt.created_at := p_at;
    perform progress.store_attempt(v_attempt, v_levels, case when challenge_completed then v_level.xp_organization_id end);
    perform gamification.count_progress(
        v_progress, v_level.organization_id = identity.public_organization(), p_level_number, first_pass, v_perfected, challenge_completed,
        time_spent_minutes, v_local_date, p_at, v_level.xp_organization_id
    );
    if v_progress.start_date is null or challenge_completed then
        perform progress.update_track_progress(v_user_id, v_level.track_id, p_at);
    end if;
    unlocked := '[]';
    if challenge_completed then
        unlocked := (
            select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'slug', c.ref, 'title', c.title) order by c.ref), '[]')
            from progress.check_and_unlock_challenges(v_user_id, p_at) as opened (id)
            inner join curriculum.challenges as c on c.id = opened.id
        );
    end if;
    if p_passed and v_level.xp_organization_id = identity.public_organization() then
        v_bonus := gamification.record_activity(v_user_id, p_at);
    end if;
    -- what changes with every attempt only is left to the sweep
    achievements := '[]';
    if first_pass or v_bonus > 0 or daily_bonus_xp > 0 then
        achievements := gamification.award_now(v_user_id, p_at);
    end if;

    insert into platform.outbox (topic, user_id, organization_id, payload, created_at)
    select event.topic, v_user_id, nullif(v_level.organization_id, identity.public_organization()), event.payload, p_at
    from (
        values
        (
            'attempt.graded', true, jsonb_build_object(
                'attempt_id', v_attempt.id, 'challenge_id', p_challenge_id, 'challenge', v_level.ref, 'title', v_level.title, 'level', p_level_number,
                'score', shown_score, 'passed', p_passed, 'first_pass', first_pass, 'xp_earned', xp_earned + daily_bonus_xp,
                'level_xp', xp_earned
            )
        ),
        (
            'challenge.completed', challenge_completed,
            jsonb_build_object('challenge_id', p_challenge_id, 'challenge', v_level.ref, 'title', v_level.title, 'unlocked', unlocked)
        )
    ) as event (topic, happened, payload)
    where event.happened;
    perform identity.touch_last_active(v_user_id, p_at);
    select s.total_xp, s.current_level, s.current_streak_days into strict total_xp, current_level, streak_days
    from gamification.user_stats as s
    where s.user_id = v_user_id;
    attempt_id := v_attempt.id;
    return next;
end
$$;
alter function learning.submit_attempt(
    uuid, integer, uuid, jsonb, jsonb, numeric, boolean, jsonb, integer, timestamptz, uuid, text, integer, integer,
    integer
)
owner to definer;
grant execute on function learning.submit_attempt(
    uuid, integer, uuid, jsonb, jsonb, numeric, boolean, jsonb, integer, timestamptz, uuid, text, integer, integer,
    integer
)
to application, scheduler;
