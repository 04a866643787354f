"""A part that ended is started again; one that ends again and again stops the platform, with the end of its last run's log."""

from pathlib import Path

import pytest

from progressive_flow_local import watching
from progressive_flow_local.children import Child, Children
from progressive_flow_local.errors import LocalError
from progressive_flow_local.processes import wait_until

COUNTS_ITS_RUNS = """
import pathlib, sys
runs = pathlib.Path(sys.argv[0]).with_name("runs")
runs.open("a").write(".")
sys.exit(f"last words of run {len(runs.read_text())}")
"""


@pytest.fixture
def failing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Child:
    """Return a child that fails each time."""
    (tmp_path / "failing_part.py").write_text(COUNTS_ITS_RUNS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return Children(tmp_path).start("the failing part", "failing_part", {})


def wait_for_the_end(part: Child) -> None:
    assert wait_until(lambda: part.ended() is not None, 20)


def test_while_the_platform_starts_a_part_that_ends_is_an_error(failing: Child) -> None:
    wait_for_the_end(failing)
    with pytest.raises(LocalError, match=r"^The failing part ended with status 1; .*\nlast words of run 1$"):
        watching.require([failing])


def test_a_part_that_ends_again_and_again_stops_the_platform(failing: Child) -> None:
    reports: list[str] = []
    watch = watching.Watch([failing], reports.append)
    for number in range(1, watching.MAX_RESTARTS + 1):
        wait_for_the_end(failing)
        watch.look()
        assert len(reports) == number
    assert reports[0].startswith("The failing part ended with status 1: it is started again")
    wait_for_the_end(failing)
    with pytest.raises(LocalError) as error:
        watch.look()
    said = str(error.value)
    assert said.startswith("The failing part ended 4 times within 60 seconds, so the platform stops.")
    assert said.endswith(":\nlast words of run 4"), "what earlier runs wrote is not why this one ended"
    assert len(failing.log.read_text().splitlines()) == 4, "the log keeps them all"


def test_ends_that_lie_apart_are_always_repaired(failing: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "WITHIN_SECONDS", 0.0)
    watch = watching.Watch([failing], lambda _: None)
    for _ in range(watching.MAX_RESTARTS + 2):
        wait_for_the_end(failing)
        watch.look()
    wait_for_the_end(failing)


def test_a_part_that_runs_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lasting_part.py").write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    children = Children(tmp_path)
    lasting = children.start("the lasting part", "lasting_part", {})
    watching.Watch([lasting], pytest.fail).look()
    watching.require([lasting])
    children.stop()
    assert children.running == []
