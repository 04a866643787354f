"""The limits, each with what it is compared with, a gate of our own where there is one, and its source.

Read in November 2026. `infra.limits.table` writes them into docs/explanation/scaling.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from infra.constructs import connections
from infra.limits import measures
from infra.limits.stage import Stage

# The page beside the table has their addresses.
CLOUDFORMATION, GATEWAY, LAMBDA, IAM = "CloudFormation", "API Gateway", "Lambda", "IAM"
CLOUDWATCH, WIDGETS = "CloudWatch", "dashboard body"
ARITHMETIC = "memory"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit. `gate` is what tests enforce: less than AWS allows where reaching the limit would be too late."""

    name: str
    maximum: int
    measure: Callable[[Stage, float], int]
    source: str
    gate: int | None = None

    @property
    def enforced(self) -> int:
        """The number that no stage may exceed."""
        return self.maximum if self.gate is None else self.gate


MAX_RESOURCES = 400
LIMITS = (
    Limit("resources of a stack", 500, measures.resources, CLOUDFORMATION, gate=MAX_RESOURCES),
    Limit("outputs of a stack", 200, measures.outputs, CLOUDFORMATION),
    Limit("kilobytes of a template", 1000, measures.template_kilobytes, CLOUDFORMATION),
    # 300 until AWS raises it, which takes a request: each GET has a route for HEAD too
    Limit("routes of the API (300 at first, adjustable)", 600, measures.routes, GATEWAY),
    Limit("integrations of the API", 300, measures.integrations, GATEWAY, gate=270),
    Limit("alarms of a widget", 100, measures.alarms_of_a_widget, WIDGETS),
    Limit("metrics of a widget", 500, measures.metrics_of_a_widget, CLOUDWATCH),
    Limit("metrics of the dashboard", 2500, measures.metrics_of_the_dashboard, CLOUDWATCH),
    Limit("widgets of the dashboard", 500, measures.widgets, CLOUDWATCH),
    Limit("metrics of an alarm", 10, measures.metrics_of_an_alarm, CLOUDWATCH),
    Limit("bytes of a function's environment", 4096, measures.environment_bytes, LAMBDA),
    Limit("layers of a function", 5, measures.layers, LAMBDA),
    Limit("characters of a role's policies", 10_240, measures.policy_characters, IAM),
    Limit("roles of the account (adjustable)", 1000, measures.roles, IAM),
)


def connection_limit(stage: Stage) -> Limit:
    """Return the limit on connections: each stage has its own, by the memory of its server."""
    return Limit("connections, a fifth spare", connections.usable(stage.config), measures.environments, ARITHMETIC)
