-- A level as the present learner attempts it; no row for a challenge that they cannot see. `level_published` is false where nobody has
-- published the level. What the grader needs of it is null where it is so, and where the caller names the live version as known:
-- what a version says never changes.
create or replace function progress.level_to_grade(p_challenge text, p_level_number integer, p_known_version_id uuid)
returns table (
    challenge_id uuid, slug text, title text, kind text, version_id uuid, level_published boolean, requirements jsonb, test_cases jsonb,
    passing_criteria jsonb, unlocked boolean, level_open boolean, has_next boolean, missing jsonb
)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_user_id uuid := identity.current_user_id();
begin
    return query
    select
        c.id, c.ref, c.title, c.kind, v.id, l.id is not null,
        case when v.id is distinct from p_known_version_id then l.requirements || coalesce(l.answer, '{}') end,
        case when v.id is distinct from p_known_version_id then l.test_cases end,
        case when v.id is distinct from p_known_version_id then l.passing_criteria end,
        p.unlock_date is not null,
        progress.is_level_open(p_level_number, p.levels_completed),
        exists (
            select from curriculum.challenge_levels as further
            where further.challenge_id = c.id and further.level_number = p_level_number + 1
        ),
        case when p.unlock_date is null then progress.missing_prerequisites(c.id) end
    from curriculum.live_challenges as c
    left join curriculum.challenge_levels as l on l.challenge_id = c.id and l.level_number = p_level_number
    left join content.challenge_versions as v on v.challenge_id = c.id and v.is_active
    left join progress.user_challenge_progress as p on p.challenge_id = c.id and p.user_id = v_user_id
    where c.ref = p_challenge and c.organization_id = any(array(select o.id from identity.organizations_of(v_user_id) as o (id)));
end
$$;
alter function progress.level_to_grade(text, integer, uuid) owner to definer;
grant execute on function progress.level_to_grade(text, integer, uuid) to reader;
