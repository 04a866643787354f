-- A level's tests as learners see them before they try: all of the visible ones but for the steps of a check, which say how it is
-- done; name and weight of those with points only; none of the hidden ones. Levels loaded before there were three kinds say only
-- which are hidden.
create or replace function curriculum.shown_tests(p_test_cases jsonb) returns jsonb
language sql immutable
begin atomic
select
    coalesce(
        jsonb_agg(
            case seen.visibility
                when 'points' then jsonb_build_object(
                    'id', test.value -> 'id', 'weight', coalesce(test.value -> 'weight', '1'), 'visibility', 'points'
                )
                else test.value - array['hidden', 'steps', 'network', 'schedule', 'storage', 'rows', 'hint']
            end
            order by test.ordinality
        ),
        '[]'
    )
from jsonb_array_elements(p_test_cases) with ordinality as test (value, ordinality)
cross join lateral (
    select
        coalesce(
            test.value ->> 'visibility',
            case when (test.value ->> 'hidden')::boolean then 'hidden' else 'visible' end
        ) as visibility
) as seen
where seen.visibility <> 'hidden';
end;
grant execute on function curriculum.shown_tests(jsonb) to reader;
