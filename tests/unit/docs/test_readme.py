"""The README's figures and responses agree with their sources."""

import json
import re
from typing import Any

import pytest

from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.gamification.achievements.criteria import METRICS
from progressive_flow.grading.system_design.engine import evaluate, suggest
from progressive_flow.kernel import paths
from progressive_flow.learning.submissions.models import GradedAttempt
from progressive_flow.operations.reference_data.service import content_root
from tests.support.content import content

ROOT = paths.root()
README = (ROOT / "README.md").read_text()
COST = (ROOT / "docs" / "reference" / "deployment.md").read_text()
PERFORMANCE = (ROOT / "docs" / "performance.md").read_text()
# A new run of the benchmarks on another machine differs; a README that differs by more than this misleads.
TOLERANCE = 0.5


def json_after(mark: str) -> Any:
    """Return the first JSON value of the README after a mark."""
    start = README.index("{", README.index(mark))
    return json.JSONDecoder().raw_decode(README[start:])[0]


def figure(text: str, pattern: str) -> float:
    """Return the number that a pattern finds."""
    found = re.search(pattern, text)
    assert found, pattern
    return float(found[1].replace(",", ""))


def level_of(slug: str, level_number: int) -> dict[str, Any]:
    """Return a level of a challenge as it is stored."""
    challenge = next(loaded for loaded in content().challenges if loaded.slug == slug)
    return challenge.levels[level_number - 1].model_dump(by_alias=True, exclude_none=True)


def verdict(design: dict[str, Any], level_number: int = 1) -> Any:
    """Grade a design on a level of the README's challenge, its first one unless another is named."""
    level = level_of("static-website", level_number)
    return evaluate(design, level["requirements"], level["test_cases"], level["passing_criteria"])


def tenths(score: float) -> int:
    """Return a score that failed as it is shown."""
    return 10 * int(score // 10)


def test_the_response_is_what_the_grader_says() -> None:
    design, response = json_after("-d '")["design"], json_after("```json")
    graded = verdict(design)
    assert response.keys() <= GradedAttempt.model_fields.keys()
    assert (response["score"], response["passed"]) == (graded.score, graded.passed)
    assert response["feedback"]["summary"] == graded.feedback["summary"]
    assert response["feedback"]["utilization"][0] in graded.feedback["utilization"]
    results = {result["id"]: result for result in graded.test_results}
    assert all(results[test_result["id"]].items() >= test_result.items() for test_result in response["test_results"])


@pytest.mark.parametrize("level_number", [2, 3, 4, 5])
def test_its_answer_leaves_the_further_levels_to_be_solved(level_number: int) -> None:
    assert not verdict(json_after("-d '")["design"], level_number).passed


def test_the_score_without_the_names_is_as_it_says() -> None:
    design = json_after("-d '")["design"]
    nodes = [node for node in design["nodes"] if node["id"] != "names"]
    edges = [edge for edge in design["edges"] if edge["to"] != "names"]
    failed = verdict({**design, "nodes": nodes, "edges": edges})
    assert not failed.passed
    assert f"the score falls to {tenths(failed.score)};" in README


def test_the_drawn_attempt_and_the_suggestion_are_of_today() -> None:
    challenge = next(loaded for loaded in content().challenges if loaded.slug == "url-shortener")
    design, level = challenge.weaker_designs[0].design.as_graph(), level_of("url-shortener", 3)
    found = evaluate(design, level["requirements"], level["test_cases"], level["passing_criteria"])
    assert not found.passed
    drawn = (ROOT / "docs" / "images" / "attempt.svg").read_text()
    assert f"attempt 1: {tenths(found.score)} of 100</title>" in drawn
    assert f"with {tenths(found.score)} of 100 points, whose load balancer is 94 % busy]" in README
    busiest = found.feedback["utilization"][0]
    assert (busiest["node"], round(100 * busiest["utilization"])) == ("balancer", 94)
    change = suggest(design, level["requirements"], level["test_cases"], [hint["text"] for hint in level["hints"]])
    assert change
    assert change["change"] in README


def test_the_cost_is_the_arithmetics() -> None:
    found = re.search(r"\| \*\*sum\*\* \| \| \*\*([\d.]+)\*\* \| \*\*([\d.]+)\*\* \| \*\*([\d.]+)\*\* \|", COST)
    assert found
    dev, staging, prod = (round(float(sum_)) for sum_ in found.groups())
    assert f"dev ${dev}, staging ${staging}, prod ${prod}" in README


def test_what_it_does_is_counted() -> None:
    loaded = content()
    assert (len(loaded.tracks), {len(challenge.levels) for challenge in loaded.challenges}) == (4, {5})
    assert f"{len(loaded.challenges)} challenges in three tracks have five levels each." in README
    assert f"the {5 * len(loaded.challenges)} levels" in README
    achievements = parsed((content_root() / "achievements.yaml").read_text())["achievements"]
    assert f"{len(achievements)} achievements over {len(METRICS)} metrics" in README


@pytest.mark.parametrize(
    ("said", "measured"),
    [
        (r"(\d+) ms CPU for imports", r"\| import functions\.progress\.submit_attempt [^|]*\| \**([\d.,]+) ms CPU"),
        (r"(\d+) with 16 clients", r"\| attempts per second, 16 clients \| \**([\d.,]+) /s"),
        (r"(\d+) with one", r"\| attempts per second, 1 client \| \**([\d.,]+) /s"),
        (r"([\d.]+) ms among a million", r"\| rank look-up, 1,000,000 learners [^|]*\| \**([\d.,]+) ms"),
    ],
    ids=["imports", "sixteen clients", "one client", "rank"],
)
def test_the_speed_is_as_measured(said: str, measured: str) -> None:
    assert figure(README, said) == pytest.approx(figure(PERFORMANCE, measured), rel=TOLERANCE)


def test_the_columns_of_the_costs_add_up_and_growth_stays_affordable() -> None:
    rows = [line.split("|")[1:-1] for line in COST.splitlines() if line.startswith("|")]
    start = next(number for number, row in enumerate(rows) if row[0].strip() == "instance")
    end = next(number for number, row in enumerate(rows) if "sum" in row[0])
    for column in range(2, 6):
        items = [float(row[column]) for row in rows[start:end] if row[column].strip()]
        assert sum(items) == pytest.approx(float(rows[end][column].strip(" *")), abs=0.005)
    assert float(rows[end][5].strip(" *")) <= 1130, "production with 220 endpoints"
