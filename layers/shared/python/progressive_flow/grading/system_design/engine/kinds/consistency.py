"""Whether answers can be relied on: how old they are, and what takes effect once."""

from collections.abc import Callable
from typing import NamedTuple

from progressive_flow.grading.system_design import figures
from progressive_flow.grading.system_design.engine import along, wording
from progressive_flow.grading.system_design.engine.catalogue import REFUSING_TYPES
from progressive_flow.grading.system_design.engine.freshness import (
    NEVER,
    Answers,
    answer_ages,
    is_current,
    writers_of,
)
from progressive_flow.grading.system_design.engine.graph import Node
from progressive_flow.grading.system_design.engine.kinds import sentences
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test, subject, unreached
from progressive_flow.grading.system_design.engine.model import Flow, Model, answered, chosen, reached, waits
from progressive_flow.grading.system_design.engine.outbox import holds_work
from progressive_flow.grading.system_design.engine.outcomes import behind_queue, completing, endings
from progressive_flow.grading.system_design.engine.queueing import percentile
from progressive_flow.grading.system_design.engine.wording import code, part
from progressive_flow.grading.system_design.engine.workload import Operation
from progressive_flow.grading.system_design.figures import listed

ALMOST_ALL = 0.99


class _Reading(NamedTuple):
    """A flow, those that write what it reads, and within how many seconds what each accepted has arrived."""

    flow: Flow
    writers: list[Flow]
    late: list[float]


def _read(model: Model, flow: Flow) -> _Reading:
    writers = writers_of(flow, model.flows)
    late = [_late(model, writer[0].id) if behind_queue(model.graph, *writer) else 0.0 for writer in writers]
    return _Reading(flow, writers, late)


def _ages(model: Model, flow: Flow) -> list[Answers]:
    _, writers, late = _read(model, flow)
    return answer_ages(model.graph, flow, writers, model.stations, late)


def _late(model: Model, operation: str) -> float:
    """Seconds within which 99 % of accepted writes have arrived."""
    if answered(model, operation) < reached(model, operation) * (1.0 - 1e-9):
        return NEVER
    return min(NEVER, percentile(waits(model, operation), ALMOST_ALL))


def _oldest(model: Model, flow: Flow) -> float:
    """Return the age that 99 % of an operation's answers do not exceed (s)."""
    below = (1.0 - ALMOST_ALL) * (1.0 - flow[1].lost)
    for answers in reversed(_ages(model, flow)):
        below -= answers.share
        if below < 0.0:
            return answers.age
    return 0.0


def _staleness(model: Model, test: Test) -> Measure:
    worst = max((_oldest(model, flow) for flow in chosen(model, test.get("op"))), default=0.0)
    if not reached(model, test.get("op")):
        return unreached(test)
    if worst >= NEVER:
        return Measure(worst, f"More than 1 % of {subject(test)} may see data that is never brought up to date.")
    return Measure(worst, f"99 % of {subject(test)} see data that is at most {figures.duration(worst)} old.")


def _fresh(model: Model, test: Test) -> Measure:
    if not reached(model, test.get("op")):
        return unreached(test)
    share = min((_current(model, flow) for flow in chosen(model, test.get("op"))), default=0.0)
    return Measure(share, f"{figures.percent(share)} of {subject(test)} see every write before them.")


def _current(model: Model, flow: Flow) -> float:
    return sum(answers.share for answers in _ages(model, flow) if not answers.age)


def _advising(worth: Callable[[Model, Flow], float]) -> Callable[[Model, Test], str]:
    """Advise on the flow that is worth least, and there on the part from which the oldest answers come."""

    def advise(model: Model, test: Test) -> str:
        flow = along.worst(model, test.get("op"), lambda one: worth(model, one) if not one[1].lost else -NEVER - 1.0)
        if flow is None:
            return ""
        if flow[1].lost:
            return sentences.no_way(model, flow)
        oldest, read = _ages(model, flow)[-1], _read(model, flow)
        return _fresher_copy(model, read, oldest.at) if oldest.cached else _fresher_store(model, read, oldest.at)

    return advise


def _fresher_copy(model: Model, read: _Reading, at: int) -> str:
    """Copies in a cache are old until a writer that knows the cache removes them, or until they expire."""
    node, graph = model.graph.nodes[at], model.graph
    writer = next((one for one in read.writers if not _knows(model, one, at)), read.writers[0])
    says = f"{code(read.flow[0].id)} is answered by {part(node)}"
    ends = "never expire" if node.ttl is None else f"expire after {figures.duration(node.ttl)}"
    shorter = (
        f"give {code(node.id)} a ttl_seconds" if node.ttl is None else f"let copies in {code(node.id)} expire sooner"
    )
    if node.type == "cdn":
        return f"{says}, which no write reaches; its copies {ends}. {shorter[0].upper()}{shorter[1:]}."
    if _knows(model, writer, at):
        return f"{says}, which {code(writer[0].id)} updates from behind a queue. {_sooner(model, writer)}"
    if writer[1].lost:
        return f"{says}, which nothing brings up to date. {sentences.no_way(model, writer)}"
    caller = along.furthest(graph, along.way(model, writer), writer[0].stores)
    unknown = f"{code(writer[0].id)} writes by way of {code(graph.nodes[caller].id)}, which does not know it"
    return f"{says}; {unknown}, and copies {ends}. Connect {code(graph.nodes[caller].id)} to {code(node.id)}, or {shorter}."


