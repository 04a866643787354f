"""What it costs, and whether the money works. Counted only once the load is served, so that nothing drawn is not cheap."""

from progressive_flow.grading.system_design.engine import wording
from progressive_flow.grading.system_design.engine.cost import bill, monthly, to_users, traffic, working_share
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test
from progressive_flow.grading.system_design.engine.model import Model, answered

ALL = 0.999


def _cost(model: Model, test: Test) -> Measure:
    share = answered(model, test.get("op"))
    if share < ALL:
        message = f"Costs count once the load is served; {wording.percent(share)} is."
        return Measure(None, message, "Serve the load first.")
    cost = bill(model.graph, model.flows, model.load)
    paid = {
        "between zones and regions": traffic(model.graph, model.flows, model.load),
        "to users": to_users(model.graph, model.flows, model.load),
    }
    dearest = max(model.graph.nodes, key=lambda node: (monthly(node), node.id))
    step = (
        f"{dearest.id} is the dearest part at ${monthly(dearest):,.0f} a month: see whether it is larger than needed."
    )
    bytes_paid = [f"${price:,.0f} of it for bytes {where}" for where, price in paid.items() if price >= 1.0]
    return Measure(cost, f"{', '.join([f'${cost:,.0f} a month', *bytes_paid])}.", step)


def _utilization(model: Model, test: Test) -> Measure:
    share = answered(model, test.get("op"))
    if share < ALL:
        message = f"Waste counts once the load is served; {wording.percent(share)} is."
        return Measure(None, message, "Serve the load first.")
    working = working_share(model.graph, model.stations)
    message = f"{wording.percent(working)} of the money pays for capacity in use."
    return Measure(working, message, "Make the parts smaller that are large and idle.")


KINDS: dict[str, Kind] = {
    "cost": Kind(_cost, "$/month", 1_000.0, 5_000.0, rises=False),
    "utilization": Kind(_utilization, "share", 0.3, 0.0, rises=True),
}
