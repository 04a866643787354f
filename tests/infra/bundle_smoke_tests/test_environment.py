"""The real runtime client with our Runtime API: responses, errors, exits, snapshots."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.infra.bundle_smoke_tests.deployed import DeployedFunction, unpack
from tests.infra.bundle_smoke_tests.environment import Measured, first_invocation

Make = Callable[[str], DeployedFunction]


@pytest.fixture
def invoke(made_up: Make, runtime_folder: Path, tmp_path: Path) -> Callable[..., Measured]:
    """Invoke a function of given source once."""

    def run(source: str, event: object = None, *, timeout: float = 5.0, snap_start: bool = False) -> Measured:
        function = replace(made_up(source), timeout=timeout, snap_start=snap_start)
        return first_invocation(unpack(function, tmp_path / "unpacked", {}), runtime_folder, {"given": event})

    return run


Invoke = Callable[..., Measured]


def test_an_event_is_received_and_a_response_sent(invoke: Invoke) -> None:
    source = (
        "def handler(event, context):\n"
        "    left = context.get_remaining_time_in_millis()\n"
        "    return {'got': event['given'], 'name': context.function_name, 'left': 0 < left <= 5000}\n"
    )
    measured = invoke(source, "snow \N{SNOWMAN} " * 50_000)
    assert measured.outcome.body == {"got": "snow \N{SNOWMAN} " * 50_000, "name": "made-up", "left": True}
    assert measured.outcome.ok


def test_a_handlers_error_is_reported_in_one_line(invoke: Invoke) -> None:
    measured = invoke("def handler(event, context):\n    raise ValueError('no such luck')\n")
    assert not measured.outcome.ok
    assert str(measured.outcome) == "ValueError: no such luck"


def test_a_modules_error_is_an_initialization_error(invoke: Invoke) -> None:
    measured = invoke("print('nearly')\n1 / 0\n")
    assert measured.outcome.kind == "init/error"
    assert str(measured.outcome).startswith("ZeroDivisionError")
    assert "nearly" in measured.log


def test_a_file_without_handler_is_an_initialization_error(invoke: Invoke) -> None:
    assert str(invoke("handle = None\n").outcome).startswith("Runtime.HandlerNotFound")


def test_a_process_that_exits_is_reported(invoke: Invoke) -> None:
    measured = invoke("import os\ndef handler(event, context):\n    os._exit(3)\n")
    assert measured.outcome.kind == "exit"


def test_a_process_that_hangs_is_killed(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.infra.bundle_smoke_tests.environment._INIT_TIMEOUT", 0.2)
    measured = invoke("import time\ndef handler(event, context):\n    time.sleep(60)\n", timeout=0.3)
    assert measured.outcome.kind == "timeout"
    assert measured.cpu < 1000


def test_a_snapshot_runs_its_hooks_and_is_measured_from_its_restore(invoke: Invoke) -> None:
    source = (
        "import time\n"
        "from snapshot_restore_py import register_after_restore, register_before_snapshot\n"
        "done = []\n"
        "register_before_snapshot(lambda: (time.sleep(0.5), done.append('before')))\n"
        "register_after_restore(lambda: done.append('after'))\n"
        "def handler(event, context):\n"
        "    return done\n"
    )
    woken = invoke(source, snap_start=True)
    assert woken.outcome.body == ["before", "after"]
    assert woken.wall < 500


def test_a_failing_hook_is_an_initialization_error(invoke: Invoke) -> None:
    source = (
        "from snapshot_restore_py import register_before_snapshot\n"
        "register_before_snapshot(lambda: 1 / 0)\n"
        "def handler(event, context):\n"
        "    return None\n"
    )
    assert invoke(source, snap_start=True).outcome.kind == "init/error"


def test_init_only_reports_success_after_the_imports(made_up: Make, runtime_folder: Path, tmp_path: Path) -> None:
    unpacked = unpack(made_up("def handler(event, context):\n    return 1 / 0\n"), tmp_path / "unpacked", {})
    assert first_invocation(unpacked, runtime_folder, None).outcome.body == "started"
