"""The steps of the demo: from signing up to a rank."""

import secrets
from typing import Any

import httpx

from progressive_flow_local import demo_unlocks
from progressive_flow_local.aws import accounts, clients
from progressive_flow_local.cli import demo_author, demo_code, demo_day
from progressive_flow_local.cli import demo_designs as designs
from progressive_flow_local.cli.transcript import Transcript, document

CHALLENGE = "url-shortener"
LEVEL = f"/v1/challenges/{CHALLENGE}/levels/1"
ATTEMPTS = f"/v1/challenges/{CHALLENGE}/levels/{{}}/attempts"
SUGGESTIONS = "/v1/attempts/{}/suggestions"
TRIALS = f"/v1/challenges/{CHALLENGE}/levels/{{}}/trials"
REFRESH = "progressive-flow-scheduled-refresh-leaderboards"


def walk(held: dict[str, Any]) -> int:
    """Walk the path; return how many checks did not hold."""
    transcript = Transcript()
    learner = {"authorization": f"Bearer {_become_a_learner(transcript, held)}"}
    with httpx.Client(base_url=held["api_url"], headers=learner, timeout=60, trust_env=False) as api:
        me = _look_around(transcript, api)
        _meet_a_lock(transcript, api, held, me)
        demo_day.buy_a_hint(transcript, api, CHALLENGE)
        earned = _solve(transcript, api)
        _compare(transcript, api, held, earned)
        demo_day.look_back(transcript, api)
        demo_day.take_todays(transcript, api)
        demo_code.solve_code(transcript, api)
        demo_author.write_and_publish(transcript, api, held)
    return transcript.differences


def _become_a_learner(transcript: Transcript, held: dict[str, Any]) -> str:
    endpoint, client_id = held["aws_endpoint_url"], held["client_id"]
    cognito = clients.cognito(endpoint)
    email, password = f"ada-{secrets.token_hex(3)}@example.com", f"Aa1{secrets.token_urlsafe(18)}"
    transcript.step("Sign up with an e-mail address")
    sub = accounts.sign_up(cognito, client_id, email, password, "Ada")
    transcript.note(f"{email} is {sub}")
    code = accounts.confirmation_code(endpoint, email)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    refused = _refusal(lambda: accounts.confirm(cognito, client_id, email, wrong))
    transcript.check(f"a wrong code is refused: {refused}", holds=refused == "CodeMismatchException")
    accounts.confirm(cognito, client_id, email, code)
    transcript.check("the code from the mail is accepted", holds=True)
    transcript.step("Sign in")
    token = clients.access_token(endpoint, client_id, email, password)
    transcript.check(f"a bearer token of {len(token)} characters", holds=bool(token))
    return token


def _refusal(attempt: Any) -> str:
    from botocore.exceptions import ClientError

    try:
        attempt()
    except ClientError as error:
        return str(error.response.get("Error", {}).get("Code", ""))
    return "not at all"


def _look_around(transcript: Transcript, api: httpx.Client) -> dict[str, Any]:
    transcript.step("Look around")
    refused = transcript.request(api, "GET", "/v1/me", 401, headers={"authorization": ""})
    transcript.note(refused.text)
    me = document(transcript.request(api, "GET", "/v1/me", 200))
    transcript.note(f"{me.get('email')}, level {me.get('current_level')}, {me.get('total_xp')} XP")
    tracks = document(transcript.request(api, "GET", "/v1/tracks", 200)).get("items", [])
    transcript.note("Tracks: " + ", ".join(f"{track['title']} ({track['total_challenges']})" for track in tracks))
    transcript.check("there are four tracks", holds=len(tracks) == 4)  # noqa: PLR2004 - the domain's number
    found = document(transcript.request(api, "GET", "/v1/challenges?limit=5", 200)).get("items", [])
    for challenge in found:
        transcript.note(f"{challenge['slug']}: {challenge['title']} ({'open' if challenge['unlocked'] else 'locked'})")
    transcript.check("there are challenges", holds=bool(found))
    return me


def _meet_a_lock(transcript: Transcript, api: httpx.Client, held: dict[str, Any], me: dict[str, Any]) -> None:
    transcript.step("Try a challenge that is still locked")
    locked = transcript.request(
        api, "POST", ATTEMPTS.format(1), 403, json={"kind": "system_design", "design": designs.WEAK}
    )
    problem = document(locked)
    transcript.note(str(problem.get("detail")))
    missing = problem.get("missing") or []
    for challenge in missing:
        transcript.note(f"missing: {challenge.get('title')} ({challenge.get('challenge')})")
    transcript.check("it says what is missing", holds=bool(missing))
    transcript.step("An administrator opens it")
    admin = demo_unlocks.bearer(held, "admin")
    body = {"user_id": me.get("id"), "challenge_slugs": [CHALLENGE], "reason": "Has done this at work."}
    transcript.request(api, "POST", "/v1/admin/unlock-grants", 403, json=body)
    granted = document(transcript.request(api, "POST", "/v1/admin/unlock-grants", 201, json=body, headers=admin))
    transcript.check(f"opened: {granted.get('unlocked')}", holds=granted.get("unlocked") == [CHALLENGE])


