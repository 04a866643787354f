"""The payment system with one writing for each fact, and with two."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from progressive_flow.curriculum.authoring.files import plain
from progressive_flow.curriculum.authoring.files.reading import read_content
from progressive_flow.grading.system_design.engine import evaluate

CONTENT = Path(__file__).parents[4] / "sql" / "seeds" / "content"
Design = dict[str, Any]
OUTBOX = {("intents", "relay"), ("relay", "charges")}


def twice_written(design: Design) -> Design:
    """Return the design in which the application writes the intent and the queue."""
    edges = [edge for edge in design["edges"] if (edge["from"], edge["to"]) not in OUTBOX]
    nodes = [node for node in design["nodes"] if node["id"] != "relay"]
    return {**design, "nodes": nodes, "edges": [*edges, {"from": "desk", "to": "charges"}]}


def with_relay_of(units: int) -> Callable[[Design], Design]:
    """Return what gives the relay this many cores, once."""

    def changed(design: Design) -> Design:
        relay = {"id": "relay", "type": "worker", "units": units}
        return {**design, "nodes": [relay if node["id"] == "relay" else node for node in design["nodes"]]}

    return changed


@pytest.mark.parametrize(
    ("change", "scores", "passed"),
    [
        (lambda design: design, [100, 100, 100, 100, 100], [True] * 5),
        # any instance and any zone may fail on level 4
        (with_relay_of(6), [100, 100, 100, 95, 100], [True] * 5),
        (with_relay_of(1), [100, 59, 60, 88, 59], [True, False, False, False, False]),
        (twice_written, [81, 97, 97, 98, 97], [False] * 5),
    ],
    ids=["reference", "one large relay", "one small relay", "two writings"],
)
def test_the_outbox_of_the_payment_system(
    change: Callable[[Design], Design], scores: list[int], passed: list[bool]
) -> None:
    (challenge,) = (each for each in read_content(CONTENT).challenges if each.slug == "payment-system")
    assert challenge.reference_design
    design = change(challenge.reference_design.as_graph())
    found = [
        evaluate(design, level["requirements"], level["test_cases"], level["passing_criteria"])
        for level in map(plain, challenge.levels)
    ]
    assert [round(each.score) for each in found] == scores
    assert [each.passed for each in found] == passed
