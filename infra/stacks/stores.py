"""Stores beside the database: the event buses, the archive of old months, learners' exports, and uploads."""

from __future__ import annotations

from typing import cast

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.constructs.keys import customer_key
from infra.constructs.media_delivery import media_delivery
from infra.constructs.stack import PlatformStack
from infra.context import StoresRef
from infra.names import SERVICE, archive_export, exports_export, media_export
from progressive_flow.content.uploads import places
from progressive_flow.kernel.declarations import cors


class Stores(PlatformStack):
    """Two event buses and three buckets. Browsers write to that of uploads by signed forms, and read it by signed links.

    What learners submit as code travels on a bus of its own, encrypted by a key of its own; neither bus has an archive.
    """

    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, "stores", config)
        self.bus = events.EventBus(self, "Bus", event_bus_name=f"{SERVICE}-{config.stage}")
        self.isolated_bus = events.EventBus(
            self,
            "IsolatedBus",
            event_bus_name=f"{SERVICE}-{config.stage}-isolated",
            kms_key=customer_key(self, "What isolated functions are given and answer"),
        )
        self.archive = self._bucket("Archive", versioned=True)
        self.archive.add_lifecycle_rule(
            transitions=[
                s3.Transition(
                    storage_class=s3.StorageClass.GLACIER_INSTANT_RETRIEVAL, transition_after=Duration.days(30)
                )
            ],
            noncurrent_version_expiration=Duration.days(90),
            abort_incomplete_multipart_upload_after=Duration.days(1),
        )
        self.exports = self._bucket("Exports", versioned=False)  # an old version would survive the learner's erasure
        self.exports.add_lifecycle_rule(
            expiration=Duration.days(7), abort_incomplete_multipart_upload_after=Duration.days(1)
        )
        self.media = self._bucket("Media", versioned=False)
        self._receive_uploads(config)
        self.delivery = media_delivery(self, config, self.media) if config.edge else None

        # The exports have fixed names, because cdk-nag's findings about objects of a bucket contain them.
        self._archive_arn = self.export_value(self.archive.bucket_arn, name=archive_export(config.stage))
        self._exports_arn = self.export_value(self.exports.bucket_arn, name=exports_export(config.stage))
        self._media_arn = self.export_value(self.media.bucket_arn, name=media_export(config.stage))
        self.export_value(self.media.bucket_name)

    @property
    def ref(self) -> StoresRef:
        """What functions read and write."""
        return StoresRef(
            bus_arn=self.bus.event_bus_arn,
            isolated_bus_arn=self.isolated_bus.event_bus_arn,
            archive_arn=self._archive_arn,
            archive_name=self.archive.bucket_name,
            exports_arn=self._exports_arn,
            exports_name=self.exports.bucket_name,
            media_arn=self._media_arn,
            media_name=self.media.bucket_name,
            media_host=self.delivery.distribution_domain_name if self.delivery else None,
        )

    def _receive_uploads(self, config: Config) -> None:
        """Let pages of the stage's origins send files, report each on the default bus, and delete what was not kept."""
        for prefix in (places.QUARANTINE, places.INSPECTED):
            self.media.add_lifecycle_rule(prefix=prefix, expiration=Duration.days(1))
        self.media.add_lifecycle_rule(prefix=places.EXPORTED, expiration=Duration.days(7))
        self.media.add_lifecycle_rule(abort_incomplete_multipart_upload_after=Duration.days(1))
        if config.uploading_origins:
            self.media.add_cors_rule(
                allowed_methods=[s3.HttpMethods.POST],
                allowed_origins=list(config.uploading_origins),
                allowed_headers=["*"],
                max_age=cors.MAX_AGE,
            )
        # The construct's own option would add a function that sets this.
        resource = cast("s3.CfnBucket", self.media.node.default_child)
        resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
        )

    def _bucket(self, name: str, *, versioned: bool) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            name,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=versioned,
            removal_policy=self.removal,
        )
        reason = (
            "Functions of the platform access it, or sign the links and forms by which people do, and log each of them."
        )
        acknowledge(bucket, reason, "AwsSolutions-S1")
        return bucket
