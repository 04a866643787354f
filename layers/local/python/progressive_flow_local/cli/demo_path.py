"""The steps of the demo: from signing up to a rank."""

import contextlib
import secrets
from typing import Any

from progressive_flow_client import AuthenticatedClient
from progressive_flow_client.api.administration import grant_unlocks
from progressive_flow_client.api.curriculum import list_challenges, list_tracks, show_level
from progressive_flow_client.api.gamification import show_leaderboard, show_my_rank
from progressive_flow_client.api.identity import show_me
from progressive_flow_client.api.progress import run_trial, submit_attempt, suggest_change
from progressive_flow_client.models import (
    ChallengeRowPage,
    GatewayMessage,
    GradedAttempt,
    Leaderboard,
    LevelDetail,
    Me,
    MyRank,
    NewUnlockGrant,
    Problem,
    Suggestion,
    SystemDesignSubmission,
    TrackPage,
    Trial,
    UnlockGrant,
)
from progressive_flow_client.types import UNSET, Unset

from progressive_flow_local import demo_unlocks
from progressive_flow_local.aws import accounts, clients
from progressive_flow_local.cli import demo_author, demo_code, demo_day
from progressive_flow_local.cli import demo_designs as designs
from progressive_flow_local.cli.transcript import DifferentError, Transcript

CHALLENGE = "url-shortener"
REFRESH = "progressive-flow-scheduled-refresh-leaderboards"


def walk(held: dict[str, Any]) -> int:
    """Walk the path; return how many checks did not hold. It ends where an answer is none that it can go on with."""
    transcript = Transcript()
    api = transcript.client(held["api_url"], _become_a_learner(transcript, held))
    with contextlib.suppress(DifferentError):
        me = _look_around(transcript, api, held)
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


def _look_around(transcript: Transcript, api: AuthenticatedClient, held: dict[str, Any]) -> Me:
    transcript.step("Look around")
    nobody = transcript.client(held["api_url"], "not-a-token")
    refused = transcript.ask(GatewayMessage, 401, show_me.sync_detailed, client=nobody)
    transcript.note(refused.message)
    me = transcript.ask(Me, 200, show_me.sync_detailed, client=api)
    transcript.note(f"{me.email}, level {me.current_level}, {me.total_xp} XP")
    tracks = transcript.ask(TrackPage, 200, list_tracks.sync_detailed, client=api).items
    transcript.note("Tracks: " + ", ".join(f"{track.title} ({track.total_challenges})" for track in tracks))
    transcript.check("there are four tracks", holds=len(tracks) == 4)  # noqa: PLR2004 - the domain's number
    found = transcript.ask(ChallengeRowPage, 200, list_challenges.sync_detailed, client=api, limit=5).items
    for challenge in found:
        transcript.note(f"{challenge.slug}: {challenge.title} ({'open' if challenge.unlocked else 'locked'})")
    transcript.check("there are challenges", holds=bool(found))
    return me


def _meet_a_lock(transcript: Transcript, api: AuthenticatedClient, held: dict[str, Any], me: Me) -> None:
    transcript.step("Try a challenge that is still locked")
    locked = transcript.ask(
        Problem, 403, submit_attempt.sync_detailed, CHALLENGE, 1, client=api, body=_submission(designs.WEAK)
    )
    transcript.note(locked.detail)
    missing = locked.missing or []
    for challenge in missing:
        transcript.note(f"missing: {challenge.title} ({challenge.challenge})")
    transcript.check("it says what is missing", holds=bool(missing))
    transcript.step("An administrator opens it")
    admin = transcript.client(held["api_url"], demo_unlocks.token(held, "admin"))
    wanted = NewUnlockGrant(user_id=me.id, challenge_slugs=[CHALLENGE], reason="Has done this at work.")
    transcript.ask(Problem, 403, grant_unlocks.sync_detailed, client=api, body=wanted)
    granted = transcript.ask(UnlockGrant, 201, grant_unlocks.sync_detailed, client=admin, body=wanted)
    transcript.check(f"opened: {granted.unlocked}", holds=granted.unlocked == [CHALLENGE])


