"""The rate limiter: counted before the request's transaction begins, so that a rollback forgives nothing."""

from math import ceil

from progressive_flow import clock, logs, settings
from progressive_flow.errors import Problem
from progressive_flow.platform import repository
from progressive_flow.principal import Learner
from progressive_flow.routing import Limit


def count(learner: Learner, declared: Limit, request_id: str) -> dict[str, str]:
    """Count a call; return the RateLimit headers, or raise 429 with them and Retry-After."""
    limit = settings.limit(declared)
    allowance = repository.take_token(learner.id, limit, clock.now())
    wait = max(1, ceil(allowance.retry_after_seconds))
    headers = {
        "ratelimit-policy": f'"{limit.bucket}";q={limit.count};w={limit.seconds}',
        "ratelimit": f'"{limit.bucket}";r={allowance.remaining};t={wait if not allowance.allowed else limit.seconds}',
    }
    if allowance.allowed:
        return headers
    logs.refusal("rate limited", request_id, user_id=str(learner.id), bucket=limit.bucket)
    detail = f"At most {limit.count} calls in {limit.seconds} seconds: try again in {wait} s."
    raise Problem(429, "rate-limited", detail, headers={**headers, "retry-after": str(wait)})