def _knows(model: Model, writer: Flow, cache: int) -> bool:
    visits, after = writer[1].visits, model.graph.after
    return any(share and (at == cache or cache in after[at]) for at, share in enumerate(visits))


def _fresher_store(model: Model, read: _Reading, at: int) -> str:
    node = model.graph.nodes[at]
    says = f"{code(read.flow[0].id)} is answered by {part(node)}"
    if not is_current(node):
        how = f"{node.copies} copies of consistency {node.consistency}"
        return f"{says}, whose {how} may be behind a write. {_CURRENT.get(node.consistency, _FOLLOWED).format(node.copies)}"
    late = max(zip(read.late, read.writers, strict=True), key=lambda pair: pair[0], default=None)
    if late is None:
        return f"{says}."
    return f"{says}, where {code(late[1][0].id)} arrives from behind a queue. {_sooner(model, late[1])}"


_FOLLOWED = "Read at the leader, or let a quorum of them answer."
# What makes copies answer with what was written, by how they are consistent.
_CURRENT = {
    "quorum": "Let read_quorum and write_quorum together be more than {}.",
    "multi_leader": "Let one lead: consistency leader, or quorum.",
}


def _sooner(model: Model, writer: Flow) -> str:
    """Relieve the tightest part behind the queue of a writer."""
    behind = [at for at in along.way(model, writer) if at in behind_queue(model.graph, *writer)]
    order = along.tightest(model, behind)
    if not order:
        return f"Let {code(writer[0].id)} arrive without a queue."
    node, station = model.graph.nodes[order[0]], model.stations[order[0]]
    return wording.relief(node, station, 0.6 * min(1.0, station.rho))


def _exactly_once(model: Model, test: Test) -> Measure:
    share = min((_once(model, flow) for flow in chosen(model, test.get("op"))), default=0.0)
    return Measure(share, f"{figures.percent(share)} of {subject(test)} take effect exactly once.")


def _once(model: Model, flow: Flow) -> float:
    nodes, (operation, route) = model.graph.nodes, flow
    return completing(route, lambda at: not _forgets(nodes[at], operation), lambda at: _refuses(nodes[at]))


def _forgets(node: Node, operation: Operation) -> bool:
    return node.copies == 1 and holds_work(node, operation)


def _refuses(node: Node) -> bool:
    """Is a repeated key refused wherever it comes? Of several leaders, one knows a key only after it has been sent there."""
    return node.dedup and not _led_apart(node)


def _led_apart(node: Node) -> bool:
    return node.consistency == "multi_leader" and node.regions > 1


def _advise_exactly_once(model: Model, test: Test) -> str:
    flow = along.worst(model, test.get("op"), lambda one: _once(model, one))
    if flow is None:
        return ""
    if flow[1].lost:
        return sentences.no_way(model, flow)
    nodes, name = model.graph.nodes, code(flow[0].id)
    ends = [nodes[at] for at in sorted({at for at, cached, _ in endings(flow[1]) if not cached})]
    apart = [node for node in ends if _led_apart(node)]
    taking = [node for node in ends if not node.dedup and node not in apart]
    lone = [nodes[at] for at in along.way(model, flow) if _forgets(nodes[at], flow[0])]
    return " ".join(
        line
        for line in (
            _taken_twice(name, [node for node in taking if node.type in REFUSING_TYPES], "set dedup there"),
            _taken_twice(name, [node for node in taking if node.type not in REFUSING_TYPES], _KEEPS_NO_KEYS),
            _known_late(apart),
            _forgotten(lone),
        )
        if line
    )


_KEEPS_NO_KEYS = "no key is kept there, so let it end in a store with dedup"


def _taken_twice(name: str, ends: list[Node], step: str) -> str:
    take = "takes" if len(ends) == 1 else "take"
    return f"{name} ends in {_parts(ends)}, which {take} a repeated request twice: {step}." if ends else ""


def _known_late(apart: list[Node]) -> str:
    """Of stores with several leaders: one leads, and refuses what it has seen."""
    if not apart:
        return ""
    has, also = "has" if len(apart) == 1 else "have", "" if all(node.dedup for node in apart) else ", with dedup"
    knows = "and none knows at once what another has seen"
    return f"{_parts(apart)} {has} a leader in each region, {knows}: let one lead{also}."


def _forgotten(lone: list[Node]) -> str:
    if len(lone) > 1:
        lost = "have one copy each, and forget what they accepted when that is lost"
        return f"{_parts(lone)} {lost}: give each a second replica."
    lost = "has one copy, and forgets what it accepted when that is lost"
    return f"{_parts(lone)} {lost}: give it a second replica." if lone else ""


def _parts(nodes: list[Node]) -> str:
    return listed([part(node) for node in nodes])


KINDS: dict[str, Kind] = {
    "staleness": Kind(_staleness, _advising(lambda model, flow: -_oldest(model, flow)), "s", 1.0, 60.0, rises=False),
    "fresh": Kind(_fresh, _advising(_current), "share", 1.0, 0.0, rises=True),
    "exactly_once": Kind(_exactly_once, _advise_exactly_once, "share", 1.0, 0.0, rises=True),
}
