"""What functions work on beside the database: the bus of events, the archive of old months, learners' exports."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.constructs.stack import PlatformStack
from infra.names import SERVICE


class Stores(PlatformStack):
    """The bus and two buckets that nobody but their functions reads."""

    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, "stores", config)
        self.bus = events.EventBus(self, "Bus", event_bus_name=f"progressive-flow-{config.stage}")
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
        self.exports = self._bucket("Exports", versioned=False)  # a version kept would outlive its learner
        self.exports.add_lifecycle_rule(
            expiration=Duration.days(7), abort_incomplete_multipart_upload_after=Duration.days(1)
        )

        # exported by names of ours, so that what may touch all objects of a bucket can say which
        self.archive_arn = self.export_value(self.archive.bucket_arn, name=f"{SERVICE}-{config.stage}-archive-arn")
        self.exports_arn = self.export_value(self.exports.bucket_arn, name=f"{SERVICE}-{config.stage}-exports-arn")

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
        acknowledge(bucket, "Two functions of ours touch it, and each says so in its own log.", "AwsSolutions-S1")
        return bucket
