"""The web console: its files in a closed bucket, and how CloudFront answers with them."""

from __future__ import annotations

from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs import viewer_functions
from infra.constructs.browser_headers import headers_policy
from infra.constructs.console_files import upload
from infra.constructs.stack import PlatformStack
from infra.context import SignIn, StoresRef
from infra.delivery.assets import Assets
from progressive_flow.kernel.declarations import console


class ConsoleSite(Construct):
    """The bucket of the console, and the behaviors of the distribution that serves it.

    The bucket is in the distribution's own stack: its policy names the distribution, which names the bucket.
    """

    def __init__(self, stack: PlatformStack, assets: Assets, sign_in: SignIn, stores: StoresRef) -> None:
        super().__init__(stack, "Console")
        media = f"https://{stores.media_host}"
        self.bucket = self._bucket(stack)
        self._origin = origins.S3BucketOrigin.with_origin_access_control(
            self.bucket,
            # the right to list makes a missing file a 404; no query is passed on, so that nobody lists
            origin_access_levels=[cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST],
        )
        uploads = f"https://{stores.media_name}.s3.{stack.region}.amazonaws.com"
        reached = console.Origins(calls=(*sign_in.origins, uploads), media=media, preview=media)
        self._headers = headers_policy(self, "Headers", console.page_headers(reached))
        settings = {
            "authority": sign_in.issuer,
            "metadata_url": f"{sign_in.issuer}/.well-known/openid-configuration",
            "client_id": sign_in.client_id,
            "preview_origin": media,
            "media_origin": media,
        }
        upload(stack, assets.console(), settings, self.bucket)

    def pages(self, cache_policy: cloudfront.ICachePolicy) -> cloudfront.BehaviorOptions:
        """Return the behavior of pages, and of files that keep their names."""
        function = viewer_functions.page_path(self)
        return self._behavior(cache_policy, [viewer_functions.on_request(function)])

    def assets(self, cache_policy: cloudfront.ICachePolicy) -> dict[str, cloudfront.BehaviorOptions]:
        """Return the behavior of files whose names have a hash: no function has to run for them."""
        return {f"{console.ASSETS}*": self._behavior(cache_policy)}

    def _behavior(
        self, cache_policy: cloudfront.ICachePolicy, functions: list[cloudfront.FunctionAssociation] | None = None
    ) -> cloudfront.BehaviorOptions:
        return cloudfront.BehaviorOptions(
            origin=self._origin,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,  # people type addresses
            cache_policy=cache_policy,
            response_headers_policy=self._headers,
            function_associations=functions,
            compress=True,
        )

    def _bucket(self, stack: PlatformStack) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            removal_policy=stack.removal,
        )
        reason = "Its files are public and made of the repository; the trail has each change of them."
        acknowledge(bucket, reason, "AwsSolutions-S1")
        return bucket
