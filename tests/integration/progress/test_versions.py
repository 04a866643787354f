"""A version that was replaced: its attempts keep it, and what was passed on it stays passed."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.operations.reference_data.service import content_root, load_reference_data
from tests.support.api import Api, Caller
from tests.support.content import reference_design
from tests.support.learning import admit, attempts_path, beyond_policies, earned, pass_level
from tests.support.scene import one

SLUG = "url-shortener"


@pytest.fixture
def publish(fresh_database: dict[str, str], tmp_path: Path) -> Callable[[Callable[[dict[str, Any]], object]], None]:
    """Publish a version of the challenge by the content loader, after a change of its file."""
    root = Path(shutil.copytree(content_root(), tmp_path / "content"))

    def change_and_load(change: Callable[[dict[str, Any]], object]) -> None:
        (path,) = root.glob(f"*/{SLUG}/challenge.yaml")
        written = parsed(path.read_text())
        change(written)
        path.write_text(yaml.safe_dump(written, allow_unicode=True))
        assert load_reference_data(root)["versions"] == 1

    return change_and_load


def heavier(written: dict[str, Any]) -> None:
    """Let the first test of level 1 weigh more."""
    written["levels"][0]["test_cases"][0]["weight"] = 7


def test_an_attempt_keeps_its_version(
    api: Api, learner: Caller, publish: Callable[[Callable[[dict[str, Any]], object]], None]
) -> None:
    admit(api, learner, SLUG)
    made = pass_level(api, learner)
    path = f"/v1/attempts/{made['id']}"
    before, diagram = api.get(path, learner).json(), api.get(f"{path}/diagram", learner).text
    assert (before["version"], before["is_current"]) == (1, True)

    publish(heavier)

    after = api.get(path, learner).json()
    assert after == {**before, "is_current": False}
    assert after["test_results"][0]["weight"] == before["test_results"][0]["weight"] != 7
    assert [node["id"] for node in after["design"]["nodes"]] == [node["id"] for node in reference_design(SLUG)["nodes"]]
    assert api.get(f"{path}/diagram", learner).text == diagram
    again = pass_level(api, learner)
    new = api.get(f"/v1/attempts/{again['id']}", learner).json()
    assert (new["version"], new["is_current"], new["test_results"][0]["weight"]) == (2, True, 7)


def test_an_attempt_is_current_while_its_level_is_graded_alike(
    api: Api, learner: Caller, publish: Callable[[Callable[[dict[str, Any]], object]], None]
) -> None:
    admit(api, learner, SLUG)
    path = f"/v1/attempts/{pass_level(api, learner)['id']}"

    def current(change: Callable[[dict[str, Any]], object]) -> bool:
        publish(change)
        shown = api.get(path, learner).json()
        assert shown["version"] == 1
        return bool(shown["is_current"])

    assert current(lambda written: written.update(title="URLs, shortened"))
    assert current(lambda written: written["levels"][0].update(xp_reward=31))
    assert current(lambda written: written["levels"][1]["test_cases"][0].update(weight=7)), "another level's test"
    assert not current(heavier)
    assert current(lambda written: written["levels"][0]["test_cases"][0].update(weight=3)), "the text of before again"


def test_progress_carries_over(
    api: Api,
    learner: Caller,
    fresh_database: dict[str, str],
    admin_url: str,
    publish: Callable[[Callable[[dict[str, Any]], object]], None],
) -> None:
    admit(api, learner, SLUG)
    first = pass_level(api, learner)
    publish(heavier)
    shown = api.get(f"/v1/challenges/{SLUG}", learner).json()
    assert (shown["version"], shown["levels_completed"], shown["best_score"]) == (2, [1], 100)
    level = api.get(f"/v1/challenges/{SLUG}/levels/1", learner).json()
    assert level["passed_at"]
    assert level["solution_approach"]
    # level 2 is open by what was passed before, and passing level 1 once more pays nothing
    second = pass_level(api, learner, level=2)
    again = pass_level(api, learner, level=1)
    assert (again["first_pass"], again["xp_earned"], again["attempt_number"]) == (False, 0, 2)
    assert again["total_xp"] == earned(first) + earned(second)
    listed = api.get(attempts_path(SLUG), learner).json()["items"]
    assert [row["attempt_number"] for row in listed] == [2, 1]
    with beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, "select count(*) from gamification.audit_ledger(null, 1000)") == 0
