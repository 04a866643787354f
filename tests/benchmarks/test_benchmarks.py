"""The cheap sections run, in their smallest form, and say what they should; how fast anything is, is no test's business."""

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from rich.console import Console

from progressive_flow.kernel import paths
from progressive_flow.kernel.declarations import registry
from tests.benchmarks import figures, imports, kernel, page, proving, round_trips
from tests.benchmarks.__main__ import SECTIONS, parse
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Report
from tests.benchmarks.pace import Pace, remark


@pytest.fixture
def bench() -> Iterator[Bench]:
    """The smallest run there is."""
    with Bench(quick=True, runs=1) as smallest:
        yield smallest


def check(report: Report) -> None:
    """Check what holds for every section: figures are numbers, floors have sources, all of it is JSON."""
    assert report.figures
    for figure in report.figures:
        assert math.isfinite(figure.value)
        assert figure.unit
        assert (figure.floor is None) == (not figure.source)
    assert json.loads(json.dumps(report.as_data()))["figures"][0]["name"] == report.figures[0].name


def test_imports_are_measured_in_fresh_processes(bench: Bench) -> None:
    report = imports.measure(bench)
    check(report)
    assert report.figures[0].aim == pytest.approx(imports.AIM * (report.figures[0].floor or 0))
    modules, packages = report.listings
    assert len(modules.rows) == imports.SHOWN
    assert {"psycopg", "pydantic"} <= {row[0] for row in packages.rows}


def test_the_kernel_is_measured_with_and_without_its_log_line(bench: Bench) -> None:
    report = kernel.measure(bench)
    check(report)
    assert [figure.aim is None for figure in report.figures] == [False, True] * 2


def test_both_sides_of_a_proof_are_measured(bench: Bench, database: dict[str, str]) -> None:
    report = proving.compare(bench, psycopg.connect(database["reader"], autocommit=True))
    check(report)
    assert [figure.aim for figure in report.figures] == [proving.AIM, None]


def test_round_trips_are_counted_for_every_endpoint_with_a_database(bench: Bench, database: dict[str, str]) -> None:
    report = round_trips.count(bench, database)
    check(report)
    counted = {figure.name: figure.value for figure in report.figures}
    assert {endpoint.route.key for endpoint in round_trips.counted()} <= set(counted)
    left_out = {each.route for each in registry.endpoints() if each.route.capabilities} - {
        each.route for each in round_trips.counted()
    }
    assert all(route.role is None or len(route.capabilities) > 1 for route in left_out), (
        "they talk to more, or as somebody else"
    )
    assert all(value >= 1 and value == int(value) for value in counted.values())
    assert {figure.aim for figure in report.figures} == {round_trips.READS, round_trips.ATTEMPT, None}
    with_key = {name for name in counted if name.endswith("Idempotency-Key")}
    attempt = counted["POST /v1/challenges/{slug}/levels/{level}/attempts, with Idempotency-Key"]
    assert f"a read 2, an attempt with a key {attempt:.0f} |" in (paths.root() / "README.md").read_text()
    assert all(counted[name] == counted[name.partition(",")[0]] for name in with_key), "its claim shares a round trip"


@pytest.mark.parametrize(
    ("figure", "missed", "ratio"),
    [
        (Figure("no aim", 3, "ms", floor=2), False, 1.5),
        (Figure("below", 3, "ms", aim=4), False, 0.75),
        (Figure("above", 5, "ms", aim=4, floor=1), True, 5),
        (Figure("enough", 5, "/s", aim=4, at_least=True), False, 1.25),
        (Figure("too few", 3, "/s", aim=4, at_least=True), True, 0.75),
        (Figure("nothing to compare with", 3, "ms"), False, None),
    ],
)
def test_a_figure_knows_whether_it_misses_its_aim(figure: Figure, missed: bool, ratio: float | None) -> None:
    assert figure.missed is missed
    assert figure.ratio == ratio


def test_a_section_is_printed_with_its_floors_sources() -> None:
    console = Console(record=True, width=120)
    report = Report([Figure("speed", 3, "ms", floor=2, source="measured here: bare", aim=1)], remarks=["a remark"])
    figures.show(console, "Section", report, verbose=False)
    printed = console.export_text()
    assert all(text in printed for text in ("speed", "3 ms", "≤ 1", "1.50", "a floor measured here: bare", "a remark"))


def test_the_command_line_knows_every_section() -> None:
    assert parse([]).only == list(SECTIONS)
    assert parse(["--quick", "--only", "wal", "leaderboards"]).only == ["wal", "leaderboards"]
    with pytest.raises(SystemExit):
        parse(["--only", "nonsense"])


def test_the_page_has_every_figure_beside_its_floor(tmp_path: Path) -> None:
    report = Report(
        [
            Figure("a | b", 12.0, "ms", floor=4.0, source="is somebody else's", aim=10.0),
            Figure("c", 3.0, "trips", aim=5.0, note="as counted"),
        ],
        [
            figures.Listing("more", ("name", "value"), [("x", 1.5)]),
            figures.Listing("hidden", ("name",), [("y",)], detail=True),
        ],
        ["said besides"],
    )
    page.write({"one": ("One section", report)}, 125.0, Pace([9.0, 13.5]), file=tmp_path / "page.md")
    text = (tmp_path / "page.md").read_text()
    assert "| a \\| b | **12 ms** missed | 4 a | ≤ 10 | 3.00 |" in text
    assert "| c (as counted) | 3 trips |  | ≤ 5 | 0.60 |" in text
    assert "- a: is somebody else's" in text
    assert "| x | 1.50 |" in text
    assert "hidden" not in text
    assert "- said besides" in text
    assert "| took | 2 minutes |" in text
    assert "| speed | 9.0 to 13.5 ms CPU for the same loop |" in text
    assert re.search(r"\| date \| \d\d \w+ 20\d\d \|", text)


def test_the_speed_of_the_machine_is_shown_beside_each_section() -> None:
    pace = Pace()
    assert 0 < min(pace.ask(), pace.ask()) < 1_000
    assert len(pace.taken) == 2
    assert remark(9.04, 13.5).endswith("took 9.0 ms CPU before and 13.5 after.")


@pytest.mark.parametrize("arguments", [["--page", "--quick"], ["--page", "--only", "kernel"]])
def test_the_page_is_of_a_whole_run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(arguments)
    assert "whole run" in capsys.readouterr().err
