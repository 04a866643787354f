"""Advice for what a fault takes away: the parts on an operation's own way that stand alone, and what they lack."""

from collections.abc import Callable, Sequence
from math import ceil

from progressive_flow.grading.system_design import figures
from progressive_flow.grading.system_design.engine import along
from progressive_flow.grading.system_design.engine.catalogue import CACHING_TYPES
from progressive_flow.grading.system_design.engine.faults import fault_of
from progressive_flow.grading.system_design.engine.graph import Node
from progressive_flow.grading.system_design.engine.kinds.kind import Test, types
from progressive_flow.grading.system_design.engine.model import Flow, Model, answered, chosen, taken
from progressive_flow.grading.system_design.engine.outbox import holds_work
from progressive_flow.grading.system_design.engine.wording import code, part
from progressive_flow.grading.system_design.figures import listed, percent

LOST = {
    "instance": "If {name} {is_} lost",
    "zone": "Without one zone",
    "region": "Without one region",
    "service": "Without every {kind}",
    "flush": "While the caches are empty",
}
# By what a test measures, callers count as served when the work is done, or when it is accepted.
ACCEPTED = frozenset({"survives", "burst"})
# Kinds that measure parts of a type, and which these are if a test names none.
OF_TYPES = {"connections": ["websocket_gateway"], "max_rho": list[str]()}
Advise = Callable[[Model, Test], str]


def under_fault(whole: Model, left: Model, test: Test, advise: Advise) -> str:
    """Say what of the test's operations a fault stops, at which parts of their ways, and what these lack.

    ``left`` is the design after the fault, ``whole`` the one before, where the test passes. Where the fault stops nothing for
    good, ``advise`` says what is wrong with what is left.
    """
    flows = chosen(whole, test.get("op"))
    hurt = [flow for flow in flows if _now(left, test, flow) < _now(whole, test, flow) - 1e-9]
    passing = flows if test.get("kind") in OF_TYPES else hurt or flows
    gone = {flow[0].id: _gone(whole, left, flow, memory=test.get("kind") == "hit") for flow in passing}
    stopped = _asked_about(whole, test, list(dict.fromkeys(at for nodes in gone.values() for at in nodes)))
    if stopped:
        affected = [flow for flow in passing if set(gone[flow[0].id]) & set(stopped)]
        worse = any(flow in hurt for flow in affected)
        done = f"{_share(left, test, affected)} is done" if worse else f"{_names(affected)} loses a part of its way"
        return f"{_begin(whole, test, stopped)} {done}: {_lacking(whole, stopped, affected, test)}"
    full = [] if test.get("kind") in OF_TYPES else _full(whole, left, hurt)
    if full:
        return f"{_begin(whole, test, full)} {_overloaded(whole, left, full)}"
    return f"{_begin(whole, test, [])}: {advise(left, test)}"


def _begin(whole: Model, test: Test, parts: Sequence[int]) -> str:
    what, kind, count = fault_of(test)
    name = f"{count} of {code(whole.graph.nodes[parts[0]].id)}" if parts else "an instance"
    return LOST.get(what, "After the fault").format(name=name, kind=kind, is_="is" if count == 1 else "are")


def _asked_about(whole: Model, test: Test, stopped: list[int]) -> list[int]:
    """Of a test that measures parts of a type, those; of any other, all that the fault stops."""
    if test.get("kind") not in OF_TYPES:
        return stopped
    kinds = types(test, "type") or OF_TYPES[str(test["kind"])]
    return [at for at in stopped if not kinds or whole.graph.nodes[at].type in kinds]


def _now(model: Model, test: Test, flow: Flow) -> float:
    share = taken if str(test.get("kind")) in ACCEPTED else answered
    return share(model, flow[0].id)


def _gone(whole: Model, left: Model, flow: Flow, *, memory: bool) -> list[int]:
    """Return the parts on an operation's way that are down, or whose data is not there any more; caches too for ``memory``."""
    return [at for at in along.way(whole, flow) if _is_gone(left, flow, at, memory=memory)]


def _is_gone(left: Model, flow: Flow, at: int, *, memory: bool) -> bool:
    operation, kind = flow[0], left.graph.nodes[at].type
    keeps = kind in operation.stores or holds_work(left.graph.nodes[at], operation)
    if at in left.graph.dead:
        return memory or keeps or kind not in CACHING_TYPES  # a cache that is down is otherwise one that does not know
    return keeps and left.graph.up.get(at, (1.0, 1.0))[operation.writes] < 1.0


