"""How a set of HTTP headers becomes a response headers policy, which has settings of their own for some of them."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_cloudfront as cloudfront
from constructs import Construct

TYPE_OPTIONS, SECURITY_POLICY = "X-Content-Type-Options", "Content-Security-Policy"
FRAMES, REFERRER = "X-Frame-Options", "Referrer-Policy"
_TWO_YEARS = Duration.days(730)


def headers_policy(
    scope: Construct,
    name: str,
    headers: Mapping[str, str],
    *,
    keeps_policy: bool = False,
    cross_origin: cloudfront.ResponseHeadersCorsBehavior | None = None,
) -> cloudfront.ResponseHeadersPolicy:
    """Send these headers and Strict-Transport-Security, whatever the origin says; `keeps_policy` keeps its security policy."""
    own_settings = {TYPE_OPTIONS, SECURITY_POLICY, FRAMES, REFERRER}  # custom headers may not be these
    custom = [
        cloudfront.ResponseCustomHeader(header=header, value=value, override=True)
        for header, value in headers.items()
        if header not in own_settings
    ]
    return cloudfront.ResponseHeadersPolicy(
        scope,
        name,
        cors_behavior=cross_origin,
        custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(custom_headers=custom) if custom else None,
        security_headers_behavior=_security(headers, keeps_policy=keeps_policy),
    )


def strict_transport() -> str:
    """Return the header's value, for what CloudFront answers by itself."""
    return f"max-age={_TWO_YEARS.to_seconds():.0f}; includeSubDomains"


def _security(headers: Mapping[str, str], *, keeps_policy: bool) -> cloudfront.ResponseSecurityHeadersBehavior:
    frames, referrer = headers.get(FRAMES), headers.get(REFERRER)
    return cloudfront.ResponseSecurityHeadersBehavior(
        strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
            access_control_max_age=_TWO_YEARS, include_subdomains=True, override=True
        ),
        content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
        content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
            content_security_policy=headers[SECURITY_POLICY], override=not keeps_policy
        ),
        frame_options=cloudfront.ResponseHeadersFrameOptions(
            frame_option=cloudfront.HeadersFrameOption[frames], override=True
        )
        if frames
        else None,
        referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
            referrer_policy=cloudfront.HeadersReferrerPolicy[referrer.upper().replace("-", "_")], override=True
        )
        if referrer
        else None,
    )
