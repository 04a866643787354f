"""A schema names only schemas below it, in SQL and in the statements of Python's repositories."""

import re
from pathlib import Path

import pytest

from progressive_flow.operations.database_setup.cluster import SCHEMAS
from progressive_flow.operations.migrations.files import sql_root

# Bottom first. Of two with one rank neither names the other.
RANKS = {
    "platform": 0,
    "identity": 1,
    "content": 2,
    "curriculum": 3,
    "progress": 4,
    "gamification": 5,
    "assessment": 6,
    "classroom": 7,
    "social": 8,
    "discovery": 9,
    "analytics": 9,
    "learning": 10,
}
# Packages that are no schema.
PACKAGES = RANKS | {"kernel": 0, "operations": 10}
# The kernel limits users, stores their responses and publishes their events: its tables and access rules know identity.
ALWAYS = {("platform", "identity")}
REFERENCE = re.compile(rf"(?<![\w./-])({'|'.join(RANKS)})\.([a-z_]+)\b")


def upward(origin: str, rank: int, text: str) -> set[str]:
    """Return the names of higher schemas, or of others with the same rank, in a text."""
    return {
        f"{schema}.{name}"
        for schema, name in REFERENCE.findall(text)
        if RANKS[schema] >= rank and schema != origin and (origin, schema) not in ALWAYS
    }


def by_schema(root: Path) -> dict[str, set[str]]:
    """Return what each schema's SQL refers to upwards; comments refer to nothing."""
    found: dict[str, set[str]] = {}
    for file in root.glob("schemas/*/**/*.sql"):
        schema = file.relative_to(root).parts[1]
        text = re.sub(r"--.*", "", file.read_text())
        found.setdefault(schema, set()).update(upward(schema, RANKS[schema], text))
    return {schema: names for schema, names in found.items() if names}


def by_package(root: Path) -> dict[str, set[str]]:
    """Return what the statements of each package refer to upwards."""
    found: dict[str, set[str]] = {}
    for file in root.glob("layers/*/python/progressive_flow/**/*repository.py"):
        package = file.parts[file.parts.index("progressive_flow") + 1]
        text = re.sub(r"(?m)^(from|import) progressive_flow.*|^ *#.*", "", file.read_text())
        origin = "platform" if package == "kernel" else package  # the kernel's tables lie in platform
        found.setdefault(package, set()).update(upward(origin, PACKAGES[package], text))
    return {package: names for package, names in found.items() if names}


def test_every_schema_has_a_rank() -> None:
    assert set(SCHEMAS) <= RANKS.keys()
    assert {folder.name for folder in (sql_root() / "schemas").iterdir()} <= RANKS.keys()


def test_sql_refers_downwards() -> None:
    assert by_schema(sql_root()) == {}


def test_statements_in_python_refer_downwards() -> None:
    assert by_package(sql_root().parent) == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("select from gamification.user_stats as s", {"gamification.user_stats"}),
        ("array['gamification.user_stats']::regclass[]", {"gamification.user_stats"}),
        ("perform identity.touch_last_active(v_user_id) -- social.notifications follow", set()),
        ("select p.status from progress.user_track_progress as p", set()),
    ],
)
def test_a_reference_upwards_is_found(tmp_path: Path, text: str, names: set[str]) -> None:
    file = tmp_path / "schemas/progress/levels/functions/f.sql"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    assert by_schema(tmp_path).get("progress", set()) == names


def test_a_higher_schema_may_attach_a_trigger_to_a_lower_table(tmp_path: Path) -> None:
    trigger = "create trigger t after insert on identity.users for each row execute function progress.f();"
    for schema in ("identity", "progress"):
        file = tmp_path / f"schemas/{schema}/users/triggers/users.sql"
        file.parent.mkdir(parents=True)
        file.write_text(trigger)
    assert by_schema(tmp_path) == {"identity": {"progress.f"}}


def test_two_schemas_of_one_rank_do_not_know_each_other() -> None:
    assert upward("discovery", RANKS["discovery"], "select from analytics.trends") == {"analytics.trends"}
