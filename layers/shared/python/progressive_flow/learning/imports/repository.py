"""Statements of the import from an older system."""

from typing import Any, NamedTuple

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database.transactions import Transaction

# Row by row in the order given: a learner's later row must see what the earlier one did.
IMPORT = """
select taken.outcome, taken.xp_imported, taken.levels_imported
from jsonb_array_elements(%(rows)s) with ordinality as row (value, number)
cross join lateral learning.import_progress(
    (row.value ->> 'user_id')::uuid, row.value ->> 'problem_id',
    array(select level::integer from jsonb_array_elements_text(row.value -> 'completed_levels') as level),
    (row.value ->> 'total_xp')::integer, %(at)s
) as taken
order by row.number
"""


class Outcome(NamedTuple):
    """What became of a row."""

    outcome: str
    xp_imported: int
    levels_imported: int


def import_rows(db: Transaction, rows: list[dict[str, Any]]) -> list[Outcome]:
    """Import rows; return what became of each."""
    sent = [{**row, "user_id": str(row["user_id"])} for row in rows]
    return db.fetch_all(Outcome, IMPORT, {"rows": Jsonb(sent), "at": db.at})
