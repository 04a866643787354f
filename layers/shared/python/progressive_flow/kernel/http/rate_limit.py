"""The rate limiter: it counts before the request's transaction begins, so that a rollback returns no token.

Hand-written, since rate limit libraries count in Redis or in one process; PostgreSQL is the one shared store here.
"""

from datetime import timedelta
from math import ceil

from progressive_flow.kernel import clock, observability, settings
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.models import Limit
from progressive_flow.kernel.http import repository
from progressive_flow.kernel.http.problems import Problem
from progressive_flow.kernel.principal import Principal

UNUSED = timedelta(hours=1)


def count(principal: Principal, declared: Limit, role: str) -> dict[str, str]:
    """Count a call; return the RateLimit headers, or raise 429 with them and Retry-After."""
    limit = settings.limit(declared)
    allowance = repository.take_token(principal, limit, clock.now(), role)
    wait = max(1, ceil(allowance.retry_after_seconds))
    headers = {
        "ratelimit-policy": f'"{limit.bucket}";q={limit.count};w={limit.seconds}',
        "ratelimit": f'"{limit.bucket}";r={allowance.remaining};t={wait if not allowance.allowed else limit.seconds}',
    }
    if allowance.allowed:
        return headers
    observability.warning("rate limited", user_id=str(principal.id), bucket=limit.bucket)
    detail = f"At most {limit.count} calls in {limit.seconds} seconds: try again in {wait} s."
    raise Problem(429, "rate-limited", detail, headers={**headers, "retry-after": str(wait)})


def purge(db: Transaction) -> int:
    """Delete the allowances that have been full for an hour; return how many."""
    return repository.purge_limits(db, db.at - UNUSED)
