"""The page on indexes lists what exists: each index by name, and the fate of each that the schema document named."""

import re

import psycopg
import pytest

from progressive_flow.kernel import paths

PAGE = (paths.root() / "docs" / "reference" / "indexes.md").read_text()
NAMED_BY_THE_DOCUMENT = 47
REDUNDANT = {
    "idx_users_email", "idx_users_username", "idx_challenges_slug", "idx_daily_challenges_date", "idx_challenge_levels_challenge",
    "idx_leaderboard_period", "idx_track_progress_user", "idx_user_achievements_user", "idx_user_progress_user",
    "idx_user_skills_user", "idx_attempts_user", "idx_xp_transactions_user",
}  # fmt: skip
CATALOGUE = """
select i.relname, n.nspname || '.' || t.relname, exists (
    select from pg_constraint as c where c.conindid = i.oid and c.contype in ('p', 'u')
)
from pg_index as x
inner join pg_class as i on i.oid = x.indexrelid
inner join pg_class as t on t.oid = x.indrelid
inner join pg_namespace as n on n.oid = t.relnamespace
where n.nspname !~ '^pg_' and not t.relispartition
"""


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading, without its first two lines."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def name(cell: str) -> str:
    """Return what a cell says in code."""
    found = re.fullmatch(r"`([\w.]+)`", cell)
    assert found, cell
    return found[1]


@pytest.fixture
def catalogue(superuser: psycopg.Connection) -> dict[str, tuple[str, bool]]:
    """Each index with its table, and whether it belongs to a constraint."""
    return {index: (table, constraint) for index, table, constraint in superuser.execute(CATALOGUE).fetchall()}


def test_every_index_is_described_with_its_table(catalogue: dict[str, tuple[str, bool]]) -> None:
    described = {name(index): name(table) for table, index, _ in rows("Indexes of the schema")}
    assert described == {index: table for index, (table, constraint) in catalogue.items() if not constraint}


def test_each_is_described_once_with_a_reason() -> None:
    assert len(rows("Indexes of the schema")) == len({index for _, index, _ in rows("Indexes of the schema")})
    assert all(serves for *_, serves in rows("Indexes of the schema"))


def test_each_index_of_the_document_is_served_or_dropped(catalogue: dict[str, tuple[str, bool]]) -> None:
    fates = {name(theirs): here for theirs, here, _ in rows("Indexes named by the source document")}
    assert len(fates) == len(rows("Indexes named by the source document")) == NAMED_BY_THE_DOCUMENT
    assert {name(here) for here in fates.values() if here != "dropped"} <= set(catalogue)
    assert all(why for *_, why in rows("Indexes named by the source document"))


def test_the_twelve_redundant_ones_are_named_so() -> None:
    assert {
        name(theirs) for theirs, _, why in rows("Indexes named by the source document") if why.startswith("redundant")
    } == REDUNDANT
