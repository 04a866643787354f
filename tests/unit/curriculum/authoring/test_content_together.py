"""What challenges are to each other: shapes, the cross-matrix, the report and the command that shows them."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from progressive_flow.curriculum.authoring.files import Challenge
from progressive_flow.curriculum.authoring.files.reading import read_files
from progressive_flow.grading.system_design.design import Design
from progressive_flow.operations.reference_data import service
from progressive_flow_local.cli import content_authoring
from progressive_flow_local.cli.content_lint import matrix, shapes, tables, working
from progressive_flow_local.cli.content_lint.check import check
from progressive_flow_local.cli.content_lint.matrix import Matrix
from progressive_flow_local.cli.content_lint.report import render

SAMPLE = Path(__file__).parent / "sample"
RUNNER = CliRunner()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the sample with a twin of the guest book."""
    copy = Path(shutil.copytree(SAMPLE, tmp_path / "content"))
    shutil.rmtree(copy / "basics" / "photo-wall")
    shutil.copytree(copy / "basics" / "guest-book", copy / "basics" / "visitors-book")
    file = copy / "basics" / "visitors-book" / "challenge.yaml"
    text = file.read_text().replace("slug: guest-book", "slug: visitors-book").replace("order: 1", "order: 2")
    file.write_text(text.replace("lesson: writing-down", "lesson: showing"))
    return copy


def guest_book() -> Challenge:
    return read_files(SAMPLE)[0].challenges[0]


def drawn(slug: str, types: list[str], edges: list[tuple[int, int]]) -> Challenge:
    """A challenge whose reference has these components, under names of its own."""
    nodes = [{"id": f"{slug}-{at}", "type": kind} for at, kind in enumerate(types)]
    pairs: list[dict[str, Any]] = [{"from": f"{slug}-{a}", "to": f"{slug}-{b}"} for a, b in edges]
    design = Design.model_validate({"schema": "sd-graph/1", "nodes": nodes, "edges": pairs})
    return guest_book().model_copy(update={"slug": slug, "reference_design": design})


def test_shapes_are_types_and_edges_and_not_names() -> None:
    row = ["client", "app_server", "database"]
    found = shapes.shapes(
        [
            drawn("one", row, [(0, 1), (1, 2)]),
            drawn("two", row[::-1], [(2, 1), (1, 0)]),
            drawn("three", row, [(0, 1), (0, 2)]),
            drawn("four", ["client", "app_server", "nosql"], [(0, 1), (1, 2)]),
            guest_book().model_copy(update={"slug": "five", "reference_design": None}),
        ]
    )
    assert found == [["one", "two"], ["four"], ["three"]]


def test_forty_shapes_are_wanted_of_all() -> None:
    assert list(shapes.check_shapes([["a"] * 22, *([["b"]] * 39)])) == []
    (finding,) = shapes.check_shapes([["a"] * 23, *([["b"]] * 38)])
    assert "39 shapes, must be 40 or more" in finding.line
    assert list(shapes.check_shapes([["a"] * 30])) == []  # not all are there


def test_a_twin_passes_the_others_excellence(root: Path) -> None:
    found = check(root)
    assert found.matrix == Matrix(
        ["guest-book", "visitors-book"], [("visitors-book", "guest-book"), ("guest-book", "visitors-book")]
    )
    lines = [problem.line for problem in found.problems]
    assert any("2 of 2 pairs pass another challenge's Excellence (100.0 %)" in line for line in lines)
    assert found.shapes == [["guest-book", "visitors-book"]]
    assert found.matrix
    said = list(tables.together(found.matrix, found.shapes))
    assert "  visitors-book passes guest-book" in said
    assert "  alike: guest-book, visitors-book" in said
    assert any("a paragraph is that of" in line for line in lines)


@pytest.mark.parametrize("foreign", ["object_store", "nosql"])
def test_what_may_not_be_drawn_or_leads_nowhere_does_not_pass(foreign: str) -> None:
    other = drawn("other", ["client", "load_balancer", "app_server", foreign], [(0, 1), (1, 2), (2, 3)])
    (column, _) = matrix.columns([guest_book(), other])
    assert list(column.designs) == ["other"]
    assert matrix.passing(column) == []


def test_few_pairs_may_pass() -> None:
    slugs = [str(number) for number in range(5)]
    assert list(matrix.check_matrix(Matrix(slugs, [("0", "1")]))) == []
    assert len(list(matrix.check_matrix(Matrix(slugs, [("0", "1"), ("1", "2")])))) == 1
    assert list(matrix.check_matrix(Matrix([], []))) == []


def _double(number: int) -> int:
    return 2 * number


def test_work_is_spread_in_order() -> None:
    assert working.spread("Doubling", _double, range(3)) == [0, 2, 4]
    assert working.spread("Doubling", _double, range(20)) == list(range(0, 40, 2))


def test_the_report_shows_everything_and_fetches_nothing(root: Path) -> None:
    page = render(check(root))
    for text in ("guest-book passes visitors-book", "pressed-twice", "Large and alone", "A lighthouse keeps", "<svg"):
        assert text in page
    for text in ("<script", "src=", "@import", "<link"):
        assert text not in page


def test_the_report_escapes_what_authors_write(root: Path) -> None:
    file = root / "basics" / "guest-book" / "challenge.yaml"
    file.write_text(file.read_text().replace("title: Guest book", "title: '<script>alert(1)</script>'"))
    page = render(check(root, ["guest-book"]))
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command looks at the sample."""
    monkeypatch.setattr(service, "content_root", lambda: SAMPLE)


@pytest.mark.usefixtures("sample")
def test_the_command_prints_the_table_and_writes_the_report(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    done = RUNNER.invoke(content_authoring.app, ["check", "--allow-incomplete", "--report", str(file)])
    assert done.exit_code == 0, done.output
    assert "guest-book  5      5" in done.stdout
    assert "shapes: 1 of 1 references differ as typed graphs" in done.stdout
    assert file.read_text().startswith("<!doctype html>")


@pytest.mark.usefixtures("sample")
def test_the_command_fails_with_the_problems_named() -> None:
    done = RUNNER.invoke(content_authoring.app, ["check"])
    assert done.exit_code == 1
    assert "basics/photo-wall/statement.md: is missing" in done.stdout


@pytest.mark.usefixtures("sample")
def test_the_command_shows_one_challenge_in_detail() -> None:
    done = RUNNER.invoke(content_authoring.app, ["check", "guest-book", "--verbose"])
    assert done.exit_code == 0
    assert "guest-book, level 1: Connectivity" in done.stdout
    assert "book: no dedup" in done.stdout


@pytest.mark.usefixtures("sample")
def test_an_unknown_challenge_is_named() -> None:
    done = RUNNER.invoke(content_authoring.app, ["check", "guest-bok"])
    assert done.exit_code == 1
    assert "No challenge is called 'guest-bok'" in str(done.exception)
