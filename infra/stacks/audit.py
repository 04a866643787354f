"""CloudTrail, with a bucket under object lock. The platform's own audit log is the table `platform.audit_log`."""

from __future__ import annotations

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_cloudtrail as cloudtrail
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.constructs.keys import customer_key
from infra.constructs.stack import PlatformStack
from infra.names import SERVICE
from infra.stacks.stores import Stores

LOCK, EXPIRATION = Duration.days(400), Duration.days(401)  # a year and a month to investigate
NONCURRENT_EXPIRATION = Duration.days(1)  # an expired object becomes a noncurrent version first


class Audit(PlatformStack):
    """A trail of management events in all regions, reads included, and of data events of the buckets.

    Of the console's bucket it has changes alone: everybody reads those files.

    Its files are locked in compliance mode: nobody deletes them for 400 days, the account's root included.
    """

    def __init__(self, scope: Construct, config: Config, stores: Stores, console: s3.IBucket | None) -> None:
        super().__init__(scope, "audit", config)
        key = customer_key(self, "Encrypts the trail")
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=True,
            object_lock_default_retention=s3.ObjectLockRetention.compliance(LOCK),
            lifecycle_rules=[
                s3.LifecycleRule(expiration=EXPIRATION, noncurrent_version_expiration=NONCURRENT_EXPIRATION)
            ],
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        acknowledge(self.bucket, "The bucket contains the access log itself.", "AwsSolutions-S1")
        self._allow_trail(key)
        trail = cloudtrail.Trail(
            self,
            "Trail",
            trail_name=SERVICE,
            bucket=self.bucket,
            encryption_key=key,
            enable_file_validation=True,
            include_global_service_events=True,
            is_multi_region_trail=True,
            management_events=cloudtrail.ReadWriteType.NONE,  # the selector below has them
        )
        trail.add_s3_event_selector(
            [cloudtrail.S3EventSelector(bucket=bucket) for bucket in (stores.exports, stores.archive, stores.media)],
            include_management_events=True,
            read_write_type=cloudtrail.ReadWriteType.ALL,  # reading a secret is a read
        )
        if console:
            trail.add_s3_event_selector(
                [cloudtrail.S3EventSelector(bucket=console)],
                include_management_events=False,
                read_write_type=cloudtrail.ReadWriteType.WRITE_ONLY,
            )

    def _allow_trail(self, key: kms.Key) -> None:
        """Allow CloudTrail to encrypt with the key for this trail only; without it creating the trail fails."""
        trail = f"arn:aws:cloudtrail:{self.config.region}:{Aws.ACCOUNT_ID}:trail/{SERVICE}"
        principals = [iam.ServicePrincipal("cloudtrail.amazonaws.com")]
        for_trail = {"StringEquals": {"aws:SourceArn": trail}}
        context = {
            "StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": f"arn:aws:cloudtrail:*:{Aws.ACCOUNT_ID}:trail/*"}
        }
        key.add_to_resource_policy(
            iam.PolicyStatement(
                principals=principals,
                actions=["kms:GenerateDataKey*"],
                resources=["*"],
                conditions={**for_trail, **context},
            )
        )
        key.add_to_resource_policy(
            iam.PolicyStatement(
                principals=principals, actions=["kms:DescribeKey"], resources=["*"], conditions=for_trail
            )
        )
