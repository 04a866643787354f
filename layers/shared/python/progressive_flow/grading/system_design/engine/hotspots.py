"""What the most popular item does to a partitioned part: its requests all go to one shard, its writes to one row."""

from collections.abc import Sequence

from progressive_flow.grading.system_design.engine.catalogue import LOCKING_TYPES
from progressive_flow.grading.system_design.engine.coverage import coverage
from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.routing import Route, trace
from progressive_flow.grading.system_design.engine.service_time import service_seconds
from progressive_flow.grading.system_design.engine.stations import Class, read_share
from progressive_flow.grading.system_design.engine.workload import Operation

Flows = Sequence[tuple[Operation, Route]]


def hot_utilisation(graph: Graph, flows: Flows, load: float) -> list[float]:
    """Per node, the utilisation of the shard that holds the hottest item of every operation at once."""
    hot = _hottest(graph, flows)
    return [_busiest(node, index, flows, hot, load) for index, node in enumerate(graph.nodes)]


def row_locks(graph: Graph, flows: Flows, load: float) -> list[float]:
    """Per node, the share of the time in which the row of the hottest item of every operation is locked."""
    hot = _hottest(graph, flows)
    return [_locked(node, _single(node, index, hot, load)) for index, node in enumerate(graph.nodes)]


def _hottest(graph: Graph, flows: Flows) -> Flows:
    """Return the operations that have a hottest item, with the way that its requests take."""
    return [
        (op, trace(graph, alone, coverage(graph, [alone])[0])) for op, _ in flows if (alone := _alone(op)).rps > 0.0
    ]


def _alone(operation: Operation) -> Operation:
    """The hot share of an operation, as one item: caches know it as well as they can know anything."""
    return operation._replace(items=1, rps=operation.rps * operation.hot_share)


def _busiest(node: Node, index: int, flows: Flows, hot: Flows, load: float) -> float:
    if node.type == "client" or not (node.part.storage_gb or node.part.memory_gb):
        return 0.0
    evenly = [_class(node, index, op, route, load * (1.0 - op.hot_share)) for op, route in flows]
    single = _single(node, index, hot, load)
    copies = 1 if node.part.replicated else node.copies
    servers = node.units * node.part.parallel * copies
    reading = read_share(node)
    work = sum(
        requests.rate * requests.seconds * (1.0 if requests.writes else reading) / node.shards for requests in evenly
    )
    work += sum(requests.rate * requests.seconds * (1.0 if requests.writes else reading) for requests in single)
    return max(work / servers, _locked(node, single))


def _single(node: Node, index: int, hot: Flows, load: float) -> list[Class]:
    return [_class(node, index, op, route, load * op.hot_share) for op, route in hot]


def _locked(node: Node, single: Sequence[Class]) -> float:
    """Return the share of the time in which the row of the hottest item is locked: its writes come one after another."""
    if node.type not in LOCKING_TYPES:
        return 0.0
    return sum(requests.rate * requests.seconds for requests in single if requests.writes)


def _class(node: Node, index: int, operation: Operation, route: Route, load: float) -> Class:
    rate = operation.rps * load * route.visits[index]
    return Class(rate, service_seconds(node, operation), operation.writes)