def _share(left: Model, test: Test, hurt: Sequence[Flow]) -> str:
    """Say of which operations least is done, and how much: nothing, or a share."""
    least = min((_now(left, test, flow) for flow in hurt), default=0.0)
    names = _names([flow for flow in hurt if _now(left, test, flow) <= least + 1e-9])
    return f"nothing of {names}" if least <= 0.0 else f"no more than {percent(least)} of {names}"


def _names(flows: Sequence[Flow]) -> str:
    return listed([code(flow[0].id) for flow in flows])


def _lacking(whole: Model, stopped: Sequence[int], affected: Sequence[Flow], test: Test) -> str:
    """Name parts by what they lack, each lack once."""
    what, _, count = fault_of(test)
    if what == "service":
        return _without_service([whole.graph.nodes[at] for at in stopped[: figures.MAX_NAMES]], affected)
    by_lack: dict[tuple[str, str], list[Node]] = {}
    for at in stopped[: figures.MAX_NAMES]:
        node = whole.graph.nodes[at]
        by_lack.setdefault(lacks(node, what, count), []).append(node)
    names = {key: listed([part(node) for node in nodes]) for key, nodes in by_lack.items()}
    has = {key: _have(key[0], len(nodes)) for key, nodes in by_lack.items()}
    found = "; ".join(f"{names[key]} {has[key]}" for key in by_lack)
    steps = ". ".join(
        f"Give {listed([code(node.id) for node in nodes])} {key[1]}" if key[1] else "" for key, nodes in by_lack.items()
    )
    return f"{found}. {steps}." if steps.strip(". ") else f"{found}."


def _without_service(away: Sequence[Node], affected: Sequence[Flow]) -> str:
    """A queue keeps only work that nobody waits for; whose caller waits must do without what is away."""
    are, them, they = ("are", "them", "they are") if len(away) > 1 else ("is", "it", "it is")
    names = listed([code(node.id) for node in away])
    waiting, later = ([flow for flow in affected if flow[0].waits is waits] for waits in (True, False))
    steps = [f"Let {_names(waiting)} pass {them} by."] if waiting else []
    if later:
        steps.append(f"Put a queue before {names}, so that the work of {_names(later)} waits until {they} back.")
    return f"{listed([part(node) for node in away])} {are} away. {' '.join(steps)}"


def _have(state: str, count: int) -> str:
    return (
        state if count == 1 else state.replace("has ", "have ", 1).replace("is ", "are ", 1).replace(" its ", " their ")
    )


def lacks(node: Node, what: str, count: int) -> tuple[str, str]:
    """Return (what a part has, what it should be given) against a fault that stops it."""
    votes = node.part.replicated and node.consistency == "quorum"
    led = node.part.replicated and not votes and node.consistency != "multi_leader" and not node.failover
    also = " and failover" if led else ""
    needed = 2 * count + 1 if votes else count + 1
    if what == "region" and node.regions < needed:
        return "is in too few regions", f"{needed} regions{also}"
    if what == "zone" and min(node.zones, node.replicas) < needed:
        return "has all its copies in too few zones", f"{max(needed, node.replicas)} replicas in {needed} zones{also}"
    if what == "instance" and node.copies < needed:
        return "has one copy" if node.copies == 1 else f"has {node.copies} copies", f"{needed} replicas{also}"
    if led:
        return "has no failover", "failover"
    return "keeps too few of its copies", f"{node.replicas + 1} replicas"


def _full(whole: Model, left: Model, hurt: Sequence[Flow]) -> list[int]:
    """Return the parts on the operations' ways that what is left overloads, the busiest first."""
    ways = dict.fromkeys(at for flow in hurt for at in along.way(whole, flow))
    busier = [at for at in ways if left.stations[at].rho > max(1.0, whole.stations[at].rho)]
    return along.tightest(left, busier)


def _overloaded(whole: Model, left: Model, full: Sequence[int]) -> str:
    node, rho = whole.graph.nodes[full[0]], left.stations[full[0]].rho
    users = listed([code(name) for name in along.others_at(left, full[0])])
    units = ceil(node.units * rho - 1e-9)
    step = f"{units} units instead of {node.units}" if units <= node.part.max_units else "more replicas"
    return (
        f"{part(node)} on the way of {users} is at {percent(rho)}: give {code(node.id)} {step}, so that it carries all."
    )
