"""CloudFront in front of the console and the API, with a web ACL. Of the API it caches public routes that say so."""

from __future__ import annotations

import re

from aws_cdk import CfnOutput, Duration, Fn
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_route53 as dns
from aws_cdk import aws_route53_targets as targets
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Address, Config
from infra.constructs import origin_key
from infra.constructs.browser_headers import headers_policy
from infra.constructs.console_site import ConsoleSite
from infra.constructs.firewall import Firewall
from infra.constructs.stack import PlatformStack
from infra.context import SignIn, StageContext
from infra.stacks.api import Api
from progressive_flow.kernel.declarations import console, cors, registry
from progressive_flow.kernel.declarations.models import Access
from progressive_flow.kernel.http.origin import HEADER

# By default CloudFront caches errors for ten seconds by path alone, so one learner would get another's 404.
UNCACHED_ERRORS = (400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504)
# For browsers; the documentation page brings a policy of its own.
API_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
LISTING = "Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk"
API_GATEWAY_TIMEOUT = Duration.seconds(30)


def cached_paths() -> list[str]:
    """Return the paths of public GET routes whose Cache-Control is `public`, as CloudFront writes patterns."""
    routes = (endpoint.route for endpoint in registry.endpoints())
    return sorted(
        re.sub(r"\{\w+\}", "*", route.path)
        for route in routes
        if route.access is Access.PUBLIC and route.method == "GET" and route.cache.startswith("public")
    )


