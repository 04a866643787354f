"""Statements that load achievements, skills and questions. Each takes all rows as JSON and writes those that differ.

What an administrator created or replaced has a row in the audit log and stays theirs: the files write around it.
"""

ACHIEVEMENTS = """
with wanted as (
    select * from jsonb_to_recordset(%(rows)s) as w (
        slug text, name text, description text, icon_url text, category text, rarity text, xp_reward integer, criteria jsonb
    )
    where not exists (
        select from platform.audit_log as edit where edit.subject_type = 'achievement' and edit.subject_id = w.slug
    )
),
written as (
    insert into gamification.achievements as a
    (organization_id, slug, name, description, icon_url, category, rarity, xp_reward, criteria, created_at, updated_at)
    select
        %(organization)s, w.slug, w.name, w.description, w.icon_url, w.category, w.rarity, w.xp_reward, w.criteria, %(at)s,
        %(at)s
    from wanted as w
    on conflict (organization_id, slug) do update set
        name = excluded.name, description = excluded.description, icon_url = excluded.icon_url,
        category = excluded.category, rarity = excluded.rarity, xp_reward = excluded.xp_reward,
        criteria = excluded.criteria, is_active = true, updated_at = excluded.updated_at
    where
        (a.name, a.description, a.icon_url, a.category, a.rarity, a.xp_reward, a.criteria, a.is_active)
        is distinct from
        (
            excluded.name, excluded.description, excluded.icon_url, excluded.category, excluded.rarity,
            excluded.xp_reward, excluded.criteria, true
        )
    returning 1
)
select count(*) from written
"""
# What left the files is retired: who has it keeps it, nobody is awarded it any more.
RETIRE_ACHIEVEMENTS = """
with retired as (
    update gamification.achievements as a set is_active = false, updated_at = %(at)s
    where
        a.is_active and a.organization_id = %(organization)s
        and a.slug not in (select w.slug from jsonb_to_recordset(%(rows)s) as w (slug text))
        and not exists (
            select from platform.audit_log as edit where edit.subject_type = 'achievement' and edit.subject_id = a.slug
        )
    returning 1
)
select count(*) from retired
"""
SKILLS = """
with wanted as (
    select * from jsonb_to_recordset(%(rows)s) as w (
        slug text, name text, description text, category text, max_level integer, xp_per_level integer, order_index integer
    )
    where not exists (
        select from platform.audit_log as edit where edit.subject_type = 'skill' and edit.subject_id = w.slug
    )
),
written as (
    insert into gamification.skills as s
    (slug, name, description, category, max_level, xp_per_level, order_index, created_at, updated_at)
    select w.slug, w.name, w.description, w.category, w.max_level, w.xp_per_level, w.order_index, %(at)s, %(at)s
    from wanted as w
    on conflict (slug) do update set
        name = excluded.name, description = excluded.description, category = excluded.category,
        max_level = excluded.max_level, xp_per_level = excluded.xp_per_level, order_index = excluded.order_index,
        is_active = true, updated_at = excluded.updated_at
    where
        (s.name, s.description, s.category, s.max_level, s.xp_per_level, s.order_index, s.is_active)
        is distinct from
        (
            excluded.name, excluded.description, excluded.category, excluded.max_level, excluded.xp_per_level,
            excluded.order_index, true
        )
    returning 1
)
select count(*) from written
"""
# A statement of its own, since a parent's id is known only once its row is there.
SKILL_PARENTS = """
with moved as (
    update gamification.skills as s set parent_skill_id = parent.id, updated_at = %(at)s
    from jsonb_to_recordset(%(rows)s) as w (slug text, parent text)
    left join gamification.skills as parent on parent.slug = w.parent
    where
        s.slug = w.slug and s.parent_skill_id is distinct from parent.id
        and not exists (
            select from platform.audit_log as edit where edit.subject_type = 'skill' and edit.subject_id = w.slug
        )
    returning 1
)
select count(*) from moved
"""
SKILL_EDGES = """
with ours as (
    select s.id, w.prerequisites
    from jsonb_to_recordset(%(rows)s) as w (slug text, prerequisites jsonb)
    inner join gamification.skills as s on s.slug = w.slug
    where not exists (
        select from platform.audit_log as edit where edit.subject_type = 'skill' and edit.subject_id = w.slug
    )
),
wanted as (
    select o.id as skill_id, before.id as prerequisite_id
    from ours as o
    cross join lateral jsonb_array_elements_text(o.prerequisites) as needed (slug)
    inner join gamification.skills as before on before.slug = needed.slug
),
gone as (
    delete from gamification.skill_prerequisites as edge
    where
        edge.skill_id in (select o.id from ours as o)
        and not exists (
            select from wanted as w where w.skill_id = edge.skill_id and w.prerequisite_id = edge.prerequisite_id
        )
    returning 1
),
added as (
    insert into gamification.skill_prerequisites (skill_id, prerequisite_id)
    select w.skill_id, w.prerequisite_id from wanted as w
    on conflict do nothing
    returning 1
)
select (select count(*) from gone) + (select count(*) from added)
"""
RETIRE_SKILLS = """
with retired as (
    update gamification.skills as s set is_active = false, updated_at = %(at)s
    where
        s.is_active and s.slug not in (select w.slug from jsonb_to_recordset(%(rows)s) as w (slug text))
        and not exists (
            select from platform.audit_log as edit where edit.subject_type = 'skill' and edit.subject_id = s.slug
        )
    returning 1
)
select count(*) from retired
"""
QUESTIONS = """
with wanted as (
    select c.id as challenge_id, w.slug, w.chapter, w.difficulty, w.prompt, w.options, w.answer, w.explanation
    from jsonb_to_recordset(%(rows)s) as w (
        slug text, topic text, chapter smallint, difficulty text, prompt text, options jsonb, answer smallint,
        explanation text
    )
    inner join curriculum.challenges as c on c.organization_id = %(organization)s and c.slug = w.topic
),
written as (
    insert into assessment.assessment_questions as q
    (
        organization_id, slug, challenge_id, chapter, difficulty, prompt, options, correct_option, explanation, created_at,
        updated_at
    )
    select
        %(organization)s, w.slug, w.challenge_id, w.chapter, w.difficulty, w.prompt, w.options, w.answer, w.explanation,
        %(at)s, %(at)s
    from wanted as w
    on conflict (organization_id, slug) do update set
        challenge_id = excluded.challenge_id, chapter = excluded.chapter, difficulty = excluded.difficulty,
        prompt = excluded.prompt, options = excluded.options, correct_option = excluded.correct_option,
        explanation = excluded.explanation, is_active = true, updated_at = excluded.updated_at
    where
        (
            q.challenge_id, q.chapter, q.difficulty, q.prompt, q.options, q.correct_option, q.explanation, q.is_active
        ) is distinct from (
            excluded.challenge_id, excluded.chapter, excluded.difficulty, excluded.prompt, excluded.options,
            excluded.correct_option, excluded.explanation, true
        )
    returning 1
)
select count(*) from written
"""
RETIRE_QUESTIONS = """
with retired as (
    update assessment.assessment_questions as q set is_active = false, updated_at = %(at)s
    where
        q.is_active and q.organization_id = %(organization)s
        and q.slug not in (select w.slug from jsonb_to_recordset(%(rows)s) as w (slug text))
    returning 1
)
select count(*) from retired
"""
