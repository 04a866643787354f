"""Statements on hints."""

from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.progress.hints.models import Hints, RevealedHint

HINTS = """
select
    l.xp_reward,
    progress.paid_for_level(
        l.xp_reward, (coalesce(sum(used.xp_penalty), 0) + coalesce(mine.suggestion_penalty, 0))::integer
    ) as xp_after_penalties,
    coalesce(jsonb_agg(jsonb_build_object(
        'hint_number', hint.number,
        'hint', case when used.hint_number is not null then hint.content ->> 'text' end,
        'xp_penalty', case
            when used.hint_number is not null then used.xp_penalty
            when mine.passed_at is not null then 0
            else (hint.content ->> 'xp_penalty')::integer
        end,
        'revealed', used.hint_number is not null
    ) order by hint.number) filter (where hint.number is not null), '[]') as items
from curriculum.challenge_levels as l
left join lateral jsonb_array_elements(l.hints) with ordinality as hint (content, number) on true
left join progress.hint_usage as used
    on used.user_id = %(me)s and used.challenge_id = l.challenge_id and used.level_number = l.level_number
    and used.hint_number = hint.number
left join progress.user_level_progress as mine
    on mine.user_id = %(me)s and mine.challenge_id = l.challenge_id and mine.level_number = l.level_number
where
    l.level_number = %(level)s
    and l.challenge_id = (select c.id from curriculum.live_challenges as c where c.ref = %(slug)s)
group by l.id, mine.passed_at, mine.suggestion_penalty
"""
REVEAL = """
select r.hint_number, r.hint, r.xp_penalty, r.newly_revealed, r.hint_count, r.next_penalty
from progress.reveal_hint(%s, %s, %s, %s) as r
"""


def find_hints(db: Transaction, me: UUID, slug: str, level: int) -> Hints | None:
    """Return a level's hints, those revealed with their text."""
    return db.fetch_optional(Hints, HINTS, {"me": me, "slug": slug, "level": level})


def reveal_hint(db: Transaction, challenge_id: UUID, level: int, hint_number: int | None) -> RevealedHint:
    """Reveal a hint to the learner, charging it once."""
    return db.fetch_one(RevealedHint, REVEAL, [challenge_id, level, hint_number, db.at])
