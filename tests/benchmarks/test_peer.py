"""What the comparison with CTFd reports, and what it asks for when something is missing; the rest needs a CTFd."""

from pathlib import Path

import pytest

from progressive_flow_local.errors import LocalError
from tests.benchmarks.peer import ctfd, turns


def rounds(here: float, there: float) -> turns.Taken:
    return {
        (clients, kind.name): [(here, there), (here, there * 3), (here, there * 2)]
        for clients in turns.ASKED
        for kind in turns.KINDS
    }


def test_figures_are_medians_and_say_how_many_times_less_is_needed() -> None:
    report = turns.report(rounds(2.0, 5.0), "3.8.7", 3)
    assert len(report.figures) == len(turns.ASKED) * len(turns.KINDS) + 1
    first = report.figures[0]
    assert (first.name, first.value, first.floor) == ("failing, 1 client", 2.0, 10.0)
    assert first.note == "5.0 times less; 2.5 to 7.5"
    assert "CTFd 3.8.7" in first.source


@pytest.mark.parametrize(("there", "missed"), [(5.0, False), (4.9, True)])
def test_an_aim_is_so_many_times_less_than_the_other_platform_needs(there: float, *, missed: bool) -> None:
    failing = turns.report(rounds(2.0, there), "3.8.7", 3).figures[0]
    assert failing.aim == pytest.approx(there * 2 / 5)
    assert failing.missed is missed


def test_the_mix_is_the_mean_of_its_kinds() -> None:
    taken = rounds(2.0, 20.0)
    taken[16, "failing"] = [(8.0, 20.0)]
    assert turns.report(taken, "3.8.7", 3).figures[-1].value == pytest.approx(4.0)


def test_a_folder_without_the_other_platform_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda program: program)
    with pytest.raises(LocalError, match=f"{tmp_path} is no source folder"), ctfd.running(tmp_path, tmp_path, 1):
        pass


def test_missing_servers_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LocalError, match=r"mariadbd.*redis-server"), ctfd.running(tmp_path, tmp_path, 1):
        pass
