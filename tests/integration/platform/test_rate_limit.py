"""Too many writes: 429 that says when to come back, counted whatever became of them, per learner."""

from collections import Counter
from datetime import timedelta

import psycopg

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations.models import ATTEMPTS, WRITES
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.learning import attempts_path, count
from tests.support.scene import NOON, make_user

BAD = {"kind": "system_design", "design": "nonsense"}


def exhaust(api: Api, caller: Caller) -> Counter[int]:
    """Send as many bad attempts as are allowed; return their statuses."""
    return Counter(api.post(attempts_path(), caller, json=BAD).status_code for _ in range(ATTEMPTS.count))


def test_failures_count_and_the_window_forgives(api: Api, superuser: psycopg.Connection) -> None:
    greedy, modest = new_caller(), new_caller()
    api.get("/v1/me", greedy)
    with clock.moved_to(clock.now() + timedelta(days=1)):
        before = clock.now()
        assert exhaust(api, greedy) == {422: ATTEMPTS.count}
        passed = (clock.now() - before).total_seconds()
        refused = [api.post(attempts_path(), greedy, json=BAD) for _ in range(int(passed) + 2)][-1]
        problem(refused, 429, "rate-limited")
        assert 1 <= int(refused.headers["retry-after"]) <= ATTEMPTS.seconds
        assert refused.headers["ratelimit-policy"] == '"attempts";q=60;w=60'
        assert refused.headers["ratelimit"].startswith('"attempts";r=0;t=')
        assert count(superuser, "progress.level_attempts", greedy.id) == 0

        # another learner, another bucket and reads are not concerned
        assert api.post(attempts_path(), modest, json=BAD).status_code == 422
        assert api.patch("/v1/me", greedy, json={"display_name": "Greedy"}).status_code == 200
        assert api.get("/v1/me", greedy).status_code == 200

        with clock.moved_to(clock.now() + timedelta(seconds=2)):
            assert api.post(attempts_path(), greedy, json=BAD).status_code == 422
        with clock.moved_to(clock.now() + timedelta(seconds=ATTEMPTS.seconds + 1)):
            again = api.post(attempts_path(), greedy, json=BAD)
            assert again.status_code == 422


def test_calls_of_one_instant_use_up_the_whole_allowance(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    query = "select allowed, remaining from platform.take_token(%s, 'some', 10, 60, %s)"
    taken = [superuser.execute(query, [user, NOON]).fetchone() for _ in range(11)]
    assert taken == [*((True, left) for left in range(9, -1, -1)), (False, 0)]


def test_a_success_says_what_is_left(api: Api, learner: Caller) -> None:
    api.get("/v1/me", learner)
    first = api.patch("/v1/me", learner, json={})
    second = api.patch("/v1/me", learner, json={})
    assert first.headers["ratelimit-policy"] == f'"writes";q={WRITES.count};w={WRITES.seconds}'
    assert first.headers["ratelimit"] == f'"writes";r={WRITES.count - 1};t={WRITES.seconds}'
    assert second.headers["ratelimit"] in {f'"writes";r={WRITES.count - used};t={WRITES.seconds}' for used in (1, 2)}


def test_reads_are_not_counted(api: Api, learner: Caller) -> None:
    assert "ratelimit" not in api.get("/v1/me", learner).headers
