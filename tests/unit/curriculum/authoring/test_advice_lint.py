"""Advice keeps its bar: on a sample of the challenges by the hash of their content, so that changed ones are read as well.

`progressive-flow content advice` reads all of it; `docs/reference/advice.md` has what it counted.
"""

import hashlib
import json
from typing import Any

import pytest
from pydantic import ValidationError

from progressive_flow.curriculum.authoring.files import Challenge, plain
from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.engine import evaluate
from progressive_flow_local.cli.advice import measured, own_way, tables
from progressive_flow_local.cli.advice.measured import BAR, Advised, Fault
from tests.support.content import content
from tests.unit.grading.system_design.small_designs import draw, model_of, op

ONE_OF = 6
# The share of a sample varies with the sample; over all challenges it must be 60 %.
SHARE_OF_SAMPLE = 0.5
# Of edges that are taken from a reference, or turned round, so many must be named.
SHARE_NAMED = 0.8


def sample() -> list[Challenge]:
    """Return about one challenge of six."""
    every = content().challenges
    chosen = [
        one for one in every if int(hashlib.sha256(json.dumps(plain(one)).encode()).hexdigest(), 16) % ONE_OF == 0
    ]
    return chosen or every[:1]


def test_advice_and_suggestions_keep_the_bar_on_a_sample() -> None:
    found = [one for challenge in sample() for one in measured.of_challenge(challenge)]
    assert [fault for one in found for fault in one.faults if fault.what in BAR] == []
    assert measured.share_helped(found) >= SHARE_OF_SAMPLE


def spoiled(reference: dict[str, Any]) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """Return the design without each of its edges, and with each turned round, and what advice says that names the edge."""
    found: list[tuple[tuple[str, ...], dict[str, Any]]] = []
    for at, edge in enumerate(reference["edges"]):
        one, other = edge["from"], edge["to"]
        rest = reference["edges"][:at] + reference["edges"][at + 1 :]
        back = [*rest, {"from": other, "to": one}]
        found.append(((f"onnect `{one}` to `{other}`",), {**reference, "edges": rest}))
        wrong = (
            f"edge from `{other}` to `{one}` points the wrong way",
            f"edge `{other}` to `{one}` points at a client",
        )
        found.append((wrong, {**reference, "edges": back}))
    return found


def test_the_first_line_names_an_edge_that_is_missing_or_points_the_wrong_way() -> None:
    named = missed = 0
    for challenge in sample():
        assert challenge.reference_design
        level = plain(challenge.levels[0])
        for says, design in spoiled(challenge.reference_design.as_graph()):
            try:
                graph = Design.model_validate(design).as_graph()
            except ValidationError:  # a cycle cannot be submitted
                continue
            found = evaluate(graph, level["requirements"], level["test_cases"], level["passing_criteria"])
            if not found.passed and found.feedback["advice"]:
                hit = any(one in found.feedback["next_step"] for one in says)
                named, missed = named + hit, missed + (not hit)
    assert named + missed > 20
    assert named >= SHARE_NAMED * (named + missed)


SHOP = draw({"c": "client", "a": "app_server", "d": "database", "x": "worker", "n": "nosql"}, "c>a>d c>x>n")
READ = {"id": "t", "kind": "served", "op": "read"}


def test_the_lint_finds_lines_that_are_beside_the_way() -> None:
    model = model_of(SHOP, op(), op("other", store=["nosql"]))
    assert own_way.off_the_way(model, READ, "Give `x` 2 units.") == {"x"}
    assert own_way.off_the_way(model, READ, "`other` keeps `x` busy: give `x` 2 units.") == set()
    assert own_way.not_its_own(model, READ, "`other` keeps `x` busy: give `x` 2 units.") == {"x"}
    assert own_way.off_the_way(model, READ, "Connect `a` to `x`.") == set(), "an edge may lead to what is missing"
    assert own_way.off_the_way(model, READ, "Connect `x` to `a`.") == {"x"}
    assert own_way.names_none_of_its_own(model, READ, "Give every operation a path.")
    assert not own_way.names_none_of_its_own(model, READ, "Give `a` 2 units.")
    assert own_way.misses_a_way(model, READ, "`read` comes as far as `a`; nothing leads from there to `d`.")


def test_the_table_counts_what_is_wrong() -> None:
    one = Advised("a", 1, "b", passed=False, failing=2, lines=1, faults=(), suggested=True, beyond_hints=False)
    poor = one._replace(faults=(Fault(measured.OFF, "`x`"),), suggested=None)
    assert tables.kept([one])
    assert not tables.kept([one, poor])
    assert not tables.kept([one._replace(suggested=None)])
    assert f"| {measured.OFF} | 8 | 1 |" in list(tables.table([one, poor]))
    assert list(tables.faults([poor])) == [f"a, level 1, b: {measured.OFF}: `x`"]
    assert list(tables.table([one, poor]))[-1].endswith("| 32.5 % | 50.0 % |")


@pytest.mark.parametrize("wrong", ["", "`read` passes `a` and `d`; give `x` 2 units."])
def test_a_wrong_line_and_a_missing_one_are_faults(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    challenge = next(one for one in content().challenges if one.slug == "url-shortener")
    level, graph = plain(challenge.levels[1]), challenge.weaker_designs[0].design.as_graph()

    def spoil(*arguments: Any) -> Any:
        found = evaluate(*arguments)
        advice = (
            [{**line, "text": wrong.replace("`x`", "`memory`")} for line in found.feedback["advice"]] if wrong else []
        )
        return found.__class__(found.score, found.passed, found.test_results, {**found.feedback, "advice": advice})

    monkeypatch.setattr(measured, "evaluate", spoil)
    faults = {fault.what for fault in measured.advised("url-shortener", level, "weaker", graph).faults}
    assert faults >= ({measured.NO_PART} if wrong else {measured.NO_LINE, measured.UNADVISED})
