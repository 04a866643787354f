"""One endpoint: its function, its route behind the authorizer unless it is public, and a live version if it is hot."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import RemovalPolicy
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_lambda as lambda_
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from infra.checks import acknowledge
from infra.function import FunctionStack, OurFunction, Task
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
        task = task_of(route)
        super().__init__(stack, f"Endpoint-{route.name}")
        snap_start = task.module in stack.ground.config.snap_start
        self.ours = OurFunction(stack, task, snap_start=snap_start)
        target = self._live() if snap_start else self.ours.function
        public = route.access is Access.PUBLIC
        self.route = gateway.HttpRoute(
            self,
            "Route",
            http_api=door.api,
            route_key=_key(route),
            integration=HttpLambdaIntegration("Integration", target),
            authorizer=None if public else door.authorizer,
        )
        if public:
            reason = f"{route.key} is declared public: it shows nothing of anybody."
            acknowledge(self.route, reason, "AwsSolutions-APIG4")

    def _live(self) -> lambda_.Alias:
        """Publish a version, of which SnapStart keeps a snapshot, and move `live` to it."""
        version = self.ours.function.current_version
        published = "Annotation::@aws-cdk/aws-lambda:snapStartRequirePublish"
        acknowledge(self.ours.function, "The version is published right here.", published)
        version.apply_removal_policy(RemovalPolicy.DESTROY)  # a kept snapshot is paid for by the second
        return lambda_.Alias(self.ours, "Live", alias_name="live", version=version)


def task_of(route: Route) -> Task:
    """Return what a route declares of its function."""
    module = f"functions.{route.domain}.{route.name}"
    return Task(module, route.summary, route.needs, route.memory, route.timeout)


def _key(route: Route) -> gateway.HttpRouteKey:
    if route.path == DEFAULT:
        return gateway.HttpRouteKey.DEFAULT
    return gateway.HttpRouteKey.with_(route.path, gateway.HttpMethod[route.method])
