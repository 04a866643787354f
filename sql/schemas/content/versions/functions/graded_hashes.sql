-- By level, a hash of what attempts are graded by: requirements, with those that the grader alone reads, tests and criteria. No level
-- has none.
create or replace function content.graded_hashes(p_levels jsonb) returns jsonb
language sql immutable
set search_path = ''
return (
    select coalesce(
        jsonb_object_agg(
            l.value ->> 'level',
            md5(
                jsonb_build_array(
                    l.value -> 'requirements', l.value -> 'test_cases', l.value -> 'passing_criteria', l.value -> 'answer'
                )::text
            )
        ),
        '{}'
    )
    from jsonb_array_elements(p_levels) as l (value)
);
alter function content.graded_hashes(jsonb) owner to definer;
