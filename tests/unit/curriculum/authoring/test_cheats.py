"""Cheats fall: a sample of the challenges by the hash of their content, so that a changed one is played sooner or later.

`progressive-flow content cheats` plays all of them; `docs/reference/cheats.md` has what it measured.
"""

import hashlib
import json

import pytest

from progressive_flow.curriculum.authoring.files import plain
from progressive_flow_local.cli.cheats import exchanging, honest, nonsense, run, sizes, tables
from progressive_flow_local.cli.cheats.played import Graph, Played, Try, attempt, fit, read
from progressive_flow_local.cli.cheats.run import ONE_DESIGN
from tests.support.content import content

ONE_OF = 12
# What passes at one size of all parts: the page says why.
KNOWN = {("leaderless-quorum-store", 2), ("vertical-vs-horizontal-scaling", 3)}


def sample() -> list[Played]:
    """Return about one challenge of twelve."""
    chosen = [
        challenge
        for challenge in content().challenges
        if int(hashlib.sha256(json.dumps(plain(challenge)).encode()).hexdigest(), 16) % ONE_OF == 0
    ]
    return read(chosen or content().challenges[:1])


def passed(found: list[Try]) -> set[tuple[str, int]]:
    """Return what a cheat passes."""
    return {(one.slug, one.level) for one in found if one.passed}


def test_no_size_for_all_parts_passes_a_sample() -> None:
    for played in sample():
        assert passed(sizes.one_size(played)) == set()
        assert passed(sizes.vertical_only(played)) <= KNOWN
        assert passed(nonsense.all_types_all_edges(played)) == set()
        assert passed(nonsense.database_first(played)) == set()


def test_all_cheats_are_played_and_counted() -> None:
    everywhere = read(content().challenges)[:3]
    found = run.run(everywhere[:1], everywhere, jobs=1, steps=2)
    assert {name for name in found if name not in run.CHEATS} == {ONE_DESIGN, run.NEIGHBOUR}
    assert all(len(tries) == 4 for name, tries in found.items() if not name.startswith("neighbours exchanged"))
    lines = tables.table(found)
    assert lines[0].startswith("| cheat | passed | of | level 2 |")
    assert len(lines) == len(found) + 2


def test_an_exchange_moves_two_neighbours_and_nothing_else() -> None:
    (played,) = read([one for one in content().challenges if one.slug == "single-server-web-app"])
    exchanges = dict(exchanging.exchanged(played.reference))
    assert set(exchanges) == {"program and bookings", "clock and program", "program and vault"}
    edges = {(edge["from"], edge["to"]) for edge in exchanges["program and bookings"]["edges"]}
    assert edges == {("singers", "bookings"), ("bookings", "program"), ("clock", "bookings"), ("bookings", "vault")}
    assert exchanges["program and bookings"]["nodes"] == played.reference["nodes"]


def test_a_cheat_leaves_out_what_is_refused() -> None:
    nodes = [
        {"id": "c", "type": "client", "zones": 3},
        {"id": "db", "type": "database", "units": 1000, "ttl_seconds": 1.0, "failover": True},
        {"id": "x", "type": "warehouse"},
    ]
    graph: Graph = {"schema": "sd-graph/1", "nodes": nodes, "edges": [{"from": "c", "to": "x"}]}
    fitted = fit(graph, ["client", "database"])
    kept = {"id": "db", "type": "database", "units": 32, "failover": True}
    assert fitted == {"schema": "sd-graph/1", "nodes": [{"id": "c", "type": "client"}, kept], "edges": []}


def test_a_design_with_a_cycle_is_no_attempt() -> None:
    (played, *_) = read(content().challenges[:1])
    nodes = [{"id": "a", "type": "app_server"}, {"id": "b", "type": "app_server"}]
    edges = [{"from": "a", "to": "b"}, {"from": "b", "to": "a"}]
    level = {**played.levels[2], "requirements": {**played.levels[2]["requirements"], "allowed_types": ["app_server"]}}
    assert attempt(level, {"schema": "sd-graph/1", "nodes": nodes, "edges": edges}) is None


def test_honest_paths_end_with_a_pass_within_the_budget() -> None:
    (challenge,) = (one for one in content().challenges if one.slug == "url-shortener")
    paths = honest.play(challenge)
    assert paths == honest.play(challenge)
    assert {path.level for path in paths} <= {2, 3, 4, 5}
    assert all(path.passed and path.tries > 1 for path in paths)
    assert sum(path.tries for path in honest.play(challenge, changes=1)) < sum(path.tries for path in paths)
    assert honest.share_beyond(paths, 30) <= 0.05
    assert honest.share_beyond([Try("a", 2, passed=True, tries=tries) for tries in (30, 31)], 30) == 0.5
    assert honest.line([challenge]).startswith(f"Of {len(paths)} honest paths to a pass ")


def test_the_budget_of_the_table_is_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"halving, by bands": [Try("a", 2, passed=True, tries=tries) for tries in (5, 10, 22)]}
    monkeypatch.setenv("TRIES", "10/7200")  # twelve come back in a day
    head, _, row = tables.table(found)
    assert "within 10 tries" in head
    assert row.endswith("| 2 | 2 (median of the rest), 2 at most |")
