"""Statements on the catalogue. Each is one round trip, the learner's progress included."""

from collections.abc import Mapping
from uuid import UUID

from progressive_flow.curriculum import words
from progressive_flow.curriculum.positions import AFTER, ORDER, ORGANIZATION, TRACK_ORDER, Position
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.learning.catalogue.models import ChallengeDetail, ChallengeRow, Sort, Track, TrackDetail

Filters = Mapping[str, str | bool | None]

TRACK_COLUMNS = f"""
    t.ref as slug, {ORGANIZATION} as organization, t.title, t.description, t.difficulty_level, t.estimated_hours,
    t.order_index as "order",
    array(
        select before.ref
        from curriculum.track_prerequisites as edge
        inner join curriculum.learning_tracks as before on before.id = edge.prerequisite_id
        where edge.track_id = t.id
        order by before.order_index
    ) as prerequisites,
    (select count(*) from curriculum.live_challenges as c where c.track_id = t.id) as total_challenges,
    (
        select count(*)
        from progress.user_challenge_progress as p inner join curriculum.challenges as c on c.id = p.challenge_id
        where p.user_id = %(me)s and p.status = 'completed' and c.track_id = t.id
    ) as challenges_completed
"""
TRACKS = f"""
select {TRACK_COLUMNS}
from curriculum.learning_tracks as t
where
    t.is_active and t.is_published
    and (%(organization)s::text is null or {ORGANIZATION} = %(organization)s)
order by {TRACK_ORDER}
"""
# A page comes before the challenge of the same place.
LESSON_ITEMS = """
coalesce((
    select jsonb_agg(
        jsonb_build_object(
            'kind', item.kind, 'slug', item.ref, 'title', item.title, 'estimated_minutes', item.minutes, 'completed', item.done
        ) order by item.place, item.kind desc
    )
    from (
        select 'page', p.ref, p.title, p.estimated_minutes, done.page_id is not null, p.order_in_track
        from curriculum.pages as p
        left join progress.page_completions as done on done.page_id = p.id and done.user_id = %(me)s
        where p.lesson_id = l.id and p.is_active
        union all
        select 'challenge', c.ref, c.title, c.estimated_minutes, coalesce(own.status = 'completed', false), c.order_in_track
        from curriculum.live_challenges as c
        left join progress.user_challenge_progress as own on own.challenge_id = c.id and own.user_id = %(me)s
        where c.lesson_id = l.id
    ) as item (kind, ref, title, minutes, done, place)
), '[]')
"""
TRACK = f"""
select {TRACK_COLUMNS}, coalesce((
    select jsonb_agg(
        jsonb_build_object(
            'slug', m.slug, 'title', m.title, 'description', m.description, 'lessons', coalesce((
                select jsonb_agg(
                    jsonb_build_object('slug', l.slug, 'title', l.title, 'challenges', array(
                        select c.ref from curriculum.live_challenges as c
                        where c.lesson_id = l.id
                        order by c.order_in_track
                    ), 'items', {LESSON_ITEMS}) order by l.order_index
                )
                from curriculum.lessons as l where l.module_id = m.id and l.is_published
            ), '[]')
        ) order by m.order_index
    )
    from curriculum.modules as m where m.track_id = t.id and m.is_published
), '[]') as modules
from curriculum.learning_tracks as t
where t.is_active and t.is_published and t.ref = %(slug)s
"""
CHALLENGE_COLUMNS = f"""
    c.ref as slug, {ORGANIZATION} as organization, c.title, c.description, c.kind, c.category, t.ref as track,
    t.order_index as track_order, c.order_in_track,
    c.difficulty_base as difficulty, c.xp_base, c.estimated_minutes, c.ddia_concepts, c.tags, c.level_count,
    (select count(*) from curriculum.challenge_levels as l where l.challenge_id = c.id) as published_levels,
    coalesce(p.status, 'not_started') as status, p.unlock_date is not null as unlocked,
    coalesce(p.levels_completed, '{{}}') as levels_completed, coalesce(p.xp_earned, 0) as xp_earned,
    progress.shown_score(p.best_score, p.status = 'completed') as best_score,
    coalesce(p.total_attempts, 0) as total_attempts
"""
CHALLENGE_TABLES = """
curriculum.live_challenges as c
inner join curriculum.learning_tracks as t on t.id = c.track_id
left join progress.user_challenge_progress as p on p.challenge_id = c.id and p.user_id = %(me)s
"""
# One text for each order, so that one statement and one form of cursor serve them all. Digits sort as their numbers do.
SORT_KEY = """(
    case %(sort)s::text
        when 'title' then lower(c.title collate pg_c_utf8)
        when 'difficulty' then array_position(array['beginner', 'intermediate', 'advanced'], c.difficulty_base)::text
        when 'estimated_minutes' then lpad(c.estimated_minutes::text, 10, '0')
        else ''
    end
) collate pg_c_utf8
"""
CHALLENGES = f"""
select {CHALLENGE_COLUMNS}, {SORT_KEY} as sort_key
from {CHALLENGE_TABLES}
where
    (%(organization)s::text is null or {ORGANIZATION} = %(organization)s)
    and (%(track)s::text is null or t.ref = %(track)s)
    and (%(category)s::text is null or c.category = %(category)s)
    and (%(difficulty)s::text is null or c.difficulty_base = %(difficulty)s)
    and (%(tag)s::text is null or c.tags ? %(tag)s)
    and (%(status)s::text is null or coalesce(p.status, 'not_started') = %(status)s)
    and (%(unlocked)s::boolean is null or (p.unlock_date is not null) = %(unlocked)s)
    and (
        %(words)s::text is null
        or to_tsvector('english', c.title || ' ' || c.description || ' ' || c.tags::text || ' ' || c.slug)
        @@ (websearch_to_tsquery('english', %(words)s) || to_tsquery('english', %(beginnings)s))
        or (%(letters)s <> '' and starts_with(replace(c.slug, '-', ''), %(letters)s))
    )
    and ({SORT_KEY} > %(after_key)s or ({SORT_KEY} = %(after_key)s and {AFTER}))
order by {SORT_KEY}, {ORDER}
limit %(limit)s
"""
CHALLENGE = f"""
select {CHALLENGE_COLUMNS}, c.statement, lesson.slug as lesson, m.slug as module, c.version,
    coalesce((
        select jsonb_agg(jsonb_build_object(
            'level', l.level_number, 'name', l.level_name, 'xp_reward', l.xp_reward,
            'estimated_minutes', l.estimated_minutes,
            'completed', coalesce(l.level_number = any(p.levels_completed), false)
        ) order by l.level_number)
        from curriculum.challenge_levels as l where l.challenge_id = c.id
    ), '[]') as levels,
    coalesce((
        select jsonb_agg(jsonb_build_object(
            'slug', before.ref, 'title', before.title, 'completed', coalesce(done.status = 'completed', false)
        ) order by before.ref)
        from curriculum.challenge_prerequisites as edge
        inner join curriculum.challenges as before on before.id = edge.prerequisite_id
        left join progress.user_challenge_progress as done
            on done.challenge_id = before.id and done.user_id = %(me)s
        where edge.challenge_id = c.id
    ), '[]') as prerequisites,
    null as publication_note
from {CHALLENGE_TABLES}
inner join curriculum.lessons as lesson on lesson.id = c.lesson_id
inner join curriculum.modules as m on m.id = lesson.module_id
where c.ref = %(slug)s
"""


