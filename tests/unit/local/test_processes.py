"""Functions in processes of their own: they are apart, are replaced, and do not outlive who started them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from progressive_flow.kernel import paths
from progressive_flow_local.aws.processes import Processes
from progressive_flow_local.processes import wait_until

MODULE = "tests.support.apart"
KILLED = f"""
import os, signal
from progressive_flow_local.aws.processes import Processes
if __name__ == "__main__":
    print(Processes(1).invoke({MODULE!r}, {{}})["pid"], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def one() -> Iterator[Processes]:
    """At most one process, which is ended afterwards."""
    processes = Processes(1)
    yield processes
    processes.stop()


def test_a_function_runs_elsewhere_and_again_in_the_same_process(one: Processes) -> None:
    first, second = (one.invoke(MODULE, {})["pid"] for _ in range(2))
    assert first == second != os.getpid()


def test_a_process_that_ended_is_replaced(one: Processes) -> None:
    before = one.invoke(MODULE, {})["pid"]
    with pytest.raises(BrokenProcessPool):
        one.invoke(MODULE, {"ends": True})
    assert one.invoke(MODULE, {})["pid"] != before


def test_it_ends_with_the_process_that_started_it_even_if_that_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "killed.py"
    program.write_text(KILLED)
    environment = {**os.environ, "PYTHONPATH": str(paths.root())}
    ran = subprocess.run(
        [sys.executable, str(program)], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    pid = int(ran.stdout)
    assert wait_until(lambda: not Path(f"/proc/{pid}").exists(), 30)
