"""Statements that load an organization's content files. Each takes a whole table's rows as JSON and writes those that differ.

They touch the content of no other organization.
"""

from progressive_flow.kernel.database.bulk_write import Rows, write
from progressive_flow.kernel.database.transactions import Transaction

TRACKS = """
with wanted as (
    select * from jsonb_to_recordset(%(rows)s) as w (
        slug text, title text, description text, difficulty_level text, estimated_hours integer, order_index integer
    )
),
written as (
    insert into curriculum.learning_tracks as t
    (organization_id, slug, title, description, difficulty_level, estimated_hours, order_index, created_at, updated_at)
    select %(organization)s, w.slug, w.title, w.description, w.difficulty_level, w.estimated_hours, w.order_index, %(at)s, %(at)s
    from wanted as w
    on conflict (organization_id, slug) do update set
        title = excluded.title, description = excluded.description, difficulty_level = excluded.difficulty_level,
        estimated_hours = excluded.estimated_hours, order_index = excluded.order_index, updated_at = excluded.updated_at
    where
        (t.title, t.description, t.difficulty_level, t.estimated_hours, t.order_index)
        is distinct from
        (excluded.title, excluded.description, excluded.difficulty_level, excluded.estimated_hours, excluded.order_index)
    returning 1
)
select count(*) from written
"""
MODULES = """
with wanted as (
    select * from jsonb_to_recordset(%(rows)s) as w (track text, slug text, title text, description text, order_index integer)
),
written as (
    insert into curriculum.modules as m (organization_id, track_id, slug, title, description, order_index, created_at, updated_at)
    select t.organization_id, t.id, w.slug, w.title, w.description, w.order_index, %(at)s, %(at)s
    from wanted as w
    inner join curriculum.learning_tracks as t on t.organization_id = %(organization)s and t.slug = w.track
    on conflict (track_id, organization_id, slug) do update set
        title = excluded.title, description = excluded.description, order_index = excluded.order_index,
        updated_at = excluded.updated_at
    where (m.title, m.description, m.order_index) is distinct from (excluded.title, excluded.description, excluded.order_index)
    returning 1
)
select count(*) from written
"""
LESSONS = """
with wanted as (
    select * from jsonb_to_recordset(%(rows)s) as w (
        track text, module text, slug text, title text, description text, order_index integer
    )
),
written as (
    insert into curriculum.lessons as l
    (organization_id, module_id, slug, title, description, order_index, created_at, updated_at)
    select m.organization_id, m.id, w.slug, w.title, w.description, w.order_index, %(at)s, %(at)s
    from wanted as w
    inner join curriculum.learning_tracks as t on t.organization_id = %(organization)s and t.slug = w.track
    inner join curriculum.modules as m on m.track_id = t.id and m.slug = w.module
    on conflict (module_id, organization_id, slug) do update set
        title = excluded.title, description = excluded.description, order_index = excluded.order_index,
        updated_at = excluded.updated_at
    where (l.title, l.description, l.order_index) is distinct from (excluded.title, excluded.description, excluded.order_index)
    returning 1
)
select count(*) from written
"""
CHALLENGES = """
with wanted as (
    select * from jsonb_to_recordset(%(rows)s) as w (
        slug text, title text, track text, lesson text, order_in_track integer, category text, difficulty_base text,
        description text, statement text, ddia_concepts jsonb, tags jsonb, estimated_minutes integer, xp_base integer,
        level_count integer, daily jsonb
    )
),
placed as (
    select w.*, t.id as track_id, l.id as lesson_id
    from wanted as w
    inner join curriculum.learning_tracks as t on t.organization_id = %(organization)s and t.slug = w.track
    inner join curriculum.modules as m on m.track_id = t.id
    inner join curriculum.lessons as l on l.module_id = m.id and l.slug = w.lesson
),
written as (
    insert into curriculum.challenges as c (
        organization_id, slug, title, description, statement, category, track_id, lesson_id, order_in_track,
        difficulty_base, level_count, xp_base, estimated_minutes, ddia_concepts, tags, metadata, created_at, updated_at
    )
    select
        %(organization)s, p.slug, p.title, p.description, p.statement, p.category, p.track_id, p.lesson_id,
        p.order_in_track, p.difficulty_base, p.level_count, p.xp_base, p.estimated_minutes, p.ddia_concepts, p.tags,
        jsonb_strip_nulls(jsonb_build_object('daily', p.daily)), %(at)s, %(at)s
    from placed as p
    on conflict (organization_id, slug) do update set
        title = excluded.title, description = excluded.description, statement = excluded.statement,
        category = excluded.category, track_id = excluded.track_id, lesson_id = excluded.lesson_id,
        order_in_track = excluded.order_in_track,
        difficulty_base = excluded.difficulty_base, level_count = excluded.level_count, xp_base = excluded.xp_base,
        estimated_minutes = excluded.estimated_minutes, ddia_concepts = excluded.ddia_concepts, tags = excluded.tags,
        metadata = c.metadata - 'daily' || excluded.metadata, is_active = true, updated_at = excluded.updated_at
    where
        (
            c.title, c.description, c.statement, c.category, c.track_id, c.lesson_id, c.order_in_track,
            c.difficulty_base, c.level_count, c.xp_base, c.estimated_minutes, c.ddia_concepts, c.tags,
            c.metadata -> 'daily', c.is_active
        ) is distinct from (
            excluded.title, excluded.description, excluded.statement, excluded.category, excluded.track_id,
            excluded.lesson_id, excluded.order_in_track, excluded.difficulty_base, excluded.level_count,
            excluded.xp_base, excluded.estimated_minutes, excluded.ddia_concepts, excluded.tags,
            excluded.metadata -> 'daily', true
        )
    returning 1
)
select count(*) from written
"""
# What left the files is archived: its attempts stay, nobody begins it any more.
ARCHIVE = """
with archived as (
    update curriculum.challenges as c set is_active = false, updated_at = %(at)s
    where
        c.is_active and c.created_by is null and c.organization_id = %(organization)s
        and c.slug not in (select w.slug from jsonb_to_recordset(%(rows)s) as w (slug text))
    returning 1
)
select count(*) from archived
"""


