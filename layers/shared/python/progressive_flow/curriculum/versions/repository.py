"""Statements on versions of challenges, and on the levels that follow from the live ones."""

from progressive_flow.curriculum.versions.changes import LiveVersion
from progressive_flow.kernel.database.bulk_write import PUBLIC, Rows, write
from progressive_flow.kernel.database.transactions import Transaction

LIVE_VERSIONS = """
select c.slug, c.is_active, c.version, v.content
from curriculum.challenges as c
left join content.challenge_versions as v on v.challenge_id = c.id and v.is_active
where c.created_by is null and c.organization_id = %s
"""


def list_live(db: Transaction) -> list[LiveVersion]:
    """Return the reference challenges with their live versions."""
    return db.fetch_all(LiveVersion, LIVE_VERSIONS, [PUBLIC])


# A version is made only when its content differs from the live one, which it replaces.
RETIRE = """
with retired as (
    update content.challenge_versions as v set is_active = false
    from jsonb_to_recordset(%(rows)s) as w (slug text, hash text)
    inner join curriculum.challenges as c on c.organization_id = %(organization)s and c.slug = w.slug
    where v.challenge_id = c.id and v.is_active and v.content_hash <> decode(w.hash, 'hex')
    returning 1
)
select count(*) from retired
"""
PUBLISH = """
with published as (
    insert into content.challenge_versions
    (organization_id, challenge_id, version, label, content, content_hash, graded_hashes, is_active, published_at)
    select
        c.organization_id, c.id, next.version, 'v' || next.version || '.0', w.content, decode(w.hash, 'hex'),
        coalesce(graded.hashes, '{}'), true, %(at)s
    from jsonb_to_recordset(%(rows)s) as w (slug text, content jsonb, hash text)
    inner join curriculum.challenges as c on c.organization_id = %(organization)s and c.slug = w.slug
    cross join lateral (
        select coalesce(max(v.version), 0) + 1 as version, bool_or(v.is_active) as live
        from content.challenge_versions as v
        where v.challenge_id = c.id
    ) as next
    cross join lateral (
        select jsonb_object_agg(
            l.value ->> 'level',
            md5(jsonb_build_array(l.value -> 'requirements', l.value -> 'test_cases', l.value -> 'passing_criteria')::text)
        ) as hashes
        from jsonb_array_elements(w.content -> 'levels') as l (value)
    ) as graded
    where next.live is not true
    returning 1
)
select count(*) from published
"""
SET_VERSION = """
with numbered as (
    update curriculum.challenges as c set version = v.version
    from content.challenge_versions as v
    where c.organization_id = %(organization)s and v.challenge_id = c.id and v.is_active and c.version <> v.version
    returning 1
)
select count(*) from numbered
"""
# Levels are what the live version says, row by row.
LEVELS = """
with wanted as (
    select v.organization_id, v.challenge_id, level.value as level
    from content.challenge_versions as v cross join lateral jsonb_array_elements(v.content -> 'levels') as level (value)
    where v.is_active and v.organization_id = %(organization)s
),
gone as (
    delete from curriculum.challenge_levels as l
    where
        l.organization_id = %(organization)s
        and not exists (
            select from wanted as w
            where w.challenge_id = l.challenge_id and (w.level ->> 'level')::integer = l.level_number
        )
    returning 1
),
written as (
    insert into curriculum.challenge_levels as l (
        organization_id, challenge_id, level_number, level_name, description, requirements, test_cases, passing_criteria,
        xp_reward, hints, solution_approach, estimated_minutes
    )
    select
        w.organization_id, w.challenge_id, (w.level ->> 'level')::smallint, w.level ->> 'name', w.level ->> 'description',
        w.level -> 'requirements', w.level -> 'test_cases', w.level -> 'passing_criteria',
        (w.level ->> 'xp_reward')::integer, w.level -> 'hints', w.level ->> 'solution_approach',
        (w.level ->> 'estimated_minutes')::integer
    from wanted as w
    on conflict (challenge_id, organization_id, level_number) do update set
        level_name = excluded.level_name, description = excluded.description, requirements = excluded.requirements,
        test_cases = excluded.test_cases, passing_criteria = excluded.passing_criteria, xp_reward = excluded.xp_reward,
        hints = excluded.hints, solution_approach = excluded.solution_approach,
        estimated_minutes = excluded.estimated_minutes
    where
        (
            l.level_name, l.description, l.requirements, l.test_cases, l.passing_criteria, l.xp_reward, l.hints,
            l.solution_approach, l.estimated_minutes
        ) is distinct from (
            excluded.level_name, excluded.description, excluded.requirements, excluded.test_cases,
            excluded.passing_criteria, excluded.xp_reward, excluded.hints, excluded.solution_approach,
            excluded.estimated_minutes
        )
    returning 1
)
select (select count(*) from gone) + (select count(*) from written)
"""


def publish(db: Transaction, rows: Rows) -> int:
    """Make a new live version of each challenge whose content changed; return how many."""
    write(db, RETIRE, [{"slug": row["slug"], "hash": row["hash"]} for row in rows])
    published = write(db, PUBLISH, rows)
    write(db, SET_VERSION, [])
    return published


def write_levels(db: Transaction) -> int:
    """Make the levels what the live versions say; return how many rows changed."""
    return write(db, LEVELS, [])
