-- An attempt of the present learner with what it was graded against: the tests of its version, hidden ones included, which are
-- read for the grader alone. No row if it is not theirs. suggestion is what was found for it before; null if nobody asked.
create or replace function progress.attempt_to_improve(p_attempt_id uuid)
returns table (
    passed boolean, is_daily boolean, kind text, grader_version integer, submission jsonb, requirements jsonb, test_cases jsonb,
    hints jsonb, suggestion jsonb
)
language sql stable security definer
set search_path = ''
begin atomic
select
    a.passed, a.daily_challenge_id is not null, a.kind, a.grader_version, a.design_snapshot,
    level.value -> 'requirements', level.value -> 'test_cases', jsonb_path_query_array(level.value, '$.hints[*].text'),
    case
        when s.attempt_id is not null then jsonb_build_object(
            'attempt_id', s.attempt_id, 'suggested_change', s.change, 'xp_penalty', s.xp_penalty
        )
    end
from progress.level_attempts as a
inner join content.challenge_versions as v on v.id = a.challenge_version_id
left join progress.suggestions as s on s.user_id = a.user_id and s.attempt_id = a.id
left join lateral (
    select l.value from jsonb_array_elements(v.content -> 'levels') as l (value)
    where (l.value ->> 'level')::integer = a.level_number
) as level on true
where a.id = p_attempt_id and a.user_id = identity.current_user_id();
end;
alter function progress.attempt_to_improve(uuid) owner to definer;
grant execute on function progress.attempt_to_improve(uuid) to application;
