"""Single steps away from a reference: which there are, and that each can be drawn."""

from typing import Any

import pytest

from progressive_flow.curriculum.authoring.gates.mutants import mutants
from progressive_flow.grading.system_design.design import Design

Graph = dict[str, Any]


def graph(**fields: Any) -> Graph:
    store = {"id": "store", "type": "database", **fields}
    design = {
        "schema": "sd-graph/1",
        "nodes": [{"id": "user", "type": "client"}, store],
        "edges": [{"from": "user", "to": "store"}],
    }
    return Design.model_validate(design).as_graph()


def changes(**fields: Any) -> dict[str, Graph]:
    """The mutants of the store's own fields."""
    return {name: mutant["nodes"][1] for name, mutant in mutants(graph(**fields)).items() if name.startswith("store: ")}


def test_nodes_go_with_their_edges_and_edges_alone() -> None:
    found = mutants(graph())
    assert set(found) == {"without user", "without store", "without user to store"}
    assert found["without store"]["edges"] == []
    assert [node["id"] for node in found["without store"]["nodes"]] == ["user"]
    assert len(found["without user to store"]["nodes"]) == 2


@pytest.mark.parametrize(
    ("fields", "name", "changed"),
    [
        ({"units": 5}, "units 5 to 2", {"units": 2}),
        ({"shards": 2}, "shards 2 to 1", {"shards": 1}),
        ({"replicas": 3}, "replicas 3 to 2", {"replicas": 2}),
        ({"replicas": 3, "zones": 3}, "zones 3 to 1", {"zones": 1}),
        ({"regions": 3}, "regions 3 to 2", {"regions": 2}),
        ({"failover": True}, "no failover", {"failover": False}),
        ({"dedup": True}, "no dedup", {"dedup": False}),
        ({"consistency": "leader"}, "consistency leader to eventual", {"consistency": "eventual"}),
        ({"consistency": "multi_leader"}, "consistency multi_leader to eventual", {"consistency": "eventual"}),
        ({"ttl_seconds": 30}, "ttl 30 to 3000", {"ttl_seconds": 3000}),
    ],
)
def test_each_field_has_its_step(fields: Graph, name: str, changed: Graph) -> None:
    found = changes(**fields)[f"store: {name}"]
    assert found == {**graph(**fields)["nodes"][1], **changed}


def test_a_ttl_may_go_altogether() -> None:
    assert "ttl_seconds" not in changes(ttl_seconds=30)["store: no ttl"]


def test_quorums_and_zones_shrink_with_the_copies() -> None:
    fields = {"replicas": 3, "zones": 3, "consistency": "quorum", "read_quorum": 1, "write_quorum": 3}
    found = changes(**fields)
    fewer = found["store: replicas 3 to 2"]
    assert (fewer["zones"], fewer["read_quorum"], fewer["write_quorum"]) == (2, 1, 2)
    looser = found["store: consistency quorum to eventual"]
    assert {"read_quorum", "write_quorum"} & set(looser) == set()


def test_what_is_at_its_least_has_no_step() -> None:
    assert changes() == {}


def test_the_reference_stays_as_it_is() -> None:
    reference = graph(units=4, replicas=2, failover=True)
    before = str(reference)
    assert len(mutants(reference)) == 6
    assert str(reference) == before
