"""The demo's part on code: a challenge of the track "Code practice", from the starter to a pass that is paid once."""

import time

from progressive_flow_client import AuthenticatedClient
from progressive_flow_client.api.curriculum import show_level
from progressive_flow_client.api.identity import show_me
from progressive_flow_client.api.platform import show_task
from progressive_flow_client.api.progress import submit_attempt
from progressive_flow_client.models import (
    CodeRequirements,
    CodeSubmission,
    GradedAttempt,
    LevelDetail,
    Me,
    Problem,
    Task,
)

from progressive_flow_local.aws import judges
from progressive_flow_local.cli import verdicts
from progressive_flow_local.cli.transcript import DifferentError, Transcript

CHALLENGE = "visitor-counter"
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


def solve_code(transcript: Transcript, api: AuthenticatedClient) -> None:
    """Open a code challenge, fail with the starter, meet a limit, pass, and pass again for nothing."""
    starter = _open(transcript, api)
    transcript.step("Submit the starter as it is")
    if not judges.is_built():
        refused = transcript.ask(
            Problem, 503, submit_attempt.sync_detailed, CHALLENGE, 1, client=api, body=_submission(starter)
        )
        transcript.note(refused.detail)
        return
    failed = _judged(transcript, api, starter)
    first = failed.test_results[0]
    transcript.check("it does not pass", holds=not failed.passed and failed.xp_earned == 0)
    transcript.check("the message says what is missing", holds=bool(first.message and first.expected))
    transcript.step("Submit a script that never ends")
    endless = _judged(transcript, api, {**starter, "script.js": ENDLESS})
    met = [result.limit for result in endless.test_results if result.status == "exhausted"]
    transcript.check("it meets a limit, which is a failed attempt", holds=met == ["cpu"] and not endless.passed)
    _pass(transcript, api, {**starter, "script.js": COUNTER})


def _open(transcript: Transcript, api: AuthenticatedClient) -> Files:
    transcript.step('Open a challenge of the track "Code practice"')
    level = transcript.ask(LevelDetail, 200, show_level.sync_detailed, CHALLENGE, 1, client=api)
    needed = level.requirements
    starter = dict(needed.starter.additional_properties) if isinstance(needed, CodeRequirements) else {}
    transcript.note(f"{level.name}: begins with {', '.join(starter)}")
    for test in level.test_cases:
        transcript.note(f"{test.weight:g} points: {test.goal}")
    transcript.check("it begins with files", holds=bool(starter))
    return starter


def _pass(transcript: Transcript, api: AuthenticatedClient, files: Files) -> None:
    transcript.step("Submit the right one")
    before = transcript.ask(Me, 200, show_me.sync_detailed, client=api).total_xp
    passed = _judged(transcript, api, files)
    transcript.check("it passes and is paid", holds=passed.passed and passed.xp_earned > 0)
    transcript.step("Submit it once more")
    again = _judged(transcript, api, files)
    transcript.check("it passes and pays nothing", holds=again.passed and again.xp_earned == 0)
    after = transcript.ask(Me, 200, show_me.sync_detailed, client=api).total_xp
    owed = before + passed.xp_earned + sum(one.xp_reward for one in passed.achievements)
    transcript.check(f"paid once: {after} XP", holds=after == passed.total_xp == owed)


def _judged(transcript: Transcript, api: AuthenticatedClient, files: Files) -> GradedAttempt:
    """Submit files, print where the submission is and then its checks; return the attempt."""
    task = transcript.ask(Task, 202, submit_attempt.sync_detailed, CHALLENGE, 1, client=api, body=_submission(files))
    states = list[str]()
    for _ in range(MAX_POLLS):
        state = STATES.get(task.state, task.state)
        if not states or states[-1] != state:
            states.append(state)
        if state not in {"queued", "running"}:
            break
        time.sleep(POLLING_SECONDS)
        now = show_task.sync(task.id, client=api)
        task = now if isinstance(now, Task) else task
    transcript.note(" → ".join(states))
    if task.result is None:
        raise DifferentError(f"The task ended as {task.state}")
    for line in verdicts.lines(task.result.additional_properties):
        transcript.note(line)
    return GradedAttempt.from_dict(task.result.additional_properties)


def _submission(files: Files) -> CodeSubmission:
    return CodeSubmission.from_dict({"kind": "code", "files": files})
