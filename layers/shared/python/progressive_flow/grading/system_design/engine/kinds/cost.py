"""What it costs, and whether the money works. Counted only once the load is served, so that nothing drawn is not cheap."""

from progressive_flow.grading.system_design import figures
from progressive_flow.grading.system_design.engine import along, wording
from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.cost import (
    bill,
    leaving,
    monthly,
    price_to_users,
    to_users,
    traffic,
    working_share,
)
from progressive_flow.grading.system_design.engine.graph import Node
from progressive_flow.grading.system_design.engine.kinds.capacity import advise_served
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test
from progressive_flow.grading.system_design.engine.model import Model, answered

ALL = 0.999
# A part that is busier than this is not too large.
BUSY = 0.6
# So much of the money for bytes must be what a cdn could send.
MIN_MOVABLE = 0.5


def _cost(model: Model, test: Test) -> Measure:
    share = answered(model, test.get("op"))
    if share < ALL:
        return Measure(None, f"Costs count once the load is served; {figures.percent(share)} is.")
    cost = bill(model.graph, model.flows, model.load)
    paid = [f"${price:,.0f} of it for bytes {where}" for where, price in _bytes(model).items() if price >= 1.0]
    return Measure(cost, f"{', '.join([f'${cost:,.0f} a month', *paid])}.")


def _bytes(model: Model) -> dict[str, float]:
    """Return the dollars a month that are paid for bytes, by where they go."""
    return {
        "between zones and regions": traffic(model.graph, model.flows, model.load),
        "to users": to_users(model.graph, model.flows, model.load),
    }


def _utilization(model: Model, test: Test) -> Measure:
    share = answered(model, test.get("op"))
    if share < ALL:
        return Measure(None, f"Waste counts once the load is served; {figures.percent(share)} is.")
    working = working_share(model.graph, model.stations)
    return Measure(working, f"{figures.percent(working)} of what the parts cost pays for capacity in use.")


def _advise_cost(model: Model, test: Test) -> str:
    """Name what most money is spent on that could be less: bytes to users, or a part that is too large."""
    if answered(model, test.get("op")) < ALL:
        return advise_served(model, test)  # the same line as of the tests that ask for it
    idle, _ = _idlest(model)
    return _advise_bytes(model) if to_users(model.graph, model.flows, model.load) > idle else _advise_parts(model)


def _advise_bytes(model: Model) -> str:
    """Say by which part most of the money for bytes leaves, and whether a cdn would send them for less."""
    whole, paid = bill(model.graph, model.flows, model.load), to_users(model.graph, model.flows, model.load)
    says = f"${paid:,.0f} of the ${whole:,.0f} a month are for bytes to users"
    by_node: dict[int, float] = {}
    answers = [one for one in leaving(model.graph, model.flows, model.load) if one[2] > 0.0]
    for operation, at, dollars in answers:
        if not operation.writes and model.graph.nodes[at].type != "cdn":
            by_node[at] = by_node.get(at, 0.0) + dollars
    if sum(by_node.values()) < MIN_MOVABLE * paid:
        sent = "which no other part sends for less: only less traffic or a smaller payload lowers that"
        return f"{says}, {sent}. {_advise_parts(model)}"
    at = max(by_node, key=lambda one: by_node[one])
    node, they = model.graph.nodes[at], "they" if by_node[at] > ALL * paid else f"${by_node[at]:,.0f} of that"
    names = dict.fromkeys(wording.code(one[0].id) for one in answers if one[1] == at and not one[0].writes)
    less = f"${price_to_users(node):g} a GB; a cdn sends them at ${constant('cdn_gb_price'):g}"
    return f"{says}, and {they} leave by {wording.part(node)} at {less}. Let {figures.listed([*names])} leave by a cdn."


def _advise_utilization(model: Model, test: Test) -> str:
    if answered(model, test.get("op")) < ALL:
        return advise_served(model, test)
    return _advise_parts(model)


def _advise_parts(model: Model) -> str:
    """Name the part for which most money is spent on what does not work, and what it could have less of."""
    idle, at = _idlest(model)
    node, rho = model.graph.nodes[at], model.stations[at].rho
    if rho == 0.0 and node.part.price:
        return f"{wording.part(node)} costs ${monthly(node):,.0f} a month and nothing flows through it: remove it."
    if rho >= BUSY or not idle:
        return f"No part is much too large: even {wording.part(node)}, on which most is idle, is at {figures.percent(rho)}."
    works = f"{wording.part(node)} costs ${monthly(node):,.0f} a month and is at {figures.percent(rho)}"
    return f"{works}, which on the way of {_users(model, at)} is the most money without work. {_less(node, rho)}"


def _idlest(model: Model) -> tuple[float, int]:
    """Return the part with most dollars a month beyond its share at work, and these."""
    idle, at = max(((_idle(model, at), -at) for at in range(len(model.graph.nodes))), default=(0.0, 0))
    return idle, -at


def _idle(model: Model, at: int) -> float:
    """Return the dollars a month that a part costs beyond its share at work."""
    return monthly(model.graph.nodes[at]) * (1.0 - min(1.0, model.stations[at].rho))


def _users(model: Model, at: int) -> str:
    return figures.listed([wording.code(name) for name in along.others_at(model, at)])


def _less(node: Node, rho: float) -> str:
    """Say of what a part has more than its load asks for, largest first."""
    sizes = [(size, int(getattr(node, size))) for size in ("units", "shards", "replicas", "regions")]
    size, value = max(sizes, key=lambda pair: pair[1])
    if value == 1:
        return f"It cannot be smaller: see whether {wording.code(node.id)} is needed on this way."
    fewer = max(1, round(value * max(rho, 1.0 / value) / BUSY)) if size in {"units", "shards"} else value - 1
    return f"Try {wording.code(node.id)} with fewer {size} than {value}, such as {min(fewer, value - 1)}."


KINDS: dict[str, Kind] = {
    "cost": Kind(_cost, _advise_cost, "$/month", 1_000.0, 5_000.0, rises=False, whole=True),
    "utilization": Kind(_utilization, _advise_utilization, "share", 0.3, 0.0, rises=True, whole=True),
}