def _edges(entity: str, table: str, ours: str) -> str:
    """Return the statement that replaces the edges of challenges or tracks; `ours` is the condition for edges of the files."""
    return f"""
with wanted as (
    select this.id as {entity}_id, before.id as prerequisite_id
    from jsonb_to_recordset(%(rows)s) as w (slug text, prerequisite text)
    inner join curriculum.{table} as this on this.organization_id = %(organization)s and this.slug = w.slug
    inner join curriculum.{table} as before on before.organization_id = %(organization)s and before.slug = w.prerequisite
),
gone as (
    delete from curriculum.{entity}_prerequisites as edge
    using curriculum.{table} as this
    where
        this.id = edge.{entity}_id and edge.organization_id = %(organization)s and {ours}
        and not exists (
            select from wanted as w
            where w.{entity}_id = edge.{entity}_id and w.prerequisite_id = edge.prerequisite_id
        )
    returning 1
),
added as (
    insert into curriculum.{entity}_prerequisites (organization_id, {entity}_id, prerequisite_id)
    select %(organization)s, w.{entity}_id, w.prerequisite_id from wanted as w
    on conflict do nothing
    returning 1
)
select (select count(*) from gone) + (select count(*) from added)
"""


TRACK_EDGES = _edges("track", "learning_tracks", "true")
CHALLENGE_EDGES = _edges("challenge", "challenges", "this.created_by is null")


def lock(db: Transaction) -> None:
    """Let one load run at a time."""
    db.execute("select pg_advisory_xact_lock(hashtextextended('content.load', 0))")


def write_track_edges(db: Transaction, rows: Rows) -> int:
    """Make the tracks' prerequisites what the files say; return how many edges changed."""
    return write(db, TRACK_EDGES, rows)


def write_challenge_edges(db: Transaction, rows: Rows) -> int:
    """Make the challenges' prerequisites what the files say; return how many edges changed."""
    return write(db, CHALLENGE_EDGES, rows)
