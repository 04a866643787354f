"""The demo's part on code: a challenge of the track "Code practice", from the starter to a pass that is paid once."""

import time
from typing import Any

import httpx

from progressive_flow_local.aws import judges
from progressive_flow_local.cli import verdicts
from progressive_flow_local.cli.transcript import Transcript, document

CHALLENGE = "visitor-counter"
LEVEL = f"/v1/challenges/{CHALLENGE}/levels/1"
ATTEMPTS = f"{LEVEL}/attempts"
POLLING_SECONDS = 0.05
MAX_POLLS = 1200
STATES = {"done": "graded"}  # a task that is done has graded the attempt
ENDLESS = "while (true) {}\n"
COUNTER = """\
const count = document.querySelector('#count');
const out = document.querySelector('#out');

function show(people) {
  count.textContent = people;
  out.disabled = people === 0;
}

document.querySelector('#in').addEventListener('click', () => show(Number(count.textContent) + 1));
out.addEventListener('click', () => show(Number(count.textContent) - 1));
document.querySelector('#again').addEventListener('click', () => show(0));
show(0);
"""
Files = dict[str, str]


def is_built() -> bool:
    """Return whether this machine's platform judges code; without npm it does not, and refuses it."""
    return judges.environment()["JUDGE_BUILT"] == "1"


def solve_code(transcript: Transcript, api: httpx.Client) -> None:
    """Open a code challenge, fail with the starter, meet a limit, pass, and pass again for nothing."""
    starter = _open(transcript, api)
    transcript.step("Submit the starter as it is")
    if not is_built():
        refused = transcript.request(api, "POST", ATTEMPTS, 503, json={"kind": "code", "files": starter})
        transcript.note(str(document(refused).get("detail")))
        return
    failed = _judged(transcript, api, starter)
    first: dict[str, Any] = next(iter(failed.get("test_results", [])), {})
    transcript.check("it does not pass", holds=failed.get("passed") is False and failed.get("xp_earned") == 0)
    transcript.check("the message says what is missing", holds=bool(first.get("message") and first.get("expected")))
    transcript.step("Submit a script that never ends")
    endless = _judged(transcript, api, {**starter, "script.js": ENDLESS})
    met = [result.get("limit") for result in endless.get("test_results", []) if result.get("status") == "exhausted"]
    transcript.check("it meets a limit, which is a failed attempt", holds=met == ["cpu"] and not endless.get("passed"))
    _pass(transcript, api, {**starter, "script.js": COUNTER})


def _open(transcript: Transcript, api: httpx.Client) -> Files:
    transcript.step('Open a challenge of the track "Code practice"')
    level = document(transcript.request(api, "GET", LEVEL, 200))
    needed = level.get("requirements") or {}
    starter: Files = needed.get("starter") or {}
    transcript.note(f"{level.get('name')}: {needed.get('runtime')}, begins with {', '.join(starter)}")
    for test in level.get("test_cases", []):
        transcript.note(f"{test.get('weight'):g} points: {test.get('goal')}")
    transcript.check("it begins with files", holds=bool(starter))
    return starter


def _pass(transcript: Transcript, api: httpx.Client, files: Files) -> None:
    transcript.step("Submit the right one")
    before = document(api.get("/v1/me")).get("total_xp", 0)
    passed = _judged(transcript, api, files)
    earned = passed.get("xp_earned", 0)
    transcript.check("it passes and is paid", holds=passed.get("passed") is True and earned > 0)
    transcript.step("Submit it once more")
    again = _judged(transcript, api, files)
    transcript.check("it passes and pays nothing", holds=again.get("passed") is True and again.get("xp_earned") == 0)
    after = document(transcript.request(api, "GET", "/v1/me", 200)).get("total_xp", 0)
    owed = before + earned + sum(one["xp_reward"] for one in passed.get("achievements", []))
    transcript.check(f"paid once: {after} XP", holds=after == passed.get("total_xp") == owed)


def _judged(transcript: Transcript, api: httpx.Client, files: Files) -> dict[str, Any]:
    """Submit files, print where the submission is and then its checks; return the attempt, empty if there is none."""
    asked = transcript.request(api, "POST", ATTEMPTS, 202, json={"kind": "code", "files": files})
    task, states = document(asked), list[str]()
    for _ in range(MAX_POLLS):
        said = str(task.get("state", ""))
        state = STATES.get(said, said)
        if not states or states[-1] != state:
            states.append(state)
        if state not in {"queued", "running"}:
            break
        time.sleep(POLLING_SECONDS)
        task = document(api.get(asked.headers["location"]))
    transcript.note(" → ".join(states))
    attempt: dict[str, Any] = task.get("result") or {}
    for line in verdicts.lines(attempt) if attempt else ():
        transcript.note(line)
    return attempt
