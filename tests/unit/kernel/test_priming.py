"""Before a snapshot a hot function validates once and gives up what copies must not share."""

import subprocess
import sys

import pytest

from progressive_flow.kernel.database import connections
from progressive_flow.kernel.declarations.models import Route
from progressive_flow.kernel.http import snap_start
from progressive_flow.kernel.http.binding import Binding
from tests.support.api import Api, Caller

COUNT = """
import functions.identity.show_me
from snapshot_restore_py import get_before_snapshot
print(len(get_before_snapshot()))
"""


def count_hooks(prime: str) -> str:
    """Import a handler in a fresh process; return how many hooks it registered."""
    ran = subprocess.run(
        [sys.executable, "-c", COUNT], env={"PROGRESSIVE_FLOW_PRIME": prime}, capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


@pytest.mark.parametrize(("prime", "hooks"), [("1", "1"), ("", "0")])
def test_only_a_function_that_is_snapshotted_registers_a_hook(prime: str, hooks: str) -> None:
    assert count_hooks(prime) == hooks


def test_priming_leaves_no_connection(api: Api, learner: Caller) -> None:
    def handler(name: str) -> str:
        """Stand for a handler."""
        return name

    api.get("/v1/me", learner)
    assert connections._connections
    snap_start.prime(Binding(handler, Route("x", "X.", method="GET", path="/v1/x/{name}", domain="tests"), given=()))
    assert not connections._connections
    assert api.get("/v1/me", learner).status_code == 200
