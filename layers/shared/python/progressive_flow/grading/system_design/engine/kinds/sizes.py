"""Tests of how many instances, units and shards of a type carry traffic."""

from collections.abc import Callable

from progressive_flow.grading.system_design import figures
from progressive_flow.grading.system_design.engine import along, wording
from progressive_flow.grading.system_design.engine.graph import Node
from progressive_flow.grading.system_design.engine.kinds import sentences
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test
from progressive_flow.grading.system_design.engine.model import Model, chosen

_TYPE = frozenset({"type"})


def _carrying(model: Model, test: Test) -> list[Node]:
    """Return the nodes of the test's type that its operation, or any, comes to."""
    flows, kind = chosen(model, test.get("op")), test.get("type", "")
    met = {at for _, route in flows for at, share in enumerate(route.visits) if share > 0.0}
    return [model.graph.nodes[at] for at in sorted(met) if model.graph.nodes[at].type == kind]


def _instances(model: Model, test: Test) -> Measure:
    count = sum(node.copies for node in _carrying(model, test))
    return Measure(float(count), f"{count} {test.get('type', '')} instances carry traffic.")


def _sized(what: str, most: str) -> Callable[[Model, Test], Measure]:
    """Measure one size of the nodes of a type that carry traffic: the largest of units, the sum of shards."""

    def measure(model: Model, test: Test) -> Measure:
        kind = str(test.get("type", ""))
        sizes = [getattr(node, what) for node in _carrying(model, test)]
        if not sizes:
            return Measure(None, f"No {kind} carries traffic.")
        value = max(sizes) if what == "units" else sum(sizes)
        return Measure(float(value), most.format(kind=kind, value=value))

    return measure


def _advising(step: str, has: Callable[[Node], str]) -> Callable[[Model, Test], str]:
    """Advise on the largest part of the type, or on where there could be one."""

    def advise(model: Model, test: Test) -> str:
        found = sorted(_carrying(model, test), key=lambda node: (-node.units, node.id))
        if not found:
            flow = along.worst(model, test.get("op"), lambda one: 1.0 - one[1].lost)
            return "" if flow is None else sentences.absent(model, flow, {str(test.get("type"))})
        node, target = found[0], f"{test.get('target', 1):g}"
        return f"{wording.part(node)} {has(node)}. {step.format(name=wording.code(node.id), kind=node.type, target=target)}"

    return advise


KINDS: dict[str, Kind] = {
    "instances": Kind(
        _instances,
        _advising(
            "Let the traffic reach {target} or more {kind} instances: more replicas of {name}, or another beside it.",
            lambda node: f"has {figures.number(node.copies, 'instance')}",
        ),
        "instances",
        1.0,
        0.0,
        rises=True,
        takes=_TYPE,
        needs=_TYPE,
        whole=True,
    ),
    "largest": Kind(
        _sized("units", "The largest {kind} has {value} units."),
        _advising(
            "Give {name} at most {target} units, and more replicas or shards instead.",
            lambda node: f"has {figures.number(node.units, 'unit')}",
        ),
        "units",
        8.0,
        64.0,
        rises=False,
        takes=_TYPE,
        needs=_TYPE,
        whole=True,
    ),
    "shards": Kind(
        _sized("shards", "{kind} has {value} shards."),
        _advising(
            "Split the data of {name} into {target} shards or more.",
            lambda node: f"has {figures.number(node.shards, 'shard')}",
        ),
        "shards",
        2.0,
        1.0,
        rises=True,
        takes=_TYPE,
        needs=_TYPE,
        whole=True,
    ),
}
