"""Too many writes: 429 that says when to come back, counted whatever became of them, per learner."""

from collections import Counter
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial
from unittest.mock import patch

import psycopg
import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations.models import ATTEMPTS, WRITES
from progressive_flow.kernel.declarations.models import SESSIONS as LIMIT
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.learning import attempts_path, count
from tests.support.scene import NOON, make_user

BAD = {"kind": "system_design", "design": "nonsense"}
DESIGN = "/v1/challenges/url-shortener/levels/1/design"
SESSIONS, SESSION = "/v1/learning-sessions", {"session_type": "challenge", "resource_id": "static-website"}


def stopped_at(instant: datetime) -> AbstractContextManager[object]:
    """Let the platform's clock stand still, so that the rest of a window is known."""
    return patch.object(clock, "now", lambda: instant)


def exhaust(api: Api, caller: Caller) -> Counter[int]:
    """Send as many bad attempts as are allowed; return their statuses."""
    return Counter(api.post(attempts_path(), caller, json=BAD).status_code for _ in range(ATTEMPTS.count))


def test_failures_count_until_the_window_ends(api: Api, superuser: psycopg.Connection) -> None:
    greedy, modest = new_caller(), new_caller()
    api.get("/v1/me", greedy)
    with stopped_at(clock.now() + timedelta(days=1)):
        assert exhaust(api, greedy) == {422: ATTEMPTS.count}
        refused = api.post(attempts_path(), greedy, json=BAD)
        assert problem(refused, 429, "rate-limited")["detail"] == "At most 60 calls a minute: try again in 60 seconds."
        assert refused.headers["retry-after"] == "60"
        assert refused.headers["ratelimit-policy"] == '"attempts";q=60;w=60'
        assert refused.headers["ratelimit"] == '"attempts";r=0;t=60'
        assert count(superuser, "progress.level_attempts", greedy.id) == 0

        # another learner, another bucket and reads are not concerned
        assert api.post(attempts_path(), modest, json=BAD).status_code == 422
        assert api.patch("/v1/me", greedy, json={"display_name": "Greedy"}).status_code == 200
        assert api.get("/v1/me", greedy).status_code == 200

        later = clock.now() + timedelta(seconds=ATTEMPTS.seconds)
        with stopped_at(later - timedelta(seconds=1)):
            assert api.post(attempts_path(), greedy, json=BAD).headers["retry-after"] == "1"
        with stopped_at(later):
            assert exhaust(api, greedy) == {422: ATTEMPTS.count}


def test_calls_of_one_instant_use_up_the_whole_allowance(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    query = "select allowed, remaining, resets_after_seconds from platform.take_token(%s, 'some', 10, 60, %s)"
    taken = [superuser.execute(query, [user, NOON + timedelta(seconds=second)]).fetchone() for second in range(11)]
    assert taken == [*((True, 9 - second, 60 - second) for second in range(10)), (False, 0, 50)]
    assert superuser.execute(query, [user, NOON + timedelta(seconds=60)]).fetchone() == (True, 9, 60)


def test_an_answer_says_what_is_left_whatever_became_of_the_request(api: Api, learner: Caller) -> None:
    api.get("/v1/me", learner)
    with stopped_at(clock.now()):
        success = api.patch("/v1/me", learner, json={})
        failures = [
            api.patch("/v1/me", learner, json={"username": "A B"}),
            api.patch("/v1/me", learner, content=b"{", headers={"content-type": "application/json"}),
        ]
    assert [answer.status_code for answer in (success, *failures)] == [200, 422, 400]
    for number, answer in enumerate((success, *failures), start=1):
        assert answer.headers["ratelimit-policy"] == f'"writes";q={WRITES.count};w={WRITES.seconds}'
        assert answer.headers["ratelimit"] == f'"writes";r={WRITES.count - number};t={WRITES.seconds}'


def test_a_key_of_another_request_is_counted(api: Api, learner: Caller) -> None:
    with stopped_at(clock.now()):
        api.post("/v1/me/exports", learner, headers={"idempotency-key": "the-key"})
        other = api.post("/v1/learning-sessions", learner, json={}, headers={"idempotency-key": "the-key"})
    assert other.status_code == 422
    assert other.headers["ratelimit"] == f'"sessions";r={LIMIT.count - 1};t={LIMIT.seconds}'


def test_reads_are_not_counted(api: Api, learner: Caller) -> None:
    assert "ratelimit" not in api.get("/v1/me", learner).headers


@pytest.mark.parametrize(
    ("bucket", "method", "path", "body"),
    [
        ("attempts", "POST", attempts_path(), BAD),
        ("sessions", "POST", SESSIONS, SESSION),
        ("designs", "PUT", DESIGN, BAD),
    ],
)
def test_what_a_learner_can_store_in_a_day_has_an_end(
    api: Api, monkeypatch: pytest.MonkeyPatch, bucket: str, method: str, path: str, body: dict[str, object]
) -> None:
    monkeypatch.setenv(f"RATE_LIMIT_{bucket.upper()}_DAY", "2/86400")
    send = partial(api.request, method, path)
    eager, now = new_caller(), clock.now()
    with stopped_at(now):
        first = send(eager, json=body)
    assert first.headers["ratelimit"] == f'"{bucket}_day";r=1;t=86400', "the limit of which the least is left"
    with stopped_at(now + timedelta(hours=1)):
        assert send(eager, json=body).status_code == first.status_code
        refused = problem(send(eager, json=body), 429, "rate-limited")
        assert refused["detail"] == "At most 2 calls a day: try again in 23 hours."
    with stopped_at(now + timedelta(days=1)):
        assert send(eager, json=body).status_code == first.status_code


def test_a_refused_call_counts_against_no_limit(superuser: psycopg.Connection) -> None:
    """A day's allowance that is used up takes none of the minute's."""
    user = make_user(superuser)
    query = "select allowed, bucket, remaining from platform.take_tokens(%s, '{short,day}', '{5,2}', '{60,86400}', %s)"
    taken = [superuser.execute(query, [user, NOON]).fetchone() for _ in range(3)]
    assert taken == [(True, "day", 1), (True, "day", 0), (False, "day", 0)]
    assert superuser.execute(
        "select bucket, used from platform.rate_limits where user_id = %s order by bucket", [user]
    ).fetchall() == [("day", 2), ("short", 2)]
