"""`progressive-flow content check` reads the texts of code challenges as it does those of designs."""

from collections.abc import Callable
from typing import Any

import pytest

from progressive_flow.curriculum.authoring.files.code_challenges import CodeChallengeDocument
from progressive_flow_local.cli.content_lint import code_passages, language
from tests.support.code_attempts import document

PLACE = "made-track/parking-fees/challenge.yaml"
Change = Callable[[dict[str, Any]], Any]


def task(written: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = written["levels"][0]["task"]
    return found


def nested(written: dict[str, Any]) -> None:
    """Let a step within another one say something."""
    steps = [{"call": "fee", "with": [30], "gives": 120, "say": "They are coutned."}]
    task(written)["checks"][0]["steps"].append({"repeat": 2, "steps": steps})


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda written: written.update(title="Coutned"), "title"),
        (lambda written: written.update(description="Coutned."), "description"),
        (lambda written: written["levels"][0].update(name="Coutned"), "levels.0.name"),
        (lambda written: written["levels"][0].update(description="Coutned."), "levels.0.description"),
        (lambda written: written["levels"][0].update(solution_approach="Coutned."), "levels.0.solution_approach"),
        (lambda written: written["levels"][0]["hints"][1].update(text="Coutned."), "levels.0.hints.1.text"),
        (lambda written: task(written)["checks"][2].update(title="Coutned"), "levels.0.task.checks.2.title"),
        (lambda written: task(written)["checks"][5].update(hint="Coutned."), "levels.0.task.checks.5.hint"),
        (nested, "levels.0.task.checks.0.steps.4.steps.0.say"),
        (
            lambda written: task(written).update(equivalent=[{"mutant": "coutned", "why": "It is not coutned."}]),
            "levels.0.task.equivalent.0.why",
        ),
    ],
)
def test_each_text_is_read(change: Change, place: str) -> None:
    written = document()
    change(written)
    (line,) = found(written)
    assert line.startswith(f"{PLACE}: {place}: 'coutned'" if "coutned" in line else f"{PLACE}: {place}: 'Coutned'")


def test_the_statement_is_read() -> None:
    (line,) = found(document() | {"statement": "What is is coutned here, and `coutned` in code."})[:1]
    assert line.startswith("made-track/parking-fees/statement.md: text: 'coutned' is misspelled")


def found(written: dict[str, Any]) -> list[str]:
    """Return what the rules on texts find of a challenge."""
    passages = list(code_passages.of_challenge(CodeChallengeDocument.model_validate(written)))
    return [finding.line for finding in language.check_language(passages, frozenset({"valueerror"}))]
