"""The stage's throttle lets a burst through, then the rate."""

from progressive_flow_local.gateway.throttle import Throttle


def test_a_burst_then_the_rate() -> None:
    now = [0.0]
    throttle = Throttle(2, 3, lambda: now[0])
    assert [throttle.admits() for _ in range(4)] == [True, True, True, False]
    now[0] = 0.5
    assert [throttle.admits() for _ in range(2)] == [True, False]
    now[0] = 100.0
    assert [throttle.admits() for _ in range(4)] == [True, True, True, False]
