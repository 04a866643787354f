-- An attempt as its learner's export has it: of a failed one the score as shown, and of each test whether it passed.
create or replace function progress.exported_attempt(p_row progress.level_attempts) returns jsonb
language sql stable
set search_path = ''
begin atomic
select
    to_jsonb(p_row) || jsonb_build_object(
        'score', progress.shown_score((p_row).score, (p_row).passed),
        'test_results', case
            when (p_row).passed then (p_row).test_results
            else (
                select coalesce(jsonb_agg(
                    test.value || jsonb_build_object('score', (test.value -> 'passed' = 'true')::integer) order by test.place
                ), '[]')
                from jsonb_array_elements((p_row).test_results) with ordinality as test (value, place)
            )
        end
    );
end;
grant execute on function progress.exported_attempt(progress.level_attempts) to reader;
