-- Counts again what stands in the counters of the given learners, where content has changed since or something else than an
-- attempt touched what they count. The caller holds their rows of stats: whoever changes a counter waits for those.
create or replace function gamification.recount_metrics(p_user_ids uuid []) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    -- read before the content: a change in between leaves the counters to the next recount
    v_edition bigint := (select e.number from gamification.metric_editions as e);
    v_ids uuid [] := array(
        select s.user_id from gamification.user_stats as s where s.user_id = any(p_user_ids) and s.counted_edition <> v_edition
    );
begin
    if v_ids = '{}' then
        return;
    end if;
    delete from gamification.metric_counters as k where k.user_id = any(v_ids);
    insert into gamification.metric_counters (
        user_id, filter_key, filter_value, levels_passed, perfect_scores, first_try_passes, hintless_passes, fast_passes,
        quick_passes, challenges_started, challenges_completed, swift_completions
    )
    select
        r.user_id, r.filter_key, r.filter_value, r.levels_passed, r.perfect_scores, r.first_try_passes, r.hintless_passes, r.fast_passes,
        r.quick_passes, r.challenges_started, r.challenges_completed, r.swift_completions
    from gamification.recounted_filters as r
    where r.user_id = any(v_ids);

    update gamification.user_stats as s set
        attempts_made = r.attempts_made, hints_revealed = r.hints_revealed, best_day_levels = r.best_day_levels,
        last_day_levels = r.last_day_levels, last_pass_date = r.last_pass_date, active_days = r.active_days,
        active_weeks = r.active_weeks, weekend_days = r.weekend_days, freezes_used = r.freezes_used, comebacks = r.comebacks,
        daily_passes = r.daily_passes, daily_perfects = r.daily_perfects, sessions_completed = r.sessions_completed,
        counted_edition = v_edition
    from gamification.recounted_stats as r
    where s.user_id = any(v_ids) and r.user_id = s.user_id;
end
$$;
alter function gamification.recount_metrics(uuid []) owner to definer;