def _attempt(
    transcript: Transcript, api: httpx.Client, level: int, design: designs.Design, key: str | None = None
) -> dict[str, Any]:
    headers = {"idempotency-key": key} if key else {}
    answer = transcript.request(
        api, "POST", ATTEMPTS.format(level), 201, json={"kind": "system_design", "design": design}, headers=headers
    )
    verdict = document(answer)
    transcript.note(f"score {verdict.get('score')}, {verdict.get('xp_earned')} XP")
    transcript.note(str((verdict.get("feedback") or {}).get("summary")))
    return verdict


def _solve(transcript: Transcript, api: httpx.Client) -> int:
    transcript.step("Read what level 1 asks for")
    goals = [test["goal"] for test in document(transcript.request(api, "GET", LEVEL, 200)).get("test_cases", [])]
    for goal in goals:
        transcript.note(goal)
    transcript.check("each test says so in words", holds=bool(goals) and all(goals))
    transcript.step("Submit a weak design")
    weak = _attempt(transcript, api, 1, designs.WEAK)
    transcript.note(f"next: {(weak.get('feedback') or {}).get('next_step')}")
    transcript.check(
        "it does not pass and earns nothing", holds=weak.get("passed") is False and weak.get("xp_earned") == 0
    )
    transcript.step("Ask what would help: free on level 1, for the price of a hint above")
    asked = document(transcript.request(api, "POST", SUGGESTIONS.format(weak.get("id")), 201))
    change = asked.get("suggested_change") or {}
    transcript.note(f"suggested: {change.get('change')} It costs ${change.get('cost_per_month', 0):,.0f} a month.")
    transcript.check("it suggests one change at no cost", holds=bool(change) and asked.get("xp_penalty") == 0)
    transcript.step("Submit a better one")
    key = secrets.token_hex(8)
    good = _attempt(transcript, api, 1, designs.CONNECTED, key)
    transcript.check("it passes and is paid", holds=good.get("passed") is True and good.get("xp_earned", 0) > 0)
    transcript.step("Send it again, as a client does that lost the answer")
    again = _attempt(transcript, api, 1, designs.CONNECTED, key)
    transcript.check("the same answer", holds=again == good)
    total = document(transcript.request(api, "GET", "/v1/me", 200)).get("total_xp")
    transcript.check(f"paid once: {total} XP", holds=total == good.get("total_xp"))
    transcript.step("Try the next level without an attempt")
    draft = {"kind": "system_design", "design": designs.CONNECTED}
    graded = document(transcript.request(api, "POST", TRIALS.format(2), 200, json=draft))
    failing = [result["message"] for result in graded.get("test_results", []) if not result["passed"]]
    transcript.note(f"{len(failing)} visible tests fail; the first: {next(iter(failing), '')}")
    transcript.step("Solve it")
    second = _attempt(transcript, api, 2, designs.CAPABLE)
    transcript.check("it passes and is paid", holds=second.get("passed") is True and second.get("xp_earned", 0) > 0)
    return int(second.get("total_xp", 0))


def _compare(transcript: Transcript, api: httpx.Client, held: dict[str, Any], earned: int) -> None:
    transcript.step("Compare with others")
    refreshed = clients.invoke(held["aws_endpoint_url"], REFRESH)
    transcript.check(f"the minute's job rebuilds the leaderboards: {refreshed}", holds="leaderboards" in refreshed)
    leaderboard = document(transcript.request(api, "GET", "/v1/leaderboards/all_time/xp", 200))
    for row in leaderboard.get("items", []):
        transcript.note(
            f"{row['rank']:>3}  {row['value']:>6}  {row['name'] or 'somebody'}{'  (you)' if row['is_me'] else ''}"
        )
    transcript.check("the learner is on it", holds=any(row["is_me"] for row in leaderboard.get("items", [])))
    mine = document(transcript.request(api, "GET", "/v1/leaderboards/all_time/xp/me", 200))
    transcript.check(
        f"rank {mine.get('rank')} with {mine.get('value')} XP",
        holds=mine.get("value") == earned and mine.get("rank") == 1,
    )
