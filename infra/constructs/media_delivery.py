"""The host of files that people uploaded: CloudFront in front of their bucket, under whose headers browsers run nothing of them.

A link is one of S3: the function that makes it signs it for the bucket's host, and names this host in its place. CloudFront
passes the query on and asks the bucket by its own name, so that the signature holds; S3 alone decides who may read, and no key
of CloudFront has to reach a function in the network. CloudFront's own domain is another site than the platform's.

The console's preview, which runs what a learner writes, is on this host too: nothing of the platform is here to be reached.
"""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.constructs import viewer_functions
from infra.constructs.browser_headers import headers_policy
from infra.paths import ROOT
from progressive_flow.content.uploads import delivery
from progressive_flow.kernel.declarations import console

PREVIEW_PAGE = ROOT / "console" / "public" / "preview.html"
NOT_KEPT = (400, 403, 404, 416, 500, 503)  # CloudFront would keep an error for ten seconds


def media_delivery(scope: Construct, config: Config, bucket: s3.Bucket) -> cloudfront.Distribution:
    """Return the distribution that delivers signed links of a bucket. It caches nothing: each link has a signature of its own."""
    origin = origins.HttpOrigin(
        bucket.bucket_regional_domain_name,  # the name for which links are signed
        protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
        origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
    )
    found = cloudfront.Distribution(
        scope,
        "MediaDelivery",
        comment=f"Progressive Flow, {config.stage}: uploaded files",
        default_behavior=cloudfront.BehaviorOptions(
            origin=origin,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            origin_request_policy=_signatures(scope),
            response_headers_policy=headers_policy(scope, "MediaHeaders", dict(delivery.HEADERS)),
        ),
        additional_behaviors=_preview(scope, origin) if config.serves_console else None,
        error_responses=[cloudfront.ErrorResponse(http_status=each, ttl=Duration.seconds(0)) for each in NOT_KEPT],
        http_version=cloudfront.HttpVersion.HTTP2_AND_3,
        price_class=cloudfront.PriceClass.PRICE_CLASS_100,
    )
    _acknowledge(found)
    return found


def _signatures(scope: Construct) -> cloudfront.OriginRequestPolicy:
    """Forward the query, which is the signature, and no header: Host above all, since the bucket's own is signed."""
    return cloudfront.OriginRequestPolicy(
        scope, "Signatures", query_string_behavior=cloudfront.OriginRequestQueryStringBehavior.all()
    )


def _preview(scope: Construct, origin: cloudfront.IOrigin) -> dict[str, cloudfront.BehaviorOptions]:
    """Answer the console's preview from a function, since CloudFront adds to a bucket's permissions what it may read."""
    function = viewer_functions.page(scope, "Preview", PREVIEW_PAGE.read_text(), console.preview_headers())
    behavior = cloudfront.BehaviorOptions(
        origin=origin,  # which is asked for nothing
        viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
        cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
        function_associations=[viewer_functions.on_request(function)],
    )
    return {console.PREVIEW: behavior}


def _acknowledge(distribution: cloudfront.Distribution) -> None:
    acknowledge(distribution, "Learners are in every country, so none is blocked.", "AwsSolutions-CFR1")
    acknowledge(distribution, "It passes signed links on and nothing else; S3 refuses the rest.", "AwsSolutions-CFR2")
    acknowledge(distribution, "The trail has each read of the bucket.", "AwsSolutions-CFR3")
    acknowledge(
        distribution, "A signature of CloudFront's would stand in place of the link's own.", "AwsSolutions-CFR7"
    )
    acknowledge(
        distribution,
        "CloudFront's default domain has a fixed certificate and protocols; it is another site than the platform's.",
        "AwsSolutions-CFR4",
    )
