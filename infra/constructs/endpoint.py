"""One endpoint: its function, and its route to the live release of it, behind the authorizer unless it is public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs.function import FunctionStack, OurFunction, Task
from infra.stacks import origin
from progressive_flow.routing import Access, Route

DEFAULT = "$default"


@dataclass(frozen=True, slots=True)
class Door:
    """The HTTP API and its authorizer, as the stacks of endpoints see them."""

    api: gateway.IHttpApi
    authorizer: gateway.IHttpRouteAuthorizer


class Endpoint(Construct):
    """What one file of `functions/<domain>/` becomes."""

    def __init__(self, stack: FunctionStack, route: Route, door: Door) -> None:
        task = task_of(route, origin.environment(stack.config))
        super().__init__(stack, f"Endpoint-{route.name}")
        self.declared = route
        self.ours = OurFunction(stack, task)
        public = route.access is Access.PUBLIC
        self.route = gateway.HttpRoute(
            self,
            "Route",
            http_api=door.api,
            route_key=_key(route),
            integration=HttpLambdaIntegration("Integration", self.ours.live),
            authorizer=None if public else door.authorizer,
        )
        if public:
            reason = f"{route.key} is declared public: it shows nothing of anybody."
            acknowledge(self.route, reason, "AwsSolutions-APIG4")


def task_of(route: Route, environment: Mapping[str, str]) -> Task:
    """Return what a route declares of its function."""
    module = f"functions.{route.domain}.{route.name}"
    return Task(module, route.summary, route.needs, route.memory, route.timeout, environment)


def _key(route: Route) -> gateway.HttpRouteKey:
    if route.path == DEFAULT:
        return gateway.HttpRouteKey.DEFAULT
    return gateway.HttpRouteKey.with_(route.path, gateway.HttpMethod[route.method])
