"""The import from an older system : idempotent, it reports what it skipped, and XP becomes ledger rows."""

import json
import uuid
from pathlib import Path

import pytest

from progressive_flow.kernel.errors import UserError
from progressive_flow.learning.imports import service as imports
from tests.support.learning import beyond_policies
from tests.support.scene import challenge_id, make_user, one

HEADER = "user_id,problem_id,completed_levels,total_xp\n"


@pytest.fixture
def users(fresh_database: dict[str, str], admin_url: str) -> tuple[uuid.UUID, uuid.UUID]:
    """Two users."""
    with beyond_policies(fresh_database, admin_url) as connection:
        return make_user(connection), make_user(connection)


def csv(folder: Path, *lines: str) -> Path:
    """Write a file as COPY writes one."""
    file = folder / "old.csv"
    file.write_text(HEADER + "\n".join(lines) + "\n")
    return file


def test_an_old_table_is_taken_over_once(
    fresh_database: dict[str, str], admin_url: str, users: tuple[uuid.UUID, uuid.UUID], tmp_path: Path
) -> None:
    ada, bob = users
    file = csv(
        tmp_path,
        f'{ada},url-shortener,"{{5,4,3,2,1}}",400',  # whole: the order of the levels does not matter
        f'{bob},url-shortener,"{{1,1,2}}",90',
        f"{bob},static-website,{{}},0",
        f"{uuid.uuid4()},url-shortener,{{1}},10",
        f"{bob},no-such-problem,{{1}},10",
        f"{bob},url-shortener,{{9}},10",
        f"{bob},url-shortener,{{x}},10",
        "nobody,url-shortener,{1},-5",
    )
    done = imports.import_file(file)
    assert (done.rows, done.imported, done.unchanged, done.skipped_in_all) == (8, 2, 1, 5)
    assert (done.xp, done.levels) == (490, 7)
    assert sorted(done.skipped) == [
        (5, "no such user"),
        (6, "no such challenge"),
        (7, "a level that the challenge does not have"),
        (8, "completed_levels cannot be read"),
        (9, "total_xp, user_id cannot be read"),
    ]
    again = imports.import_file(file)
    assert (again.imported, again.unchanged, again.xp, again.levels) == (0, 3, 0, 0)
    with beyond_policies(fresh_database, admin_url) as connection:
        row = connection.execute(
            "select status, levels_completed, completion_date is not null, start_date is not null, unlock_date is not null"
            " from progress.user_challenge_progress as p inner join curriculum.challenges as c on c.id = p.challenge_id"
            " where p.user_id = %s and c.slug = 'url-shortener'",
            [ada],
        ).fetchone()
        assert row == ("completed", [1, 2, 3, 4, 5], True, True, True)
        ledger = connection.execute(
            "select amount, source_type, source_id from gamification.xp_transactions where user_id = %s", [ada]
        ).fetchall()
        assert ledger == [(400, "import", str(challenge_id(connection, "url-shortener")))]
        assert one(connection, "select count(*) from gamification.audit_ledger(null, 1000)") == 0


def test_json_lines_are_read_too(users: tuple[uuid.UUID, uuid.UUID], tmp_path: Path) -> None:
    ada, _ = users
    row = {"user_id": str(ada), "problem_id": "url-shortener", "completed_levels": [1], "total_xp": 30, "more": 1}
    file = tmp_path / "old.jsonl"
    file.write_text(json.dumps(row) + "\n\nno json\n[]\n")
    done = imports.import_file(file)
    assert (done.rows, done.imported, done.xp) == (3, 1, 30)
    assert done.skipped == [(3, "the line is no JSON"), (4, "the row cannot be read")]


def test_what_is_no_such_file_is_said_so(fresh_database: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        imports.import_file(tmp_path / "missing.csv")
    (tmp_path / "short.csv").write_text("user_id,total_xp\n")
    with pytest.raises(UserError, match="lacks completed_levels, problem_id"):
        imports.import_file(tmp_path / "short.csv")
