"""The report for people: one HTML file with every table, every level and a diagram of each reference design."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from progressive_flow.curriculum.authoring.files import Challenge
from progressive_flow.curriculum.authoring.gates.grading import EMPTY, GradedChallenge
from progressive_flow.grading.system_design.level_models import Data
from progressive_flow_local.cli.content_lint import tables
from progressive_flow_local.cli.content_lint.check import Checked
from progressive_flow_local.cli.content_lint.figures import figures


def write_report(path: Path, found: Checked) -> None:
    """Write the file; it needs no other, and runs nothing."""
    path.write_text(render(found))


def render(found: Checked) -> str:
    """Return the report as HTML; whatever authors wrote is escaped."""
    here = FileSystemLoader(Path(__file__).parent)
    page = Environment(loader=here, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return page.get_template("report.html").render(
        findings=found.findings,
        summary=[figure for graded in found.graded for figure in figures(graded)],
        percent=tables.percent,
        matrix=found.matrix,
        passing=set(found.matrix.passing) if found.matrix else set[tuple[str, str]](),
        shapes=found.shapes,
        challenges=[_challenge(graded) for graded in found.graded],
    )


def _challenge(graded: GradedChallenge) -> dict[str, Any]:
    challenge = graded.challenge
    return {
        "facts": challenge,
        "about": _about(challenge),
        "diagram": _diagram(challenge),
        "levels": [_level(graded, at) for at in range(len(challenge.levels))],
        "survivors": [mutant.change for mutant in graded.mutants if mutant.detected_at is None],
    }


def _about(challenge: Challenge) -> str:
    """The first section of the statement."""
    return challenge.statement.partition("## The system")[2].partition("\n## ")[0].strip()


def _diagram(challenge: Challenge) -> Markup:
    from progressive_flow.grading.system_design.diagram import draw

    graph = challenge.reference_design.as_graph() if challenge.reference_design else EMPTY
    return Markup(draw(graph, title=challenge.title))  # noqa: S704 - drawn by us, names escaped


def _level(graded: GradedChallenge, at: int) -> dict[str, Any]:
    level = graded.challenge.levels[at]
    workload = level.requirements.workload
    names = [
        *(["reference"] if graded.reference else []),
        *(weaker_design.name for weaker_design in graded.challenge.weaker_designs),
    ]
    by_design = [*([graded.reference[at]] if graded.reference else []), *(outcomes[at] for outcomes in graded.weaker)]
    return {
        "level": level,
        "data": {name: value for name in Data.model_fields if (value := getattr(workload, name)) is not None},
        "names": names,
        "verdicts": by_design,
        "tests": [
            (tables.case_texts(case), [tables.cell(outcome.test_results[place]) for outcome in by_design])
            for place, case in enumerate(level.test_cases)
        ],
    }
