-- Makes the levels of challenges what their live versions say, row by row; returns how many rows changed.
create or replace function curriculum.write_levels(p_organization_id uuid, p_challenges jsonb) returns integer
language sql volatile
set search_path = ''
as $$
with live as (
    select v.challenge_id, v.content
    from jsonb_array_elements(p_challenges) as challenge (value)
    inner join curriculum.challenges as c on c.organization_id = p_organization_id and c.slug = challenge.value ->> 'slug'
    inner join content.challenge_versions as v on v.challenge_id = c.id and v.is_active
),
wanted as (
    select l.challenge_id, level.value as level, (level.value ->> 'level')::smallint as number
    from live as l cross join lateral jsonb_array_elements(l.content -> 'levels') as level (value)
),
gone as (
    delete from curriculum.challenge_levels as l
    where
        l.organization_id = p_organization_id and l.challenge_id in (select live.challenge_id from live)
        and not exists (select from wanted as w where w.challenge_id = l.challenge_id and w.number = l.level_number)
    returning 1
),
written as (
    insert into curriculum.challenge_levels as l (
        organization_id, challenge_id, level_number, level_name, description, requirements, test_cases, passing_criteria,
        answer, xp_reward, hints, solution_approach, estimated_minutes
    )
    select
        p_organization_id, w.challenge_id, w.number, w.level ->> 'name', w.level ->> 'description', w.level -> 'requirements',
        w.level -> 'test_cases', w.level -> 'passing_criteria', w.level -> 'answer', (w.level ->> 'xp_reward')::integer,
        w.level -> 'hints', w.level ->> 'solution_approach', (w.level ->> 'estimated_minutes')::integer
    from wanted as w
    on conflict (challenge_id, organization_id, level_number) do update set
        level_name = excluded.level_name, description = excluded.description, requirements = excluded.requirements,
        test_cases = excluded.test_cases, passing_criteria = excluded.passing_criteria, answer = excluded.answer,
        xp_reward = excluded.xp_reward, hints = excluded.hints, solution_approach = excluded.solution_approach,
        estimated_minutes = excluded.estimated_minutes
    where
        (
            l.level_name, l.description, l.requirements, l.test_cases, l.passing_criteria, l.answer, l.xp_reward,
            l.hints, l.solution_approach, l.estimated_minutes
        ) is distinct from (
            excluded.level_name, excluded.description, excluded.requirements, excluded.test_cases,
            excluded.passing_criteria, excluded.answer, excluded.xp_reward, excluded.hints,
            excluded.solution_approach, excluded.estimated_minutes
        )
    returning 1
)
select ((select count(*) from gone) + (select count(*) from written))::integer;
$$;
alter function curriculum.write_levels(uuid, jsonb) owner to definer;
