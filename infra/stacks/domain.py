"""One stack for the endpoints of each domain."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from aws_cdk import aws_apigatewayv2 as gateway
from constructs import Construct

from infra.constructs.endpoint import Endpoint, HttpApiRef
from infra.constructs.function import FunctionStack
from infra.context import StageContext
from infra.stacks.api import Api
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Route


class Domain(FunctionStack):
    """The endpoints of one domain."""

    def __init__(self, scope: Construct, context: StageContext, domain: str, routes: Iterable[Route], api: Api) -> None:
        super().__init__(scope, f"api-{domain}", context)
        http_api = HttpApiRef(
            gateway.HttpApi.from_http_api_attributes(self, "Api", http_api_id=api.api.api_id),
            gateway.HttpAuthorizer.from_http_authorizer_attributes(
                self, "Authorizer", authorizer_id=api.authorizer.authorizer_id, authorizer_type="JWT"
            ),
        )
        self.endpoints = [Endpoint(self, route, http_api) for route in routes]


def domains(scope: Construct, context: StageContext, api: Api) -> list[Domain]:
    """Create a stack for each domain with endpoints; the `$default` route belongs to the domain `platform`."""
    routes = [*(endpoint.route for endpoint in registry.endpoints()), registry.default_route().route]
    ordered = sorted(routes, key=lambda route: (route.domain, route.name))
    by_domain = groupby(ordered, lambda route: route.domain)
    return [Domain(scope, context, domain, routes_of_domain, api) for domain, routes_of_domain in by_domain]
