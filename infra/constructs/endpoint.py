"""An endpoint: a function and its API Gateway route to the alias `live`, behind the authorizer unless it is public."""

from __future__ import annotations

from dataclasses import dataclass

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
        integration = HttpLambdaIntegration("Integration", self.function.live)
        for method in route.methods:
            http_route = gateway.HttpRoute(
                self,
                "Route" if method == route.method else f"Route-{method}",
                http_api=http_api.api,
                route_key=_key(route, method),
                integration=integration,
                authorizer=None if public else http_api.authorizer,
            )
            if public:
                reason = f"{route.key} is declared public: its response contains no learner's data."
                acknowledge(http_route, reason, "AwsSolutions-APIG4")


def spec_of(route: Route, config: Config) -> FunctionSpec:
    """Return the function that a route declares."""
    hosts = config.avatar_hosts if route.module == "functions.identity.change_me" else ()
    avatars = {"AVATAR_HOSTS": ",".join(hosts)} if hosts else {}
    return FunctionSpec(route, {**origin_key.environment(config), **avatars})


def _key(route: Route, method: str) -> gateway.HttpRouteKey:
    if route.path == DEFAULT_ROUTE:
        return gateway.HttpRouteKey.DEFAULT
    return gateway.HttpRouteKey.with_(route.path, gateway.HttpMethod[method])
