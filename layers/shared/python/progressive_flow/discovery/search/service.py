"""Rules on search."""

import re
from uuid import UUID

from progressive_flow.curriculum import words
from progressive_flow.discovery.search import repository
from progressive_flow.discovery.search.models import MAX_TERMS, Fragment, Result
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import invalid

_MARKED = re.compile("\x02(.*?)\x03", re.DOTALL)


def search(
    db: Transaction, q: str, kind: str | None, organization: str | None, cursor: str | None, limit: int
) -> Page[Result]:
    """Return what the learner may read that has the words, the best first; 422 for too many words."""
    if len(re.findall(r"\w+", q)) > MAX_TERMS:
        raise invalid("/query/q", f"Search for {MAX_TERMS} words at most.")
    beginnings = words.beginnings(words.plain_words(q))
    key = paging.decode(cursor, float, UUID)
    rows = repository.search(db, q, beginnings, kind, organization, (key[0], key[1]) if key else None, limit + 1)
    found = paging.page(rows, limit, lambda row: [row.rank, row.id])
    shown = [
        Result(**row.model_dump(exclude={"id", "rank", "snippet"}), snippet=_fragments(row.snippet))
        for row in found.items
    ]
    return Page[Result](items=shown, next_cursor=found.next_cursor)


def _fragments(marked: str) -> list[Fragment]:
    """Return a text with marks as pieces: every second one is what was found."""
    pieces = _MARKED.split(marked)
    return [Fragment(text=text, is_match=number % 2 == 1) for number, text in enumerate(pieces) if text]
