"""Statements on levels as learners see them."""

from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.learning.levels.models import LevelDetail

LEVEL = """
select
    c.ref as challenge, l.level_number as level, l.level_name as name, l.description, l.requirements,
    seen.tests as test_cases, jsonb_array_length(l.test_cases) - jsonb_array_length(seen.tests) as hidden_tests,
    l.passing_criteria, l.xp_reward, c.xp_base, jsonb_array_length(l.hints) as hint_count,
    progress.suggestion_price(l.level_number, l.hints, mine.suggestion_penalty is not null, mine.passed_at is not null)
        as suggestion_price,
    l.estimated_minutes, c.version,
    p.unlock_date is not null and progress.is_level_open(l.level_number, p.levels_completed) as unlocked,
    case
        when p.unlock_date is null then progress.missing_prerequisites(c.id)
        when progress.is_level_open(l.level_number, p.levels_completed) then '[]'
        else jsonb_build_array(
            jsonb_build_object('challenge', c.ref, 'level', l.level_number - 1, 'skill', null, 'title', c.title)
        )
    end as missing,
    coalesce(mine.attempts, 0) as attempts, mine.passed_at,
    progress.shown_score(mine.best_score, mine.passed_at is not null) as best_score,
    case when mine.passed_at is not null then l.solution_approach end as solution_approach
from curriculum.live_challenges as c
inner join curriculum.challenge_levels as l on l.challenge_id = c.id and l.level_number = %(level)s
cross join lateral (select curriculum.shown_tests(l.test_cases) as tests) as seen
left join progress.user_challenge_progress as p on p.challenge_id = c.id and p.user_id = %(me)s
left join progress.user_level_progress as mine
    on mine.challenge_id = c.id and mine.user_id = %(me)s and mine.level_number = l.level_number
where c.ref = %(slug)s
"""


def open_level(db: Transaction, slug: str, level: int) -> None:
    """Remember that the learner saw the level now, if they may attempt it."""
    db.execute(
        "select progress.open_level(c.id, %s, %s) from curriculum.challenges as c where c.ref = %s",
        [level, db.at, slug],
    )


def find_level(db: Transaction, me: UUID, slug: str, level: int) -> LevelDetail | None:
    """Return a published level without its hidden tests."""
    return db.fetch_optional(LevelDetail, LEVEL, {"me": me, "slug": slug, "level": level})
