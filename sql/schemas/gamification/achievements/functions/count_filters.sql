-- Adds to a learner's counters what an attempt changed of a level and its challenge. p_perfected says that the passed level has
-- reached a score of 100 by this attempt.
create or replace function gamification.count_filters(
    p_user_id uuid, p_challenge_id uuid, p_level_number integer, p_started boolean, p_first_pass boolean, p_perfected boolean,
    p_completed boolean
) returns void
language sql volatile security definer
set search_path = ''
begin atomic
insert into gamification.metric_counters as k (
    user_id, filter_key, filter_value, levels_passed, perfect_scores, first_try_passes, hintless_passes, fast_passes,
    quick_passes, challenges_started, challenges_completed, swift_completions
)
select
    added.user_id, added.filter_key, added.filter_value, sum(added.levels_passed), sum(added.perfect_scores),
    sum(added.first_try_passes), sum(added.hintless_passes), sum(added.fast_passes), sum(added.quick_passes),
    sum(added.challenges_started), sum(added.challenges_completed), sum(added.swift_completions)
from (
    select
        l.user_id, l.filter_key, l.filter_value, p_first_pass::integer as levels_passed, p_perfected::integer as perfect_scores,
        p_first_pass::integer * l.first_try_passes as first_try_passes, p_first_pass::integer * l.hintless_passes as hintless_passes,
        p_first_pass::integer * l.fast_passes as fast_passes, p_first_pass::integer * l.quick_passes as quick_passes,
        0 as challenges_started, 0 as challenges_completed, 0 as swift_completions
    from gamification.passed_levels as l
    where
        (p_first_pass or p_perfected) and l.user_id = p_user_id and l.challenge_id = p_challenge_id
        and l.level_number = p_level_number
    union all
    select
        b.user_id, b.filter_key, b.filter_value, 0, 0, 0, 0, 0, 0, p_started::integer,
        p_completed::integer * b.challenges_completed, p_completed::integer * b.swift_completions
    from gamification.begun_challenges as b
    where
        (p_completed or p_started) and b.user_id = p_user_id and b.challenge_id = p_challenge_id
) as added
group by added.user_id, added.filter_key, added.filter_value
on conflict (user_id, filter_key, filter_value) do update set
    levels_passed = k.levels_passed + excluded.levels_passed,
    perfect_scores = k.perfect_scores + excluded.perfect_scores,
    first_try_passes = k.first_try_passes + excluded.first_try_passes,
    hintless_passes = k.hintless_passes + excluded.hintless_passes,
    fast_passes = k.fast_passes + excluded.fast_passes,
    quick_passes = k.quick_passes + excluded.quick_passes,
    challenges_started = k.challenges_started + excluded.challenges_started,
    challenges_completed = k.challenges_completed + excluded.challenges_completed,
    swift_completions = k.swift_completions + excluded.swift_completions;
end;
alter function gamification.count_filters(uuid, uuid, integer, boolean, boolean, boolean, boolean) owner to definer;