class Edge(PlatformStack):
    """The distribution. CloudFront requires certificates and web ACLs in us-east-1, so this stack is deployed there."""

    def __init__(self, scope: Construct, context: StageContext, api: Api, sign_in: SignIn) -> None:
        config = context.config
        super().__init__(scope, "edge", config)
        if config.region != "us-east-1":
            raise ValueError("CloudFront's web ACL must be in us-east-1, and so must a stage with CloudFront.")
        self.firewall = Firewall(self, config)
        self.console = ConsoleSite(self, context.assets, sign_in, context.stores) if config.serves_console else None
        self.distribution = self._distribution(config, api)
        self._remember_the_key(config)
        self._acknowledge(config)
        if config.domain:
            self._add_records(config.domain)
        name = config.domain.name if config.domain else self.distribution.distribution_domain_name
        served = f"the console; the API is under {console.API}" if self.console else "the API"
        CfnOutput(self, "PublicUrl", value=f"https://{name}", description=f"Public URL of {served}")

    def _distribution(self, config: Config, api: Api) -> cloudfront.Distribution:
        domain = config.domain
        default_behavior, behaviors = self._behaviors(config, api)
        return cloudfront.Distribution(
            self,
            "Distribution",
            comment=f"Progressive Flow, {config.stage}",
            default_behavior=default_behavior,
            additional_behaviors=behaviors,
            default_root_object=console.INDEX.lstrip("/") if self.console else None,
            error_responses=[
                cloudfront.ErrorResponse(http_status=status, ttl=Duration.seconds(0)) for status in UNCACHED_ERRORS
            ],
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021 if domain else None,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            web_acl_id=self.firewall.acl.attr_arn,
            domain_names=[domain.name] if domain else None,
            certificate=acm.Certificate.from_certificate_arn(self, "Certificate", domain.edge_certificate)
            if domain
            else None,
        )

    def _behaviors(
        self, config: Config, api: Api
    ) -> tuple[cloudfront.BehaviorOptions, dict[str, cloudfront.BehaviorOptions]]:
        """Return the default behavior, and the others in the order in which CloudFront looks for a path's."""
        api_origin = self._origin(config, api)
        cache_policy = self._cache_policy()
        forwarded = cloudfront.BehaviorOptions(
            origin=api_origin,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,  # no token is sent unencrypted
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            response_headers_policy=headers_policy(self, "Headers", API_HEADERS, keeps_policy=True),
        )
        cached = cloudfront.BehaviorOptions(
            origin=api_origin,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,  # OPTIONS is forwarded and not cached
            cache_policy=cache_policy,
            origin_request_policy=self._preflights(),
            response_headers_policy=headers_policy(
                self, "CachedHeaders", API_HEADERS, keeps_policy=True, cross_origin=_cross_origin(config)
            ),
            compress=True,
        )
        behaviors = dict.fromkeys(cached_paths(), cached)
        if self.console is None:
            return forwarded, behaviors
        behaviors |= {f"{console.API}*": forwarded, **self.console.assets(cache_policy)}
        return self.console.pages(cache_policy), behaviors

    def _cache_policy(self) -> cloudfront.CachePolicy:
        """Cache as long as the response's Cache-Control says, by path alone: routes of the API, and files of the console.

        No such route has parameters; a query or an origin that anybody makes up would bring each request to the function.

        AWS's managed policy for this has the Host header in its cache key, and so forwards it: API Gateway would answer 403.
        """
        return cloudfront.CachePolicy(
            self,
            "AsSaid",
            min_ttl=Duration.seconds(0),
            default_ttl=Duration.seconds(0),
            max_ttl=Duration.days(1),
            query_string_behavior=cloudfront.CacheQueryStringBehavior.none(),
            header_behavior=cloudfront.CacheHeaderBehavior.none(),
            cookie_behavior=cloudfront.CacheCookieBehavior.none(),
            enable_accept_encoding_brotli=True,
            enable_accept_encoding_gzip=True,
        )

    def _preflights(self) -> cloudfront.OriginRequestPolicy:
        """Forward what makes a request a preflight; no token, since the answer is kept for everybody."""
        return cloudfront.OriginRequestPolicy(
            self,
            "Preflights",
            header_behavior=cloudfront.OriginRequestHeaderBehavior.allow_list(
                "Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"
            ),
        )

    def _origin(self, config: Config, api: Api) -> origins.HttpOrigin:
        """Return the API as origin: by its custom domain name if it has one, since its default endpoint is disabled then."""
        name = config.domain.origin if config.domain else Fn.select(2, Fn.split("/", api.api.api_endpoint))
        return origins.HttpOrigin(
            name,
            protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
            origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
            custom_headers={HEADER: origin_key.header_value(config).unsafe_unwrap()},  # a dynamic reference
            read_timeout=API_GATEWAY_TIMEOUT,
            keepalive_timeout=API_GATEWAY_TIMEOUT,
        )

    def _add_records(self, domain: Address) -> None:
        zone = dns.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id=domain.zone_id, zone_name=domain.zone_name
        )
        target = dns.RecordTarget.from_alias(targets.CloudFrontTarget(self.distribution))
        dns.ARecord(self, "Name", zone=zone, record_name=domain.name, target=target)
        dns.AaaaRecord(self, "Name6", zone=zone, record_name=domain.name, target=target)

    def _remember_the_key(self, config: Config) -> None:
        """Record which key CloudFront sends, after it does: a rotation keeps that key, whatever failed since."""
        sent = ssm.StringParameter(
            self,
            "OriginKeySent",
            parameter_name=origin_key.SENT,
            string_value=str(config.origin_key),
            description="The generation of the origin key that CloudFront sends",
        )
        sent.node.add_dependency(self.distribution)

    def _acknowledge(self, config: Config) -> None:
        acknowledge(self.distribution, "Learners are in every country, so none is blocked.", "AwsSolutions-CFR1")
        reason = (
            "The API's access log has each forwarded request, and the web ACL's log each blocked one; pages are public."
        )
        acknowledge(self.distribution, reason, "AwsSolutions-CFR3")
        if self.console:
            reason = "A function answers `/` with a page, the distribution has a default root object, and no query is passed on."
            acknowledge(self.distribution, reason, LISTING)
        if config.domain is None:
            reason = "CloudFront's default domain has a fixed certificate and fixed protocols; a custom domain replaces them."
            acknowledge(self.distribution, reason, "AwsSolutions-CFR4")


def _cross_origin(config: Config) -> cloudfront.ResponseHeadersCorsBehavior | None:
    """Have CloudFront say which pages may read a cached answer, since it is cached for every origin; as the API does."""
    if not config.origins:
        return None
    return cloudfront.ResponseHeadersCorsBehavior(
        access_control_allow_origins=list(config.origins),
        access_control_allow_methods=["GET", "HEAD", "OPTIONS"],
        access_control_allow_headers=list(cors.REQUEST_HEADERS),
        access_control_expose_headers=list(cors.EXPOSED_HEADERS),
        access_control_allow_credentials=False,
        origin_override=True,
    )
