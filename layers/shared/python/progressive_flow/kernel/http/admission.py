"""Admits a request: counts it against the caller's limits, and replays the answer stored under its key.

The count is committed by itself before the request's transaction begins, in the same round trip. So no request waits for
another one's count, and a request is counted whatever becomes of it; a replay is not.
"""

from datetime import datetime
from typing import Any

from progressive_flow.kernel import clock, settings
from progressive_flow.kernel.database.transactions import Deferred, Transaction
from progressive_flow.kernel.declarations.models import Route
from progressive_flow.kernel.http import idempotency, rate_limit, repository
from progressive_flow.kernel.principal import Principal

Answer = dict[str, Any]


class Admission:
    """One request on its way in: `count` it before its transaction, `claim` its key, then wait for what came of both."""

    def __init__(self, principal: Principal | None, route: Route, key: repository.Key | None) -> None:
        self._principal, self._key = principal, key
        self._limits = settings.limits(route.limit) if principal else []
        self._route = route
        self._counted: Deferred[repository.Allowance] | None = None
        self._claimed: Deferred[repository.Claim] | None = None

    def count(self, db: Transaction) -> None:
        """Queue the count; nothing where the route has no limit."""
        if self._principal and self._limits:
            self._counted = repository.count_call(db, self._principal, self._limits, self._key, self._since())

    def claim(self, db: Transaction) -> None:
        """Queue who calls and the claim of their key, in one statement; only for a request that has a key."""
        if self._principal and self._key:
            self._claimed = repository.claim_key(db, self._principal, self._key, self._since())

    def admit(self, headers: dict[str, str]) -> Answer | None:
        """Return the answer that the key replays, or None for a request to be done; put the RateLimit headers into `headers`.

        Raises 409 while another request holds the key, 422 if the key was used for another one, 429 for one too many.
        """
        if self._counted:
            self._allow(self._counted.result(), headers)
        return idempotency.replayed(self._claimed.result(), self._key) if self._claimed and self._key else None

    def _since(self) -> datetime:
        return idempotency.stored_since(clock.now(), self._route)

    def _allow(self, allowance: repository.Allowance, headers: dict[str, str]) -> None:
        limit = next((limit for limit in self._limits if limit.bucket == allowance.bucket), None)
        if limit is None or self._principal is None:
            return
        resets_after = allowance.resets_after_seconds or 0
        if not allowance.allowed:
            raise rate_limit.refusal(self._principal, limit, resets_after)
        headers |= rate_limit.headers(limit, allowance.remaining or 0, resets_after)
