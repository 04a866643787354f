"""The HTTP API: its authorizer, its stage with throttling, its access log and its domain name."""

from __future__ import annotations

import json
import re

from aws_cdk import CfnOutput, Duration
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_logs as logs
from aws_cdk import aws_route53 as dns
from aws_cdk import aws_route53_targets as targets
from constructs import Construct

from infra.config import Address, Config
from infra.constructs.stack import PlatformStack, log_group
from infra.names import SERVICE
from infra.stacks.identity import Identity
from progressive_flow.kernel.declarations import cors
from progressive_flow.kernel.observability import NAMESPACE

# Status codes that API Gateway returns without invoking a function, and the metrics that count them.
GATEWAY_REJECTIONS = {"401": "refused_without_token", "429": "refused_too_many"}
# TLS alone, and no pattern: a page of any other origin could use whatever token its visitor gives it.
ORIGIN = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?")
# Invocations that crashed, timed out or were throttled: API Gateway answers 500 or 503 in the function's place.
FUNCTION_FAILURES = "function_failures"
# One JSON line a request; the kernel's log line has the same request id.
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
    """The HTTP API. The endpoints of each domain are a stack of their own, since one stack holds 500 resources."""

    def __init__(self, scope: Construct, config: Config, identity: Identity) -> None:
        super().__init__(scope, "api", config)
        self.api = gateway.HttpApi(
            self,
            "Api",
            api_name=f"{SERVICE}-{config.stage}",
            create_default_stage=False,
            cors_preflight=cors_preflight(config),
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
            jwt_audience=identity.audiences,
        )
        self.access_log = self._access_log()
        self.stage = self._stage(config)
        if config.domain:
            self._add_domain_name(config, config.domain)
        url = f"https://{_domain_name(config, config.domain)}" if config.domain else self.api.api_endpoint
        CfnOutput(
            self,
            "Url",
            value=url,
            description="URL of the API; behind CloudFront it accepts only CloudFront's requests",
        )

    def _access_log(self) -> logs.LogGroup:
        group = log_group(self, "AccessLog", days=self.log_days, removal=self.removal)
        for status, name in GATEWAY_REJECTIONS.items():
            group.add_metric_filter(
                name,
                filter_pattern=logs.FilterPattern.string_value("$.status", "=", status),
                metric_namespace=NAMESPACE,
                metric_name=name,
                default_value=0,
            )
        group.add_metric_filter(
            FUNCTION_FAILURES,
            filter_pattern=logs.FilterPattern.string_value("$.function_error", "!=", "-"),
            metric_namespace=NAMESPACE,
            metric_name=FUNCTION_FAILURES,
            default_value=0,
        )
        return group

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

    def _add_domain_name(self, config: Config, domain: Address) -> None:
        """Add a custom domain name; API Gateway's default endpoint is disabled then."""
        certificate = acm.Certificate.from_certificate_arn(self, "Certificate", domain.certificate)
        name = gateway.DomainName(
            self,
            "Name",
            domain_name=_domain_name(config, domain),
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
        alias = targets.ApiGatewayv2DomainProperties(name.regional_domain_name, name.regional_hosted_zone_id)
        dns.ARecord(
            self,
            "Record",
            zone=zone,
            record_name=_domain_name(config, domain),
            target=dns.RecordTarget.from_alias(alias),
        )


def cors_preflight(config: Config) -> gateway.CorsPreflightOptions | None:
    """Let the pages of the stage's origins call the API; API Gateway answers their preflight requests itself."""
    if wrong := [origin for origin in config.origins if not ORIGIN.fullmatch(origin)]:
        raise ValueError(f"These are no origins, as in https://app.example.com: {', '.join(wrong)}.")
    if not config.origins:
        return None
    return gateway.CorsPreflightOptions(
        allow_origins=list(config.origins),
        allow_methods=[gateway.CorsHttpMethod[method] for method in cors.METHODS],
        allow_headers=list(cors.REQUEST_HEADERS),
        expose_headers=list(cors.EXPOSED_HEADERS),
        max_age=Duration.seconds(cors.MAX_AGE),
    )


def _domain_name(config: Config, domain: Address) -> str:
    return domain.origin if config.edge else domain.name
