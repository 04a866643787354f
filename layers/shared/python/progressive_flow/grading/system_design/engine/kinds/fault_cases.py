"""A design after a fault, in each of the ways in which it can strike."""

from progressive_flow.grading.system_design.engine.faults import (
    damaged,
    flush,
    instance_losses,
    lose_service,
    widespread,
)
from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.model import Model, rerun, resized, visited


def cases(model: Model, what: str, kind: str | None, count: int) -> list[tuple[str, Graph]]:
    """Return (what is missing, the design without it) for each case of the fault."""
    graph = model.graph
    stores = frozenset(kind for operation, _ in model.flows for kind in operation.stores)
    if what == "flush":
        return [("what the caches held", flush(graph, kind))]
    if what == "service":
        return [(f"every {kind}", damaged(graph, stores, lose_service(graph, [kind or ""])))]
    if what in {"zone", "region"}:
        return [(f"one {what}", damaged(graph, stores, widespread(graph, what)))]
    carrying = [index for index in range(len(graph.nodes)) if visited(model, index)]
    # Those that most requests pass come first: the bound on reruns must not depend on names.
    carrying.sort(key=lambda index: -max(route.visits[index] for _, route in model.flows))
    return [
        (f"{count} of {graph.nodes[next(iter(loss))].id}", damaged(graph, stores, loss))
        for loss in instance_losses(graph, kind, count, carrying)
    ]


def after(model: Model, graph: Graph) -> Model:
    """Return the same operations in the damaged design, on the known routes if all of them remain and no cache lost copies."""
    pairs = zip(model.graph.nodes, graph.nodes, strict=True)
    if graph.dead or any(_forgets(before, node) for before, node in pairs if node is not before):
        return rerun(model, graph)
    return shrunk(model, graph)


def shrunk(model: Model, graph: Graph) -> Model:
    """The same operations on the known ways, past nodes of which something is left."""
    pairs = enumerate(zip(model.graph.nodes, graph.nodes, strict=True))
    return resized(model, graph, [index for index, (before, node) in pairs if node is not before])


def _forgets(before: Node, node: Node) -> bool:
    """Does a cache hold less than before? Its replicas all hold the same."""
    return bool(node.part.memory_gb) and (node.part, node.units, node.shards) != (
        before.part,
        before.units,
        before.shards,
    )