def _attempt(
    transcript: Transcript, api: AuthenticatedClient, level: int, design: designs.Design, key: str | Unset = UNSET
) -> GradedAttempt:
    verdict = transcript.ask(
        GradedAttempt,
        201,
        submit_attempt.sync_detailed,
        CHALLENGE,
        level,
        client=api,
        body=_submission(design),
        idempotency_key=key,
    )
    transcript.note(f"score {verdict.score}, {verdict.xp_earned} XP")
    transcript.note(verdict.feedback.summary)
    transcript.note(f"next: {verdict.next_.message}")
    return verdict


def _submission(design: designs.Design) -> SystemDesignSubmission:
    return SystemDesignSubmission.from_dict({"kind": "system_design", "design": design})


def _solve(transcript: Transcript, api: AuthenticatedClient) -> int:
    transcript.step("Read what level 1 asks for")
    level = transcript.ask(LevelDetail, 200, show_level.sync_detailed, CHALLENGE, 1, client=api)
    for test in level.test_cases:
        transcript.note(test.goal)
    transcript.check("each test says so in words", holds=all(test.goal for test in level.test_cases))
    _improve(transcript, api)
    transcript.step("Try the next level without an attempt")
    tried = transcript.ask(
        Trial, 200, run_trial.sync_detailed, CHALLENGE, 2, client=api, body=_submission(designs.CONNECTED)
    )
    failing = [result.message for result in tried.test_results if not result.passed]
    transcript.note(f"{len(failing)} visible tests fail; the first: {next(iter(failing), '')}")
    transcript.step("Solve it")
    second = _attempt(transcript, api, 2, designs.CAPABLE)
    transcript.check("it passes and is paid", holds=second.passed and second.xp_earned > 0)
    return second.total_xp


def _improve(transcript: Transcript, api: AuthenticatedClient) -> None:
    """Fail, ask what would help, and pass, twice with one key."""
    transcript.step("Submit a weak design")
    weak = _attempt(transcript, api, 1, designs.WEAK)
    transcript.check("it does not pass and earns nothing", holds=not weak.passed and weak.xp_earned == 0)
    transcript.step("Ask what would help: free on level 1, for the price of a hint above")
    asked = transcript.ask(Suggestion, 201, suggest_change.sync_detailed, weak.id, client=api)
    if asked.suggested_change:
        cost = asked.suggested_change.cost_per_month or 0
        transcript.note(f"suggested: {asked.suggested_change.change} It costs ${cost:,.0f} a month.")
    holds = asked.suggested_change is not None and asked.xp_penalty == weak.next_.suggestion_price == 0
    transcript.check("it suggests one change at no cost", holds=holds)
    transcript.step("Submit a better one")
    key = secrets.token_hex(8)
    good = _attempt(transcript, api, 1, designs.CONNECTED, key)
    transcript.check("it passes and is paid", holds=good.passed and good.xp_earned > 0)
    transcript.step("Send it again, as a client does that lost the answer")
    again = _attempt(transcript, api, 1, designs.CONNECTED, key)
    transcript.check("the same answer", holds=again == good)
    total = transcript.ask(Me, 200, show_me.sync_detailed, client=api).total_xp
    transcript.check(f"paid once: {total} XP", holds=total == good.total_xp)


def _compare(transcript: Transcript, api: AuthenticatedClient, held: dict[str, Any], earned: int) -> None:
    transcript.step("Compare with others")
    refreshed = clients.invoke(held["aws_endpoint_url"], REFRESH)
    transcript.check(f"the minute's job rebuilds the leaderboards: {refreshed}", holds="leaderboards" in refreshed)
    rows = transcript.ask(Leaderboard, 200, show_leaderboard.sync_detailed, "all_time", "xp", client=api).items
    for row in rows:
        transcript.note(f"{row.rank:>3}  {row.value:>6}  {row.name}{'  (you)' if row.is_me else ''}")
    transcript.check("the learner is on it", holds=any(row.is_me for row in rows))
    mine = transcript.ask(MyRank, 200, show_my_rank.sync_detailed, "all_time", "xp", client=api)
    transcript.check(f"rank {mine.rank} with {mine.value} XP", holds=(mine.rank, mine.value) == (1, earned))
