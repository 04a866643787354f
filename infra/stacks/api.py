"""One HTTP API for all domains, and one stack a domain for its endpoints: a single one would outgrow CloudFormation."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby

from aws_cdk import CfnOutput
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_logs as logs
from aws_cdk import aws_route53 as dns
from aws_cdk import aws_route53_targets as targets
from constructs import Construct

from infra.config import Address, Config
from infra.constructs.endpoint import Door, Endpoint
from infra.constructs.function import FunctionStack, Ground
from infra.constructs.stack import PlatformStack, log_group
from infra.stacks.identity import Identity
from progressive_flow import declarations
from progressive_flow.logs import NAMESPACE
from progressive_flow.routing import Route

# Statuses that the gateway gives without asking a function, and the metrics that count them.
COUNTED = {"401": "refused_without_token", "429": "refused_too_many"}
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
        self.api = gateway.HttpApi(
            self,
            "Api",
            api_name=f"progressive-flow-{config.stage}",
            create_default_stage=False,
            disable_execute_api_endpoint=config.domain is not None,
        )
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
        for status, name in COUNTED.items():
            self.access_log.add_metric_filter(
                name,
                filter_pattern=logs.FilterPattern.string_value("$.status", "=", status),
                metric_namespace=NAMESPACE,
                metric_name=name,
                default_value=0,
            )
        self.stage = self._stage(config)
        if config.domain:
            self._name(config, config.domain)
        named = f"https://{_name_of(config, config.domain)}" if config.domain else self.api.api_endpoint
        CfnOutput(self, "Url", value=named, description="Where the API answers; behind an edge, to the edge alone")

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

    def _name(self, config: Config, domain: Address) -> None:
        """Give the API a name of its own, in place of the gateway's, which answers no longer."""
        certificate = acm.Certificate.from_certificate_arn(self, "Certificate", domain.certificate)
        name = gateway.DomainName(
            self,
            "Name",
            domain_name=_name_of(config, domain),
            certificate=certificate,
            security_policy=gateway.SecurityPolicy.TLS_1_2,
        )
        mapping = gateway.CfnApiMapping(
            self, "Mapping", api_id=self.api.api_id, domain_name=name.name, stage=self.stage.stage_name
        )
        mapping.add_resource_dependency(self.stage)
        zone = dns.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id=domain.zone_id, zone_name=domain.zone_name
        )
        where = targets.ApiGatewayv2DomainProperties(name.regional_domain_name, name.regional_hosted_zone_id)
        dns.ARecord(
            self, "Record", zone=zone, record_name=_name_of(config, domain), target=dns.RecordTarget.from_alias(where)
        )


def _name_of(config: Config, domain: Address) -> str:
    return domain.origin if config.edge else domain.name


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
