"""The plan for shards is true of the schema: tables of learners carry the learner's id, and what would break is shown."""

import re

import psycopg
import pytest

from progressive_flow.kernel import paths
from progressive_flow_local.cli.data_model import catalogue, distribution
from progressive_flow_local.cli.data_model.catalogue import Catalogue

PAGE = (paths.root() / "docs" / "explanation" / "scaling.md").read_text()
FOLLOWS = """
create table social.follows (
    id uuid primary key, user_id uuid not null, followed uuid, unique (user_id, followed), unique (followed)
);
create unique index follows_once on social.follows (id, followed);
"""


@pytest.fixture
def found(superuser: psycopg.Connection) -> Catalogue:
    """The schema as it is, with a table more."""
    superuser.execute(FOLLOWS.encode())
    return catalogue.read(superuser)


def sharded(found: Catalogue) -> set[str]:
    """Return the tables that would be distributed."""
    return {f"{each.schema}.{each.name}" for each in found.tables if distribution.is_sharded(found, each)}


def test_tables_of_learners_are_sharded_by_themselves(found: Catalogue) -> None:
    tables = sharded(found)
    assert len(tables) > 20
    assert {"social.follows", "progress.level_attempts", "gamification.xp_transactions"} <= tables
    assert not tables & {"platform.outbox", "platform.tasks", "gamification.leaderboard_snapshots", "identity.users"}


def test_what_is_unique_across_shards_is_found(found: Catalogue) -> None:
    (follows,) = (table for table in found.tables if table.name == "follows")
    assert set(distribution.unique_across_shards(found, follows)) == {
        "follows_pkey", "follows_followed_key", "follows_once",
    }  # fmt: skip


def test_the_exceptions_are_explained_and_would_be_sharded_otherwise(
    found: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    exceptions = distribution.ON_ONE_NODE
    (explained,) = re.findall(r"^\*\*On one node\*\*[^*]+", PAGE, re.MULTILINE)
    assert all(f"`{table}`" in explained for table in exceptions)
    before = sharded(found)
    monkeypatch.setattr(distribution, "ON_ONE_NODE", set[str]())
    assert sharded(found) - before == exceptions
