"""The statement of a search."""

from uuid import UUID

from progressive_flow.discovery.search.models import ResultRow
from progressive_flow.kernel.database.transactions import Transaction

SEARCH = """
select s.id, s.kind, s.slug, s.organization, s.title, s.summary, s.snippet, s.rank
from discovery.search(%s, %s, %s, %s, %s::real, %s, %s) as s
"""


def search(
    db: Transaction,
    words: str,
    beginnings: str,
    kind: str | None,
    organization: str | None,
    after: tuple[float, UUID] | None,
    limit: int,
) -> list[ResultRow]:
    """Return what has all words, or words that begin so, the best first, from one on."""
    return db.fetch_all(ResultRow, SEARCH, [words, beginnings, kind, organization, *(after or (None, None)), limit])
