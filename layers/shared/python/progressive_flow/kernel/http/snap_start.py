"""SnapStart: what a hot function does once before its snapshot is taken, so that no restored one does it again."""

import contextlib
import os
from collections.abc import Callable

from progressive_flow.kernel.database import connections, iam_token
from progressive_flow.kernel.http.binding import Binding
from progressive_flow.kernel.http.problems import Problem


def before_snapshot(binding: Binding) -> None:
    """Have the runtime prime this function if its stage snapshots it (`PROGRESSIVE_FLOW_PRIME=1`)."""
    if os.environ.get("PROGRESSIVE_FLOW_PRIME") != "1":
        return
    from snapshot_restore_py import register_before_snapshot  # noqa: PLC0415 - the runtime's own

    register: Callable[[Callable[[], None]], object] = register_before_snapshot
    register(lambda: prime(binding))


def prime(binding: Binding) -> None:
    """Validate once, and leave nothing behind that a thousand copies must not share: connections, tokens, credentials."""
    with contextlib.suppress(Problem):
        binding.values({"pathParameters": {}, "queryStringParameters": {}, "body": "{}"})
    connections.disconnect()
    iam_token.forget()