def list_tracks(db: Transaction, me: UUID, organization: str | None) -> list[Track]:
    """Return the tracks the learner may see, of one organization or of all, in order."""
    return db.fetch_all(Track, TRACKS, {"me": me, "organization": organization})


def find_track(db: Transaction, me: UUID, slug: str) -> TrackDetail | None:
    """Return a track with its modules and lessons."""
    return db.fetch_optional(TrackDetail, TRACK, {"me": me, "slug": slug})


def list_challenges(
    db: Transaction, me: UUID, filters: Filters, sort: Sort, after: tuple[str, Position], limit: int
) -> list[ChallengeRow]:
    """Return challenges that come after one with this sort key and place; `filters` has every key, None for any.

    Words are found by their stems or their beginnings, and a slug without its hyphens, so that search completes what is typed.
    """
    text = str(filters["words"] or "")
    key, position = after
    plain = words.plain_words(text)
    texts = {"beginnings": words.beginnings(plain), "letters": "".join(plain).lower()}
    place = {"sort": sort, "after_key": key, **position.params()}
    return db.fetch_all(ChallengeRow, CHALLENGES, {**filters, **texts, **place, "me": me, "limit": limit})


def find_challenge(db: Transaction, me: UUID, slug: str) -> ChallengeDetail | None:
    """Return a challenge with levels and prerequisites."""
    return db.fetch_optional(ChallengeDetail, CHALLENGE, {"me": me, "slug": slug})
