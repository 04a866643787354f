"""An endpoint: a function and its API Gateway route to the alias `live`, behind the authorizer unless it is public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.constructs import origin_key
from infra.constructs.function import FunctionSpec, FunctionStack, PlatformFunction
from progressive_flow.kernel.declarations.models import Access, Route

DEFAULT_ROUTE = "$default"


@dataclass(frozen=True, slots=True)
class HttpApiRef:
    """The HTTP API and its authorizer, imported into the stacks of endpoints."""

    api: gateway.IHttpApi
    authorizer: gateway.IHttpRouteAuthorizer


class Endpoint(Construct):
    """What one file of `functions/<domain>/` becomes."""

    def __init__(self, stack: FunctionStack, route: Route, http_api: HttpApiRef) -> None:
        super().__init__(stack, f"Endpoint-{route.name}")
        self.declared = route
        self.function = PlatformFunction(stack, spec_of(route, stack.config))
        public = route.access is Access.PUBLIC
        self.route = gateway.HttpRoute(
            self,
            "Route",
            http_api=http_api.api,
            route_key=_key(route),
            integration=HttpLambdaIntegration("Integration", self.function.live),
            authorizer=None if public else http_api.authorizer,
        )
        routes = [self.route, *self._other_methods(route)]
        if public:
            reason = f"{route.key} is declared public: its response contains no learner's data."
            for declared in routes:
                acknowledge(declared, reason, "AwsSolutions-APIG4")

    def _other_methods(self, route: Route) -> list[gateway.CfnRoute]:
        """Return the routes of further methods to the same integration, whose permission names the path alone."""
        first = cast("gateway.CfnRoute", self.route.node.default_child)
        return [
            gateway.CfnRoute(
                self,
                f"Route-{method}",
                api_id=first.api_id,
                route_key=f"{method} {route.path}",
                target=first.target,
                authorization_type=first.authorization_type,
                authorizer_id=first.authorizer_id,
            )
            for method in route.methods
            if method != route.method
        ]


def spec_of(route: Route, config: Config) -> FunctionSpec:
    """Return the function that a route declares."""
    hosts = config.avatar_hosts if route.module == "functions.identity.change_me" else ()
    avatars = {"AVATAR_HOSTS": ",".join(hosts)} if hosts else {}
    return FunctionSpec(route, {**origin_key.environment(config), **avatars})


def _key(route: Route) -> gateway.HttpRouteKey:
    if route.path == DEFAULT_ROUTE:
        return gateway.HttpRouteKey.DEFAULT
    return gateway.HttpRouteKey.with_(route.path, gateway.HttpMethod[route.method])
