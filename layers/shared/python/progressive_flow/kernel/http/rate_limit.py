"""The rate limiter: so many calls of a learner in a window, which begins with its first call.

Hand-written, since rate limit libraries count in Redis or in one process; PostgreSQL is the one shared store here.
"""

from datetime import timedelta
from math import ceil

from progressive_flow.kernel import observability
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.models import Limit
from progressive_flow.kernel.http import repository
from progressive_flow.kernel.http.problems import Problem
from progressive_flow.kernel.principal import Principal

UNUSED = timedelta(hours=1)
_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def headers(limit: Limit, remaining: int, resets_after: float) -> dict[str, str]:
    """Return the RateLimit headers; `resets_after` is what is left of the window, in seconds."""
    return {
        "ratelimit-policy": f'"{limit.bucket}";q={limit.count};w={limit.seconds}',
        "ratelimit": f'"{limit.bucket}";r={remaining};t={max(1, ceil(resets_after))}',
    }


def refusal(principal: Principal, limit: Limit, resets_after: float) -> Problem:
    """Return the 429 of a call that is one too many, and log it."""
    observability.warning("rate limited", user_id=str(principal.id), bucket=limit.bucket)
    wait = max(1, ceil(resets_after))
    detail = f"At most {limit.count} calls {_window(limit.seconds)}: try again in {_duration(wait)}."
    return Problem(429, "rate-limited", detail, headers={**headers(limit, 0, resets_after), "retry-after": str(wait)})


def purge(db: Transaction) -> int:
    """Delete the windows that ended more than an hour ago; return how many."""
    return repository.purge_limits(db, db.at - UNUSED)


def _window(seconds: int) -> str:
    """Write a window as people do: a day, an hour, or in so many minutes."""
    unit = next((unit for size, unit in _UNITS if seconds == size), None)
    if unit is None:
        return f"in {_duration(seconds)}"
    return f"an {unit}" if unit == "hour" else f"a {unit}"


def _duration(seconds: int) -> str:
    """Write a duration in the largest unit of which it has two, rounded up."""
    size, unit = next((size, unit) for size, unit in _UNITS if seconds >= 2 * size or size == 1)
    number = ceil(seconds / size)
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
