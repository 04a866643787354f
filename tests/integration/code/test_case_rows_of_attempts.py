"""Rows of the list of concrete cases that speak of attempts at code challenges: one test a row, named by it.

Those of verdicts alone are in `tests/unit/grading/code/rows`.
"""

from pathlib import Path

import psycopg
import pytest

from progressive_flow.grading.code import function
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.clouds import Clouds
from tests.support.code_attempts import LIMITS, SLUG, path, run_all, solution, task_of
from tests.support.learning import admit
from tests.support.scene import one
from tests.support.task_kinds import minutes_later, requeue, shown

ATTEMPTS = "select count(*) from progress.level_attempts"
# Passes every visible check of the challenge and not the hidden one, which is of stays that ended before they began.
ALL_BUT_HIDDEN = "\ndef passed(minutes, fee=fee):\n    return 7 if minutes < 0 else fee(minutes)\nfee = passed\n"


def test_a_hidden_check_is_shown_nowhere(api: Api, admitted: Caller, clouds: Clouds, world: psycopg.Connection) -> None:
    """GR-7: its name, kind, message and figures stand in nothing that its learner reads; the hint does."""
    spying = "\ndef spying(minutes, fee=fee):\n    print('minutes', minutes)\n    return fee(minutes)\nfee = spying\n"
    code = task_of()["solution"]["main.py"] + ALL_BUT_HIDDEN + spying
    queued = api.post(path(), admitted, json={"kind": "code", "files": {"main.py": code}})
    run_all(clouds)
    task = api.get(f"/v1/tasks/{queued.json()['id']}", admitted)
    attempt = task.json()["result"]["id"]
    hidden = next(check for check in task_of()["checks"] if check.get("visibility") == "hidden")
    stored = world.execute("select test_results from progress.level_attempts").fetchone()
    assert stored
    row = next(result for result in stored[0] if result["id"] == hidden["id"])
    assert (row["passed"], row["title"]) == (False, hidden["title"])
    read = [
        queued,
        task,
        api.get(f"/v1/attempts/{attempt}", admitted),
        api.get(f"/v1/challenges/{SLUG}/levels/1/attempts", admitted),
        api.get(f"/v1/challenges/{SLUG}/levels/1", admitted),
        api.get(f"/v1/attempts/{attempt}/diagram", admitted),
        api.get("/v1/me/export", admitted),
        api.get("/v1/me/notifications", admitted),
        api.get("/v1/me/dashboard", admitted),
    ]
    text = "\n".join(response.text for response in read)
    assert hidden["hint"] in text
    for secret in (f'"{hidden["id"]}"', hidden["title"], row["message"]):
        assert secret not in text, secret
    assert "minutes -" not in text, "what the check calls the function with"


def test_a_judge_that_is_killed_judges_again_and_once(
    api: Api, admitted: Caller, clouds: Clouds, world: psycopg.Connection
) -> None:
    """GR-11: the submission is sent again when its lease has ended, is judged once, and fails after the last try."""
    queued = api.post(path(), admitted, json=solution()).json()
    run_all(clouds, has_judge=False)
    assert shown(api, admitted, queued["id"])["state"] in {"queued", "running"}
    with minutes_later(2):
        requeue()
        run_all(clouds)
    assert shown(api, admitted, queued["id"])["result"]["passed"] is True
    assert one(world, ATTEMPTS) == 1
    with minutes_later(3):
        lost = api.post(path(), admitted, json=solution()).json()
        run_all(clouds, has_judge=False)
    for later in (5, 7, 9, 11):
        with minutes_later(later):
            requeue()
            run_all(clouds, has_judge=False)
    task = shown(api, admitted, lost["id"])
    assert (task["state"], "result" in task and task["result"]) == ("failed", None)
    assert one(world, ATTEMPTS) == 1


def test_a_judge_that_cannot_start_counts_no_attempt(
    api: Api,
    admitted: Caller,
    clouds: Clouds,
    world: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """GR-14: it is tried again, then fails without a word on what to do; the next submission is judged."""
    function.images.cache_clear()
    monkeypatch.setenv("JUDGE_IMAGES", str(tmp_path))
    queued = api.post(path(), admitted, json=solution()).json()
    done = run_all(clouds)
    for later in (2, 4):
        with minutes_later(later):
            requeue()
            done += run_all(clouds)
    assert done.count("judge_code") > 1
    with minutes_later(6):
        requeue()
        run_all(clouds)
    task = shown(api, admitted, queued["id"])
    assert (task["state"], task["result"]) == ("failed", None)
    assert "make judge" not in str(task)
    assert str(tmp_path) not in str(task)
    assert one(world, ATTEMPTS) == 0


def test_who_submits_too_often_waits_and_others_do_not(api: Api, admitted: Caller, clouds: Clouds) -> None:
    """SB-23: a learner's submissions are refused after a few, with the time to wait; another's is judged meanwhile."""
    admit(api, admitted, "best-sellers", "debounce", "customer-totals", "word-index")
    other = admit(api, new_caller(), SLUG)
    refused = []
    for slug in (SLUG, "best-sellers", "debounce", "customer-totals", "word-index") * 20:
        response = api.post(path(slug), admitted, json=solution(slug))
        refused += [response] if response.status_code == 429 else []
    assert len(refused) > 50
    for response in refused:
        assert int(response.headers["retry-after"]) >= 1
    problem(refused[0], 429, "too-many-open")
    queued = api.post(path(), other, json=solution())
    assert queued.status_code == 202
    run_all(clouds)
    assert shown(api, other, queued.json()["id"])["result"]["passed"] is True


def test_a_level_names_the_limits(api: Api, admitted: Caller) -> None:
    """SB-20: work, time, size and memory."""
    requirements = api.get(f"/v1/challenges/{SLUG}/levels/1", admitted).json()["requirements"]
    assert requirements["limits"] == LIMITS["limits"]
