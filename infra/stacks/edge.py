"""CloudFront before the API, with a firewall. It caches what is asked without a token, and passes everything else on."""

from __future__ import annotations

from aws_cdk import CfnOutput, Duration, Fn
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_route53 as dns
from aws_cdk import aws_route53_targets as targets
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Address, Config
from infra.constructs.firewall import Firewall
from infra.constructs.stack import PlatformStack
from infra.stacks import origin
from infra.stacks.api import Api
from progressive_flow import declarations
from progressive_flow.origin import HEADER
from progressive_flow.routing import Access

# CloudFront keeps errors by address alone for ten seconds unless told otherwise: one learner's 404 would be the next one's.
NEVER_KEPT = (400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504)
HALF_A_MINUTE = Duration.seconds(30)  # the gateway's own limit; beyond it nobody is answered anyway


def cached_paths() -> list[str]:
    """Return the paths that are read without a token and say that everybody may keep them."""
    routes = (endpoint.route for endpoint in declarations.endpoints())
    return sorted(
        route.path
        for route in routes
        if route.access is Access.PUBLIC and route.method == "GET" and route.cache.startswith("public")
    )


class Edge(PlatformStack):
    """The public address. Certificates and firewalls of CloudFront live in us-east-1, and so does this stack."""

    def __init__(self, scope: Construct, config: Config, api: Api) -> None:
        super().__init__(scope, "edge", config)
        if config.region != "us-east-1":
            raise ValueError("CloudFront's firewall lives in us-east-1: a stage with an edge does too.")
        self.firewall = Firewall(self, config)
        self.distribution = self._distribution(config, api)
        self._acknowledge(config)
        if config.domain:
            self._name(config.domain)
        name = config.domain.name if config.domain else self.distribution.distribution_domain_name
        CfnOutput(self, "PublicUrl", value=f"https://{name}", description="Where learners' applications ask")

    def _distribution(self, config: Config, api: Api) -> cloudfront.Distribution:
        behind = self._origin(config, api)
        headers = self._headers()
        passed = cloudfront.BehaviorOptions(
            origin=behind,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,  # a token over http is a token lost
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            response_headers_policy=headers,
        )
        kept = cloudfront.BehaviorOptions(
            origin=behind,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            cache_policy=self._as_said(),
            response_headers_policy=headers,
            compress=True,
        )
        domain = config.domain
        return cloudfront.Distribution(
            self,
            "Distribution",
            comment=f"Progressive Flow, {config.stage}",
            default_behavior=passed,
            additional_behaviors=dict.fromkeys(cached_paths(), kept),
            error_responses=[
                cloudfront.ErrorResponse(http_status=each, ttl=Duration.seconds(0)) for each in NEVER_KEPT
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

    def _as_said(self) -> cloudfront.CachePolicy:
        """Keep what says so, as long as it says, by address and query alone.

        AWS's own policy for this has the viewer's Host in its key, and so passes it on: the gateway would answer 403.
        """
        return cloudfront.CachePolicy(
            self,
            "AsSaid",
            min_ttl=Duration.seconds(0),
            default_ttl=Duration.seconds(0),
            max_ttl=Duration.days(1),
            query_string_behavior=cloudfront.CacheQueryStringBehavior.all(),
            header_behavior=cloudfront.CacheHeaderBehavior.none(),
            cookie_behavior=cloudfront.CacheCookieBehavior.none(),
            enable_accept_encoding_brotli=True,
            enable_accept_encoding_gzip=True,
        )

    def _origin(self, config: Config, api: Api) -> origins.HttpOrigin:
        """Return the API: by its own name if it has one, and then by no other."""
        name = config.domain.origin if config.domain else Fn.select(2, Fn.split("/", api.api.api_endpoint))
        return origins.HttpOrigin(
            name,
            protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
            origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
            custom_headers={HEADER: origin.key(config).unsafe_unwrap()},  # a reference, resolved in CloudFormation
            read_timeout=HALF_A_MINUTE,
            keepalive_timeout=HALF_A_MINUTE,
        )

    def _headers(self) -> cloudfront.ResponseHeadersPolicy:
        """Say what browsers need to hear; a route's own policy on what its page may load stands."""
        years = cloudfront.ResponseHeadersStrictTransportSecurity(
            access_control_max_age=Duration.days(730), include_subdomains=True, override=True
        )
        return cloudfront.ResponseHeadersPolicy(
            self,
            "Headers",
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                strict_transport_security=years,
                content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
                frame_options=cloudfront.ResponseHeadersFrameOptions(
                    frame_option=cloudfront.HeadersFrameOption.DENY, override=True
                ),
                referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                    referrer_policy=cloudfront.HeadersReferrerPolicy.NO_REFERRER, override=True
                ),
                content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                    content_security_policy="default-src 'none'; frame-ancestors 'none'", override=False
                ),
            ),
        )

    def _name(self, domain: Address) -> None:
        zone = dns.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id=domain.zone_id, zone_name=domain.zone_name
        )
        target = dns.RecordTarget.from_alias(targets.CloudFrontTarget(self.distribution))
        dns.ARecord(self, "Name", zone=zone, record_name=domain.name, target=target)
        dns.AaaaRecord(self, "Name6", zone=zone, record_name=domain.name, target=target)

    def _acknowledge(self, config: Config) -> None:
        acknowledge(self.distribution, "Learners are everywhere: no country is shut out.", "AwsSolutions-CFR1")
        reason = "The API's log has each request that was passed on, the firewall's each that was refused."
        acknowledge(self.distribution, reason, "AwsSolutions-CFR3")
        if config.domain is None:
            reason = "CloudFront's own name comes with its own certificate and its own protocols: a domain of yours ends that."
            acknowledge(self.distribution, reason, "AwsSolutions-CFR4")
