"""What a line of advice may speak of: the parts on the way of its test's operation, and of operations that it names."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from progressive_flow.grading.system_design.engine import along
from progressive_flow.grading.system_design.engine.kinds.kind import groups
from progressive_flow.grading.system_design.engine.model import Flow, Model, chosen

NAME = re.compile(r"`([a-z0-9_-]{1,40})`")
# An edge that is missing leads to a part that the operation does not pass yet.
MISSING_EDGE = re.compile(
    r"[Cc]onnect(?:ing)? `([a-z0-9_-]+)` to `([a-z0-9_-]+)`|(?:no edge leads|nothing leads from there) to `([a-z0-9_-]+)`"
    r"|edge from `([a-z0-9_-]+)` to `[a-z0-9_-]+` points the wrong way|close a cycle by way of ([^,]+(?:, `[^,]+)*), which"
)
# How a line says that an operation comes to no store.
NO_WAY = re.compile(
    r"nothing leads from there|points at a client|and there is none|is there to complete it|takes what nobody waits for"
)

Test = Mapping[str, Any]


def off_the_way(model: Model, test: Test, text: str) -> set[str]:
    """Return the parts that a line names and that neither its test's operation passes nor one that the line names."""
    named = _parts(model, text)
    operations = [*_operations(test), *_named(model, text)]
    own = _passed(model, test, operations or [flow[0].id for flow in model.flows])
    return named - own - _missing(text) - _asked_about(model, test)


def not_its_own(model: Model, test: Test, text: str) -> set[str]:
    """Return the parts that a line names and that the one operation of its test does not pass, if it has one."""
    if not test.get("op") or test["kind"] == "isolated":
        return set()
    return _parts(model, text) - _passed(model, test, [test["op"]]) - _missing(text) - _asked_about(model, test)


def names_none_of_its_own(model: Model, test: Test, text: str) -> bool:
    """Does a line name no part on the way of its test's operation, or of one that it names where the test has none?

    A part may be called as an operation is.
    """
    ids, own = {node.id for node in model.graph.nodes}, _operations(test)
    named = [name for name in NAME.findall(text) if chosen(model, name) and (name in own or name not in ids)]
    operations = [name for name in named if not own or name in own] or own or [flow[0].id for flow in model.flows]
    on_it = {at for name in operations for flow in chosen(model, name) for at in _of(model, flow)}
    passed = {model.graph.nodes[at].id for at in on_it} | _asked_about(model, test)
    return bool(on_it) and not passed & set(NAME.findall(text))


def misses_a_way(model: Model, test: Test, text: str) -> bool:
    """Does a line say that there is no way although all operations of its test have one?"""
    names = [name for name in NAME.findall(text) if chosen(model, name)] or _operations(test)
    return bool(NO_WAY.search(text)) and not any(
        flow[1].lost for name in names or [None] for flow in chosen(model, name)
    )


def _parts(model: Model, text: str) -> set[str]:
    ids = {node.id for node in model.graph.nodes}
    operations = {flow[0].id for flow in model.flows}
    return {name for name in NAME.findall(text) if name in ids and name not in operations}


def _named(model: Model, text: str) -> list[str]:
    """Return the operations that a line names; none if each of them is called as a part is, all if a list was cut."""
    if ", ..." in text:  # a list was cut
        return [flow[0].id for flow in model.flows]
    ids, named = {node.id for node in model.graph.nodes}, [name for name in NAME.findall(text) if chosen(model, name)]
    return named if set(named) - ids else []


def _missing(text: str) -> set[str]:
    """Return the parts to which an edge is missing, or from which one leads back and must not."""
    found = MISSING_EDGE.findall(text)
    return {name for groups_ in found for name in groups_[1:4]} | {
        name for one in found for name in NAME.findall(one[4])
    }


def _operations(test: Test) -> list[str]:
    own = [test[key] for key in ("op", "other") if test.get(key)]
    return own + [way["op"] for way in test.get("ways") or () if way.get("op")]


def _passed(model: Model, test: Test, operations: Iterable[str]) -> set[str]:
    found = {at for name in operations for flow in chosen(model, name) for at in _of(model, flow)}
    kinds = {kind for way in [test, *(test.get("ways") or ())] for group in groups(way) for kind in group}
    return {model.graph.nodes[at].id for at in found} | {node.id for node in model.graph.nodes if node.type in kinds}


def _of(model: Model, flow: Flow) -> set[int]:
    """Return what an operation passes; of one without a way what it could: from where it begins, and where it would end."""
    operation, route = flow
    passed = {at for at, visits in enumerate(route.visits) if visits > 0.0}
    if not route.lost:
        return passed
    starts = along.begins(model.graph, operation)
    back = {source for source, target in model.graph.returned if target in starts}
    return passed | back | along.reachable(model.graph, starts) | set(along.kept_by(model.graph, operation))


def _asked_about(model: Model, test: Test) -> set[str]:
    """Idle parts are what a test of idle parts is about, and no operation passes them."""
    if test["kind"] not in {"no_orphans", "cost", "utilization"}:
        return set()
    idle = (at for at in range(len(model.graph.nodes)) if not any(flow[1].visits[at] for flow in model.flows))
    return {model.graph.nodes[at].id for at in idle}
