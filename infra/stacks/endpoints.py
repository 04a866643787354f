"""The stacks of endpoints, ten of them: the hash of its route says which one holds an endpoint.

A route can not move between stacks, since the new stack would create it while the old one still has it, and an API has a
route once. A stack for each domain would have to be split one day. These never do: ten stacks hold more endpoints than an
API has integrations (docs/decisions/0040-endpoints-by-hash.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from aws_cdk import aws_apigatewayv2 as gateway
from constructs import Construct

from infra.constructs.endpoint import Endpoint, HttpApiRef
from infra.constructs.function import FunctionStack
from infra.context import StageContext
from infra.names import spread
from infra.stacks.api import Api
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Route

STACKS = 10  # for good: another number would move routes


class Endpoints(FunctionStack):
    """The endpoints of one of the stacks."""

    def __init__(self, scope: Construct, context: StageContext, number: int, routes: Iterable[Route], api: Api) -> None:
        super().__init__(scope, f"endpoints-{number}", context)
        http_api = HttpApiRef(
            gateway.HttpApi.from_http_api_attributes(self, "Api", http_api_id=api.api.api_id),
            gateway.HttpAuthorizer.from_http_authorizer_attributes(
                self, "Authorizer", authorizer_id=api.authorizer.authorizer_id, authorizer_type="JWT"
            ),
        )
        self.endpoints = [Endpoint(self, route, http_api) for route in routes]


def endpoint_stacks(scope: Construct, context: StageContext, api: Api) -> list[Endpoints]:
    """Create the stacks, those without a route left out.

    They are deployed one after another: API Gateway refuses changes of one API that happen at once.
    """
    declared = [*(endpoint.route for endpoint in registry.endpoints()), registry.default_route().route]
    by_stack = spread(declared, STACKS, lambda route: route.key)
    stacks = [Endpoints(scope, context, number, routes, api) for number, routes in by_stack.items()]
    for before, after in pairwise(stacks):
        after.add_stack_dependency(before, "API Gateway refuses changes of one API at the same time")
    return stacks
