"""A stage's throttle: so many requests a second, and so many at once, for all callers together.

Hand-written, since it is one token bucket of a worker; libraries add locks and stores that it does not need.
"""

import time
from collections.abc import Callable


class Throttle:
    """A bucket that holds `burst` tokens and gains `rate` a second. Each worker process has its own share."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._tokens, self._at = burst, clock()

    def admits(self) -> bool:
        """Take a token if there is one."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
