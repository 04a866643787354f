"""Lets in what came through the edge alone, where a stage has one: its firewall and its throttle would be for nothing else.

`ORIGIN_KEYS` holds the SHA-256 of each key that is valid now, in hexadecimal, comma-separated: the last, the present, and the
next. The keys themselves are known to CloudFront and Secrets Manager, and to no function.
"""

import hashlib
import os
from collections.abc import Mapping
from typing import Any

from progressive_flow.kernel import observability
from progressive_flow.kernel.http.problems import forbidden

HEADER = "x-origin-key"
REFUSALS = "direct_access_refused"


def check(event: Mapping[str, Any]) -> None:
    """Raise 403 for a request (payload 2.0) without a valid key; without `ORIGIN_KEYS` every request is let in."""
    valid = os.environ.get("ORIGIN_KEYS")
    if not valid:
        return
    sent = hashlib.sha256(str(event.get("headers", {}).get(HEADER, "")).encode()).hexdigest()
    if sent not in {
        digest.strip() for digest in valid.split(",")
    }:  # the timing of comparing hashes reveals nothing useful
        observability.metrics({}, {REFUSALS: ("Count", 1)})
        raise forbidden("direct-access-forbidden", "Send requests to the platform's public address.")
