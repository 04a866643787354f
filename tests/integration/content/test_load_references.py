"""Achievements, skills and questions become rows: loaded twice the same, retired and never deleted."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.kernel import clock
from progressive_flow.operations.reference_data import checks as reference_checks
from progressive_flow.operations.reference_data.service import content_root, load_reference_data
from tests.support.api import Api, Caller
from tests.support.scene import one


@pytest.fixture
def rows(fresh_database: dict[str, str]) -> Iterator[psycopg.Connection]:
    """What was loaded, to look at."""
    with psycopg.connect(fresh_database["migrator"], autocommit=True) as connection:
        yield connection


def reload(root: Path) -> dict[str, int]:
    """Load a day later; return what changed."""
    with clock.moved_to(clock.now() + timedelta(days=1)):
        return {name: count for name, count in load_reference_data(root).items() if count}


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Replace a text."""
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new, 1))


def moved(connection: psycopg.Connection, table: str) -> list[str]:
    """Return the slugs of rows whose updated_at is later than their creation."""
    found: list[Any] = connection.execute(
        f"select slug from {table} where updated_at > created_at order by slug".encode()
    ).fetchall()
    return [slug for (slug,) in found]


def test_all_of_it_is_loaded_with_its_trees_and_conditions(rows: psycopg.Connection) -> None:
    counts = {
        table: one(rows, f"select count(*) from {table}")
        for table in ("gamification.achievements", "gamification.skills", "assessment.assessment_questions")
    }
    assert counts == {
        "gamification.achievements": 55,
        "gamification.skills": 36,
        "assessment.assessment_questions": 181,
    }
    assert one(rows, "select count(*) from gamification.achievement_conditions") == 60
    assert one(rows, "select count(*) from gamification.skills where parent_skill_id is null") == 5
    assert one(rows, "select count(*) from gamification.skill_prerequisites") == 31 + 10
    lists = "select bool_and(jsonb_array_length(prerequisites) > 0) from gamification.skills where parent_skill_id is not null"
    assert one(rows, lists) is True


def test_a_second_load_changes_nothing(rows: psycopg.Connection, root: Path) -> None:
    assert reload(root) == {}
    for table in ("gamification.achievements", "gamification.skills", "assessment.assessment_questions"):
        assert moved(rows, table) == []


def test_only_what_changed_moves(rows: psycopg.Connection, root: Path) -> None:
    edit(root, "achievements.yaml", "The engine runs.", "The engine hums.")
    edit(root, "skills.yaml", "needs: [batch-processing]", "needs: [queue-semantics]")
    edit(root, "skills.yaml", "parent: index-design, max_level: 5", "parent: data-modelling, max_level: 5")
    edit(root, "questions/concepts.yaml", "difficulty: advanced", "difficulty: intermediate")
    assert reload(root) == {"achievements": 1, "skills": 1, "skill_prerequisites": 4, "questions": 1}
    assert moved(rows, "gamification.achievements") == ["warm-start"]
    assert moved(rows, "gamification.skills") == ["transaction-isolation"]
    assert len(moved(rows, "assessment.assessment_questions")) == 1


def test_what_left_the_files_is_retired_and_can_return(
    rows: psycopg.Connection, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before: datetime = one(rows, "select created_at from gamification.achievements where slug = 'tailwind'")
    written = parsed((root / "achievements.yaml").read_text())
    kept = [achievement for achievement in written["achievements"] if achievement["slug"] != "tailwind"]
    (root / "achievements.yaml").write_text(yaml.safe_dump({"achievements": kept}))
    (root / "icons" / "achievements" / "tailwind.svg").unlink()
    tree = parsed((root / "skills.yaml").read_text())
    tree["branches"]["networking"] = [
        skill for skill in tree["branches"]["networking"] if skill["slug"] != "geo-routing"
    ]
    (root / "skills.yaml").write_text(yaml.safe_dump(tree, sort_keys=False))
    (root / "icons" / "skills" / "geo-routing.svg").unlink()
    bank = parsed((root / "questions" / "systems.yaml").read_text())
    bank["questions"] = [question for question in bank["questions"] if question["slug"] != "stock-exchange-3"]
    (root / "questions" / "systems.yaml").write_text(yaml.safe_dump(bank))
    assert reload(root) == {"achievements_retired": 1, "skills_retired": 1, "questions_retired": 1}
    for table, slug in (
        ("gamification.achievements", "tailwind"),
        ("gamification.skills", "geo-routing"),
        ("assessment.assessment_questions", "stock-exchange-3"),
    ):
        assert one(rows, f"select is_active from {table} where slug = %s", slug) is False
    assert reload(content_root()) == {"achievements": 1, "skills": 1, "questions": 1}
    assert one(rows, "select created_at from gamification.achievements where slug = 'tailwind'") == before


def test_what_an_administrator_wrote_stays_theirs(
    api: Api, administrator: Caller, rows: psycopg.Connection, root: Path
) -> None:
    badge = {
        "name": "Ours",
        "description": "Of our own.",
        "category": "speed",
        "rarity": "rare",
        "xp_reward": 5,
        "criteria": {"metric": "active_days", "threshold": 5000},
    }
    skill = {"name": "Ours", "description": "Of our own.", "category": "storage", "max_level": 2, "xp_per_level": 9}
    api.post("/v1/admin/achievements", administrator, json={**badge, "slug": "ours"})
    api.request("PUT", "/v1/admin/achievements/tailwind", administrator, json={**badge, "is_active": False})
    api.post("/v1/admin/skills", administrator, json={**skill, "slug": "ours"})
    api.request("PUT", "/v1/admin/skills/consensus", administrator, json=skill)
    assert reload(root) == {}
    kept = rows.execute(
        "select slug, name, is_active from gamification.achievements where slug in ('ours', 'tailwind') order by slug"
    ).fetchall()
    assert kept == [("ours", "Ours", True), ("tailwind", "Ours", False)]
    kept = rows.execute(
        "select slug, name, is_active from gamification.skills where slug in ('consensus', 'ours') order by slug"
    ).fetchall()
    assert kept == [("consensus", "Ours", True), ("ours", "Ours", True)]


def test_bad_references_load_nothing_at_all(rows: psycopg.Connection, root: Path) -> None:
    edit(root, "achievements.yaml", "The engine runs.", "The engine hums.")
    edit(root, "skills.yaml", "parent: durable-writes", "parent: no-such")
    with pytest.raises(Exception, match=r"skills\.yaml: data-modelling\.parent"):
        load_reference_data(root)
    assert moved(rows, "gamification.achievements") == []
    assert one(rows, "select count(*) from gamification.skills where is_active") >= reference_checks.MIN_SKILLS
