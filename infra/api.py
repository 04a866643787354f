"""One HTTP API for all domains, and one stack a domain for its endpoints: a single one would outgrow CloudFormation."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby

from aws_cdk import CfnOutput
from aws_cdk import aws_apigatewayv2 as gateway
from constructs import Construct

from infra.config import Config
from infra.endpoint import Door, Endpoint
from infra.function import FunctionStack, Ground
from infra.identity import Identity
from infra.stack import PlatformStack, log_group
from progressive_flow import declarations
from progressive_flow.routing import Route

# One JSON line a request; the kernel's own line has the same request id.
ACCESS_LOG = {
    "request_id": "$context.requestId",
    "at": "$context.requestTime",
    "route": "$context.routeKey",
    "status": "$context.status",
    "bytes": "$context.responseLength",
    "milliseconds": "$context.responseLatency",
    "function_milliseconds": "$context.integrationLatency",
    "function_error": "$context.integrationErrorMessage",
    "refused_by_authorizer": "$context.authorizer.error",
    "gateway_error": "$context.error.message",
}


class Api(PlatformStack):
    """The API itself: its authorizer, its stage with a throttle, and the log of who asked for what."""

    def __init__(self, scope: Construct, config: Config, identity: Identity) -> None:
        super().__init__(scope, "api", config)
        self.api = gateway.HttpApi(self, "Api", api_name=f"progressive-flow-{config.stage}", create_default_stage=False)
        self.authorizer = gateway.HttpAuthorizer(
            self,
            "Authorizer",
            http_api=self.api,
            authorizer_name="access-token",
            type=gateway.HttpAuthorizerType.JWT,
            identity_source=["$request.header.Authorization"],
            jwt_issuer=identity.issuer,
            jwt_audience=[identity.client.user_pool_client_id],
        )
        self.access_log = log_group(self, "AccessLog", days=self.log_days, removal=self.removal)
        self.stage = self._stage(config)
        CfnOutput(self, "Url", value=self.api.api_endpoint, description="Where the API answers")

    def _stage(self, config: Config) -> gateway.CfnStage:
        throttle = gateway.CfnStage.RouteSettingsProperty(
            throttling_rate_limit=config.rate, throttling_burst_limit=config.burst
        )
        log = gateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=self.access_log.log_group_arn, format=json.dumps(ACCESS_LOG)
        )
        return gateway.CfnStage(
            self,
            "Stage",
            api_id=self.api.api_id,
            stage_name="$default",
            auto_deploy=True,
            default_route_settings=throttle,
            access_log_settings=log,
        )


class Domain(FunctionStack):
    """The endpoints of one domain."""

    def __init__(self, scope: Construct, ground: Ground, domain: str, routes: Iterable[Route], api: Api) -> None:
        super().__init__(scope, f"api-{domain}", ground)
        door = Door(
            gateway.HttpApi.from_http_api_attributes(self, "Api", http_api_id=api.api.api_id),
            gateway.HttpAuthorizer.from_http_authorizer_attributes(
                self, "Authorizer", authorizer_id=api.authorizer.authorizer_id, authorizer_type="JWT"
            ),
        )
        self.endpoints = [Endpoint(self, route, door) for route in routes]


def domains(scope: Construct, ground: Ground, api: Api) -> list[Domain]:
    """Make a stack of each domain that has endpoints; `$default` is one of the platform's."""
    routes = [*(endpoint.route for endpoint in declarations.endpoints()), declarations.default_route().route]
    ordered = sorted(routes, key=lambda route: (route.domain, route.name))
    return [Domain(scope, ground, domain, found, api) for domain, found in groupby(ordered, lambda route: route.domain)]
